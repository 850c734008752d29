"""What a redemption costs and may be."""

from decimal import Decimal

import pytest

from regulars.domain.intake.policy.prices import Purse, bounds_of, cash_of, cost_of, refusal_of
from regulars.engine.programme.basics import Text
from regulars.engine.programme.model import Spending, Wallet


def wallet(decimals=0, cash_value="0.01", purpose="spend", **spending):
    return Wallet(
        id="points",
        name=Text(zh="积分", en="points"),
        purpose=purpose,
        decimals=decimals,
        cash_value=None if cash_value is None else Decimal(cash_value),
        spending=Spending(**spending),
    )


def purse(of, available=1000, tier="entry"):
    return Purse(of, tier, available, 2)


@pytest.mark.parametrize(
    ("tier", "list_points", "expected"),
    [("entry", 1000, 1000), ("gold", 1000, 900), ("gold", 1, 1), ("gold", 11, 10), ("gold", 10, 9)],
)
def test_the_price_of_a_tier_is_rounded_up(tier, list_points, expected):
    assert cost_of(wallet(price_by_tier={"gold": Decimal("0.9")}), tier, list_points) == expected


def test_what_can_be_spent_without_limits():
    bounds = bounds_of(purse(wallet()), None)
    assert (bounds.least, bounds.most, bounds.step, bounds.reasons) == (1, 1000, 1, ("available",))


def test_the_least_is_a_whole_step():
    bounds = bounds_of(purse(wallet(minimum=Decimal(250), step=Decimal(100)), 1040), None)
    assert (bounds.least, bounds.most, bounds.reasons) == (300, 1000, ("available", "minimum", "step"))


def test_there_may_be_too_few():
    assert bounds_of(purse(wallet(minimum=Decimal(500)), 400), None).most == 0
    assert bounds_of(purse(wallet(), -30), None).most == 0


@pytest.mark.parametrize(("tier", "expected"), [("entry", 333), ("gold", 666)])
def test_the_share_of_an_order_goes_by_tier(tier, expected):
    shares = wallet(cash_value="0.03", order_share=Decimal("0.1"), order_share_by_tier={"gold": Decimal("0.2")})
    assert bounds_of(purse(shares, tier=tier), 10_000).most == expected
    assert bounds_of(purse(shares, tier=tier), None).most == 1000


def test_decimals_of_points_and_money():
    tenths = wallet(decimals=1, cash_value="0.5", order_share=Decimal("0.5"))
    assert cash_of(purse(tenths), 15) == 75
    assert bounds_of(purse(tenths), 1001).most == 100
    assert cash_of(purse(wallet(cash_value=None)), 15) is None


@pytest.mark.parametrize(
    ("points", "order_amount", "expected"),
    [
        (200, None, None),
        (100, None, "below_minimum"),
        (250, None, "not_a_step"),
        (1100, None, "insufficient_points"),
        (600, 1000, "above_order_share"),
        (500, 1000, None),
    ],
)
def test_what_would_be_refused(points, order_amount, expected):
    held = purse(wallet(minimum=Decimal(200), step=Decimal(100), order_share=Decimal("0.5")))
    assert refusal_of(bounds_of(held, order_amount), held, points) == expected


def test_status_points_are_not_spent():
    held = purse(wallet(purpose="status", cash_value=None))
    bounds = bounds_of(held, None)
    assert (bounds.most, refusal_of(bounds, held, 1)) == (0, "status_wallet")
