"""Expressions and documents in words."""

from decimal import Decimal

import pytest
from django.utils import translation

from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Expiry, Ladder, Limit, Tier, Window
from regulars.project.settings.paths import ROOT
from regulars.surfaces.console.reading.conditions import read_condition
from regulars.surfaces.console.reading.earning import multiplier_sentences, rule_sentences
from regulars.surfaces.console.reading.spans import expiry_words, review_words, window_words
from regulars.surfaces.console.reading.vocabulary import Vocabulary, vocabulary_of

CLUB = load_programme((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def vocabulary() -> Vocabulary:
    return vocabulary_of(CLUB)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "events", "parts"),
    [
        ("event = 'purchase'", ["purchase"], []),
        ("event in ('purchase', 'visit')", ["purchase", "visit"], []),
        ("event = 'purchase' and amount >= 100.50", ["purchase"], ["order amount at least $100.50"]),
        ("amount < 20", [], ["order amount below $20"]),
        ("weekday = 3", [], ["weekday is Wednesday"]),
        ("hour between 9 and 11", [], ["hour of the day from 9 to 11"]),
        ("category not in ('A', 'B')", [], ["category is none of “A”, “B”"]),
        ("channel in ('app') or store is null", [], ["channel is one of “app” or store is not known"]),
        ("store is not null", [], ["store is known"]),
        ("birthday_month", [], ["in the month of the member's birthday"]),
        ("not (quantity > 3)", [], ["not: quantity above 3"]),
        (
            "tier = 'premium' and growth_in_12_months >= 1000",
            [],
            ["tier is Premium", "Growth points in 12 months at least 1,000"],
        ),
        ("balance_points <> 0", [], ["balance of Points is not 0"]),
        ("spend_this_year > 1000", [], ["Spend this year above $1,000"]),
        (
            "(weekday = 1 and hour < 9) or weekday = 7",
            [],
            ["(weekday is Monday and hour of the day below 9) or weekday is Sunday"],
        ),
        ("true", [], ["always"]),
        ("coalesce(category, '') not in ('A')", [], ["category is none of “A”"]),
        ("campaign like 'S%'", [], ["campaign like “S%”"]),
        ("campaign not like 'S%'", [], ["campaign not like “S%”"]),
    ],
)
def test_conditions_have_words(text, events, parts, vocabulary) -> None:
    condition = read_condition(text, vocabulary)
    assert list(condition.events) == events
    assert [phrase.text for phrase in condition.parts] == parts
    assert not any(phrase.is_code for phrase in condition.parts)


@pytest.mark.parametrize(
    "text",
    ["amount + discount >= 10", "lower(category) = 'tea'", "abs(quantity) = 1", "coalesce(category, 'tea') = 'tea'"],
)
def test_what_has_no_words_is_shown_as_it_stands(text, vocabulary) -> None:
    (phrase,) = read_condition(text, vocabulary).parts
    assert phrase.is_code
    assert phrase.text.lower() == text.lower()


def test_every_condition_of_the_club_has_words_in_both_languages() -> None:
    texts = [rule.when for rule in CLUB.rules] + [part.when for part in CLUB.multipliers if part.when]
    texts += [text for tier in CLUB.ladder.tiers for text in (tier.enter, tier.keep) if text]
    for language in ("en", "zh-hans"):
        with translation.override(language):
            words = vocabulary_of(CLUB)
            assert not any(phrase.is_code for text in texts for phrase in read_condition(text, words).parts)


def test_rules_are_sentences(vocabulary) -> None:
    sentences = {sentence.id: sentence for sentence in rule_sentences(CLUB, vocabulary)}
    assert sentences["spend"].text == "On purchase: 1 Points for each $1 spent."
    assert sentences["third_visit"].text == "On purchase: 20 Points."
    assert sentences["third_visit"].notes == ("At most 20 points per member a week.",)
    with translation.override("zh-hans"):
        (first, *_) = rule_sentences(CLUB, vocabulary_of(CLUB))
        assert first.text == "消费时，每消费 $1 得 1 积分。"


def test_multipliers_say_their_factors(vocabulary) -> None:
    sentences = {sentence.id: sentence for sentence in multiplier_sentences(CLUB, vocabulary)}
    assert sentences["tier_factor"].text == "By tier: Entry ×1, Growth ×1.2, Premium ×1.5, Leader ×2."
    assert sentences["member_day"].text == "×2."
    assert sentences["member_day"].notes == (
        "Only the best of the group “occasion” counts.",
        "Applies to: Points for spending.",
    )


@pytest.mark.parametrize(
    ("expiry", "words"),
    [
        (Expiry(), "Never expire."),
        (Expiry(kind="fixed", days=1), "Expire 1 day after they were earned."),
        (
            Expiry(kind="fixed", months=12, until="year_end"),
            "Expire 12 months after they were earned, at the end of that year.",
        ),
        (
            Expiry(kind="sliding", months=6),
            "Expire 6 months after the member's last purchase or activity; each one moves the date.",
        ),
    ],
)
def test_expiry_in_words(expiry, words) -> None:
    assert expiry_words(expiry) == words


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(kind="calendar", period="quarter"), "this calendar quarter"),
        (Window(kind="rolling", days=60), "the last 60 days"),
        (Window(kind="anniversary"), "the present membership year"),
        (Window(kind="lifetime"), "since enrolment"),
    ],
)
def test_windows_in_words(window, words) -> None:
    assert window_words(window) == words


def test_a_ladder_without_review_lets_nobody_fall() -> None:
    ladder = Ladder(tiers=[Tier.model_validate({"id": "only", "name": {"zh": "一", "en": "One"}})])
    assert review_words(ladder)[-1] == "There is no review: nobody falls."
    assert len(review_words(CLUB.ladder)) == 5


def test_limits_take_every_period() -> None:
    periods = ("event", "day", "week", "month", "quarter", "year", "lifetime")
    rules = [CLUB.rules[0].model_copy(update={"limits": [Limit(per=period, points=Decimal(10))]}) for period in periods]
    document = CLUB.model_copy(update={"rules": rules})
    notes = [sentence.notes[0] for sentence in rule_sentences(document, vocabulary_of(document))]
    assert notes[0] == "At most 10 points per member in one event."
    assert len(set(notes)) == len(periods)
