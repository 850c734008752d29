"""Numbers of a programme by their addresses."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from regulars.domain.replay.errors import ParameterUnknown
from regulars.domain.replay.policy.parameters import companions_of, find_parameters, parameter_at, with_value
from regulars.domain.replay.types import Parameter
from regulars.engine.compile import compile_programme
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.programme.loading import load_programme

CLUB = load_programme((Path(__file__).parents[3] / "programmes" / "club.yaml").read_text(encoding="utf-8"))
ENTER = "ladder.tiers.growth.enter/growth_in_12_months"
KEEP = "ladder.tiers.growth.keep/growth_in_12_months"


def test_every_number_can_be_read_and_put_back() -> None:
    found = find_parameters(CLUB)
    assert len({one.address for one in found}) == len(found) == 72
    for one in found:
        assert with_value(CLUB, one.address, one.value) == CLUB or "/" in one.address
        assert parameter_at(with_value(CLUB, one.address, one.value), one.address) == one


def test_numbers_stand_under_names() -> None:
    assert parameter_at(CLUB, ENTER) == Parameter(ENTER, Decimal(1200), whole=True)
    assert parameter_at(CLUB, "rules.third_visit.award.points").value == 20
    assert parameter_at(CLUB, "rules.third_visit.when/visits_this_week").value == 3
    assert parameter_at(CLUB, "multipliers.tier_factor.by_tier.growth") == Parameter(
        "multipliers.tier_factor.by_tier.growth", Decimal("1.2"), whole=False
    )
    assert parameter_at(CLUB, "limits.0.points").value == 1500


def test_another_number_changes_nothing_else() -> None:
    changed = with_value(CLUB, ENTER, Decimal(600), companions_of(CLUB, ENTER))
    tier = changed.ladder.tiers[1]
    assert (tier.enter, tier.keep) == (
        "growth_in_12_months >= 600 OR visits_in_12_months >= 90",
        "(growth_in_12_months >= 500 OR visits_in_12_months >= 75) AND visits_in_60_days >= 3",
    )
    kept = changed.model_copy(update={"ladder": CLUB.ladder})
    assert kept == CLUB
    assert compile_programme(changed).rule_ids == compile_programme(CLUB).rule_ids


def test_what_keeps_a_tier_moves_along_with_what_enters_it() -> None:
    assert companions_of(CLUB, ENTER) == (KEEP,)
    assert companions_of(CLUB, KEEP) == ()
    assert companions_of(CLUB, "rules.third_visit.award.points") == ()


def test_an_unknown_address_and_a_number_that_does_not_fit_are_refused() -> None:
    with pytest.raises(ParameterUnknown):
        parameter_at(CLUB, "rules.spend.award.nothing")
    with pytest.raises(ProgrammeRefused):
        with_value(CLUB, "rules.third_visit.award.points", Decimal(-1))
