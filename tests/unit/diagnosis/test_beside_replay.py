"""A diagnosis reads a history as a replay does: where both tell a figure, it is the same."""

from __future__ import annotations

import json
from pathlib import Path

from regulars.domain.diagnosis.operations import diagnose
from regulars.domain.observations.types import Subject
from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.types import Candidate
from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from tests.property.replays import history_of
from tests.unit.diagnosis.histories import measure, programme_data, record, sales, weekly


def test_months_and_tiers_are_those_of_the_replay(tmp_path: Path) -> None:
    records = [one for member in range(1, 36) for one in weekly(member, weeks=20 + member % 20, amount=7 + member)]
    records += [one for member in range(50, 60) for one in sales(member, [10, 200], 600)]
    records += [record(member, 900, 100, kind="redeem", wallet="points", points=40) for member in range(1, 30)]
    records += [record(member, 901, 108, kind="refund", order_id=f"o{member}-1", refund="full") for member in (3, 4)]
    compiled = compile_programme(load_programme(json.dumps(programme_data())))
    history = history_of(records, tmp_path / "history")
    told = diagnose(Subject(compiled, 1, history, at_once=300))
    (replayed,) = run_replay(Question(history, (Candidate("live", compiled),), tmp_path / "out")).results
    (outstanding,) = measure(told, "liability").evidence
    own = [one for one in replayed.wallet_months if one.wallet == "points"]
    assert list(outstanding.rows) == [(one.month, one.outstanding, one.liability_minor) for one in own]
    mix = measure(told, "upgrade_rates").evidence[1]
    for place, tier in enumerate(replayed.tiers, start=1):
        by_month = [one.members for one in replayed.tier_months if one.tier == tier]
        assert [row[place] for row in mix.rows] == by_month
    given = measure(told, "cost_rate").evidence[0].rows[0]
    issued = next(one.issued for one in replayed.wallets if one.wallet == "points")
    assert given[1] == issued  # a point is worth a fen
    assert told.members == replayed.members
