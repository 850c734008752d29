"""What must hold within the ledger, as queries that find the first place where it does not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from regulars.domain.proofs.types import Divergence

_BALANCE_RUNS = """
    SELECT member_id, wallet, seq, points, available_after, debt_after,
        LAG(seq, 1, 0) OVER chain AS seq_before,
        LAG(available_after, 1, 0) OVER chain AS available_before
    FROM ledger_journal WHERE programme_id = %s
    WINDOW chain AS (PARTITION BY member_id, wallet ORDER BY seq)
"""


@dataclass(frozen=True)
class Check:
    """A query for the first (member, wallet number, seq, expected, found) that breaks a rule; None: does not apply."""

    name: str
    query: str


CHECKS = (
    Check(
        "postings sum to zero",
        """
        SELECT member_id, wallet, seq, 0, SUM(points) FROM ledger_posting WHERE programme_id = %s
        GROUP BY member_id, wallet, seq HAVING SUM(points) <> 0 ORDER BY member_id, wallet, seq LIMIT 1
        """,
    ),
    Check(
        "postings belong to entries",
        """
        SELECT p.member_id, p.wallet, p.seq, 'an entry', 'none' FROM ledger_posting p
        LEFT JOIN ledger_journal j ON j.programme_id = p.programme_id AND j.member_id = p.member_id
          AND j.wallet = p.wallet AND j.seq = p.seq
        WHERE p.programme_id = %s AND j.seq IS NULL ORDER BY p.member_id, p.wallet, p.seq LIMIT 1
        """,
    ),
    Check(
        "the member's posting is the entry's points",
        """
        SELECT j.member_id, j.wallet, j.seq, j.points, COALESCE(p.points, 0) FROM ledger_journal j
        LEFT JOIN ledger_posting p ON p.programme_id = j.programme_id AND p.member_id = j.member_id
          AND p.wallet = j.wallet AND p.seq = j.seq AND p.account = 1
        WHERE j.programme_id = %s AND COALESCE(p.points, 0) <> j.points
        ORDER BY j.member_id, j.wallet, j.seq LIMIT 1
        """,
    ),
    Check(
        "entries are numbered without a gap",
        f"""
        SELECT member_id, wallet, seq, seq_before + 1, seq FROM ({_BALANCE_RUNS}) runs
        WHERE seq <> seq_before + 1 ORDER BY member_id, wallet, seq LIMIT 1
        """,
    ),
    Check(
        "each balance follows from the one before",
        f"""
        SELECT member_id, wallet, seq, available_before + points, available_after FROM ({_BALANCE_RUNS}) runs
        WHERE available_after <> available_before + points ORDER BY member_id, wallet, seq LIMIT 1
        """,
    ),
    Check(
        "accounts hold the sum of their entries",
        """
        SELECT COALESCE(a.member_id, j.member_id), COALESCE(a.wallet, j.wallet), j.seq, j.points, a.available
        FROM (SELECT member_id, wallet, MAX(seq) AS seq, SUM(points) AS points FROM ledger_journal
              WHERE programme_id = %s GROUP BY member_id, wallet) j
        FULL JOIN (SELECT member_id, wallet, seq, available FROM ledger_account WHERE programme_id = %s) a
          ON a.member_id = j.member_id AND a.wallet = j.wallet
        WHERE COALESCE(a.available, 0) <> COALESCE(j.points, 0) OR COALESCE(a.seq, 0) <> COALESCE(j.seq, 0)
        ORDER BY 1, 2 LIMIT 1
        """,
    ),
    Check(
        "accounts hold what open lots hold less the debt",
        """
        SELECT member_id, wallet, NULL, SUM(remaining) - SUM(debt), SUM(available) FROM (
            SELECT member_id, wallet, 0 AS remaining, debt, available, lots, 0 AS lot_no FROM ledger_account
            WHERE programme_id = %s
            UNION ALL
            SELECT member_id, wallet, remaining, 0, 0, 0, lot_no FROM ledger_lot WHERE programme_id = %s
        ) kept
        GROUP BY member_id, wallet
        HAVING SUM(remaining) - SUM(debt) <> SUM(available) OR MAX(lots) <> MAX(lot_no)
        ORDER BY member_id, wallet LIMIT 1
        """,
    ),
    Check(
        "lots hold what they earned less their uses",
        """
        SELECT member_id, wallet, lot_no, SUM(earned) - SUM(used), SUM(remaining) FROM (
            SELECT member_id, wallet, lot_no, earned, remaining, 0 AS used FROM ledger_lot WHERE programme_id = %s
            UNION ALL
            SELECT member_id, wallet, lot_no, 0, 0, points FROM ledger_lot_use WHERE programme_id = %s
        ) kept
        GROUP BY member_id, wallet, lot_no HAVING SUM(earned) - SUM(used) <> SUM(remaining)
        ORDER BY member_id, wallet, lot_no LIMIT 1
        """,
    ),
    Check(
        "events are numbered without a gap",
        """
        SELECT s.member_id, NULL, s.log_seq, s.log_seq, e.events FROM ledger_member_state s
        LEFT JOIN (SELECT member_id, COUNT(*) AS events, MAX(log_seq) AS highest FROM ledger_event
                   WHERE programme_id = %s GROUP BY member_id) e ON e.member_id = s.member_id
        WHERE s.programme_id = %s
          AND (s.log_seq <> COALESCE(e.events, 0) OR s.log_seq <> COALESCE(e.highest, 0))
        ORDER BY s.member_id LIMIT 1
        """,
    ),
    Check(
        "every event has its key",
        """
        SELECT e.member_id, NULL, e.log_seq, e.log_seq, k.log_seq FROM ledger_event e
        LEFT JOIN ledger_event_key k ON k.programme_id = e.programme_id AND k.source = e.source
          AND k.event_id = e.event_id AND k.member_id = e.member_id AND k.log_seq = e.log_seq
        WHERE e.programme_id = %s AND k.log_seq IS NULL ORDER BY e.member_id, e.log_seq LIMIT 1
        """,
    ),
    Check(
        "changes of tier follow from one another",
        """
        SELECT member_id, NULL, NULL, tier_before, from_tier FROM (
            SELECT member_id, posted_at, ordinal, from_tier,
                LAG(to_tier, 1, 0) OVER (PARTITION BY member_id ORDER BY posted_at, ordinal) AS tier_before
            FROM ledger_tier_change WHERE programme_id = %s AND superseded_at IS NULL
        ) steps
        WHERE tier_before <> from_tier ORDER BY member_id, posted_at, ordinal LIMIT 1
        """,
    ),
    Check(
        "members stand where the last change put them",
        """
        SELECT s.member_id, NULL, NULL, COALESCE(c.to_tier, 0), s.tier FROM ledger_member_state s
        LEFT JOIN (SELECT member_id, to_tier,
                       ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY posted_at DESC, ordinal DESC) AS place
                   FROM ledger_tier_change WHERE programme_id = %s AND superseded_at IS NULL) c
          ON c.member_id = s.member_id AND c.place = 1
        WHERE s.programme_id = %s AND s.tier <> COALESCE(c.to_tier, 0) ORDER BY s.member_id LIMIT 1
        """,
    ),
    Check(
        "the programme's accounts are the sum of its postings",
        """
        SELECT NULL, COALESCE(p.wallet, r.wallet), COALESCE(p.account, r.account), p.points, r.points
        FROM (SELECT wallet, account, SUM(points) AS points FROM ledger_posting
              WHERE programme_id = %s AND account >= 100 GROUP BY wallet, account) p
        FULL JOIN (SELECT wallet, account, SUM(points) AS points FROM (
                SELECT wallet, account, points FROM ledger_house_rollup WHERE programme_id = %s
                UNION ALL SELECT wallet, account, points FROM ledger_house_change WHERE programme_id = %s
            ) kept GROUP BY wallet, account) r ON r.wallet = p.wallet AND r.account = p.account
        WHERE COALESCE(p.points, 0) <> COALESCE(r.points, 0) ORDER BY 2, 3 LIMIT 1
        """,
    ),
)


def first_divergence(check: Check, programme_id: int, wallets: dict[int, str]) -> Divergence | None:
    """Run a check; `wallets` names wallet numbers."""
    with connection.cursor() as cursor:
        cursor.execute(check.query, [programme_id] * check.query.count("%s"))
        row = cursor.fetchone()
    if row is None:
        return None
    member, wallet, seq, expected, found = row
    name = None if wallet is None else wallets.get(wallet, str(wallet))
    return Divergence(check.name, member, name, seq, expected, found)
