"""Numbers of a programme, and what is looked for by trying them, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from regulars.domain.replay.types import Goal
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.web.formatting import money, plain_decimal
from regulars.surfaces.web.part_names import field_name, section_name

_APART = " · "


def number_name(document: Programme, address: str) -> str:
    """What the number at an address is called, such as "Tier Growth · enter · growth in 12 months"."""
    path, _apart, column = address.partition("/")
    steps = path.split(".")
    depth = 2 if steps[:2] == ["ladder", "tiers"] else 1
    section, rest = ".".join(steps[:depth]), steps[depth:]
    part = _part(document, section, rest[0]) if rest else None
    told = [section_name(section)]
    if part is not None:
        named = getattr(part, "name", None)
        told, rest = [f"{told[0]} {in_language(named) if named is not None else rest[0]}"], rest[1:]
    if rest:
        told.append(field_name(".".join(rest)))
    if column:
        told.append(_column_name(document, column))
    return _APART.join(told)


def goal_title(goal: Goal, document: Programme) -> str:
    """The figure that a goal speaks of."""
    if goal.figure == "tier":
        badges = list(tier_badges(document).values())
        badge = next(one for one in badges if one.id == goal.tier)
        return badge.name if badge == badges[-1] else _("%(tier)s or above") % {"tier": badge.name}
    return _("Worth of points issued") if goal.figure == "issued" else _("Liability at the end")


def goal_words(goal: Goal, document: Programme) -> str:
    """What is looked for, such as "Growth or above: 40%" or "Liability at the end: at most $9,000.00"."""
    shown = {"figure": goal_title(goal, document), "wanted": goal_amount(goal, goal.wanted, document)}
    return (_("%(figure)s: at most %(wanted)s") if goal.at_most else _("%(figure)s: %(wanted)s")) % shown


def goal_amount(goal: Goal, value: Decimal, document: Programme) -> str:
    """A value of the figure that a goal speaks of; shares to two decimals."""
    if goal.figure == "tier":
        return f"{plain_decimal(value.quantize(Decimal('0.01')).normalize())}%"
    return money(int(value), document.currency)


def minor_of(amount: Decimal, document: Programme) -> Decimal:
    """An amount in the currency, in minor units."""
    return amount.scaleb(CURRENCY_DECIMALS[document.currency])


def _part(document: Programme, section: str, identity: str) -> Any:
    """The part of a list of parts that has this id; None where the section is no list of such."""
    found: Any = document
    for step in section.split("."):
        found = getattr(found, step, None)
    parts = found if isinstance(found, list | tuple) else ()
    return next((one for one in parts if getattr(one, "id", None) == identity), None)


def _column_name(document: Programme, column: str) -> str:
    """What a number in a condition is compared with: a metric by its name, else the column's own words."""
    plain, _mark, which = column.partition("#")
    metric = _part(document, "metrics", plain)
    named = getattr(metric, "name", None)
    words = in_language(named) if named is not None else plain.replace("_", " ")
    return f"{words} ({which})" if which else words
