"""What a benefit gives over all who may have it, in words: "2 to 5 % off", where every tier has other terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from regulars.engine.programme.benefit_holders import terms_at
from regulars.engine.programme.benefit_kinds import kind_of, worded
from regulars.engine.programme.benefits import Benefit, Terms
from regulars.engine.programme.model import Programme
from regulars.engine.texts import Language

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)")
_PLURAL = re.compile(r"(?<=\w)s\b")
_TO: dict[Language, str] = {"zh": "{low} 至 {high}", "en": "{low} to {high}"}
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_OTHER_WAYS = ("birthday", "anniversary", "upgrade", "moment", "by_hand")


def worded_overall(programme: Programme, benefit: Benefit) -> dict[Language, str]:
    """What a benefit gives whoever may have it; where terms differ, from the lowest to the highest number."""
    told = [worded(benefit, terms, programme.currency) for terms in _all_terms(programme, benefit)]
    return {language: _spanned(list(dict.fromkeys(one[language] for one in told)), language) for language in _LANGUAGES}


def _all_terms(programme: Programme, benefit: Benefit) -> list[Terms]:
    """The terms of all who may have a benefit, from the lowest tier on; without such as its kind has no meaning for."""
    tiers = [tier.id for tier in programme.ladder.tiers]
    if benefit.tiers and not _comes_otherwise(programme, benefit):
        tiers = [tier for tier in tiers if tier in benefit.tiers]
    found = [terms_at(programme, benefit, tier) for tier in tiers]
    required = kind_of(benefit).required
    return [one for one in found if all(getattr(one, name) is not None for name in required)] or [benefit.terms]


def _comes_otherwise(programme: Programme, benefit: Benefit) -> bool:
    """Whether members may have a benefit without standing on one of its tiers."""
    chosen = any(benefit.id in choice.benefits for choice in programme.choices)
    return chosen or any(getattr(benefit, way) for way in _OTHER_WAYS)


def _spanned(texts: Sequence[str], language: Language) -> str:
    """One text for several: where they differ in numbers alone with their span, else one beside the other."""
    parts = [_NUMBER.split(text) for text in texts]
    if len({_PLURAL.sub("", "#".join(part[::2])) for part in parts}) > 1:
        return " / ".join(texts)
    said = list(parts[-1])
    for place in range(1, len(said), 2):
        numbers = sorted((part[place] for part in parts), key=Decimal)
        low, high = numbers[0], numbers[-1]
        said[place] = low if low == high else _TO[language].format(low=low, high=high)
    return "".join(said)
