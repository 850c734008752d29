"""Benefits in the words that members read: what they give, how much is left, until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.domain.benefits.types import MemberBenefit, Origin, TierBenefit, TierTerms
from regulars.engine.programme.benefit_kinds import kind_of, worded
from regulars.engine.programme.benefits import Benefit, Terms
from regulars.engine.programme.model import Programme
from regulars.platform.clock import now
from regulars.surfaces.portal.words import in_language
from regulars.surfaces.web.formatting import clock_time, day, is_chinese, moment

_SOON = timedelta(hours=36)
_ICONS = {
    "percentage": "discount",
    "discount": "ticket",
    "points": "coins",
    "item": "shopping-bag",
    "gift": "gift",
    "shipping": "home",
    "priority": "clock",
    "access": "crown",
    "seat": "calendar",
    "status": "trophy",
    "manager": "user",
    "lounge": "building-store",
}
_ORIGINS: dict[Origin, Promise] = {
    Origin.BIRTHDAY: gettext_lazy("For your birthday"),
    Origin.ANNIVERSARY: gettext_lazy("For your anniversary with us"),
    Origin.CHOICE: gettext_lazy("Your choice"),
    Origin.HAND: gettext_lazy("A present from us"),
    Origin.CAMPAIGN: gettext_lazy("A present from us"),
    Origin.UPGRADE: gettext_lazy("For your new tier"),
    Origin.MOMENT: gettext_lazy("Just for now"),
    Origin.GIFT: gettext_lazy("From a friend"),
    Origin.PLAN: gettext_lazy("From your plan"),
}
_PERIODS: dict[str, Promise] = {
    "day": gettext_lazy("a day"),
    "week": gettext_lazy("a week"),
    "month": gettext_lazy("a month"),
    "quarter": gettext_lazy("a quarter"),
    "year": gettext_lazy("a year"),
    "lifetime": gettext_lazy("in all"),
}


@dataclass(frozen=True)
class BenefitLine:
    """A benefit that the member has: what it gives, what is left, until when, through what."""

    held: MemberBenefit
    name: str
    gives: str
    left: str
    until: str
    origin: str
    icon: str
    shared: bool

    @property
    def usable(self) -> bool:
        """Whether it is something to use, of which there is some."""
        return kind_of(self.held.benefit).used and not self.held.used_up


def gives(benefit: Benefit, terms: Terms, currency: str) -> str:
    """What a benefit with these terms gives, in the reader's language."""
    return worded(benefit, terms, currency)["zh" if is_chinese() else "en"]


def icon_of(benefit: Benefit) -> str:
    """The symbol of its kind."""
    return _ICONS.get(benefit.kind, "check")


def benefit_lines(programme: Programme, held: Iterable[MemberBenefit], member_id: int) -> list[BenefitLine]:
    """What the member has, in words: what can be used first, what is used up last."""
    lines = [_line(programme, one, member_id) for one in held]
    return sorted(lines, key=lambda line: (line.held.used_up, not line.usable, not _is_soon(line.held.valid_until)))


def tier_words(benefit: TierBenefit, tier: str, currency: str) -> tuple[str, str] | None:
    """How a tier has a benefit: its name and what it gives how often; None where it does not have it."""
    terms = benefit.by_tier.get(tier)
    if terms is None:
        return None
    told = [gives(benefit.benefit, terms.terms, currency), _how_often(terms)]
    name = in_language(benefit.benefit.name)
    return name, (" · ").join(one for one in told if one and one != name)


def _line(programme: Programme, held: MemberBenefit, member_id: int) -> BenefitLine:
    name, given = in_language(held.benefit.name), gives(held.benefit, held.terms, programme.currency)
    return BenefitLine(
        held=held,
        name=name,
        gives="" if given == name else given,
        left=_left(held),
        until=_until(held.valid_until),
        origin=str(_ORIGINS[held.origin]) if held.origin in _ORIGINS else "",
        icon=icon_of(held.benefit),
        shared=held.holder != member_id,
    )


def _left(held: MemberBenefit) -> str:
    if not kind_of(held.benefit).used or held.left is None or held.quota is None:
        return ""
    if held.used_up:
        return _("Used up")
    if held.quota == 1:
        return _("Once")
    return _("%(left)d of %(quota)d left") % {"left": held.left, "quota": held.quota}


def _until(until: datetime | None) -> str:
    """The last moment at which it holds: to the minute where that is soon."""
    if until is None:
        return ""
    last = until - timedelta(microseconds=1)
    if moment(until).time() == datetime.min.time() or not _is_soon(until):
        return _("until %(day)s") % {"day": day(moment(last).date())}
    return _("until %(time)s") % {"time": clock_time(until)}


def _is_soon(until: datetime | None) -> bool:
    return until is not None and until - now() < _SOON


def _how_often(terms: TierTerms) -> str:
    if terms.origin is not Origin.TIER:
        return str(_ORIGINS.get(terms.origin, ""))
    if terms.quota is None:
        return ""
    times = ngettext("once", "%(count)d times", terms.quota) % {"count": terms.quota}
    if terms.per is None:
        return times
    return _("%(times)s %(period)s") % {"times": times, "period": _PERIODS[terms.per]}
