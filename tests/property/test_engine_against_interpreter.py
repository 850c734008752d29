"""The engine and a plain interpreter, written apart from each other, must agree on everything, exactly."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bench.interpreter import interpret
from bench.interpreter.member import context_of
from regulars.engine.compile import compile_programme
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.model import Programme
from regulars.engine.records import Record
from regulars.engine.time import day_number
from tests.property.answers import engine_answers, interpreter_answer, last_day
from tests.property.histories import histories
from tests.property.programmes import programmes

CAREFUL = settings(deadline=None, suppress_health_check=list(HealthCheck))


def agree(programme: Programme, records: Sequence[Record], pieces: Sequence[Sequence[Record]]) -> None:
    """Hold both to the same answers, the engine on the pieces, the interpreter on the whole."""
    try:
        compiled = compile_programme(programme)
    except ProgrammeRefused:
        assume(condition=False)
    day = last_day(compiled, records)
    context = context_of(programme)
    members = interpret(programme, records)
    expected = {number: interpreter_answer(context, member, day) for number, member in members.items()}
    assert engine_answers(compiled, pieces, day_number(day)) == expected


@CAREFUL
@given(st.data())
def test_a_history_at_once(data: st.DataObject) -> None:
    programme = data.draw(programmes())
    records = data.draw(histories(programme))
    agree(programme, records, [data.draw(st.permutations(records))])


@CAREFUL
@given(st.data())
def test_a_history_in_pieces(data: st.DataObject) -> None:
    programme = data.draw(programmes())
    records = data.draw(histories(programme))
    ordered = sorted(records, key=lambda record: (record.occurred_at, record.key))
    size = data.draw(st.integers(1, 6))
    agree(programme, records, [ordered[start : start + size] for start in range(0, len(ordered), size)])
