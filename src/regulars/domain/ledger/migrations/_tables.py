"""The ledger's tables, once for both databases.

`{big}`, `{int}`, `{small}` and `{bytes}` are column types, `{hot}` and `{cold}` what follows a table that is
updated in place or only added to, `{wide}` and `{heap}` the same for rows too wide for a clustered table on SQLite.
"""

from __future__ import annotations

WORDS = {
    "postgresql": {
        "big": "BIGINT",
        "int": "INTEGER",
        "small": "SMALLINT",
        "bytes": "BYTEA",
        "serial": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "hot": "WITH (fillfactor = 80)",
        "cold": "",
        "heap": "",
        "wide": "WITH (fillfactor = 80)",
    },
    "sqlite": {
        "big": "INTEGER",
        "int": "INTEGER",
        "small": "INTEGER",
        "bytes": "BLOB",
        "serial": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "hot": "STRICT, WITHOUT ROWID",
        "cold": "STRICT, WITHOUT ROWID",
        "heap": "STRICT",
        "wide": "STRICT",
    },
}

TABLES = [
    """
    CREATE TABLE ledger_event (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        log_seq {big} NOT NULL CHECK (log_seq > 0),
        occurred_at {big} NOT NULL,
        accepted_at {big} NOT NULL,
        key {big} NOT NULL,
        order_key {big} NOT NULL,
        version_id {big} NOT NULL,
        kind TEXT NOT NULL,
        source TEXT NOT NULL,
        event_id TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (programme_id, member_id, log_seq)
    ) {heap}
    """,
    """
    CREATE TABLE ledger_event_key (
        programme_id {int} NOT NULL,
        source TEXT NOT NULL,
        event_id TEXT NOT NULL,
        member_id {big} NOT NULL,
        log_seq {big} NOT NULL,
        request_hash {bytes} NOT NULL CHECK (length(request_hash) = 32),
        PRIMARY KEY (programme_id, source, event_id)
    ) {cold}
    """,
    """
    CREATE TABLE ledger_journal (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        wallet {small} NOT NULL,
        seq {big} NOT NULL CHECK (seq > 0),
        kind {small} NOT NULL CHECK (kind BETWEEN 1 AND 6),
        points {big} NOT NULL,
        available_after {big} NOT NULL,
        debt_after {big} NOT NULL CHECK (debt_after >= 0),
        event_seq {big} CHECK (event_seq > 0),
        rule {small} NOT NULL,
        basis {big} NOT NULL,
        numerator {big} NOT NULL,
        denominator {big} NOT NULL,
        uncapped {big} NOT NULL,
        tier {small} NOT NULL,
        multipliers {big} NOT NULL,
        lot_no {big} NOT NULL CHECK (lot_no >= 0),
        occurred_at {big} NOT NULL,
        posted_at {big} NOT NULL,
        version_id {big} NOT NULL,
        detail TEXT,
        hash {bytes} NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (programme_id, member_id, wallet, seq),
        CHECK (available_after + debt_after >= 0),
        CHECK ((kind NOT IN (1, 4) OR points > 0) AND (kind NOT IN (2, 3) OR points < 0) AND (kind <> 5 OR points <= 0)),
        CHECK ((kind = 6) = (detail IS NOT NULL))
    ) {cold}
    """,
    """
    CREATE TABLE ledger_posting (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        wallet {small} NOT NULL,
        seq {big} NOT NULL,
        leg {small} NOT NULL CHECK (leg > 0),
        account {small} NOT NULL CHECK (account = 1 OR account >= 100),
        points {big} NOT NULL CHECK (points <> 0),
        PRIMARY KEY (programme_id, member_id, wallet, seq, leg)
    ) {cold}
    """,
    """
    CREATE TABLE ledger_lot (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        wallet {small} NOT NULL,
        lot_no {big} NOT NULL CHECK (lot_no > 0),
        source_seq {big} NOT NULL CHECK (source_seq > 0),
        rule {small} NOT NULL,
        order_key {big} NOT NULL,
        earned_at {big} NOT NULL,
        expires_day {int} NOT NULL,
        earned {big} NOT NULL CHECK (earned > 0),
        remaining {big} NOT NULL,
        expired {big} NOT NULL CHECK (expired >= 0),
        taken {big} NOT NULL CHECK (taken >= 0),
        basis {big} NOT NULL,
        refunded {big} NOT NULL CHECK (refunded >= 0),
        numerator {big} NOT NULL,
        denominator {big} NOT NULL,
        uncapped {big} NOT NULL,
        tier {small} NOT NULL,
        multipliers {big} NOT NULL,
        version_id {big} NOT NULL,
        superseded_at {big},
        PRIMARY KEY (programme_id, member_id, wallet, lot_no),
        CHECK (remaining BETWEEN 0 AND earned),
        CHECK (expired <= earned - remaining),
        CHECK (superseded_at IS NULL OR remaining = 0)
    ) {hot}
    """,
    """
    CREATE TABLE ledger_lot_use (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        wallet {small} NOT NULL,
        seq {big} NOT NULL,
        lot_no {big} NOT NULL,
        points {big} NOT NULL CHECK (points <> 0),
        PRIMARY KEY (programme_id, member_id, wallet, seq, lot_no)
    ) {cold}
    """,
    """
    CREATE TABLE ledger_account (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        wallet {small} NOT NULL,
        seq {big} NOT NULL CHECK (seq >= 0),
        lots {big} NOT NULL CHECK (lots >= 0),
        available {big} NOT NULL,
        debt {big} NOT NULL CHECK (debt >= 0),
        earned {big} NOT NULL,
        next_expiry_day {int} NOT NULL,
        chain_head {bytes} NOT NULL CHECK (length(chain_head) = 32),
        PRIMARY KEY (programme_id, member_id, wallet),
        CHECK (available >= -debt)
    ) {hot}
    """,
    """
    CREATE TABLE ledger_member_state (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        clock {big} NOT NULL,
        clock_key {big} NOT NULL,
        enrolled_day {int} NOT NULL,
        birth_month {small} NOT NULL CHECK (birth_month BETWEEN 0 AND 12),
        tier {small} NOT NULL CHECK (tier >= 0),
        tier_since_day {int} NOT NULL,
        grace_until_day {int} NOT NULL,
        floor_tier {small} NOT NULL,
        floor_until_day {int} NOT NULL,
        next_review_day {int} NOT NULL,
        next_due_day {int} NOT NULL,
        events {big} NOT NULL CHECK (events >= 0),
        log_seq {big} NOT NULL CHECK (log_seq >= 0),
        accepted_at {big} NOT NULL,
        active_at {big} NOT NULL,
        version_id {big} NOT NULL,
        progress {bytes} NOT NULL,
        PRIMARY KEY (programme_id, member_id)
    ) {wide}
    """,
    """
    CREATE TABLE ledger_tier_change (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        posted_at {big} NOT NULL,
        ordinal {small} NOT NULL CHECK (ordinal > 0),
        event_seq {big} CHECK (event_seq > 0),
        occurred_at {big} NOT NULL,
        from_tier {small} NOT NULL,
        to_tier {small} NOT NULL,
        reason {small} NOT NULL CHECK (reason BETWEEN 1 AND 6),
        version_id {big} NOT NULL,
        superseded_at {big},
        PRIMARY KEY (programme_id, member_id, posted_at, ordinal)
    ) {cold}
    """,
    """
    CREATE TABLE ledger_goal_reached (
        programme_id {int} NOT NULL,
        member_id {big} NOT NULL,
        goal {small} NOT NULL,
        period {int} NOT NULL,
        posted_at {big} NOT NULL,
        event_seq {big} CHECK (event_seq > 0),
        occurred_at {big} NOT NULL,
        version_id {big} NOT NULL,
        superseded_at {big},
        PRIMARY KEY (programme_id, member_id, goal, period, posted_at)
    ) {cold}
    """,
    """
    CREATE TABLE ledger_house_change (
        id {serial},
        programme_id {int} NOT NULL,
        wallet {small} NOT NULL,
        account {small} NOT NULL,
        day {int} NOT NULL,
        points {big} NOT NULL,
        entries {big} NOT NULL
    ) {heap}
    """,
    """
    CREATE TABLE ledger_house_rollup (
        programme_id {int} NOT NULL,
        wallet {small} NOT NULL,
        account {small} NOT NULL,
        day {int} NOT NULL,
        points {big} NOT NULL,
        entries {big} NOT NULL,
        PRIMARY KEY (programme_id, wallet, account, day)
    ) {hot}
    """,
]

INDEXES = [
    "CREATE INDEX ledger_event_time ON ledger_event (programme_id, member_id, occurred_at, key)",
    "CREATE INDEX ledger_event_newest ON ledger_event (programme_id, accepted_at, member_id, log_seq)",
    """CREATE INDEX ledger_event_sale ON ledger_event (programme_id, member_id, order_key)
       WHERE order_key <> 0""",
    """CREATE INDEX ledger_lot_open ON ledger_lot (programme_id, member_id, wallet, expires_day, earned_at, lot_no)
       WHERE remaining > 0""",
    "CREATE INDEX ledger_lot_order ON ledger_lot (programme_id, member_id, order_key) WHERE order_key <> 0",
    "CREATE INDEX ledger_member_due ON ledger_member_state (programme_id, next_due_day, member_id)",
    "CREATE INDEX ledger_member_tier ON ledger_member_state (programme_id, tier)",
    """CREATE UNIQUE INDEX ledger_goal_once ON ledger_goal_reached (programme_id, member_id, goal, period)
       WHERE superseded_at IS NULL""",
]

# What may never change: whole rows, or all columns but those named.
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "ledger_event": (),
    "ledger_event_key": (),
    "ledger_journal": (),
    "ledger_posting": (),
    "ledger_lot_use": (),
    "ledger_lot": ("remaining", "expired", "taken", "refunded", "expires_day", "superseded_at"),
    "ledger_tier_change": ("superseded_at",),
    "ledger_goal_reached": ("superseded_at",),
}


def statements(vendor: str) -> list[str]:
    """The statements that make the ledger's tables, indexes and guards on a database."""
    words = WORDS[vendor]
    tables = [table.format(**words) for table in TABLES]
    return tables + INDEXES + guards(vendor)


def guards(vendor: str) -> list[str]:
    """The triggers that refuse to change or delete what is append-only."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.split()[0].lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table, free in APPEND_ONLY.items()
            for verb in (_update_of(table, free), "DELETE")
        ]
    function = """
        CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
    """
    rows = [
        f"CREATE TRIGGER {table}_no_{verb.split()[0].lower()} BEFORE {verb} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()"
        for table, free in APPEND_ONLY.items()
        for verb in (_update_of(table, free), "DELETE")
    ]
    wholes = [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()"
        for table in APPEND_ONLY
    ]
    return [function, *rows, *wholes]


def drops(vendor: str) -> list[str]:
    """The statements that undo `statements`."""
    tables = [f"DROP TABLE {table.split('(')[0].split()[-1]}" for table in TABLES]
    return tables if vendor == "sqlite" else [*tables, "DROP FUNCTION ledger_refuse_change"]


def _update_of(table: str, free: tuple[str, ...]) -> str:
    """`UPDATE`, narrowed to the columns that are not free to change."""
    if not free:
        return "UPDATE"
    text = next(text for text in TABLES if f"CREATE TABLE {table} " in text)
    lines = [line.split()[0] for line in text.splitlines()[2:] if line.strip() and line.split()[0].islower()]
    return f"UPDATE OF {', '.join(name for name in lines if name not in free)}"
