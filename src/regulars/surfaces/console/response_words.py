"""Members who respond, in words: what is assumed, where it comes from, and the figures that are told as ranges."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.responses.types import Figure, Source
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import tier_badges

ASSUMPTIONS: dict[str, tuple[Promise, Promise]] = {
    "pull": (
        gettext_lazy("Pull of a near threshold"),
        gettext_lazy("how many per cent more often members buy who are near the next tier"),
    ),
    "reset": (
        gettext_lazy("Rest after a rise"),
        gettext_lazy("how many per cent less often they buy in the weeks after"),
    ),
    "elasticity": (
        gettext_lazy("Response to more points"),
        gettext_lazy("how many per cent more they buy when one per cent of their spend more comes back"),
    ),
    "redemption": (
        gettext_lazy("Use of points in addition"),
        gettext_lazy("which part of them is redeemed as the others are, in per cent"),
    ),
    "margin": (
        gettext_lazy("Your margin"),
        gettext_lazy("what is left of sales after the goods are paid, in per cent; without it no return is told"),
    ),
}
FIGURES: dict[Figure, Promise] = {
    Figure.SALES: gettext_lazy("Sales"),
    Figure.INCREMENTAL_SALES: gettext_lazy("Sales in addition"),
    Figure.COST: gettext_lazy("Cost of what is redeemed"),
    Figure.LIABILITY: gettext_lazy("Liability at the end"),
    Figure.INCREMENTAL_COST: gettext_lazy("Cost in addition"),
    Figure.RETURN: gettext_lazy("Return"),
    Figure.MEMBERS: gettext_lazy("Members on %(tier)s"),
}


def figure_name(figure: Figure, tier: str, document: Programme) -> str:
    """What a figure is called."""
    badge = tier_badges(document).get(tier)
    return str(FIGURES[figure]) % {"tier": badge.name if badge else tier} if tier else str(FIGURES[figure])


def source_words(source: Source) -> str:
    """Where an assumption comes from."""
    if source.kind == "published":
        return source.reference
    if source.kind == "estimate":
        return _("From your own history: %(measured)s") % {"measured": source.measured}
    return _("A judgement: nobody measured it.")
