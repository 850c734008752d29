"""A pull planted in purchases is found again in a history: through files, the engine's own metrics, week by week."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from regulars.domain.replay.types import Candidate
from regulars.domain.responses.operations import Observation, estimate_responses
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record
from tests.integration.ledger.stories import named
from tests.property.replays import history_of
from tests.unit.responses.stories import ladder, sale
from tests.unit.responses.worlds import THRESHOLDS, World, lived

PRICE = 100


def programme() -> CompiledProgramme:
    """Tiers at as much spend as the world's purchases come to."""
    text = json.loads(ladder(int(THRESHOLDS[0]) * PRICE))
    second = {"id": "gold", "name": named("gold"), "enter": f"spend >= {THRESHOLDS[1] * PRICE}"}
    text["ladder"]["tiers"].append(second)
    return compile_programme(load_programme(json.dumps(text)))


def purchases(world: World) -> list[Record]:
    """The purchases of a world's members, each at some time of its week."""
    chance = np.random.default_rng(5)
    records = []
    for member, weeks in enumerate(lived(world, 2).bought.T.tolist(), start=1):
        days = sorted(7 * week + chance.random() * 7 - 0.2 for week, count in enumerate(weeks) for _ in range(count))
        records += [sale(member, seq, day, PRICE) for seq, day in enumerate(days, start=1)]
    return records


def test_a_planted_pull_is_found_in_a_history(tmp_path: Path) -> None:
    history = history_of(purchases(World(pull=0.5, members=900)), tmp_path / "history")
    seen: list[tuple[int, int]] = []
    observed = Observation(history, Candidate("live", programme()), 20, 28, at_once=20_000)
    pull, reset, elasticity, redemption = estimate_responses(observed, lambda done, of: seen.append((done, of)))
    assert pull.doubt is None
    assert pull.low < 0.5 < pull.high + 0.05
    assert pull.likely > 0.3
    assert reset.doubt is not None or reset.low == 0
    assert elasticity.doubt is not None
    assert redemption.doubt is not None
    assert seen[-1] == (len(seen), len(seen))
