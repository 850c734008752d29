"""The parts of a document about pending points, spending, sharing, budgets and repeated goals, in words."""

import pytest
from django.utils import translation

from regulars.engine.programme.model import Policies, Programme
from regulars.surfaces.console.reading.earning import budget_sentences, goal_sentences, rule_sentences
from regulars.surfaces.console.reading.ladder import rungs
from regulars.surfaces.console.reading.policies import policy_words
from regulars.surfaces.console.reading.sharing import sharing_sentences
from regulars.surfaces.console.reading.spans import notice_words, review_words
from regulars.surfaces.console.reading.vocabulary import vocabulary_of
from regulars.surfaces.console.reading.wallets import wallet_lines
from tests.unit.engine.documents import document

POINTS = {"zh": "积分", "en": "points"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(**changed):
    """The document with some parts replaced, and its vocabulary."""
    data = document()
    data["wallets"][0] |= {"name": POINTS, **changed.pop("wallet", {})}
    data["goals"][0] |= changed.pop("goal", {})
    data["ladder"] |= changed.pop("ladder", {})
    data["rules"][0]["award"] |= changed.pop("award", {})
    programme = Programme.model_validate({**data, **changed})
    return programme, vocabulary_of(programme)


@pytest.mark.parametrize(
    ("changed", "notes"),
    [
        ({}, ()),
        ({"pending": {"days": 7}}, ("Can be spent 7 days after they were earned.",)),
        (
            {"pending": {"until": "delivered"}},
            ("Can be spent once the activity “delivered” confirms their order.",),
        ),
        (
            {"pending": {"until": "delivered", "days": 14}},
            ("Can be spent once the activity “delivered” confirms their order, at the latest after 14 days.",),
        ),
        (
            {"spending": {"minimum": 100, "step": 10, "order_share": "0.5"}},
            ("At least 100 are redeemed at once, in steps of 10.", "They pay at most 50% of an order."),
        ),
        ({"spending": {"minimum": 100}}, ("At least 100 are redeemed at once.",)),
        ({"spending": {"step": 10}, "visible": False}, ("They are redeemed in steps of 10.", "Members do not see it.")),
    ],
)
def test_wallets_say_when_and_how_they_are_spent(changed, notes):
    programme, _ = read(wallet=changed)
    assert wallet_lines(programme)[0].notes == notes


def test_tiers_say_what_differs_between_them():
    spending = {"order_share_by_tier": {"gold": "0.5"}, "price_by_tier": {"gold": "0.95"}}
    entry, gold = rungs(*read(wallet={"spending": spending}))
    assert [factor.factor for factor in entry.factors] == ["×1"]
    assert [(factor.name, factor.factor) for factor in gold.factors[1:]] == [
        ("Part of an order that points may pay", "50%"),
        ("Price of rewards in points", "95%"),
    ]


def test_budgets_say_how_much_and_of_which_rules():
    budget = {"id": "pot", "name": POINTS, "rules": ["visit"], "per": "month", "points": 5000}
    programme, _ = read(budgets=[budget])
    (sentence,) = budget_sentences(programme)
    assert sentence.text == "At most 5,000 points for all members together a month."
    assert sentence.notes == ("Drawn on by: Name.",)


def test_awards_by_whole_steps_say_so():
    sentence, *_ = rule_sentences(*read(award={"per": 10, "whole_steps": True}))
    assert sentence.text == "On purchase: 1 points for each full $10 spent."


@pytest.mark.parametrize(
    ("goal", "notes"),
    [
        ({"repeat": True}, ["Reached again with each further target."]),
        (
            {"repeat": True, "at_most": 2},
            [
                "Reached again with each further target.",
                "At most 2 times at once.",
                "Progress beyond that counts later.",
            ],
        ),
        (
            {"repeat": True, "at_most": 1, "surplus": "lost"},
            ["Reached again with each further target.", "At most 1 time at once.", "Progress beyond that is lost."],
        ),
    ],
)
def test_goals_say_how_often(goal, notes):
    (sentence,) = goal_sentences(*read(goal=goal))
    assert sentence.notes == ("Gives 50 points.", *notes)


def test_what_is_shared_is_told():
    transfers = {"wallets": ["points"], "minimum": 100, "maximum_per_day": 2000, "maximum_per_month": 5000}
    told = sharing_sentences(*read(transfers={**transfers, "fee_percent": 5}, pools={"wallets": ["points"]}))
    assert [(sentence.id, sentence.text) for sentence in told] == [
        ("transfers", "Members may give each other points."),
        ("pools", "Families may spend points together; each member's points stay their own."),
        ("holds", "A checkout may hold points for 30 minutes before it takes them or lets them go."),
    ]
    assert told[0].notes == (
        "At least 100 at once.",
        "At most 2,000 a day.",
        "At most 5,000 a month.",
        "The giver pays a fee of 5% on top.",
        "Given points expire as they would have.",
    )
    assert (told[1].notes, told[2].notes) == (
        ("At most 6 members each.",),
        ("It may ask for 1440 minutes at the most.",),
    )


@pytest.mark.parametrize(
    ("fee", "notes"),
    [
        ({"fee_points": 10}, ["The giver pays a fee of 10 points on top."]),
        ({"fee_points": 10, "fee_percent": 2}, ["The giver pays a fee of 2% and 10 points on top."]),
        ({}, []),
    ],
)
def test_fees_are_told(fee, notes):
    transfers = {"wallets": ["points"], "keeps_expiry": False, **fee}
    (sentence, _) = sharing_sentences(*read(transfers=transfers))
    assert sentence.notes == (*notes, "Given points expire as if earned anew.")


@pytest.mark.parametrize(
    ("every", "words"),
    [
        ("month", "Tiers are lost on the first day of a month only."),
        ("quarter", "Tiers are lost on 1 January, 1 April, 1 July and 1 October only."),
        ("year", "Tiers are lost on 1 January only."),
        ("anniversary", "Tiers are lost on the anniversary of enrolment only."),
    ],
)
def test_evaluation_and_trial_in_words(every, words):
    programme, _ = read(ladder={"review": None, "evaluation": {"every": every}, "trial": {"tier": "gold", "days": 30}})
    assert review_words(programme.ladder)[1:3] == ["Every new member has the tier Name for 30 days.", words]


def test_notices_in_words():
    programme, _ = read(ladder={"notice_days": 14, "near_percent": 90})
    assert notice_words(programme.ladder) == [
        "A fall is announced 14 days ahead.",
        "Whoever has come 90% of the way to the next tier is near it.",
    ]
    programme, _ = read(ladder={"review": None})
    assert len(notice_words(programme.ladder)) == 1


@pytest.mark.parametrize(
    ("policies", "choices"),
    [
        ({}, {"returned_minimum_days": "Until they would have expired."}),
        (
            {"refund_shortfall": "recovery", "recovery_offset_percent": 50, "returned_minimum_days": 30},
            {
                "recovery_offset_percent": "50% of new points go towards what a member owes.",
                "returned_minimum_days": "Until they would have expired, but 30 days at the least.",
            },
        ),
        ({"spent_points": "kept", "refund": "recomputed"}, {"spent_points": "Stay spent."}),
    ],
)
def test_policies_with_numbers_have_words(policies, choices):
    words = {policy.id: str(policy.choice) for policy in policy_words(Policies.model_validate(policies))}
    assert {name: words.get(name) for name in choices} == choices
    assert ("recovery_offset_percent" in words) == ("recovery_offset_percent" in choices)


def test_every_choice_of_every_policy_has_words():
    for name, field in Policies.model_json_schema()["properties"].items():
        for choice in field.get("enum", ()):
            words = {policy.id for policy in policy_words(Policies.model_validate({name: choice}))}
            assert name in words, (name, choice)
