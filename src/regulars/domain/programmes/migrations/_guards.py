"""Triggers that hold what constraints cannot say: of versions, reviews, activations and cancellations."""

from dataclasses import dataclass

# What never changes again once a version has been submitted.
_FIXED = "programme_id, number, text, document, sha256, author, reason, base_id, revision, created_at"


@dataclass(frozen=True)
class Guard:
    """A trigger: before what on which table it looks, the condition under which it refuses, and what it says."""

    name: str
    table: str
    before: str
    condition: str
    message: str


GUARDS = (
    Guard(
        "programmes_version_submitted_is_fixed",
        "programmes_programmeversion",
        f"UPDATE OF {_FIXED}",
        "OLD.state <> 'draft'",
        "a submitted version never changes",
    ),
    Guard(
        "programmes_version_is_no_draft_again",
        "programmes_programmeversion",
        "UPDATE OF state",
        "OLD.state <> 'draft' AND NEW.state = 'draft'",
        "a submitted version never becomes a draft again",
    ),
    Guard(
        "programmes_review_by_another",
        "programmes_review",
        "INSERT",
        "EXISTS (SELECT 1 FROM programmes_programmeversion v WHERE v.id = NEW.version_id AND v.author = NEW.reviewer)",
        "the author does not review",
    ),
    Guard(
        "programmes_review_by_another_still",
        "programmes_review",
        "UPDATE",
        "EXISTS (SELECT 1 FROM programmes_programmeversion v WHERE v.id = NEW.version_id AND v.author = NEW.reviewer)",
        "the author does not review",
    ),
    Guard(
        "programmes_activation_of_a_version",
        "programmes_activation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM programmes_programmeversion v WHERE v.id = NEW.version_id"
        " AND v.programme_id = NEW.programme_id AND v.state IN ('approved', 'published'))",
        "only an approved version comes into force",
    ),
    Guard(
        "programmes_activation_by_another",
        "programmes_activation",
        "INSERT",
        "NEW.kind IN ('publication', 'pilot') AND NEW.starts_at > 0 AND EXISTS (SELECT 1"
        " FROM programmes_programmeversion v WHERE v.id = NEW.version_id AND v.author = NEW.actor)",
        "the author does not publish",
    ),
    Guard(
        "programmes_activation_first_once",
        "programmes_activation",
        "INSERT",
        "NEW.starts_at = 0 AND EXISTS (SELECT 1 FROM programmes_activation a WHERE a.programme_id = NEW.programme_id)",
        "only the first version starts at the beginning",
    ),
    Guard(
        "programmes_cancellation_in_time",
        "programmes_cancellation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM programmes_activation a WHERE a.id = NEW.activation_id"
        " AND a.starts_at > NEW.known_at)",
        "only what has not started is cancelled",
    ),
)


def statements(vendor: str) -> list[str]:
    """The statements that make all triggers."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {guard.name} BEFORE {guard.before} ON {guard.table} WHEN {guard.condition} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
            for guard in GUARDS
        ]
    return [statement for guard in GUARDS for statement in _for_postgresql(guard)]


def drops(vendor: str) -> list[str]:
    """The statements that undo `statements`."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {guard.name}" for guard in GUARDS]
    return [f"DROP FUNCTION {guard.name} CASCADE" for guard in GUARDS]


def _for_postgresql(guard: Guard) -> list[str]:
    """The condition is looked at in the function, for a trigger's own condition may hold no subquery."""
    return [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {guard.condition} THEN "
        f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.before} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]
