"""What a benefit gives over all who may have it, in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from regulars.engine.programme.benefit_spans import worded_overall
from regulars.engine.programme.loading import load_programme
from regulars.project.settings.paths import ROOT
from tests.unit.engine.documents import NAME, document

THING = {"item": {"zh": "茶", "en": "tea"}}


def told(**parts: Any) -> tuple[str, str]:
    """A benefit of a programme with two tiers, in English and Chinese."""
    given = {"id": "x", "name": NAME, "kind": "item", "terms": {}, "cost": 1, "worth": 2} | parts
    programme = load_programme(json.dumps(document() | {"benefits": [given]}))
    words = worded_overall(programme, programme.benefits[0])
    return words["en"], words["zh"]


def by_tier(**terms: list[Any]) -> dict[str, Any]:
    """Terms of both tiers, from the lower to the higher."""
    return {
        tier: {"terms": {name: values[place] for name, values in terms.items() if values[place] is not None}}
        for place, tier in enumerate(("entry", "gold"))
    }


@pytest.mark.parametrize(
    ("parts", "english", "chinese"),
    [
        ({"kind": "percentage", "tiers": by_tier(percent=[2, 5])}, "2 to 5 % off", "减 2 至 5%"),
        (
            {"kind": "percentage", "terms": THING, "tiers": by_tier(percent=[2.5, 10], minimum=[30, 30])},
            "2.5 to 10 % off tea, on orders of 30 USD or more",
            "茶 减 2.5 至 10%，单笔满 30 USD",
        ),
        ({"terms": THING, "tiers": {"entry": {}, "gold": {}}}, "Free: tea", "免费 茶"),
        (
            {"kind": "lounge", "terms": THING, "tiers": by_tier(guests=[1, 2])},
            "tea, 1 to 2 guests welcome",
            "茶，可带 1 至 2 人",
        ),
        (
            {"kind": "shipping", "tiers": by_tier(minimum=[30, None])},
            "Free delivery, on orders of 30 USD or more / Free delivery",
            "免费送货，单笔满 30 USD / 免费送货",
        ),
        (
            {"kind": "discount", "terms": {"amount": 5}, "tiers": {"gold": {"terms": {"amount": 8}}}},
            "8 USD off",
            "立减 8 USD",
        ),
        (
            {"kind": "discount", "terms": {"amount": 5}, "tiers": {"gold": {"terms": {"amount": 8}}}, "by_hand": True},
            "5 to 8 USD off",
            "立减 5 至 8 USD",
        ),
        ({"terms": THING, "tiers": {}, "birthday": {}}, "Free: tea", "免费 茶"),
    ],
)
def test_numbers_span_and_other_differences_stand_side_by_side(
    parts: dict[str, Any], english: str, chinese: str
) -> None:
    assert told(**parts) == (english, chinese)


def test_no_benefit_of_the_club_promises_nothing() -> None:
    club = load_programme((ROOT / "programmes" / "club.yaml").read_text(encoding="utf-8"))
    words = [worded_overall(club, one)["en"] for one in club.benefits]
    assert words[0] == "2 to 5 % off our own brands"
    assert not [one for one in words if one.startswith("0 ") or " 0 " in one]
