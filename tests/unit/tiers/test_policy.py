"""How near members are, and what time alone brings."""

import json

import numpy as np
import pytest

from regulars.domain.tiers.policy.forecasting import forecasts, oracle_of, what_if
from regulars.domain.tiers.policy.foreseeing import foresee, rows_of
from regulars.domain.tiers.policy.nearness import as_data, filled, from_data, shares
from regulars.domain.tiers.types import Outlook, WhatIf
from regulars.engine.compile import compile_programme
from regulars.engine.programme.model import Programme
from regulars.engine.progress import Requirement, TierPath
from regulars.engine.states import empty_states
from tests.integration.ledger.stories import document

METRICS = {"spend": 0, "visits": 1}


def path(*needs: tuple[str, int], others: tuple[str, ...] = ()) -> TierPath:
    """A way that asks for so much of each metric."""
    return TierPath(tuple(Requirement(metric, 0, need, 1) for metric, need in needs), others)


@pytest.mark.parametrize(
    ("paths", "near"),
    [
        ((path(("spend", 100), ("visits", 10)),), [50, 0, 100, 30]),
        ((path(("spend", 100)), path(("visits", 10))), [80, 10, 100, 30]),
        ((path(("spend", 100), others=("tier = 'base'",)),), [80, 0, 99, 30]),
        ((path(others=("tier = 'base'",)),), [0, 0, 0, 0]),
        ((path(("spend", 0)),), [100, 0, 100, 100]),
        ((), [0, 0, 0, 0]),
    ],
)
def test_the_requirement_least_met_counts_and_the_best_way(paths, near):
    values = np.array([[80, 5], [-5, 1], [1000, 10], [30, 3]], dtype=np.int64)
    assert shares(paths, METRICS, values).tolist() == near


def test_ways_are_filled_and_survive_json():
    paths = filled((path(("spend", 100), ("visits", 10), others=("tier = 'base'",)),), METRICS, np.array([80, 5]))
    assert [one.have for one in paths[0].requirements] == [80, 5]
    assert from_data(json.loads(json.dumps(as_data(paths)))) == paths


def test_before_their_first_event_members_stay():
    programme = compile_programme(Programme.model_validate(document()))
    states = empty_states(np.array([1, 2, 3]), 2)
    assert [(move.tier, move.day, move.grace_day) for move in foresee(programme, states)] == [(0, 0, 0)] * 3
    oracle = oracle_of(programme)
    told = forecasts(oracle, rows_of(states, [0, 2]), 20_000)
    assert [(one.member_id, one.outlook, one.near_percent) for one in told] == [
        (1, Outlook.STAY, 0),
        (3, Outlook.STAY, 0),
    ]
    assert what_if(oracle, states, told) == WhatIf()
    assert rows_of(states, []).members.tolist() == []
