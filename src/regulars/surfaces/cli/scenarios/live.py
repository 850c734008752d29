"""A scenario through the write door: one event a batch, in the order in which they are received."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from regulars.domain.ledger import queries
from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.types import EventResult, EventStatus, NewEvent, TransactionView
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.scenario import Dated, Entry, GoalNote, Result, Scenario, TierStep, arrivals, holdings_of
from regulars.engine.states import empty_states
from regulars.engine.trace import Trace
from regulars.platform import clock
from regulars.platform.paging import LARGEST, Page, PageRequest

MEMBER = 1
Item = TypeVar("Item")


@dataclass(frozen=True)
class LiveRun:
    """What the ledger holds afterwards, of which programme."""

    programme: LiveProgramme
    result: Result

    def traces(self) -> Mapping[str, list[Trace]]:
        """Why each entry is as it is, as the ledger tells; the database of the run must still be there."""
        return {
            wallet: [
                queries.explain(self.programme.id, MEMBER, wallet, entry.seq)
                for entry in journal(self.programme, wallet)
            ]
            for wallet in self.programme.compiled.wallet_ids
        }


def run_live(scenario: Scenario) -> LiveRun:
    """Install the programme in an empty database, apply the events as they arrive, and read what the ledger holds."""
    programme = install_programme(scenario.programme.model_dump_json(exclude_defaults=True), actor="scenario")
    answers: dict[int, str] = {}
    restated = False
    for event in arrivals(scenario):
        with clock.set_to(clock.from_us(event.received_at)):
            answer = receive(programme, event)
        answers[event.number] = "accepted" if answer is None else words_of(answer)
        restated = restated or (answer is not None and answer.restated)
    return LiveRun(programme, read(programme, answers, restated=restated))


def receive(programme: LiveProgramme, event: Dated) -> EventResult | None:
    """One event through the door; None for time, which has a door of its own."""
    if event.body["kind"] == "tick":
        tick(programme.id, event.occurred_at)
        return None
    return apply_batch(programme.id, [NewEvent(event.source, event.id, MEMBER, event.occurred_at, event.body)])[0]


def words_of(answer: EventResult) -> str:
    """The answer as scenarios write it."""
    return answer.status.value if answer.status in (EventStatus.ACCEPTED, EventStatus.DUPLICATE) else answer.code


def read(programme: LiveProgramme, answers: dict[int, str], *, restated: bool) -> Result:
    """What the ledger holds of the member."""
    zone = ZoneInfo(programme.document.time_zone)
    states = queries.engine_states(programme.id, [MEMBER])
    if not len(states.members):
        states = empty_states(np.array([MEMBER], dtype=np.int64), len(programme.compiled.wallet_ids))
    return Result(
        **holdings_of(programme.compiled, states, 0)._asdict(),
        answers=answers,
        entries={wallet: entries(programme, wallet, zone) for wallet in programme.compiled.wallet_ids},
        tiers=[
            TierStep(change.occurred_at.astimezone(zone).date(), change.tier, change.reason.name.lower())
            for change in queries.tier_changes(programme.id, MEMBER)
        ],
        goals=[
            GoalNote(reached.occurred_at.astimezone(zone).date(), reached.goal)
            for reached in queries.goals_reached(programme.id, MEMBER)
        ],
        restated=restated,
    )


def entries(programme: LiveProgramme, wallet: str, zone: ZoneInfo) -> list[Entry]:
    """The wallet's journal as it was written."""
    return [
        Entry(entry.kind.name.lower(), entry.points, entry.occurred_at.astimezone(zone).date(), entry.rule, entry.goal)
        for entry in journal(programme, wallet)
    ]


def journal(programme: LiveProgramme, wallet: str) -> list[TransactionView]:
    """The wallet's entries in the order in which they were written."""
    return sorted(all_of(partial(queries.transactions, programme.id, MEMBER, wallet=wallet)), key=number_of)


def number_of(entry: TransactionView) -> int:
    return entry.seq


def all_of(page_at: Callable[[PageRequest], Page[Item]]) -> list[Item]:
    """The items of all pages of a list."""
    page = page_at(PageRequest(limit=LARGEST))
    items = list(page.items)
    while page.next_cursor is not None:
        page = page_at(PageRequest(page.next_cursor, LARGEST))
        items += page.items
    return items
