"""Members answer a difference: where there is none, nothing moves; chance does not depend on how members are read."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from regulars.domain.history.queries.chunks import WHOLE
from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.types import Candidate
from regulars.domain.responses.operations import responses_to
from regulars.domain.responses.policy.editing import Chance, edited, source_of
from regulars.domain.responses.policy.lived import purchases_of
from regulars.domain.responses.policy.nearness import weeks_of
from regulars.domain.responses.policy.planning import Plan
from regulars.domain.responses.types import Assumption, Assumptions, Figure, Range, Responses, ShareAssumption
from regulars.engine.advance import advance
from regulars.engine.batch import EventBatch
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.outcome import Transaction
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import Integers, empty_states
from tests.property.replays import history_of
from tests.property.test_history_batches import drawn
from tests.unit.responses.stories import ladder, sale

CAREFUL = settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))

STRONG = Assumptions(
    within_percent=60,
    pull=Assumption(low=0, likely=1, high=2),
    reset=ShareAssumption(low=0, likely=0.5, high=1),
    elasticity=Assumption(low=0, likely=2, high=5),
    redemption=ShareAssumption(low=0, likely=0.5, high=1),
    margin=ShareAssumption(low=0.2, likely=0.3, high=0.4),
)

NOTHING = ShareAssumption(low=0, likely=0, high=0)


def asked(
    programmes: list[CompiledProgramme], records: list[Record], plan: Plan, files: int = 1, at_once: int = 1000
) -> Responses:
    with tempfile.TemporaryDirectory() as name:
        history = history_of(records, Path(name) / "history", files)
        candidates = tuple(Candidate(f"p{place}", one) for place, one in enumerate(programmes))
        question = Question(history, candidates, Path(name) / "out", at_once=at_once)
        return responses_to(run_replay(question), question, plan, WHOLE)


def ticked(programme: CompiledProgramme, records: list[Record], members: Integers, last: int) -> EventBatch:
    """The events, and time passing to the last instant for each member, by member and time."""
    ticks = [Record(member, 0, 0, last, {"kind": "tick"}) for member in members.tolist()]
    ordered = sorted([*records, *ticks], key=lambda one: (one.member, one.occurred_at, one.key))
    return batch_from_records(programme, ordered)


@CAREFUL
@given(st.data())
def test_no_difference_is_the_plain_replay(data: st.DataObject) -> None:
    programme, records = drawn(data)
    answer = asked([programme, programme], records, Plan(STRONG, 3, 7)).drafts[0]
    for one in [*answer.figures, *answer.months]:
        assert one.range == Range(one.unchanged, one.unchanged, one.unchanged)
        assert one.baseline == one.unchanged
    assert {bar.width for bar in answer.tornado.bars} <= {0}


@CAREFUL
@given(st.data())
def test_chunks_and_files_make_no_difference(data: st.DataObject) -> None:
    programme, records = drawn(data)
    other, _ = drawn(data)
    plan = Plan(STRONG, 3, data.draw(st.integers(0, 2**40)))
    answers = [asked([programme, other], records, plan, files, at_once) for files, at_once in ((1, 1000), (3, 1))]
    assert answers[0] == answers[1]


@CAREFUL
@given(st.data())
def test_what_stays_away_is_as_if_it_had_never_been_in_the_log(data: st.DataObject) -> None:
    programme, records = drawn(data)
    members = np.unique([one.member for one in records])
    last = max(one.occurred_at for one in records)
    batch = ticked(programme, records, members, last)
    bought = purchases_of(batch, members)
    assume(len(bought.rows))
    place = data.draw(st.integers(0, len(bought.rows) - 1))
    happened = np.ones(len(bought.rows), dtype=np.int64)
    happened[place] = 0
    source = source_of(batch, members, bought, weeks_of(programme, 0, last), last)
    changed = edited(source, happened, batch.events["points"].to_numpy(), Chance(1, 1))
    own = members[changed.changed]
    assert own.tolist() == [members[bought.member[place]]]
    gone = set(np.flatnonzero(source.owner == bought.rows[place]).tolist())
    rows = {(batch.events["member"][row], batch.events["seq"][row]) for row in gone}
    left = [one for one in records if (one.member, one.seq) not in rows and one.member == own[0]]
    expected = advance(
        programme,
        empty_states(own, len(programme.wallet_ids)),
        ticked(programme, left, own, last),
    )
    found = advance(programme, empty_states(own, len(programme.wallet_ids)), changed.batch)
    told = [column for column in Transaction if column is not Transaction.EVENT]
    assert found.transactions[:, told].tolist() == expected.transactions[:, told].tolist()
    assert found.states.accounts.tolist() == expected.states.accounts.tolist()
    assert changed.made.net.tolist() == [-bought.net[place]]


@CAREFUL
@given(st.data())
def test_more_pull_never_brings_fewer_sales(data: st.DataObject) -> None:
    out_of_reach, within_reach = (compile_programme(load_programme(ladder(need))) for need in (10**9, 500))
    days = data.draw(st.lists(st.integers(0, 200), min_size=1, max_size=25))
    amounts = data.draw(st.lists(st.integers(1, 20_000), min_size=len(days), max_size=len(days)))
    records = [
        sale(place % 3 + 1, place + 1, day, amount)
        for place, (day, amount) in enumerate(zip(days, amounts, strict=True))
    ]
    sales = []
    for pull in (0.0, 0.1, 0.5, 2.0):
        assumptions = Assumptions(
            within_percent=80,
            pull=Assumption(low=pull, likely=pull, high=pull),
            reset=NOTHING,
            elasticity=NOTHING,
            redemption=NOTHING,
        )
        answer = asked([out_of_reach, within_reach], records, Plan(assumptions, 2, 5)).drafts[0]
        sales.append(next(one.range for one in answer.figures if one.figure is Figure.INCREMENTAL_SALES))
    assert sales[0] == Range(0, 0, 0)
    for one in ("low", "middle", "high"):
        told = [getattr(found, one) for found in sales]
        assert told == sorted(told)
