"""Free texts may be taken out of events of members who were erased, and nothing else of an event may change.

Each event so changed has a row of its own, with the hash of what is left, which is held against the event ever after.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = (
    "programme_id",
    "member_id",
    "log_seq",
    "occurred_at",
    "accepted_at",
    "key",
    "order_key",
    "version_id",
    "kind",
    "source",
    "event_id",
)
TABLE = """
    CREATE TABLE ledger_redaction (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        log_seq {big} NOT NULL,
        redacted_at {big} NOT NULL,
        hash {bytes} NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (programme_id, member_id, log_seq)
    )
"""
_LISTED = """
    EXISTS (SELECT 1 FROM ledger_redaction r WHERE r.programme_id = NEW.programme_id
        AND r.member_id = NEW.member_id AND r.log_seq = NEW.log_seq)
"""


def _sqlite() -> list[str]:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in COLUMNS)
    return [
        TABLE.format(int="INTEGER", big="INTEGER", bytes="BLOB") + " STRICT, WITHOUT ROWID",
        "DROP TRIGGER ledger_event_no_update",
        f"""CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event WHEN NOT ({same} AND {_LISTED})
            BEGIN SELECT RAISE(ABORT, 'ledger_event is append-only'); END""",
        *(
            f"CREATE TRIGGER ledger_redaction_no_{verb.lower()} BEFORE {verb} ON ledger_redaction "
            "BEGIN SELECT RAISE(ABORT, 'ledger_redaction is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ),
    ]


def _postgresql() -> list[str]:
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in COLUMNS)
    return [
        TABLE.format(int="INTEGER", big="BIGINT", bytes="BYTEA"),
        f"""CREATE FUNCTION ledger_refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {same} AND {_LISTED} THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'ledger_event is append-only' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
        "DROP TRIGGER ledger_event_no_update ON ledger_event",
        "CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event "
        "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_event_change()",
        *(
            f"CREATE TRIGGER ledger_redaction_no_{verb.lower()} BEFORE {verb} ON ledger_redaction "
            f"FOR EACH {scope} EXECUTE FUNCTION ledger_refuse_change()"
            for verb, scope in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
        ),
    ]


def change_tables(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table, and the exception from the rule that no event changes."""
    for statement in _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Forward only: a redaction cannot be taken back."""

    dependencies = [("ledger", "0004_owed")]

    operations = [migrations.RunPython(change_tables)]
