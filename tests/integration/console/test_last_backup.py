"""The audit trail says when the last backup was made."""

from regulars.platform import audit


def test_the_last_backup_is_told(client_as, club, frozen_clock):
    admin = client_as("admin")
    assert "尚未做过备份" in admin.get("/console/audit/").content.decode()
    audit.record("cli", "backup_made", "installation", {"path": "/backups/1", "bytes": 1})
    page = admin.get("/console/audit/").content.decode()
    assert "尚未做过备份" not in page
    assert "做了备份" in page
