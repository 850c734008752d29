"""Everything that is wrong with a document and takes more than one field to see."""

import pytest

from regulars.engine.programme.standing import contrast_with_white
from tests.unit.engine.documents import NAME, document, problems, said


def at(data, path, value):
    """The document with the value at a dotted path."""
    *steps, last = path.split(".")
    part = data
    for step in steps:
        part = part[int(step)] if step.isdecimal() else part[step]
    part[int(last) if last.isdecimal() else last] = value
    return data


def test_the_example_is_in_order():
    assert problems(document()) == []


CASES = [
    # references
    ("currency", "USX", "currency", "There is no currency 'USX'."),
    ("time_zone", "Asia/Shangai", "time_zone", "There is no time zone 'Asia/Shangai'."),
    ("time_zone", "../etc", "time_zone", "There is no time zone '../etc'."),
    ("rules.1.id", "base", "rules.1.id", "The id 'base' stands at rules.0 already."),
    ("ladder.tiers.1.id", "entry", "ladder.tiers.1.id", "The id 'entry' stands at ladder.tiers.0 already."),
    ("attributes.0.id", "amount", "attributes.0.id", "The name 'amount' is taken."),
    ("attributes.0.id", "order_key", "attributes.0.id", "The name 'order_key' is taken."),
    ("metrics.0.id", "score", "metrics.0.id", "The name 'score' is taken."),
    ("metrics.0.id", "balance_points", "metrics.0.id", "The name 'balance_points' is taken."),
    ("rules.0.wallet", "point", "rules.0.wallet", "There is no wallet 'point'."),
    ("metrics.2.wallet", "grow", "metrics.2.wallet", "There is no wallet 'grow'."),
    ("limits.0.wallet", "x", "limits.0.wallet", "There is no wallet 'x'."),
    ("goals.0.wallet", "x", "goals.0.wallet", "There is no wallet 'x'."),
    ("goals.0.metric", "visit", "goals.0.metric", "There is no metric 'visit'."),
    ("rules.0.group", "occasions", "rules.0.group", "There is no group 'occasions'."),
    ("multipliers.0.group", "x", "multipliers.0.group", "There is no group 'x'."),
    ("multipliers.0.applies_to", ["base", "bse"], "multipliers.0.applies_to.1", "There is no rule 'bse'."),
    (
        "multipliers.1.by_tier",
        {"entry": 1, "gold": 2, "gild": 3},
        "multipliers.1.by_tier.gild",
        "There is no tier 'gild'.",
    ),
    # coherence
    ("wallets.1.cash_value", 1, "wallets.1.cash_value", "The status wallet 'growth' has cash_value."),
    ("rules.1.award.whole_steps", True, "rules.1.award.whole_steps", "The award counts whole steps, and has no per."),
    ("wallets.0.expiry", {"months": 1}, "wallets.0.expiry", "Points that never expire have a term."),
    ("wallets.0.expiry", {"until": "year_end"}, "wallets.0.expiry", "Points that never expire have a term."),
    ("wallets.0.expiry", {"kind": "fixed"}, "wallets.0.expiry", "The expiry has neither months nor days."),
    (
        "wallets.0.expiry",
        {"kind": "fixed", "days": 1, "months": 1},
        "wallets.0.expiry",
        "The expiry has both months and days.",
    ),
    (
        "wallets.0.expiry",
        {"kind": "sliding", "days": 1, "until": "year_end"},
        "wallets.0.expiry.until",
        "A sliding expiry is moved to the end of a period.",
    ),
    ("metrics.0.window", {"kind": "calendar"}, "metrics.0.window", "A calendar window has to have period alone."),
    (
        "metrics.0.window",
        {"kind": "rolling", "days": 1, "months": 1},
        "metrics.0.window",
        "A rolling window has to have days or months alone.",
    ),
    (
        "metrics.0.window",
        {"kind": "lifetime", "days": 1},
        "metrics.0.window",
        "A lifetime window has fields it does not use.",
    ),
    (
        "metrics.0.measure",
        "streak",
        "metrics.0.window.kind",
        "A streak looks at a window that is not a calendar period.",
    ),
    ("metrics.1.of", None, "metrics.1", "A sum does not say of what."),
    ("metrics.0.measure", "distinct", "metrics.0", "A distinct does not say of what."),
    ("metrics.0.of", "amount", "metrics.0.of", "A metric that measures count has of."),
    ("metrics.2.when", "hour = 1", "metrics.2.when", "A metric that measures earned has when."),
    ("metrics.0.wallet", "points", "metrics.0.wallet", "A metric that measures count has wallet."),
    ("metrics.2.wallet", None, "metrics.2", "A metric of earned points does not say in which wallet."),
    ("rules.0.award.per_item", True, "rules.0.award", "The award is per amount and per item at once."),
    ("rules.1.award.of", "amount", "rules.1.award.of", "A fixed award has of."),
    ("rules.1.award.points", "0.5", "rules.1.award.points", "The number 0.5 has too many decimals."),
    ("rules.0.limits.0.points", "1.5", "rules.0.limits.0.points", "The number 1.5 has too many decimals."),
    ("limits.0.points", "1.5", "limits.0.points", "The number 1.5 has too many decimals."),
    ("goals.0.points", "1.5", "goals.0.points", "The number 1.5 has too many decimals."),
    ("goals.0.points", None, "goals.0", "The goal has a wallet without points."),
    ("goals.0.wallet", None, "goals.0", "The goal has points without a wallet."),
    ("multipliers.0.factor", None, "multipliers.0", "The multiplier has no factor and no by_tier."),
    ("multipliers.1.factor", 2, "multipliers.1", "The multiplier has both a factor and by_tier."),
    ("multipliers.1.by_tier", {"entry": 1}, "multipliers.1.by_tier", "There is no factor for gold."),
    # expressions
    ("rules.0.when", "amout > 1", "rules.0.when", "At character 1: There is no name 'amout'."),
    ("multipliers.0.when", "sku = 'a'", "multipliers.0.when", "At character 1: 'sku' cannot be used here."),
    ("metrics.0.when", "tier = 'gold'", "metrics.0.when", "At character 1: 'tier' cannot be used here."),
    ("metrics.1.of", "store", "metrics.1.of", "At character 1: Here is a text where a number is needed."),
    (
        "ladder.tiers.1.enter",
        "visits > 3 and amount > 1",
        "ladder.tiers.1.enter",
        "At character 16: 'amount' cannot be used here.",
    ),
    ("ladder.tiers.1.keep", "visits", "ladder.tiers.1.keep", "At character 1: Here is a whole number where a "),
    ("rules.0.award.of", "visits", "rules.0.award.of", "At character 1: 'visits' cannot be used here."),
    ("rules.0.when", "hour = 25", "rules.0.when", "This condition can never hold."),
    ("rules.1.when", "event = 'tick'", "rules.1.when", "This condition can never hold."),
    # ladder
    ("ladder.tiers.0.enter", "visits > 1", "ladder.tiers.0.enter", "The first tier has a condition."),
    ("ladder.tiers.0.keep", "visits > 1", "ladder.tiers.0.keep", "The first tier has a condition."),
    ("ladder.tiers.1.enter", None, "ladder.tiers.1", "Nothing says when a member enters 'gold'."),
    (
        "ladder.tiers.1.keep",
        "earned > 100",
        "ladder.tiers.1.keep",
        "Keeping the tier needs more earned than entering it.",
    ),
    (
        "ladder.tiers.1.colour",
        "#cccccc",
        "ladder.tiers.1.colour",
        "White text on #cccccc has a contrast of 1.6 to 1.",
    ),
]


@pytest.mark.parametrize(("path", "value", "where", "what"), CASES, ids=range(len(CASES)))
def test_one_thing_wrong(path, value, where, what):
    found = [(place, words[: len(what)]) for place, words in said(at(document(), path, value))]
    assert (where, what) in found


def test_currencies_and_ids_are_answered_with_the_nearest():
    data = at(at(document(), "currency", "CNX"), "rules.0.wallet", "pionts")
    mends = {finding.path: finding.mend for finding in problems(data)}
    assert mends["rules.0.wallet"] == "Did you mean 'points'?"
    assert mends["currency"].startswith("Did you mean 'CN")
    unknown = {finding.path: finding.mend for finding in problems(at(at(document(), "groups", []), "time_zone", "??"))}
    assert unknown["multipliers.0.group"] == "Define one first."
    assert unknown["time_zone"] == "Use a name such as Asia/Shanghai or America/New_York."


@pytest.mark.parametrize(("field", "part"), [("rules.0", "rules.0"), ("multipliers.0", "multipliers.0")])
def test_dates_the_wrong_way_round(field, part):
    data = at(at(document(), f"{field}.starts_on", "2026-05-01"), f"{field}.ends_on", "2026-05-01")
    expected = "It ends on 2026-05-01, not after it starts on 2026-05-01."
    assert said(data) == [(f"{part}.ends_on", expected)]


def test_second_limits_are_warned_of():
    data = document()
    data["rules"][0]["limits"] *= 2
    data["limits"] *= 2
    assert [(finding.path, finding.severity) for finding in problems(data)] == [
        ("limits.1.per", "warning"),
        ("rules.0.limits.1.per", "warning"),
    ]


def test_thresholds_that_do_not_grow_are_warned_of():
    data = document()
    data["ladder"]["tiers"] += [
        {"id": "black", "name": NAME, "enter": "visits >= 5"},
        {"id": "platinum", "name": NAME, "enter": "visits >= 5 or earned >= 300"},
    ]
    data["multipliers"].pop()
    (finding,) = problems(data)
    assert (finding.path, finding.severity) == ("ladder.tiers.3.enter", "warning")
    assert finding.mend == "Raise it above 5."


def test_settings_of_reviews_without_a_review_are_warned_of():
    data = document()
    data["ladder"] |= {"review": None, "grace_days": 5, "minimum_stay_days": 5}
    assert [(finding.path, finding.severity) for finding in problems(data)] == [
        ("ladder.grace_days", "warning"),
        ("ladder.minimum_stay_days", "warning"),
    ]


def test_whole_steps_are_whole_in_what_they_count():
    steps = {"points": 1, "per": 2.5, "whole_steps": True}
    (finding,) = problems(at(document(), "rules.0.award", {**steps, "of": "quantity"}))
    assert (finding.path, finding.what) == ("rules.0.award.per", "The award counts whole steps of 2.5.")
    assert problems(at(document(), "rules.0.award", {**steps, "of": "amount"})) == []
    (finding,) = problems(at(document(), "rules.0.award", {**steps, "per": 2.505}))
    assert finding.path == "rules.0.award.per"


def test_awards_per_item_count_things():
    data = at(document(), "rules.0.award", {"points": 1, "per_item": True, "of": "line_amount"})
    assert said(data) == [("rules.0.award.of", "An award per item counts money.")]
    assert said(at(document(), "rules.0.award", {"points": 1, "per_item": True, "of": "quantity"})) == []
    assert said(at(document(), "rules.0.award", {"points": 1, "per_item": True})) == []


def test_distinct_values_are_those_of_events():
    metric = {"id": "stores", "name": NAME, "measure": "distinct", "of": "store", "window": {"kind": "lifetime"}}
    data = document()
    data["metrics"].append(metric)
    assert said(data) == []
    metric["of"] = "category"
    assert said(data) == [("metrics.3.of", "At character 1: 'category' cannot be used here.")]


SHADOWED = (
    "multipliers.1",
    "Whenever the multiplier holds, 'm0' of the same group holds, too, and wins.",
)
TOO_LARGE = ("rules.0.award", "The largest amount times the rate times the multipliers is too large.")


@pytest.mark.parametrize(
    ("policy", "group", "factors", "expected"),
    [
        ("multiply", None, ["1.0001"] * 2, [TOO_LARGE]),
        ("add", None, ["1.0001"] * 2, [TOO_LARGE]),
        ("multiply", "sum", ["1.0001"] * 2, [TOO_LARGE]),
        ("multiply", "occasion", ["1.0002", "1.0001"], [SHADOWED]),
        ("multiply", None, ["1.1"] * 2, []),
    ],
)
def test_what_could_leave_64_bits_is_refused(policy, group, factors, expected):
    data = document()
    data["policies"] = {"multipliers": policy}
    data["groups"].append({"id": "sum", "mode": "add"})
    data["multipliers"] = [
        {"id": f"m{number}", "name": NAME, "factor": factor, "group": group} for number, factor in enumerate(factors)
    ]
    assert said(data) == expected


def test_large_rates_are_refused_and_other_rules_keep_their_multipliers():
    data = at(document(), "rules.0.award", {"points": 1_000_000, "per": "0.01", "of": "amount * 1000"})
    assert said(data) == [TOO_LARGE]
    data = at(document(), "multipliers.0.applies_to", ["visit"])
    assert said(at(data, "rules.0.award", {"points": 7, "per_item": True})) == []


def test_order_does_not_depend_on_what_is_looked_at_first():
    data = at(at(document(), "rules.1.wallet", "x"), "currency", "XXX")
    data = at(at(data, "goals.0.metric", "x"), "rules.0.when", "?")
    assert [finding.path for finding in problems(data)] == [
        "currency",
        "goals.0.metric",
        "rules.0.when",
        "rules.1",
        "rules.1.wallet",
    ]


def test_contrast_is_that_of_wcag():
    assert [round(contrast_with_white(colour), 2) for colour in ("#000000", "#ffffff", "#767676")] == [21, 1, 4.54]
