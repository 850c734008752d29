"""A programme made ready: ids give the indexes, and the kernel's tables say what the document says."""

from datetime import date
from fractions import Fraction

import pytest

from regulars.engine.compile import compile_programme
from regulars.engine.compile.tables import basis_scale
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.kernel.calendar import Span
from regulars.engine.kernel.layout import (
    ExpiryForm,
    LimitColumn,
    MultiplierColumn,
    RuleColumn,
    Shortfall,
    TierColumn,
    WalletColumn,
)
from regulars.engine.time import date_of, day_number
from tests.unit.engine.documents import NAME, document, programme


def rule(award: dict, **more) -> dict:
    return {"id": "looked_at", "name": NAME, "wallet": "points", "when": "event = 'purchase'", "award": award, **more}


def rate(award: dict, **more) -> tuple[Fraction | int, int]:
    """Points of the smallest unit per unit of basis, and whether the award is fixed."""
    row = compile_programme(programme(rules=[rule(award, **more)], multipliers=[])).plan.rules[0]
    return Fraction(int(row[RuleColumn.NUMERATOR]), int(row[RuleColumn.DENOMINATOR])), int(row[RuleColumn.FIXED])


def test_ids_stand_in_the_order_of_the_document() -> None:
    compiled = compile_programme(programme())
    assert compiled.wallet_ids == ("points", "growth")
    assert compiled.metric_ids == ("visits", "spend", "earned")
    assert compiled.rule_ids == ("base", "visit")
    assert compiled.tier_ids == ("entry", "gold")
    assert compiled.goal_ids == ("ten",)
    assert compiled.zone.name == "Asia/Shanghai"


def test_a_document_with_errors_is_refused_with_all_of_them() -> None:
    wrong = document()
    wrong["rules"][0]["when"] = "nonsense ="
    wrong["goals"][0]["metric"] = "nothing"
    with pytest.raises(ProgrammeRefused) as refused:
        compile_programme(programme(**wrong))
    assert {finding.path for finding in refused.value.findings} == {"rules.0.when", "goals.0.metric"}


@pytest.mark.parametrize(
    ("award", "wallet", "expected"),
    [
        ({"points": 1, "per": 1}, "points", (Fraction(1, 100), 0)),
        ({"points": 3, "per": "2.5"}, "points", (Fraction(3, 250), 0)),
        ({"points": 1, "per": 1}, "growth", (Fraction(1, 10), 0)),
        ({"points": 2, "per": 1, "of": "quantity"}, "points", (2, 0)),
        ({"points": 2, "per": 10, "of": "line_discount"}, "points", (Fraction(2, 1000), 0)),
        ({"points": "0.5", "per_item": True}, "growth", (5, 0)),
        ({"points": 25}, "points", (25, 1)),
        ({"points": "2.5"}, "growth", (25, 1)),
    ],
)
def test_a_rate_is_a_fraction_of_smallest_units(award: dict, wallet: str, expected: tuple) -> None:
    assert rate(award, wallet=wallet) == expected


def test_currencies_have_their_own_minor_units() -> None:
    yen = programme(currency="JPY", rules=[rule({"points": 1, "per": 100})], multipliers=[])
    assert basis_scale(yen, yen.rules[0]) == 1
    dinar = programme(currency="KWD", rules=[rule({"points": 1, "per": 1})], multipliers=[])
    assert basis_scale(dinar, dinar.rules[0]) == 1000


def test_limits_of_rules_come_before_those_of_wallets() -> None:
    plan = compile_programme(programme()).plan
    columns = [LimitColumn.RULE, LimitColumn.WALLET, LimitColumn.SPAN, LimitColumn.POINTS]
    assert plan.limits[:, columns].tolist() == [[0, 0, Span.DAY, 100], [-1, 0, Span.MONTH, 1000]]


def test_wallets_say_how_they_expire() -> None:
    plan = compile_programme(programme()).plan
    row = plan.wallets[0]
    gone = plan.calendar[day_number(date(2026, 3, 31)), row[WalletColumn.ENDS]]
    assert (row[WalletColumn.EXPIRY], row[WalletColumn.STATUS]) == (ExpiryForm.FIXED, 0)
    assert date_of(gone) == date(2027, 4, 1)
    assert (plan.wallets[1][WalletColumn.EXPIRY], plan.wallets[1][WalletColumn.STATUS]) == (ExpiryForm.NEVER, 1)


def test_a_multiplier_without_dates_always_holds_and_applies_to_rates() -> None:
    plan = compile_programme(programme()).plan
    starts, ends = plan.multipliers[0, [MultiplierColumn.STARTS_DAY, MultiplierColumn.ENDS_DAY]]
    assert starts < day_number(date(1970, 1, 1))
    assert ends > day_number(date(2119, 12, 31))
    assert plan.applies.tolist() == [[True, False], [True, False]]
    assert plan.factors[1].tolist() == [[1, 1], [3, 2]]


def test_the_first_tier_has_no_conditions_and_keeping_is_as_entering() -> None:
    plan = compile_programme(programme()).plan
    assert plan.tiers[0].tolist() == [-1, -1]
    keep, enter = plan.tiers[1, TierColumn.KEEP], plan.tiers[1, TierColumn.ENTER]
    assert keep >= 0
    steps = [plan.code[plan.code_start[code] : plan.code_start[code + 1]].tolist() for code in (keep, enter)]
    assert steps[0] == steps[1]


def test_policies_are_numbers_of_their_own() -> None:
    policies = {"refund_shortfall": "other_lots", "overdraft": "clamp", "expiry_boundary": "exclusive"}
    plan = compile_programme(programme(policies=policies)).plan
    assert plan.policies.tolist()[1:4] == [Shortfall.OTHER_LOTS, Shortfall.CLAMP, 0]
