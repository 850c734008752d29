"""What the history copies: how far each log and account has come, and what stands beyond a mark.

A member's events and the entries of each of their wallets are numbered without a gap, and are added under the lock of
the member's state. So in one snapshot all numbers up to the member's own are there, and none beyond.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regulars.domain.ledger.models.statements import fetch, listing, pairs
from regulars.domain.programmes.queries import versions_by_id
from regulars.engine.extras import origin_name
from regulars.engine.outcome import TransactionKind
from regulars.engine.states import Integers, RuleIndex
from regulars.platform.columns import read_columns

Mark = tuple[int, int]
"""A member, and the number up to which their rows are known."""

_MARKS = """
    FROM (SELECT member_id, -1 AS wallet, log_seq AS seq FROM ledger_member_state
          WHERE programme_id = %s AND log_seq > 0
          UNION ALL SELECT member_id, wallet, seq FROM ledger_account WHERE programme_id = %s AND seq > 0) reached
    ORDER BY member_id, wallet
"""
_EVENTS = """
    SELECT e.member_id, e.log_seq, e.key, e.occurred_at, e.accepted_at, e.version_id, e.body
    FROM {numbers} CROSS JOIN ledger_event e
    WHERE e.programme_id = %s AND e.member_id = named.member_id AND e.log_seq > named.number
    ORDER BY e.member_id, e.log_seq
"""
_ENTRIES = """
    SELECT j.member_id, j.seq, COALESCE(p.leg, 0), COALESCE(p.account, 0), COALESCE(p.points, 0), j.kind,
           COALESCE(j.event_seq, 0), j.rule, j.lot_no, j.tier, j.occurred_at, j.posted_at, j.version_id
    FROM {numbers} CROSS JOIN ledger_journal j LEFT JOIN ledger_posting p
      ON p.programme_id = j.programme_id AND p.member_id = j.member_id AND p.wallet = j.wallet AND p.seq = j.seq
    WHERE j.programme_id = %s AND j.member_id = named.member_id AND j.wallet = %s AND j.seq > named.number
    ORDER BY j.member_id, j.seq, p.leg
"""
_MEMBERS = """
    SELECT member_id, events, enrolled_day, birth_month, tier, tier_since_day, clock, version_id
    FROM ledger_member_state WHERE programme_id = %s AND member_id {any} AND log_seq > 0 ORDER BY member_id
"""
_ACCOUNTS = """
    SELECT member_id, wallet, available, debt, earned, held, pending, owed
    FROM ledger_account WHERE programme_id = %s AND member_id {any} ORDER BY member_id, wallet
"""


def reached_marks(programme_id: int) -> Integers:
    """How far everything has come: int64[n, 3] of member, the ledger's wallet number (-1: the log), last number."""
    return read_columns(("member_id", "wallet", "seq"), _MARKS, (programme_id, programme_id)).integers


def events_beyond(programme_id: int, marks: Sequence[Mark]) -> list[tuple[Any, ...]]:
    """Events after each member's mark: member, number, key, occurred_at, accepted_at, version, body as JSON."""
    return fetch(_EVENTS, [*pairs(marks), programme_id]) if marks else []


def entries_beyond(programme_id: int, wallet: int, marks: Sequence[Mark]) -> list[tuple[Any, ...]]:
    """Entries in a wallet after each member's mark, one row for each posting.

    They are member, number, leg, account, points, kind, event (0: time), rule by name, lot, tier, occurred_at,
    posted_at, version.
    """
    rows = fetch(_ENTRIES, [*pairs(marks), programme_id, wallet]) if marks else []
    rules = _rule_names({(row[12], row[7]) for row in rows})
    return [(*row[:5], TransactionKind(row[5]).name.lower(), row[6], rules[row[12], row[7]], *row[8:]) for row in rows]


def _rule_names(numbers: set[tuple[int, int]]) -> dict[tuple[int, int], str | None]:
    """Names of rules and other origins of points, by version and its number; None where none was at work."""
    versions = versions_by_id({version for version, _ in numbers})
    return {
        (version, rule): None if rule == RuleIndex.NONE else origin_name(versions[version].compiled, rule)
        for version, rule in numbers
    }


def member_facts(programme_id: int, members: Sequence[int]) -> list[tuple[Any, ...]]:
    """Where members stand: member, events, day enrolled, birth month, tier by name, day of that, clock, version."""
    rows = fetch(_MEMBERS, [programme_id, listing(members)])
    versions = versions_by_id({row[7] for row in rows})
    return [(*row[:4], versions[row[7]].compiled.tier_ids[row[4]], *row[5:]) for row in rows]


def account_facts(programme_id: int, members: Sequence[int]) -> list[tuple[Any, ...]]:
    """What members have: member, wallet number, available, debt, earned, held, pending, owed."""
    return fetch(_ACCOUNTS, [programme_id, listing(members)])
