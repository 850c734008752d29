"""A scenario through the write door: one event a batch, in the order in which they are received."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from regulars.domain.ledger import queries
from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.types import EventResult, EventStatus, LotView, NewEvent, TransactionView
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.tiers.queries import standing
from regulars.engine.scenario import Dated, Entry, GoalNote, OpenLot, Result, Scenario, TierStep, arrivals
from regulars.platform import clock
from regulars.platform.paging import PageRequest

MEMBER = 1
ALL = PageRequest(limit=200)


def run_live(scenario: Scenario) -> Result:
    """Install the programme, apply the events as they arrive, and read what the ledger holds."""
    programme = install_programme(scenario.programme.model_dump_json(exclude_defaults=True), actor="scenario")
    answers: dict[int, str] = {}
    restated = False
    for event in arrivals(scenario):
        with clock.set_to(clock.from_us(event.received_at)):
            answer = receive(programme, event)
        answers[event.number] = "accepted" if answer is None else words_of(answer)
        restated = restated or (answer is not None and answer.restated)
    return read(programme, answers, restated=restated)


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
    wallets = programme.compiled.wallet_ids
    lots = queries.lots(programme.id, MEMBER, ALL).items
    return Result(
        answers=answers,
        balances={held.wallet: held.available for held in queries.balances(programme.id, MEMBER)},
        lots={wallet: [open_lot(lot) for lot in lots if lot.wallet == wallet] for wallet in wallets},
        entries={wallet: entries(programme, wallet, zone) for wallet in wallets},
        tier=standing(programme.id, MEMBER).tier,
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


def open_lot(lot: LotView) -> OpenLot:
    return OpenLot(lot.remaining, lot.valid_until, lot.rule, lot.goal)


def entries(programme: LiveProgramme, wallet: str, zone: ZoneInfo) -> list[Entry]:
    """The wallet's journal as it was written."""
    journal = queries.transactions(programme.id, MEMBER, ALL, wallet).items
    return [entry_of(entry, entry.occurred_at.astimezone(zone).date()) for entry in sorted(journal, key=number_of)]


def number_of(entry: TransactionView) -> int:
    return entry.seq


def entry_of(entry: TransactionView, on: date) -> Entry:
    return Entry(entry.kind.name.lower(), entry.points, on, entry.rule, entry.goal)
