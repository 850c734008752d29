"""Batches of many members: any order of events, room that runs out, members without events, refusals by row."""

import numpy as np
import pytest

from regulars.engine import advance as module
from regulars.engine.advance import advance
from regulars.engine.outcome import GoalReached, LotUse, Outcome, Refusal, TierChange, Transaction
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import Account, Header, Lot, LotStatus
from tests.unit.engine.running import NAME, buy, grant, nobody_yet, records_of, redeem, refund, wait

LIFE = [
    buy("2026-03-02 10:00", 600, order_id="A"),
    redeem("2026-03-03 10:00", 100),
    redeem("2026-03-04 10:00", 5000),
    refund("2026-03-05 10:00", "A", amount=250),
    buy("2026-03-06 10:00", 40),
    wait("2027-05-01 00:00"),
]
GOALS = [{"id": "big", "name": NAME, "metric": "spend_in_12_months", "target": 500, "wallet": "points", "points": 5}]
MEMBERS = 7


def crowd() -> tuple:
    """Seven members who live the same life, their events mixed."""
    programme, records = records_of(*LIFE, goals=GOALS)
    everyone = [record._replace(member=member) for record in records for member in range(1, MEMBERS + 1)]
    return programme, [everyone[place] for place in np.random.default_rng(7).permutation(len(everyone))]


def matrices(outcome: Outcome) -> dict[str, list]:
    """Everything an outcome says, as lists."""
    parts = {name: getattr(outcome, name).tolist() for name in ("transactions", "uses", "tier_changes", "goals")}
    states = {name: array.tolist() for name, array in outcome.states._asdict().items()}
    return {**parts, **states, "refusals": outcome.refusals.tolist()}


def test_members_of_a_batch_do_not_meet() -> None:
    programme, records = crowd()
    outcome = advance(programme, nobody_yet(programme, *range(1, MEMBERS + 1)), batch_from_records(programme, records))
    alone, own = records_of(*LIFE, goals=GOALS)
    single = advance(alone, nobody_yet(alone), batch_from_records(alone, own))
    assert (outcome.states.header == single.states.header[0]).all()
    assert (outcome.states.accounts == single.states.accounts[0]).all()
    assert len(outcome.transactions) == MEMBERS * len(single.transactions)
    assert outcome.states.lots.tolist() == single.states.lots.tolist() * MEMBERS


def test_events_are_named_by_their_row_in_the_batch_as_it_was_given() -> None:
    programme, records = crowd()
    outcome = advance(programme, nobody_yet(programme, *range(1, MEMBERS + 1)), batch_from_records(programme, records))
    refused = [records[row].seq for row in np.flatnonzero(outcome.refusals)]
    assert refused == [3] * MEMBERS
    for matrix, kind in ((outcome.transactions, Transaction), (outcome.tier_changes, TierChange)):
        for row in matrix:
            if row[kind.EVENT] >= 0:
                assert records[row[kind.EVENT]].occurred_at == row[kind.OCCURRED_AT]
                assert records[row[kind.EVENT]].member == outcome.states.members[row[kind.MEMBER]]
    assert [records[row].seq for row in outcome.goals[:, GoalReached.EVENT]] == [1] * MEMBERS


@pytest.mark.parametrize("room", [1, 20, 60])
def test_a_batch_that_does_not_fit_is_answered_in_parts(monkeypatch, room: int) -> None:
    programme, records = crowd()
    states = nobody_yet(programme, *range(1, MEMBERS + 1))
    batch = batch_from_records(programme, records)
    at_once = matrices(advance(programme, states, batch))
    monkeypatch.setattr(module, "ENOUGH", room)
    assert matrices(advance(programme, states, batch)) == at_once


def test_nothing_that_was_given_is_changed() -> None:
    programme, records = crowd()
    states = nobody_yet(programme, *range(1, MEMBERS + 1))
    batch = batch_from_records(programme, records)
    before = [array.copy() for array in states]
    first = advance(programme, states, batch)
    assert all((array == copy).all() for array, copy in zip(states, before, strict=True))
    before = [array.copy() for array in first.states]
    more = [Record(member, 9, 9, 2 * 10**15, {"kind": "purchase", "amount_minor": 100}) for member in (2, 5)]
    advance(programme, first.states, batch_from_records(programme, more))
    assert all((array == copy).all() for array, copy in zip(first.states, before, strict=True))


def test_a_member_without_events_stays_as_they_are() -> None:
    programme, records = crowd()
    states = nobody_yet(programme, *range(1, MEMBERS + 2))
    after = advance(programme, states, batch_from_records(programme, records)).states
    assert after.header[-1].tolist() == states.header[-1].tolist()
    assert after.lot_offsets[-2] == after.lot_offsets[-1]


def test_an_empty_batch_and_nobody_at_all_are_nothing() -> None:
    programme, _ = records_of(*LIFE)
    nothing = batch_from_records(programme, [])
    for states in (nobody_yet(programme), nobody_yet(programme)._replace(members=np.array([], dtype=np.int64))):
        everybody = len(states.members)
        given = states._replace(
            header=states.header[:everybody],
            accounts=states.accounts[:everybody],
            lot_offsets=states.lot_offsets[: everybody + 1],
            progress_offsets=states.progress_offsets[: everybody + 1],
        )
        outcome = advance(programme, given, nothing)
        assert len(outcome.transactions) == len(outcome.uses) == len(outcome.goals) == len(outcome.refusals) == 0
        assert outcome.states.header.tolist() == given.header.tolist()


def test_lots_tell_what_happened_to_them_in_this_batch() -> None:
    programme, records = records_of(
        buy("2026-03-02 10:00", 600, order_id="A"),
        grant("2026-03-02 11:00", 10, until="2026-03-31"),
        redeem("2026-03-03 10:00", 15),
        buy("2026-03-04 10:00", 20),
    )
    first = advance(programme, nobody_yet(programme), batch_from_records(programme, records[:2]))
    assert set(first.states.lots[:, Lot.STATUS]) == {LotStatus.NEW}
    second = advance(programme, first.states, batch_from_records(programme, records[2:]))
    status = {(lot[Lot.WALLET], lot[Lot.NUMBER]): lot[Lot.STATUS] for lot in second.states.lots.tolist()}
    changed, new, loaded = LotStatus.CHANGED, LotStatus.NEW, LotStatus.LOADED
    assert status == {(0, 1): changed, (0, 2): changed, (0, 3): new, (1, 1): loaded, (1, 2): new}
    assert second.uses[:, [LotUse.LOT, LotUse.POINTS]].tolist() == [[2, 10], [1, 5]]


def test_a_refund_finds_its_sale_in_the_batch_or_beside_it() -> None:
    programme, records = records_of(
        buy("2026-03-02 10:00", 600, order_id="A"), refund("2026-03-05 10:00", "A", amount=250)
    )
    first = advance(programme, nobody_yet(programme), batch_from_records(programme, records[:1]))
    beside = advance(programme, first.states, batch_from_records(programme, records[1:], records[:1]))
    assert beside.states.accounts[0, 0, Account.AVAILABLE] == 350
    assert {int(lot[Lot.STATUS]) for lot in beside.states.lots} == {LotStatus.CHANGED}
    without = advance(programme, first.states, batch_from_records(programme, records[1:]))
    assert without.states.accounts[0, 0, Account.AVAILABLE] == 600
    assert without.states.header[0, Header.EVENTS] == 2


def test_a_refused_event_is_told_by_its_reason() -> None:
    programme, records = records_of(
        redeem("2026-03-03 10:00", 1), redeem("2026-03-03 11:00", 1, wallet="growth"), buy("2026-03-04 10:00", 20)
    )
    outcome = advance(programme, nobody_yet(programme), batch_from_records(programme, records))
    assert outcome.refusals.tolist() == [Refusal.INSUFFICIENT_POINTS, Refusal.STATUS_WALLET, Refusal.NONE]
    assert outcome.states.header[0, Header.EVENTS] == 1


def test_the_next_day_on_which_time_changes_something_is_known() -> None:
    def due(*events: dict, **changes) -> int:
        programme, records = records_of(*events, **changes)
        states = advance(programme, nobody_yet(programme), batch_from_records(programme, records)).states
        return int(states.header[0, Header.NEXT_DUE_DAY])

    assert due(buy("1970-03-02 10:00", 5), wallets=[{"id": "points", "expiry": {"kind": "fixed", "months": 1}}]) == 120
    assert due(buy("1970-01-02 10:00", 600)) == 31
    lifted = {"type": "tier_grant", "at": "1970-01-02 10:00", "tier": "gold", "until": "1970-01-10"}
    assert due(lifted, ladder={"review": None}) == 10
    assert due(buy("1970-01-02 10:00", 600), wait("1971-02-03 10:00"), ladder={"grace_days": 9}) == 31 + 365 + 9
