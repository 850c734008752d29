"""From rows to what others read: names for numbers, dates for days."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from regulars.domain.ledger.models import Event, Journal, Lot
from regulars.domain.ledger.types import EventView, LotView, TransactionView
from regulars.domain.programmes.queries import versions_by_id
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import TransactionKind
from regulars.engine.states import NEVER_DAY, RuleIndex
from regulars.engine.succession import tier_map
from regulars.engine.time import date_of
from regulars.platform.clock import from_us


def wallet_names(programme: LiveProgramme) -> dict[int, str]:
    """The wallet's id by the ledger's number."""
    return {number: wallet for wallet, number in programme.wallet_numbers.items()}


class Versioned(Protocol):
    """A row that names the version of the programme under which it came about."""

    @property
    def version_id(self) -> int:
        """The version."""


def tier_under(before: LiveProgramme, after: LiveProgramme, tier: int) -> str:
    """A tier of one version as another one knows it: the same, or the nearest lower one that is left."""
    return after.compiled.tier_ids[int(tier_map(before.compiled, after.compiled)[tier])]


def versions_of(rows: Iterable[Versioned], live: LiveProgramme | None = None) -> dict[int, LiveProgramme]:
    """The versions that rows name, in one statement; none when they all name `live`."""
    known = {} if live is None else {live.version_id: live}
    return known | versions_by_id({row.version_id for row in rows} - known.keys())


def valid_until(expires_day: int) -> date | None:
    """The last good day of points that are gone on `expires_day`; None: they never expire."""
    return None if expires_day >= NEVER_DAY else date_of(expires_day - 1)


def rule_name(programme: LiveProgramme, rule: int) -> str | None:
    """The id of the rule at work, if it was a rule."""
    return programme.compiled.rule_ids[rule] if rule >= 0 else None


def goal_name(programme: LiveProgramme, rule: int) -> str | None:
    """The id of the goal at work, if it was a goal."""
    return programme.compiled.goal_ids[RuleIndex.GOAL - rule] if rule <= RuleIndex.GOAL else None


def transaction_view(programme: LiveProgramme, wallets: dict[int, str], row: Journal) -> TransactionView:
    """A journal row as others see it."""
    detail: dict[str, Any] = json.loads(row.detail) if row.detail else {}
    return TransactionView(
        member_id=row.member_id,
        wallet=wallets[row.wallet],
        seq=row.seq,
        kind=TransactionKind(row.kind),
        points=row.points,
        available_after=row.available_after,
        debt_after=row.debt_after,
        occurred_at=from_us(row.occurred_at),
        posted_at=from_us(row.posted_at),
        event_seq=row.event_seq,
        rule=rule_name(programme, row.rule),
        goal=goal_name(programme, row.rule),
        tier=programme.compiled.tier_ids[row.tier],
        hash=bytes(row.hash).hex(),
        detail=detail,
    )


def lot_view(programme: LiveProgramme, wallets: dict[int, str], row: Lot) -> LotView:
    """A lot as others see it."""
    return LotView(
        wallet=wallets[row.wallet],
        number=row.lot_no,
        earned=row.earned,
        remaining=row.remaining,
        expired=row.expired,
        taken_back=row.taken,
        earned_at=from_us(row.earned_at),
        valid_until=valid_until(row.expires_day),
        event_seq=row.source_seq,
        rule=rule_name(programme, row.rule),
        goal=goal_name(programme, row.rule),
    )


def event_view(row: Event) -> EventView:
    """An event as others see it."""
    return EventView(
        member_id=row.member_id,
        seq=row.log_seq,
        source=row.source,
        event_id=row.event_id,
        kind=row.kind,
        occurred_at=from_us(row.occurred_at),
        accepted_at=from_us(row.accepted_at),
        body=json.loads(row.body),
    )
