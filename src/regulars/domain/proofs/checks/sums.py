"""What must hold across tables of the whole ledger, as queries that find the first place where it does not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from regulars.domain.proofs.types import Divergence


@dataclass(frozen=True)
class Check:
    """A query for the first (member, wallet number, seq, expected, found) that breaks a rule; None: does not apply."""

    name: str
    query: str


CHECKS = (
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
            SELECT member_id, posted_at, ordinal, from_tier, version_id,
                LAG(to_tier, 1, 0) OVER (PARTITION BY member_id ORDER BY posted_at, ordinal) AS tier_before,
                LAG(version_id, 1, version_id) OVER (PARTITION BY member_id ORDER BY posted_at, ordinal) AS told_by
            FROM ledger_tier_change WHERE programme_id = %s AND superseded_at IS NULL
        ) steps
        WHERE tier_before <> from_tier AND told_by = version_id ORDER BY member_id, posted_at, ordinal LIMIT 1
        """,
    ),
    Check(
        "members stand where the last change put them",
        """
        SELECT s.member_id, NULL, NULL, COALESCE(c.to_tier, 0), s.tier FROM ledger_member_state s
        LEFT JOIN (SELECT member_id, to_tier, version_id,
                       ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY posted_at DESC, ordinal DESC) AS place
                   FROM ledger_tier_change WHERE programme_id = %s AND superseded_at IS NULL) c
          ON c.member_id = s.member_id AND c.place = 1
        WHERE s.programme_id = %s AND s.tier <> COALESCE(c.to_tier, 0)
          AND s.version_id = COALESCE(c.version_id, s.version_id) ORDER BY s.member_id LIMIT 1
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
