"""Live, replay and restatement are the same function: however events arrive, time order decides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from regulars.engine.advance import advance
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.outcome import Refusal
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import Header, Lot, empty_states
from tests.property.histories import histories
from tests.property.programmes import programmes
from tests.property.shadow_ledger import ShadowLedger, essence, in_time_order

CAREFUL = settings(deadline=None, suppress_health_check=list(HealthCheck))


def draw_history(data: st.DataObject) -> tuple[CompiledProgramme, list[Record]]:
    """A programme and one member's events in time order."""
    programme = data.draw(programmes())
    try:
        compiled = compile_programme(programme)
    except ProgrammeRefused:
        assume(condition=False)
    return compiled, [record for record in data.draw(histories(programme)) if record.member == 1]


def pieces_of(data: st.DataObject, records: Sequence[Record]) -> list[Sequence[Record]]:
    """Records cut into batches of any sizes."""
    cuts = sorted(data.draw(st.sets(st.integers(1, max(len(records) - 1, 1)))))
    return [records[start:end] for start, end in zip([0, *cuts], [*cuts, len(records)], strict=True) if start < end]


@CAREFUL
@given(st.data())
def test_batches_of_any_size_give_the_same_ledger(data: st.DataObject) -> None:
    programme, records = draw_history(data)
    states = empty_states(np.array([1]), len(programme.wallet_ids))
    sales = [record for record in records if record.body["kind"] == "purchase"]
    posted, changes, goals = [], [], []
    whole = advance(programme, states, batch_from_records(programme, records))
    for piece in pieces_of(data, records):
        outcome = advance(programme, states, batch_from_records(programme, piece, sales))
        states = outcome.states
        posted.append(np.delete(outcome.transactions, 1, axis=1))
        changes.append(np.delete(outcome.tier_changes, 1, axis=1))
        goals.append(np.delete(outcome.goals, 1, axis=1))
    by_wallet = np.concatenate(posted)
    expected = np.delete(whole.transactions, 1, axis=1)
    assert sorted(map(tuple, by_wallet.tolist())) == sorted(map(tuple, expected.tolist()))
    assert np.concatenate(changes).tolist() == np.delete(whole.tier_changes, 1, axis=1).tolist()
    assert np.concatenate(goals).tolist() == np.delete(whole.goals, 1, axis=1).tolist()
    assert states.header.tolist() == whole.states.header.tolist()
    assert states.accounts.tolist() == whole.states.accounts.tolist()
    assert states.progress.tolist() == whole.states.progress.tolist()
    lots = [np.delete(state.lots, Lot.STATUS, axis=1).tolist() for state in (states, whole.states)]
    assert sorted(lots[0]) == sorted(lots[1])


@CAREFUL
@given(st.data())
def test_any_order_of_arrival_ends_as_time_order_does(data: st.DataObject) -> None:
    programme, records = draw_history(data)
    arriving = data.draw(st.permutations(records))
    arriving = [record._replace(seq=number) for number, record in enumerate(arriving, start=1)]
    ledger = ShadowLedger(programme)
    for piece in pieces_of(data, arriving):
        ledger.accept(piece)
    assert essence(ledger.states) == essence(in_time_order(programme, ledger.log))


@CAREFUL
@given(st.data())
def test_ticks_change_nothing_but_when_the_ledger_speaks(data: st.DataObject) -> None:
    programme, records = draw_history(data)
    last = records[-1]
    end = Record(1, len(records) + 1, 1, last.occurred_at + 400 * 86_400_000_000, {"kind": "tick"})
    between = data.draw(st.lists(st.integers(records[0].occurred_at, end.occurred_at), max_size=5))
    ticks = [Record(1, 0, number, at, {"kind": "tick"}) for number, at in enumerate(between)]
    empty = empty_states(np.array([1]), len(programme.wallet_ids))
    without = advance(programme, empty, batch_from_records(programme, [*records, end]))
    ticked = advance(programme, empty, batch_from_records(programme, [*records, *ticks, end]))
    assert np.delete(ticked.transactions, 1, axis=1).tolist() == np.delete(without.transactions, 1, axis=1).tolist()
    assert ticked.states.header.tolist() == without.states.header.tolist()
    assert ticked.states.accounts.tolist() == without.states.accounts.tolist()


@CAREFUL
@given(st.data())
def test_a_refused_redemption_leaves_no_trace(data: st.DataObject) -> None:
    programme, records = draw_history(data)
    empty = empty_states(np.array([1]), len(programme.wallet_ids))
    outcome = advance(programme, empty, batch_from_records(programme, records))
    kept = [record for record, refusal in zip(records, outcome.refusals, strict=True) if refusal == Refusal.NONE]
    if not kept:
        assert outcome.states.header[0, Header.EVENTS] == 0
        return
    again = advance(programme, empty, batch_from_records(programme, kept))
    assert again.states.header.tolist() == outcome.states.header.tolist()
    assert again.states.accounts.tolist() == outcome.states.accounts.tolist()
    assert not again.refusals.any()
