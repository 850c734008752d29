"""What the ledger's tables gain for pending, held and owed points, draws, locks, repeating goals and budgets.

Tables whose CHECKs change are made anew on SQLite, which cannot change them, and altered on PostgreSQL.
"""

from __future__ import annotations

from regulars.domain.ledger.migrations._tables import WORDS

JOURNAL_CHECKS = (
    "kind BETWEEN 1 AND 21",
    "(kind NOT IN (1, 7, 10, 11, 13, 14, 15) OR points >= 0) AND (kind NOT IN (2, 3, 5, 8, 12, 18, 19, 21) OR points <= 0)",
    "kind <> 4 OR points > 0",
)

NEW_TABLES = [
    """
    CREATE TABLE ledger_draw (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        spend_seq {big} NOT NULL CHECK (spend_seq > 0),
        wallet {small} NOT NULL,
        place {int} NOT NULL CHECK (place > 0),
        key {big} NOT NULL,
        lot_no {big} NOT NULL CHECK (lot_no >= 0),
        points {big} NOT NULL CHECK (points >= 0),
        spent {big} NOT NULL CHECK (spent >= 0),
        held_until {big} NOT NULL CHECK (held_until >= 0),
        order_key {big} NOT NULL,
        PRIMARY KEY (programme_id, member_id, spend_seq, wallet, place)
    ) {hot}
    """,
    """
    CREATE TABLE ledger_tally (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        key {big} NOT NULL,
        counter {int} NOT NULL,
        value {big} NOT NULL,
        PRIMARY KEY (programme_id, member_id, key, counter)
    ) {hot}
    """,
    """
    CREATE TABLE ledger_budget_use (
        programme_id {int} NOT NULL,
        budget TEXT NOT NULL,
        period {int} NOT NULL,
        points {big} NOT NULL,
        PRIMARY KEY (programme_id, budget, period)
    ) {hot}
    """,
]

INDEXES = [
    "CREATE INDEX ledger_draw_key ON ledger_draw (programme_id, member_id, key)",
    "CREATE INDEX ledger_draw_held ON ledger_draw (programme_id, member_id) WHERE held_until > 0",
    """CREATE INDEX ledger_member_timeout ON ledger_member_state (programme_id, next_timeout_at)
       WHERE next_timeout_at > 0""",
    """CREATE INDEX ledger_event_history ON ledger_event (programme_id, member_id)
       WHERE kind IN ('merge_in', 'void')""",
    "CREATE INDEX ledger_lot_expired ON ledger_lot (programme_id, member_id, wallet) WHERE expired > 0",
]

GOALS = """
    CREATE TABLE {name} (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        goal {small} NOT NULL,
        period {int} NOT NULL,
        ordinal {int} NOT NULL CHECK (ordinal > 0),
        times {int} NOT NULL CHECK (times > 0),
        posted_at {big} NOT NULL,
        event_seq {big} CHECK (event_seq > 0),
        occurred_at {big} NOT NULL,
        version_id {big} NOT NULL,
        superseded_at {big},
        PRIMARY KEY (programme_id, member_id, goal, period, ordinal, posted_at)
    ) {cold}
"""
GOAL_COLUMNS = (
    "programme_id, member_id, goal, period, {times} posted_at, event_seq, occurred_at, version_id, superseded_at"
)

ADDED = {
    "ledger_account": (
        "held {big} NOT NULL DEFAULT 0",
        "pending {big} NOT NULL DEFAULT 0",
        "owed {big} NOT NULL DEFAULT 0",
    ),
    "ledger_lot": (
        "pending_day {int} NOT NULL DEFAULT 0",
        "step {big} NOT NULL DEFAULT 0",
        "rounding {small} NOT NULL DEFAULT 0",
    ),
    "ledger_member_state": ("next_timeout_at {big} NOT NULL DEFAULT 0", "lock_until_day {int} NOT NULL DEFAULT 0"),
}

LOT_TERMS = "step, rounding"
"""The new columns of a lot that never change."""


def statements(vendor: str) -> list[str]:
    """The statements that bring the ledger's tables from the first migration to this one."""
    words = WORDS[vendor]
    added = [
        f"ALTER TABLE {table} ADD COLUMN {column.format(**words)}"
        for table, columns in ADDED.items()
        for column in columns
    ]
    made = [table.format(**words) for table in NEW_TABLES]
    checks = _sqlite_checks() if vendor == "sqlite" else _postgresql_checks()
    return [*added, *checks, *_goals(vendor), *made, *INDEXES, *lot_guard(vendor)]


def guard(vendor: str, table: str, verb: str) -> str:
    """The trigger that refuses a change of an append-only table."""
    name = f"{table}_no_{verb.split(maxsplit=1)[0].lower()}"
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION ledger_refuse_change()"


def _goals(vendor: str) -> list[str]:
    """Goals reached, with how often: the key has to tell several times in one window apart."""
    verbs = ["DELETE", "UPDATE OF " + GOAL_COLUMNS.format(times="ordinal, times,").replace(", superseded_at", "")]
    if vendor == "postgresql":
        verbs.append("TRUNCATE")
    return [
        GOALS.format(name="ledger_goal_reached_new", **WORDS[vendor]),
        f"INSERT INTO ledger_goal_reached_new ({GOAL_COLUMNS.format(times='ordinal, times,')}) "
        f"SELECT {GOAL_COLUMNS.format(times='1, 1,')} FROM ledger_goal_reached",
        "DROP TABLE ledger_goal_reached",
        "ALTER TABLE ledger_goal_reached_new RENAME TO ledger_goal_reached",
        """CREATE UNIQUE INDEX ledger_goal_once ON ledger_goal_reached (programme_id, member_id, goal, period, ordinal)
           WHERE superseded_at IS NULL""",
        *(guard(vendor, "ledger_goal_reached", verb) for verb in verbs),
    ]


def lot_guard(vendor: str) -> list[str]:
    """The terms of a lot's award never change either."""
    name = "ledger_lot_no_change_of_terms"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {LOT_TERMS} ON ledger_lot "
            "BEGIN SELECT RAISE(ABORT, 'ledger_lot is append-only'); END"
        ]
    return [
        f"CREATE TRIGGER {name} BEFORE UPDATE OF {LOT_TERMS} ON ledger_lot "
        "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()"
    ]


def _postgresql_checks() -> list[str]:
    """Replace the CHECKs by name: PostgreSQL numbers those without one in the order of the table's text."""
    return [
        """
        DO $$ DECLARE one record; BEGIN
            FOR one IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint
                WHERE contype = 'c' AND (
                    conrelid = 'ledger_journal'::regclass AND pg_get_constraintdef(oid) LIKE '%kind%'
                    OR conrelid = 'ledger_posting'::regclass AND pg_get_constraintdef(oid) LIKE '%account%'
                    OR conrelid = 'ledger_tier_change'::regclass AND pg_get_constraintdef(oid) LIKE '%reason%')
            LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.owner, one.conname); END LOOP;
        END $$
        """,
        *(f"ALTER TABLE ledger_journal ADD CHECK ({check})" for check in JOURNAL_CHECKS),
        "ALTER TABLE ledger_journal ADD CHECK ((kind = 6) = (detail IS NOT NULL))",
        "ALTER TABLE ledger_posting ADD CHECK (account BETWEEN 1 AND 4 OR account >= 100)",
        "ALTER TABLE ledger_tier_change ADD CHECK (reason BETWEEN 1 AND 10)",
    ]


def _sqlite_checks() -> list[str]:
    """Make the tables whose CHECKs change anew, from the text of the first migration."""
    from regulars.domain.ledger.migrations import _tables

    changes = {
        "ledger_journal": {
            "CHECK (kind BETWEEN 1 AND 6)": f"CHECK ({JOURNAL_CHECKS[0]})",
            "CHECK ((kind NOT IN (1, 4) OR points > 0) AND (kind NOT IN (2, 3) OR points < 0) "
            "AND (kind <> 5 OR points <= 0))": ", ".join(f"CHECK ({check})" for check in JOURNAL_CHECKS[1:]),
        },
        "ledger_posting": {
            "CHECK (account = 1 OR account >= 100)": "CHECK (account BETWEEN 1 AND 4 OR account >= 100)"
        },
        "ledger_tier_change": {"CHECK (reason BETWEEN 1 AND 6)": "CHECK (reason BETWEEN 1 AND 10)"},
    }
    steps = []
    for table, replaced in changes.items():
        text = next(text for text in _tables.TABLES if f"CREATE TABLE {table} " in text)
        for old, new in replaced.items():
            assert old in text, old  # noqa: S101 - a migration that would change nothing must not pass
            text = text.replace(old, new)
        steps += [
            text.replace(f"CREATE TABLE {table} ", f"CREATE TABLE {table}_new ").format(**WORDS["sqlite"]),
            f"INSERT INTO {table}_new SELECT * FROM {table}",
            f"DROP TABLE {table}",
            f"ALTER TABLE {table}_new RENAME TO {table}",
            *(one for one in _tables.guards("sqlite") if f" ON {table} " in one),
        ]
    return steps
