"""Late events: who is late, what stays, what is superseded, what is refused."""

import numpy as np
import pytest

from regulars.engine.advance import advance
from regulars.engine.outcome import HouseAccount, LotUse, Refusal, Transaction, TransactionKind
from regulars.engine.phases import Phase
from regulars.engine.postings import HOUSES
from regulars.engine.records import batch_from_records
from regulars.engine.restate import restate
from regulars.engine.states import Account, Header, Lot, LotStatus
from tests.property.shadow_ledger import ShadowLedger, any_late, essence, in_time_order
from tests.unit.engine.running import NAME, buy, grant, nobody_yet, records_of, redeem, refund, wait

TIERS = [{"id": "tier", "name": NAME, "by_tier": {"entry": 1, "silver": 2, "gold": 3}, "applies_to": ["spend"]}]


def ledger_of(*events: dict, **changes) -> ShadowLedger:
    """A ledger that took in events one by one, in the order given."""
    programme, records = records_of(*events, **changes)
    ledger = ShadowLedger(programme)
    for record in records:
        ledger.outcome = ledger.accept([record])
    assert essence(ledger.states) == essence(in_time_order(programme, ledger.log))
    return ledger


def lots(ledger: ShadowLedger) -> list[tuple[int, int, int]]:
    """Number, points and what is left of each lot of points."""
    own = ledger.outcome.states.lots
    return own[own[:, Lot.WALLET] == 0][:, [Lot.NUMBER, Lot.EARNED, Lot.REMAINING]].tolist()


def test_who_is_late() -> None:
    programme, records = records_of(buy("2026-03-02 10:00", 5), buy("2026-03-03 10:00", 5))
    states = advance(programme, nobody_yet(programme), batch_from_records(programme, records)).states

    def late(**changed) -> bool:
        asked = batch_from_records(programme, [records[1]._replace(**changed)])
        return any_late(states, asked)

    last = records[1].occurred_at
    assert late(occurred_at=last - 1)
    assert not late(occurred_at=last + 1)
    assert late(key=records[1].key - 1)
    assert not late(key=records[1].key + 1)
    assert not late(occurred_at=last - 1, body={"kind": "tick"})


def test_time_that_passed_makes_an_event_late_only_where_it_changed_something() -> None:
    programme, records = records_of(
        buy("2026-03-02 10:00", 5), wait("2027-06-01 10:00"), buy("2027-03-31 10:00", 5), buy("2027-05-31 10:00", 5)
    )
    states = advance(programme, nobody_yet(programme), batch_from_records(programme, records[:2])).states
    assert any_late(states, batch_from_records(programme, records[2:3]))
    assert not any_late(states, batch_from_records(programme, records[3:]))


def test_a_late_event_that_changes_nothing_else_posts_only_itself() -> None:
    ledger = ledger_of(buy("2026-03-03 10:00", 50), buy("2026-03-02 10:00", 30))
    assert ledger.restated == 1
    posted = ledger.outcome.transactions
    assert posted[:, Transaction.KIND].tolist() == [TransactionKind.RESTATE] * 2
    assert posted[:, Transaction.POINTS].tolist() == [30, 30]
    assert lots(ledger) == [[1, 50, 50], [2, 30, 30]]
    assert ledger.outcome.states.lots[:, Lot.STATUS].tolist() == [LotStatus.LOADED, LotStatus.NEW] * 2


def test_a_late_event_without_effect_posts_nothing() -> None:
    ledger = ledger_of(buy("2026-03-03 10:00", 50), {"type": "activity", "name": "visit", "at": "2026-03-02 10:00"})
    assert ledger.restated == 1
    assert len(ledger.outcome.transactions) == 0


def test_points_that_come_out_otherwise_are_superseded_and_made_anew() -> None:
    ledger = ledger_of(
        buy("2026-03-03 10:00", 50), redeem("2026-03-04 10:00", 20), buy("2026-03-02 10:00", 600), multipliers=TIERS
    )
    assert lots(ledger) == [[1, 50, 0], [2, 600, 580], [3, 100, 100]]
    uses = ledger.outcome.uses
    own = uses[uses[:, LotUse.WALLET] == 0][:, [LotUse.LOT, LotUse.POINTS]].tolist()
    assert own == [[2, 20], [1, 30]]
    assert ledger.outcome.states.accounts[0, 0, Account.LOTS] == 3


def test_what_a_redemption_draws_moves_to_what_expires_first() -> None:
    ledger = ledger_of(
        buy("2026-03-03 10:00", 50), redeem("2026-03-04 10:00", 20), grant("2026-03-02 10:00", 15, until="2026-12-31")
    )
    uses = ledger.outcome.uses
    assert lots(ledger) == [[1, 50, 45], [2, 15, 0]]
    assert uses[:, [LotUse.LOT, LotUse.POINTS]].tolist() == [[2, 15], [1, -15]]


def test_the_house_is_told_by_account() -> None:
    ledger = ledger_of(
        buy("2026-03-02 10:00", 50, order_id="A"),
        wait("2027-04-02 10:00"),
        redeem("2027-03-30 10:00", 20, accepted=True),
    )
    totals = dict(zip(HOUSES, ledger.house[0, 0].tolist(), strict=True))
    assert totals == {
        HouseAccount.ISSUED: -50,
        HouseAccount.REDEEMED: 20,
        HouseAccount.EXPIRED: 30,
        HouseAccount.GRANTED: 0,
        HouseAccount.REVERSED: 0,
        HouseAccount.OPENED: 0,
        HouseAccount.TRANSFERRED: 0,
        HouseAccount.FEES: 0,
        HouseAccount.PARTNERS: 0,
        HouseAccount.MERGED: 0,
        HouseAccount.WRITTEN_OFF: 0,
    }


def test_an_entry_of_no_points_tells_what_moved_between_accounts_of_the_house() -> None:
    ledger = ledger_of(
        buy("2026-03-02 10:00", 50), wait("2027-04-02 10:00"), redeem("2027-03-30 10:00", 50, accepted=True)
    )
    posted = ledger.outcome.transactions
    assert posted[:, [Transaction.WALLET, Transaction.POINTS]].tolist() == [[0, 0]]


@pytest.mark.parametrize(("points", "refusal"), [(20, Refusal.NONE), (21, Refusal.INSUFFICIENT_POINTS)])
def test_a_late_redemption_is_refused_where_its_points_were_spent_since(points: int, refusal: Refusal) -> None:
    ledger = ledger_of(buy("2026-03-02 10:00", 100), redeem("2026-03-04 10:00", 80), redeem("2026-03-03 10:00", points))
    assert ledger.outcome.refusals[-1] == refusal
    assert ledger.states.accounts[0, 0, Account.AVAILABLE] == (0 if refusal == Refusal.NONE else 20)


def test_a_late_redemption_is_refused_where_its_points_came_later() -> None:
    ledger = ledger_of(buy("2026-03-02 10:00", 100), redeem("2026-03-01 10:00", 5))
    assert ledger.outcome.refusals[-1] == Refusal.INSUFFICIENT_POINTS
    assert ledger.states.header[0, Header.EVENTS] == 1


def test_what_was_decided_stays_and_becomes_a_debt() -> None:
    ledger = ledger_of(
        buy("2026-03-02 10:00", 100, order_id="A"), redeem("2026-03-04 10:00", 80), refund("2026-03-03 10:00", "A")
    )
    assert ledger.states.accounts[0, 0].tolist()[:2] == [-80, 80]


def test_members_are_restated_side_by_side() -> None:
    programme, records = records_of(buy("2026-03-03 10:00", 50), buy("2026-03-02 10:00", 30))
    first = [records[0]._replace(member=1), records[0]._replace(member=2)]
    stored = advance(programme, nobody_yet(programme, 1, 2), batch_from_records(programme, first))
    house = np.zeros((2, 2, len(HOUSES)), dtype=np.int64)
    house[:, :, HOUSES.index(HouseAccount.ISSUED)] = -50
    outcome, legs, _ = restate([Phase(programme, [*first, records[1]._replace(member=2)])], stored.states, house)
    assert outcome.transactions[:, [Transaction.MEMBER, Transaction.POINTS]].tolist() == [[1, 30], [1, 30]]
    assert legs[:, HOUSES.index(HouseAccount.ISSUED)].tolist() == [-30, -30]
    assert outcome.states.lot_offsets.tolist() == [0, 2, 6]


def test_nobody_to_restate_is_nothing() -> None:
    programme, _ = records_of(buy("2026-03-03 10:00", 50))
    nobody = nobody_yet(programme, 1)
    nobody = nobody._replace(
        members=nobody.members[:0], header=nobody.header[:0], accounts=nobody.accounts[:0],
        lot_offsets=nobody.lot_offsets[:1], progress_offsets=nobody.progress_offsets[:1],
    )  # fmt: skip
    outcome, legs, _ = restate([Phase(programme, [])], nobody, np.zeros((0, 2, len(HOUSES)), dtype=np.int64))
    assert len(outcome.transactions) == len(legs) == len(outcome.states.lots) == 0
