"""The benefit library as pages show it: lines by class and tier, and the gradient drawn, with what is found of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from regulars.domain.benefits.policy import gradient_findings, gradient_of, mend_of
from regulars.engine.errors import Finding
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.benefit_gradient import SCENES
from regulars.engine.programme.benefit_holders import had_by, terms_at
from regulars.engine.programme.benefits import Benefit
from regulars.engine.programme.model import Programme
from regulars.engine.texts import Words
from regulars.platform.pictures import picture_path
from regulars.surfaces.console.programme_parts import TierBadge, tier_badges
from regulars.surfaces.web import benefit_words as words
from regulars.surfaces.web.charts import Chart, Series
from regulars.surfaces.web.finding_words import finding_words
from regulars.surfaces.web.formatting import listed


@dataclass(frozen=True)
class TierCell:
    """How a tier has a benefit."""

    badge: TierBadge
    text: str


@dataclass(frozen=True)
class BenefitLine:
    """A benefit in the library. `picture` is the name of an uploaded one, or empty."""

    id: str
    name: str
    kind: str
    class_id: str
    class_name: str
    nature: str
    gives: str
    cost: str
    worth: str
    picture: str
    tiers: tuple[TierCell, ...]
    others: str


@dataclass(frozen=True)
class ScenesLine:
    """The scenes on which the benefits of a tier matter."""

    badge: TierBadge
    scenes: str


@dataclass(frozen=True)
class FoundLine:
    """A finding about the gradient, in words with the names of benefits and tiers.

    `benefit` is whose it is, where it is of one; `mends` whether it can be mended at once.
    """

    finding: Finding
    words: Words
    benefit: str
    name: str
    mends: bool


def benefit_lines(document: Programme, class_id: str = "", tier: str = "") -> list[BenefitLine]:
    """The benefits of a class and of a tier, or all, in the order of the document."""
    badges = tier_badges(document)
    held = had_by(document, tier) if tier in badges else None
    return [
        _line(document, one, badges)
        for one in document.benefits
        if class_id in ("", one.benefit_class) and (held is None or one.id in held)
    ]


def gradient_charts(document: Programme) -> list[Chart]:
    """Number, quality and scenes of the benefits of each tier, from the lowest on."""
    told = gradient_of(document)
    badges = tier_badges(document)
    labels = tuple(badges[one.tier].name for one in told)
    number: tuple[Series, ...] = (Series(_("Benefits"), tuple(one.benefits for one in told)),)
    if any(one.picks for one in told):
        number += (Series(_("To be chosen"), tuple(one.picks for one in told)),)
    worth = Series(_("Worth in a year (%(currency)s)") % {"currency": document.currency}, _worths(document))
    scenes = Series(_("Scenes"), tuple(len(one.scenes) for one in told))
    title = _("Tier")
    return [
        Chart("gradient-number", _("How many benefits"), "bar", title, labels, number),
        Chart("gradient-worth", _("What they are worth to a member"), "bar", title, labels, (worth,)),
        Chart("gradient-scenes", _("On how many scenes they matter"), "bar", title, labels, (scenes,)),
    ]


def scene_lines(document: Programme) -> list[ScenesLine]:
    """The scenes of each tier by name."""
    badges = tier_badges(document)
    return [
        ScenesLine(badges[one.tier], listed(SCENES[scene][words.language()] for scene in one.scenes))
        for one in gradient_of(document)
    ]


def gradient_lines(document: Programme, text: str = "") -> list[FoundLine]:
    """What is found of the gradient; of a draft's text also whether it can be mended at once."""
    lines = []
    for finding in gradient_findings(document):
        part, _dot, rest = finding.path.partition(".")
        place = rest.partition(".")[0]
        benefit = document.benefits[int(place)] if part == "benefits" and place.isdecimal() else None
        lines.append(
            FoundLine(
                finding=finding,
                words=_named(finding_words(finding), document),
                benefit=benefit.id if benefit else "",
                name=words.in_language(benefit.name) if benefit else "",
                mends=bool(text) and mend_of(text, document, finding) is not None,
            )
        )
    return lines


def _named(told: Words, document: Programme) -> Words:
    """The same words with names in place of the codes of tiers and benefits."""
    parts = [told.what, told.why, told.mend]
    names = {one.id: one.name for one in document.ladder.tiers} | {one.id: one.name for one in document.benefits}
    for code, name in names.items():
        parts = [part.replace(f"'{code}'", f"“{words.in_language(name)}”") for part in parts]
    return Words(*parts)


def _worths(document: Programme) -> tuple[float, ...]:
    return tuple(round(float(one.worth)) for one in gradient_of(document))


def _line(document: Programme, benefit: Benefit, badges: dict[str, TierBadge]) -> BenefitLine:
    cells = []
    for tier, badge in badges.items():
        allowance = benefit.tiers.get(tier)
        if allowance is not None:
            given = words.gives(benefit, terms_at(document, benefit, tier), document.currency)
            cells.append(TierCell(badge, f"{given} · {words.allowance_words(benefit, allowance)}"))
    return BenefitLine(
        id=benefit.id,
        name=words.in_language(benefit.name),
        kind=words.kind_name(benefit),
        class_id=benefit.benefit_class,
        class_name=words.class_name(benefit),
        nature=words.nature_name(benefit),
        gives=words.gives_overall(document, benefit),
        cost=_amount(document, benefit.cost),
        worth=_amount(document, benefit.worth),
        picture=benefit.picture if benefit.picture and picture_path(benefit.picture) else "",
        tiers=tuple(cells),
        others=listed(words.origin_name(way) for way in words.ways_of(document, benefit)),
    )


def _amount(document: Programme, amount: Decimal | None) -> str:
    """An amount with the currency's decimals, and a dash for none."""
    return "–" if amount is None else f"{amount:,.{CURRENCY_DECIMALS[document.currency]}f}"
