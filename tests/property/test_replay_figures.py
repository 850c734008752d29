"""What a replay tells does not depend on how it reads, and adds up to what the engine gives."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.types import Candidate, Results
from regulars.engine.advance import advance
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import Account, Header, empty_states
from tests.property.replays import history_of
from tests.property.test_history_batches import drawn

CAREFUL = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))


@CAREFUL
@given(st.data())
def test_chunks_and_files_make_no_difference(data: st.DataObject) -> None:
    programme, records = drawn(data)
    candidates = (Candidate("one", programme), Candidate("other", programme))
    answers = []
    with tempfile.TemporaryDirectory() as name:
        for files, at_once in ((1, 1_000), (3, 1)):
            history = history_of(records, Path(name) / str(files), files)
            answers.append(run_replay(Question(history, candidates, Path(name) / "out", at_once=at_once)))
    assert answers[0] == answers[1]
    comparison = answers[0].comparisons[0]
    assert (comparison.gaining, comparison.losing) == (0, 0)
    assert comparison.unchanged == answers[0].results[0].members


@CAREFUL
@given(st.data())
def test_figures_add_up_to_the_engine_s(data: st.DataObject) -> None:
    programme, records = drawn(data)
    with tempfile.TemporaryDirectory() as name:
        history = history_of(records, Path(name) / "history")
        question = Question(history, (Candidate("one", programme, as_logged=True),), Path(name) / "out")
        results = run_replay(question).results[0]
    members = sorted({record.member for record in records})
    last = max(record.occurred_at for record in records)
    ticks = [Record(member, 0, 0, last, {"kind": "tick"}) for member in members]
    empty = empty_states(np.array(members), len(programme.wallet_ids))
    states = advance(programme, empty, batch_from_records(programme, [*records, *ticks])).states
    month = results.tier_months[-1].month
    mix = [one.members for one in results.tier_months if one.month == month]
    assert mix == np.bincount(states.header[:, Header.TIER], minlength=len(programme.tier_ids)).tolist()
    accounts = states.accounts.sum(axis=0)
    held = accounts[:, Account.AVAILABLE] + accounts[:, Account.HELD] + accounts[:, Account.PENDING]
    assert [one.outstanding for one in results.wallets] == (held - accounts[:, Account.OWED]).tolist()
    _add_up(results)


def _add_up(results: Results) -> None:
    """Months add up to totals, and what came in and went out is what is outstanding."""
    for wallet in results.wallets:
        own = [one for one in results.wallet_months if one.wallet == wallet.wallet]
        assert sum(one.issued for one in own) == wallet.issued
        moved = sum(one.issued + one.given - one.redeemed - one.expired - one.reversed for one in own)
        assert moved == own[-1].outstanding == wallet.outstanding
