"""Findings about benefits, choices and what higher tiers have less of; kinds in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from regulars.engine.programme.benefit_holders import had_by, terms_at, worth_of
from regulars.engine.programme.benefit_kinds import KINDS, scenes_of, worded
from regulars.engine.programme.benefits import Benefit, Terms
from regulars.engine.programme.findings import find_problems
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Programme
from regulars.project.settings.paths import ROOT
from tests.unit.engine.documents import NAME, document, said

THING = {"item": NAME}
BOTH: dict[str, Any] = {"entry": {}, "gold": {}}


def part(identity: str = "x", kind: str = "item", **fields: Any) -> dict[str, Any]:
    """A benefit of both tiers."""
    given = {"id": identity, "name": NAME, "kind": kind, "terms": THING, "cost": 1, "worth": 2, "tiers": BOTH}
    return given | fields


def better(**fields: Any) -> dict[str, Any]:
    """A benefit that the higher tier has beside, so that it adds something."""
    return part("more", "manager", cost=None, worth=None, tiers={"gold": {}}, **fields)


def found(*benefits: dict[str, Any], **parts: Any) -> dict[str, str]:
    """What is wrong with a document that has these benefits, by path."""
    return dict(said(document() | {"benefits": [*benefits, better()]} | parts))


def choice(**fields: Any) -> dict[str, Any]:
    """A choice of two benefits."""
    given = {"id": "c", "name": NAME, "benefits": ["x", "y"], "pick": {"entry": 1, "gold": 1}}
    return given | fields


@pytest.mark.parametrize(
    "benefit",
    [
        part(),
        part(tiers={"entry": {"quota": 1, "per": "month"}, "gold": {"quota": 13, "per": "year"}}),
        part(tiers={"entry": {"quota": 1, "per": "month"}, "gold": {}}),
        part(kind="percentage", terms={}, tiers={t: {"terms": {"percent": p}} for t, p in (("entry", 3), ("gold", 5))}),
        part(kind="points", terms={"multiplier": "by_tier"}, cost=None, worth=None),
        part(tiers={}, birthday={}, anniversary={"from_tier": "gold"}),
        part(tiers={}, upgrade={"tiers": ["gold"]}, by_hand=True),
        part(tiers={}, moment={"when": "event = 'left' and note = 'a'"}, members="visits >= 3"),
        part(kind="custom", terms=THING | {"address": "https://example.com/told"}),
        part(nature="emotional", cost=None),
    ],
    ids=range(10),
)
def test_what_belongs_together_is_in_order(benefit: dict[str, Any]) -> None:
    assert found(benefit) == {}


def test_a_document_without_benefits_and_the_club_are_in_order() -> None:
    assert said(document()) == []
    club = load_programme((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"))
    assert find_problems(club, date(2026, 6, 15)) == []
    worths = [worth_of(club, tier.id) for tier in club.ladder.tiers]
    assert worths == sorted(worths)
    assert len(club.benefits) >= 12


@pytest.mark.parametrize(
    ("benefit", "path", "what"),
    [
        (part(tiers={"entry": {}, "golden": {}}), "benefits.0.tiers.golden", "There is no tier 'golden'."),
        (part(tiers={}, upgrade={"tiers": ["x"]}), "benefits.0.upgrade.tiers.0", "There is no tier 'x'."),
        (part(tiers={}, birthday={"from_tier": "x"}), "benefits.0.birthday.from_tier", "There is no tier 'x'."),
        (part(replaces=["z"]), "benefits.0.replaces.0", "There is no benefit 'z'."),
        (part(replaces=["x"]), "benefits.0.replaces.0", "The benefit 'x' replaces itself."),
        (
            part(kind="points", terms={"multiplier": "z"}, cost=None),
            "benefits.0.terms.multiplier",
            "There is no multiplier 'z'.",
        ),
        (part(terms={}), "benefits.0.tiers.entry.terms", "A benefit of the kind “Free item” says nothing of item."),
        (
            part(terms={}, tiers={}, by_hand=True),
            "benefits.0.terms",
            "A benefit of the kind “Free item” says nothing of item.",
        ),
        (
            part(terms=THING | {"percent": 5}),
            "benefits.0.terms.percent",
            "A benefit of the kind “Free item” has no use for percent.",
        ),
        (part(tiers={"entry": {"quota": 2}, "gold": {}}), "benefits.0.tiers.entry.quota", "The quota 2 has no period."),
        (
            part(tiers={"entry": {"per": "month"}, "gold": {}}),
            "benefits.0.tiers.entry.per",
            "The period month has no quota.",
        ),
        (
            part(kind="status", cost=None, tiers={"gold": {"quota": 1, "per": "year"}}),
            "benefits.0.tiers.gold.quota",
            "A benefit of the kind “Status symbol” has a quota.",
        ),
        (part(cost=None), "benefits.0", "The benefit 'x' does not say what a use costs."),
        (part(cost=3), "benefits.0.cost", "A use of 'x' costs 3 and is worth 2 to a member."),
        (part(tiers={}), "benefits.0", "Nobody has the benefit 'x'."),
        (
            part(kind="manager", cost=None, birthday={}),
            "benefits.0.birthday",
            "A benefit of the kind “Personal manager” is not used up, and this is about single uses.",
        ),
        (
            part(kind="manager", cost=None, giftable=True),
            "benefits.0.giftable",
            "A benefit of the kind “Personal manager” is not used up, and this is about single uses.",
        ),
        (
            part(shared=True),
            "benefits.0.shared",
            "The benefit 'x' is shared with the family, and the programme has no pools.",
        ),
        (
            part(moment={"when": "event = 'left' and category = 'fuel'"}),
            "benefits.0.moment.when",
            "The condition speaks of basket lines.",
        ),
        (part(members="amount > 3"), "benefits.0.members", ""),
        (part(members="visits > 3 and visits < 2"), "benefits.0.members", ""),
        (part(starts_on="2026-02-01", ends_on="2026-01-01"), "benefits.0.ends_on", ""),
    ],
    ids=range(22),
)
def test_what_is_wrong_is_found_where_it_stands(benefit: dict[str, Any], path: str, what: str) -> None:
    told = found(benefit)
    assert path in told
    assert told[path].startswith(what)


def test_benefits_that_are_over_are_told_on_that_day() -> None:
    data = Programme.model_validate(document() | {"benefits": [part(ends_on="2026-06-15"), better()]})
    assert find_problems(data, date(2026, 6, 14)) == []
    assert [finding.path for finding in find_problems(data, date(2026, 6, 15))] == ["benefits.0.ends_on"]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"benefits": ["x", "x", "y"]}, "choices.0.benefits.1"),
        ({"benefits": ["x", "more"]}, "choices.0.benefits.1"),
        ({"benefits": ["x", "z"]}, "choices.0.benefits.1"),
        ({"pick": {"entry": 3, "gold": 3}}, "choices.0.pick.entry"),
        ({"pick": {"entry": 2, "gold": 2}}, "choices.0.pick.entry"),
        ({"pick": {"entry": 1}}, "choices.0.pick.gold"),
        ({"pick": {"entry": 1, "gold": 1, "ruby": 1}}, "choices.0.pick.ruby"),
    ],
)
def test_choices_are_looked_at(fields: dict[str, Any], path: str) -> None:
    others = [part("x", tiers={}), part("y", tiers={})]
    assert found(*others, choices=[choice()]) == {}
    assert path in found(*others, choices=[choice(**fields)])


def errors(*benefits: dict[str, Any], **parts: Any) -> list[tuple[str, str]]:
    """Errors of the gradient, with their paths."""
    data = Programme.model_validate(document() | {"benefits": [*benefits]} | parts)
    return [(one.path, one.what) for one in find_problems(data) if one.severity == "error"]


def test_a_higher_tier_with_a_worse_deal_is_an_error() -> None:
    only_low = part(tiers={"entry": {}})
    assert errors(only_low, part("other", tiers={"gold": {}})) == [
        ("benefits.0.tiers", "The tier 'gold' does not have the benefit 'x', which the lower tier 'entry' has.")
    ]
    assert errors(only_low, part("other", tiers={"gold": {}}, replaces=["x"])) == []
    fewer = part(tiers={"entry": {"quota": 2, "per": "month"}, "gold": {"quota": 20, "per": "year"}})
    assert errors(fewer) == [
        (
            "benefits.0.tiers.gold.quota",
            "The tier 'gold' may use 'x' 20 times a year, and the lower tier 'entry' 24.",
        )
    ]
    limited = part(tiers={"entry": {}, "gold": {"quota": 9, "per": "day"}})
    assert errors(limited)[0][1].endswith("the lower tier 'entry' any number.")
    worse = part(
        kind="shipping",
        terms={},
        tiers={"entry": {"terms": {"minimum": 20}}, "gold": {"terms": {"minimum": 30, "most": 5}}},
    )
    assert errors(worse) == [
        (
            "benefits.0.tiers.gold.terms.minimum",
            "Of 'x' the tier 'gold' has minimum 30, and the lower 'entry' has 20: a worse deal.",
        ),
        (
            "benefits.0.tiers.gold.terms.most",
            "Of 'x' the tier 'gold' has most 5, and the lower 'entry' has nothing: a worse deal.",
        ),
    ]


def test_scenes_and_worth_must_grow_too() -> None:
    lower = part("low", "shipping", terms={}, tiers={"entry": {"quota": 1, "per": "month"}}, worth=5)
    other = part("high", tiers={"gold": {"quota": 1, "per": "month"}}, worth=5, replaces=["low"])
    assert errors(lower, other) == [
        (
            "ladder.tiers.1",
            "No benefit of the tier 'gold' matters for: delivery; those of the lower tier 'entry' do.",
        )
    ]
    cheap = other | {"scenes": ["delivery"], "worth": 4}
    assert errors(lower, cheap) == [
        ("ladder.tiers.1", "The benefits of 'gold' are worth 48.00 USD a year to a member, those of 'entry' 60.00.")
    ]
    data = document() | {"benefits": [part()]}
    assert said(data) == [
        ("ladder.tiers.1", "The tier 'gold' has no benefit that the lower tier 'entry' does not have as well.")
    ]


def test_what_a_tier_has_and_what_it_is_worth() -> None:
    data = Programme.model_validate(
        document()
        | {
            "benefits": [
                part(kind="points", terms={"multiplier": "by_tier"}, worth=None),
                part("fixed", "points", terms={"multiplier": "double"}, worth=None),
                part("y", tiers={}, birthday={"quota": 2}, worth=10),
                part("z", tiers={}, worth=7),
                part("u", tiers={}, worth=3),
            ],
            "choices": [choice(benefits=["z", "u"], per="quarter", quota=2)],
        }
    )
    assert [(one, had.by) for one, had in had_by(data, "gold").items()] == [
        ("x", "tier"),
        ("fixed", "tier"),
        ("y", "birthday"),
    ]
    assert (terms_at(data, data.benefits[0], "gold").factor, terms_at(data, data.benefits[1], "entry").factor) == (
        Decimal("1.5"),
        2,
    )
    assert worth_of(data, "gold") == 2 * 10 + 7 * 2 * 4


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_worded_in_both_languages(kind: Any) -> None:
    fields = dict.fromkeys((*KINDS[kind].required, *KINDS[kind].optional))
    values: dict[str, Any] = {
        name: NAME
        if name == "item"
        else "https://example.com"
        if name == "address"
        else "m"
        if name == "multiplier"
        else 2
        for name in fields
    }
    benefit = Benefit.model_validate({"id": "x", "name": NAME, "kind": kind, "terms": values})
    told = worded(benefit, benefit.terms, "USD")
    assert told["zh"]
    assert told["en"]
    assert "{" not in told["zh"] + told["en"]
    assert scenes_of(benefit) == KINDS[kind].scenes


def test_terms_in_words() -> None:
    terms = Terms(amount=Decimal(5), minimum=Decimal(40))
    benefit = Benefit.model_validate({"id": "x", "name": NAME, "kind": "discount"})
    assert worded(benefit, terms, "USD") == {
        "en": "5 USD off, on orders of 40 USD or more",
        "zh": "立减 5 USD，单笔满 40 USD",
    }
    points = Benefit.model_validate({"id": "x", "name": NAME, "kind": "points"})
    assert worded(points, Terms(), "USD") == {"en": "More points", "zh": "积分加速"}


@pytest.mark.parametrize(
    "fields",
    [
        {"picture": "javascript:alert(1)"},
        {"cost": -1},
        {"kind": "unheard"},
        {"terms": {"address": "ftp://example.com"}},
    ],
)
def test_what_no_benefit_can_be_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Benefit.model_validate({"id": "x", "name": NAME, "kind": "item"} | fields)
