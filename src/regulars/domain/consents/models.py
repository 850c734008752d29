"""What members allowed and took back. Rows are added and never changed; the database holds it so."""

from django.db import models


class Consent(models.Model):
    """A member's word about a purpose and a channel; instants are microseconds since 1970 UTC.

    Unmanaged after the migration that guards it, so that emptying all tables after a test leaves it alone.
    """

    programme_id = models.SmallIntegerField()
    member_id = models.BigIntegerField()
    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=30)
    given = models.BooleanField()
    at = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    source = models.CharField(max_length=40)
    text_version = models.CharField(max_length=60, default="")
    actor = models.CharField(max_length=150)
    event = models.CharField(max_length=260, default="")

    class Meta:
        managed = False
        db_table = "consents_consent"
        indexes = [models.Index(fields=["programme_id", "member_id", "id"], name="consents_by_member")]

    def __str__(self) -> str:
        """Return whose word it is, and about what."""
        return f"member {self.member_id}: {self.purpose} by {self.channel} {'given' if self.given else 'withdrawn'}"
