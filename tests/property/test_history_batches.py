"""What a history tells an engine is what the log tells it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from regulars.domain.history.policy.frames import Frames, frames_of
from regulars.domain.history.policy.tables import ORDER
from regulars.domain.history.types import Logged, Table
from regulars.domain.replay.policy.allowing import REASONS, asked_in, disallowed_in
from regulars.domain.replay.policy.batches import Facts, batch_of
from regulars.engine.advance import advance
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.outcome import Refusal
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import empty_states
from tests.property.histories import SPENDING, histories
from tests.property.programmes import programmes

CAREFUL = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def drawn(data: st.DataObject) -> tuple[CompiledProgramme, list[Record]]:
    """A programme and some members' events, all of them facts."""
    programme = data.draw(programmes())
    try:
        compiled = compile_programme(programme)
    except ProgrammeRefused:
        assume(condition=False)
    return compiled, [record._replace(decided=True) for record in data.draw(histories(programme))]


def frames(records: Sequence[Record]) -> Frames:
    """The records as a history has them, sorted as it reads them."""
    logged = [Logged(one.member, one.seq, one.key, one.occurred_at, 0, 0, json.dumps(one.body)) for one in records]
    found = frames_of(logged)
    return Frames(found.events.sort(ORDER[Table.EVENTS]), found.lines.sort(ORDER[Table.LINES]))


@CAREFUL
@given(st.data())
def test_batches_are_those_of_the_log(data: st.DataObject) -> None:
    programme, records = drawn(data)
    ordered = sorted(records, key=lambda one: (one.member, one.occurred_at, one.key))
    expected = batch_from_records(programme, ordered)
    batch = batch_of(programme, frames(records), Facts(caps=True))
    assert batch.events.to_dicts() == expected.events.to_dicts()
    assert batch.events.schema == expected.events.schema
    assert batch.lines.to_dicts() == expected.lines.to_dicts()
    assert batch.extras.tolist() == expected.extras.tolist()


@CAREFUL
@given(st.data())
def test_what_would_not_have_been_allowed_is_what_would_have_been_refused(data: st.DataObject) -> None:
    programme, records = drawn(data)
    own = [record for record in records if record.member == 1]
    batch = batch_of(programme, frames(own), Facts(caps=True))
    empty = empty_states(np.array([1]), len(programme.wallet_ids))
    told = disallowed_in(programme, asked_in(batch), advance(programme, empty, batch))
    reasons = {seq: reason for seq, reason in told.select("seq", "reason").rows() if reason != "transfers_off"}
    expected = {}
    for place, record in enumerate(own):
        if record.body["kind"] in SPENDING:
            asked = [*own[:place], record._replace(decided=False)]
            refusal = int(advance(programme, empty, batch_from_records(programme, asked)).refusals[-1])
            if refusal != Refusal.NONE:
                expected[record.seq] = Refusal(refusal).name.lower()
    assert reasons == expected
    assert set(expected.values()) <= set(REASONS)
