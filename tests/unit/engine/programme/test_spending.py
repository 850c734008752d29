"""Findings about pending points, spending, what members share, goals that repeat, budgets and policies."""

import json

import pytest

from regulars.engine.programme.loading import load_programme
from tests.unit.engine.documents import NAME, document, problems, said

BUDGET = {"id": "pot", "name": NAME, "rules": ["visit"], "points": 1000}
TRANSFERS = {"wallets": ["points"], "minimum": 10, "maximum_per_day": 100, "maximum_per_month": 500}


def wallet(**fields):
    """The document with changed fields of the wallet to be spent."""
    data = document()
    data["wallets"][0] |= fields
    return data


def goal(**fields):
    """The document with changed fields of its goal, on a metric of the calendar month."""
    data = document()
    data["metrics"][0]["window"] = {"kind": "calendar", "period": "month"}
    data["goals"][0] |= {"repeat": True, **fields}
    return data


def with_parts(**parts):
    """The document with more parts."""
    return document() | parts


def policy(**fields):
    """The document with these policies."""
    return with_parts(policies=fields)


def ladder(**fields):
    """The document with changed fields of the ladder."""
    data = document()
    data["ladder"] |= fields
    return data


IN_ORDER = [
    wallet(pending={"days": 7, "until": "delivered"}),
    wallet(cash_value="0.01", spending={"minimum": 100, "step": 10, "order_share": "0.5"}),
    wallet(spending={"price_by_tier": {"gold": "0.9"}}),
    goal(at_most=2, surplus="lost"),
    with_parts(budgets=[BUDGET, {**BUDGET, "id": "other", "per": "month"}]),
    with_parts(transfers={**TRANSFERS, "fee_percent": 5}, pools={"wallets": ["points"]}, holds={"minutes": 5}),
    policy(refund="recomputed", refund_shortfall="recovery", recovery_offset_percent=50),
    policy(basis="order_total", delivery="included"),
    ladder(trial={"tier": "gold", "days": 30}, evaluation={"every": "anniversary"}, review=None, grace_days=5),
]


@pytest.mark.parametrize("data", IN_ORDER, ids=range(len(IN_ORDER)))
def test_what_belongs_together_is_in_order(data):
    assert said(data) == []


ERRORS = [
    # names
    (with_parts(budgets=[{**BUDGET, "rules": ["vist"]}]), "budgets.0.rules.0", "There is no rule 'vist'."),
    (with_parts(budgets=[BUDGET, BUDGET]), "budgets.1.id", "The id 'pot' stands at budgets.0 already."),
    (ladder(trial={"tier": "god", "days": 3}), "ladder.trial.tier", "There is no tier 'god'."),
    (with_parts(transfers={"wallets": ["x"]}), "transfers.wallets.0", "There is no wallet 'x'."),
    (with_parts(pools={"wallets": ["points", "x"]}), "pools.wallets.1", "There is no wallet 'x'."),
    (
        wallet(spending={"price_by_tier": {"old": "0.9"}}),
        "wallets.0.spending.price_by_tier.old",
        "There is no tier 'old'.",
    ),
    (
        wallet(cash_value=1, spending={"order_share_by_tier": {"old": "0.9"}}),
        "wallets.0.spending.order_share_by_tier.old",
        "There is no tier 'old'.",
    ),
    (with_parts(member_attributes=[{"id": "score"}]), "member_attributes.0.id", "The name 'score' is taken."),
    (with_parts(member_attributes=[{"id": "tax"}]), "member_attributes.0.id", "The name 'tax' is taken."),
    (with_parts(member_attributes=[{"id": "visits"}]), "metrics.0.id", "The name 'visits' is taken."),
    # pending and spending
    (wallet(pending={}), "wallets.0.pending", "Nothing says when pending points can be spent."),
    (
        wallet(pending={"until": "purchase"}),
        "wallets.0.pending.until",
        "Points become spendable with 'purchase', which is no activity.",
    ),
    (
        wallet(spending={"order_share": "0.5"}),
        "wallets.0.spending.order_share",
        "Points may pay a share of an order, and the wallet has no cash value.",
    ),
    (
        wallet(spending={"order_share_by_tier": {"entry": "0.5", "gold": "0.5"}}),
        "wallets.0.spending.order_share_by_tier",
        "Points may pay a share of an order, and the wallet has no cash value.",
    ),
    (
        wallet(cash_value="0.000001", decimals=3, spending={"order_share": "0.9999"}) | {"currency": "JPY"},
        "wallets.0.spending.order_share",
        "The largest order times the share over the cash value is too large.",
    ),
    (wallet(spending={"minimum": "0.5"}), "wallets.0.spending.minimum", "The number 0.5 has too many decimals."),
    (wallet(spending={"step": "0.5"}), "wallets.0.spending.step", "The number 0.5 has too many decimals."),
    # what is shared
    (
        with_parts(holds={"minutes": 60, "maximum_minutes": 30}),
        "holds.minutes",
        "A hold keeps points for 60 minutes, and at most 30 are allowed.",
    ),
    (with_parts(transfers={"wallets": ["growth"]}), "transfers.wallets.0", "The status wallet 'growth' is named here."),
    (with_parts(pools={"wallets": ["growth"]}), "pools.wallets.0", "The status wallet 'growth' is named here."),
    (
        with_parts(transfers={**TRANSFERS, "minimum": 200}),
        "transfers.maximum_per_day",
        "A transfer is at least 200 points, and at most 100 may be given in a day.",
    ),
    (
        with_parts(transfers={**TRANSFERS, "maximum_per_day": None, "minimum": 600}),
        "transfers.maximum_per_month",
        "A transfer is at least 600 points, and at most 500 may be given in a month.",
    ),
    (
        with_parts(transfers={**TRANSFERS, "fee_points": "0.5"}),
        "transfers.fee_points",
        "The number 0.5 has too many decimals.",
    ),
    # goals and budgets
    (goal(repeat=False, at_most=2), "goals.0.at_most", "The goal has at_most and is not repeated."),
    (goal(repeat=False, surplus="lost"), "goals.0.surplus", "The goal has surplus and is not repeated."),
    (goal(surplus="lost"), "goals.0.surplus", "The goal loses surplus, and nothing cuts it."),
    (goal(metric="spend"), "goals.0.repeat", "The goal is repeated on a rolling window."),
    (
        goal(metric="earned", target=1, points=1_000_000),
        "goals.0.points",
        "What the goal could give at once is too large.",
    ),
    (with_parts(budgets=[{**BUDGET, "points": "9.5"}]), "budgets.0.points", "The number 9.5 has too many decimals."),
    (ladder(trial={"tier": "entry", "days": 3}), "ladder.trial.tier", "The trial is the first tier."),
]


@pytest.mark.parametrize(("data", "path", "what"), ERRORS, ids=range(len(ERRORS)))
def test_what_does_not_belong_together_is_refused(data, path, what):
    assert [(found.path, found.what, found.severity) for found in problems(data)] == [(path, what, "error")]


WARNINGS = [
    (
        wallet(expiry={"kind": "fixed", "days": 30}, pending={"days": 30}),
        "wallets.0.pending.days",
        "Points expire 30 days after they are earned, and are pending for 30.",
    ),
    (
        wallet(spending={"minimum": 150, "step": 100}),
        "wallets.0.spending.minimum",
        "The minimum 150 is no whole multiple of the step 100.",
    ),
    (
        with_parts(transfers={**TRANSFERS, "maximum_per_day": 600}),
        "transfers.maximum_per_day",
        "More may be given in a day, 600, than in a month, 500.",
    ),
    (
        with_parts(transfers={**TRANSFERS, "fee_points": 10, "fee_percent": 10}),
        "transfers",
        "Giving 10 points costs a fee of 11, more than what is given.",
    ),
    (
        with_parts(transfers={**TRANSFERS, "wallets": ["points", "points"]}),
        "transfers.wallets.1",
        "The wallet 'points' is named twice.",
    ),
    (
        with_parts(budgets=[{**BUDGET, "rules": ["visit", "visit"]}]),
        "budgets.0.rules.1",
        "The rule 'visit' is named twice.",
    ),
    (
        with_parts(budgets=[{**BUDGET, "points": 4}]),
        "budgets.0.points",
        "The budget of 4 points is less than the 5 that 'visit' gives at once.",
    ),
    (
        policy(recovery_offset_percent=50),
        "policies.recovery_offset_percent",
        "recovery_offset_percent is set to 50, which has no effect.",
    ),
    (policy(delivery="included"), "policies.delivery", "delivery is set to included, which has no effect."),
]


@pytest.mark.parametrize(("data", "path", "what"), WARNINGS, ids=range(len(WARNINGS)))
def test_what_is_hardly_meant_is_warned_of(data, path, what):
    assert [(found.path, found.what, found.severity) for found in problems(data)] == [(path, what, "warning")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("pending", {"days": 7}), ("spending", {"minimum": 10}), ("spending", {"price_by_tier": {"gold": "0.9"}})],
)
def test_status_wallets_are_never_spent(field, value):
    data = document()
    data["wallets"][1][field] = value
    assert said(data) == [(f"wallets.1.{field}", f"The status wallet 'growth' has {field}.")]


def test_streaks_are_not_repeated():
    data = goal()
    data["metrics"][0]["measure"] = "streak"
    assert said(data) == [("goals.0.repeat", "The goal is repeated on a streak.")]


def test_budgets_do_not_add_up_points_of_different_sizes():
    data = with_parts(budgets=[{**BUDGET, "rules": ["base", "visit"], "points": "9.5"}])
    data["rules"][1]["wallet"] = "growth"
    data["wallets"][1]["decimals"] = 1
    data["ladder"]["tiers"][1]["enter"] = "visits >= 9"
    assert said(data) == [
        ("budgets.0.rules", "The rules of the budget give points of wallets with different decimals.")
    ]


def test_refunds_read_anew_where_a_rule_sees_what_is_left():
    data = policy(refund="recomputed")
    data["rules"][0]["when"] = "event = 'purchase'"
    assert [found.path for found in problems(data)] == ["policies.refund"]
    data["rules"][0]["when"] = "event = 'purchase' and amount >= 10"
    assert said(data) == []
    data["rules"][0]["when"] = "?"
    assert [found.path for found in problems(data)] == ["rules.0.when"]


TIERS = [
    {"id": "copper", "name": NAME},
    {"id": "silver", "name": NAME, "enter": "earned >= 100"},
    {"id": "gold", "name": NAME, "enter": "earned >= 200"},
]


def by_tiers(**spending):
    """The document with three tiers and these settings of spending."""
    data = wallet(cash_value="0.01", spending=spending)
    data["ladder"]["tiers"] = TIERS
    data["multipliers"][1]["by_tier"] = {"copper": 1, "silver": 1, "gold": 2}
    return data


@pytest.mark.parametrize(
    ("prices", "worse"),
    [
        ({"copper": "0.9", "silver": "0.95", "gold": "0.98"}, ["silver", "gold"]),
        ({"copper": "0.9", "silver": "0.95", "gold": "0.9"}, ["silver"]),
        ({"copper": "0.98", "silver": "0.95", "gold": "0.9"}, []),
        ({"silver": "0.9", "gold": "0.9"}, []),
    ],
)
def test_a_higher_tier_does_not_pay_more(prices, worse):
    findings = problems(by_tiers(price_by_tier=prices))
    assert [found.path.rpartition(".")[2] for found in findings if found.severity == "warning"] == sorted(worse)


def test_tiers_without_a_price_of_their_own_pay_the_whole_price():
    (finding,) = problems(by_tiers(price_by_tier={"silver": "0.9"}))
    assert finding.path == "wallets.0.spending.price_by_tier"
    assert finding.what == "The tier 'gold' pays 1 of the price, and the lower tier 'silver' only 0.9."
    assert finding.chinese is not None
    assert finding.chinese.what == "等级 'gold' 按原价的 1 兑换，而更低的等级 'silver' 只需 0.9。"


def test_a_higher_tier_may_pay_no_smaller_share_of_an_order():
    assert said(by_tiers(order_share="0.3", order_share_by_tier={"silver": "0.5", "gold": "0.6"})) == []
    (finding,) = problems(by_tiers(order_share="0.3", order_share_by_tier={"silver": "0.2", "gold": "0.4"}))
    assert finding.path == "wallets.0.spending.order_share_by_tier.silver"
    assert finding.mend == "Give 'silver' a share of 0.3 or more."


def test_a_higher_tier_does_not_earn_less():
    data = by_tiers()
    data["multipliers"][1]["by_tier"] = {"copper": "1.2", "silver": "1.5", "gold": "1.3"}
    (finding,) = problems(data)
    assert (finding.path, finding.severity) == ("multipliers.1.by_tier.gold", "warning")
    assert finding.mend == "Give 'gold' a factor of 1.5 or more."


def test_thresholds_of_one_segment_say_nothing_of_another():
    data = with_parts(member_attributes=[{"id": "segment"}])
    data["ladder"]["tiers"] = [
        {"id": "entry", "name": NAME},
        {"id": "gold", "name": NAME, "enter": "(segment = 'new' and earned >= 100) or earned >= 200"},
        {"id": "black", "name": NAME, "enter": "(segment = 'new' and earned >= 150) or earned >= 300"},
    ]
    data["multipliers"][1]["by_tier"]["black"] = 2
    assert said(data) == []
    data["ladder"]["tiers"][2]["enter"] = "(segment = 'new' and earned >= 90) or earned >= 300"
    assert [found.mend for found in problems(data)] == ["Raise it above 100."]


def test_every_case_is_a_document():
    assert load_programme(json.dumps(IN_ORDER[1])).wallets[0].spending.step == 10
