"""One benefit in force as its page shows it: every field, who has it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulars.domain.benefits.queries import figures_of
from regulars.domain.ledger.queries import tier_counts
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.verifications.queries import count_grant_codes
from regulars.engine.programme.basics import Text
from regulars.engine.programme.benefit_gradient import SCENES
from regulars.engine.programme.benefit_holders import terms_at
from regulars.engine.programme.benefit_kinds import kind_of, scenes_of
from regulars.engine.programme.benefit_spans import worded_overall
from regulars.engine.programme.benefits import Benefit
from regulars.platform.pictures import picture_path
from regulars.surfaces.console.programme_parts import TierBadge, tier_badges
from regulars.surfaces.console.reading.benefits import occasions
from regulars.surfaces.console.reading.conditions import read_condition
from regulars.surfaces.console.reading.vocabulary import Vocabulary, vocabulary_of
from regulars.surfaces.web import benefit_words as words
from regulars.surfaces.web.formatting import day, listed, money, plain_decimal


@dataclass(frozen=True)
class BilingualLine:
    """A text in both languages."""

    label: str
    chinese: str
    english: str


@dataclass(frozen=True)
class TierLine:
    """How a tier has a benefit, and how many members stand on it."""

    badge: TierBadge
    gives: str
    often: str
    members: int


def benefit_context(programme: LiveProgramme, benefit: Benefit) -> dict[str, Any]:
    """Everything that the page of a benefit says."""
    document = programme.document
    figures = figures_of(programme.id, benefit.id)
    tiers = _tiers(programme, benefit)
    return {
        "benefit": benefit,
        "name": words.in_language(benefit.name),
        "kind": words.kind_name(benefit),
        "gives": words.gives_overall(document, benefit),
        "picture": benefit.picture if benefit.picture and picture_path(benefit.picture) else "",
        "address": benefit.picture if benefit.picture and benefit.picture.startswith("https://") else "",
        "texts": list(_texts(programme, benefit)),
        "facts": list(_facts(programme, benefit)),
        "tiers": tiers,
        "standing": sum(line.members for line in tiers),
        "occasions": list(occasions(benefit, vocabulary_of(document))),
        "chosen": any(benefit.id in choice.benefits for choice in document.choices),
        "figures": figures,
        "cost": money(figures.cost_minor, document.currency),
        "codes": count_grant_codes(programme.id, benefit.id),
        "used": kind_of(benefit).used,
    }


def _texts(programme: LiveProgramme, benefit: Benefit) -> Iterator[BilingualLine]:
    """What members read, in both languages."""
    told = worded_overall(programme.document, benefit)
    yield _line(pgettext("of a thing", "Name"), benefit.name)
    yield BilingualLine(pgettext("of a benefit", "What it gives"), told["zh"], told["en"])
    yield _line(_("Description"), benefit.about)
    yield _line(_("How it is used"), benefit.guide)
    yield _line(_("Example"), benefit.example)
    yield _line(_("What else holds"), benefit.conditions)


def _line(label: str, text: Text | None) -> BilingualLine:
    return BilingualLine(label, text.zh if text else "", text.en if text else "")


def _tiers(programme: LiveProgramme, benefit: Benefit) -> list[TierLine]:
    document, counts = programme.document, tier_counts(programme.id)
    return [
        TierLine(
            badge=badge,
            gives=words.gives(benefit, terms_at(document, benefit, tier), document.currency),
            often=words.allowance_words(benefit, allowance),
            members=counts.get(tier, 0),
        )
        for tier, badge in tier_badges(document).items()
        if (allowance := benefit.tiers.get(tier)) is not None
    ]


def _facts(programme: LiveProgramme, benefit: Benefit) -> Iterator[tuple[str, str]]:
    """What the document says besides texts and tiers, each with its label."""
    document = programme.document
    yield _("Class"), f"{words.class_name(benefit)} · {words.nature_name(benefit)}"
    yield _("Scenes"), listed(SCENES[scene][words.language()] for scene in scenes_of(benefit))
    yield pgettext("of a benefit", "Holds"), _days(benefit)
    yield _("Channels"), listed(benefit.channels) or _("everywhere")
    yield _("Stores"), listed(benefit.stores) or _("all stores")
    for label, amount in ((_("One use costs you"), benefit.cost), (_("One use is worth to a member"), benefit.worth)):
        yield label, "–" if amount is None else f"{plain_decimal(amount)} {document.currency}"
    if benefit.members is not None:
        yield _("Only members with"), _condition(benefit.members, vocabulary_of(document))
    yield _("Granted by hand"), _granted(benefit)
    yield _("Who rises within a period"), _RISES[benefit.on_rise]()
    yield _("Family"), _("may use it too") if benefit.shared else _("has its own only")
    yield _("As a gift to a friend"), _("yes") if benefit.giftable else _("no")
    if benefit.replaces:
        names = {one.id: words.in_language(one.name) for one in document.benefits}
        yield _("Stands for"), listed(names.get(one, one) for one in benefit.replaces)


_RISES = {
    "full": lambda: _("has the whole higher quota"),
    "prorated": lambda: _("has the part of the higher quota that is for the rest of the period"),
}


def _days(benefit: Benefit) -> str:
    if benefit.starts_on is None and benefit.ends_on is None:
        return _("without an end")
    told = []
    if benefit.starts_on is not None:
        told.append(_("from %(day)s") % {"day": day(benefit.starts_on)})
    if benefit.ends_on is not None:
        told.append(_("before %(day)s") % {"day": day(benefit.ends_on)})
    return listed(told)


def _granted(benefit: Benefit) -> str:
    if not benefit.by_hand:
        return _("no")
    return _("yes, good for %(days)s days") % {"days": benefit.valid_days}


def _condition(text: str, vocabulary: Vocabulary) -> str:
    """A condition in words, or as it stands where it has none."""
    told = read_condition(text, vocabulary)
    return listed([*told.events, *(one.text for one in told.parts)]) or text
