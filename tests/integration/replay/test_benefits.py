"""Uses of benefits in a replay: what they cost, and which of them a draft would not have given."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.domain.benefits.operations import grant_benefit, return_use, tell_logs
from regulars.domain.benefits.types import BenefitUse, NewGrant
from regulars.domain.history.operations import sync_history
from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.types import Candidate
from regulars.engine.compile import compile_programme
from regulars.engine.programme.model import Programme
from tests.benefits import BENEFITS, install_benefits, rise, use
from tests.families import enrol, give

pytestmark = pytest.mark.django_db


def changed(document: Programme, *benefits: dict[str, Any]) -> Programme:
    """The programme with other benefits."""
    data = document.model_dump(mode="json", exclude_defaults=True)
    return Programme.model_validate(data | {"benefits": list(benefits), "choices": []})


def test_a_replay_says_what_uses_cost_and_which_a_draft_would_not_give(frozen_clock: Any, tmp_path: Path) -> None:
    programme = install_benefits()
    members = enrol(programme, 2)
    for member in members:
        give(programme, member, 10)
    rise(programme, members[1], "gold")
    frozen_clock.advance(timedelta(minutes=1))
    for number in range(2):
        use(programme, members[0], "delivery", f"d{number}")
    for number in range(3):
        use(programme, members[1], "coupon", f"c{number}")
    use(programme, members[0], "parking", "p0")
    use(programme, members[0], "parking", "p1")
    grant_benefit(programme.id, NewGrant("g1", members[0], "sorry", "late", "anna"))
    use(programme, members[0], "sorry", "s1")
    return_use(programme.id, "p1", "mistake", "anna")
    tell_logs(programme.id)
    sync_history(programme.id, tmp_path / "history")

    coupon, parking, delivery = (
        deepcopy(next(one for one in BENEFITS if one["id"] == identity))
        for identity in ("coupon", "parking", "delivery")
    )
    coupon["tiers"]["gold"]["quota"] = 3
    delivery["tiers"] = {tier: {"quota": 1, "per": "week"} for tier in ("base", "silver", "gold")}
    parking["tiers"] = {"gold": {}}
    draft = changed(programme.document, delivery, parking, coupon)
    question = Question(
        tmp_path / "history",
        (
            Candidate("live", programme.compiled, as_logged=True),
            Candidate("draft", compile_programme(draft)),
        ),
        tmp_path / "results",
    )
    live, tried = run_replay(question).results
    assert live.benefits == (
        BenefitUse("coupon", 3, 1, 600, 0, 0),
        BenefitUse("delivery", 2, 1, 400, 0, 0),
        BenefitUse("parking", 1, 1, 200, 0, 0),
        BenefitUse("sorry", 1, 1, 200, 0, 0),
    )
    assert {one.benefit: (one.refused, one.refused_minor) for one in tried.benefits} == {
        "coupon": (0, 0),
        "delivery": (1, 200),
        "parking": (1, 200),
        "sorry": (1, 200),
    }
    assert [(one.kind, one.reason, one.events) for one in tried.disallowed] == [
        ("benefit_used", "benefit_above_quota", 1),
        ("benefit_used", "benefit_of_other_tier", 1),
        ("benefit_used", "benefit_unknown", 1),
    ]
    assert live.disallowed == ()
