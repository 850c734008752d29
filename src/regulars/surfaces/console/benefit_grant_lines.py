"""Benefits of a member in the words of the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from regulars.domain.benefits.types import Granted, MemberBenefit
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.model import Programme
from regulars.platform.clock import now
from regulars.surfaces.web.benefit_words import gives, gives_overall, in_language, origin_name


@dataclass(frozen=True)
class HeldLine:
    """A benefit that a member has now."""

    name: str
    gives: str
    through: str
    left: str
    until: datetime | None
    grant: int | None
    is_shared: bool


@dataclass(frozen=True)
class GrantLine:
    """A grant, and whether it can still be used (`is_open`: the quota apart)."""

    grant: Granted
    name: str
    gives: str
    through: str
    state: str
    is_open: bool


def held_line(programme: Programme, held: MemberBenefit, member_id: int) -> HeldLine:
    """A benefit in words."""
    name, given = in_language(held.benefit.name), gives(held.benefit, held.terms, programme.currency)
    if not kind_of(held.benefit).used:
        left = _("always")
    elif held.left is None:
        left = _("any number")
    else:
        left = _("%(left)d of %(quota)d") % {"left": held.left, "quota": held.quota}
    return HeldLine(
        name=name,
        gives="" if given == name else given,
        through=origin_name(held.origin),
        left=left,
        until=held.valid_until,
        grant=held.granted_id,
        is_shared=held.holder != member_id,
    )


def grant_line(programme: Programme, found: Granted) -> GrantLine:
    """A grant in words; of a benefit that the programme does not have any more its id stands."""
    benefit = next((one for one in programme.benefits if one.id == found.benefit), None)
    name = in_language(benefit.name) if benefit else found.benefit
    given = gives_overall(programme, benefit) if benefit else ""
    is_over = found.valid_until is not None and found.valid_until <= now()
    state = _("Withdrawn") if found.withdrawn_at else _("Over") if is_over else _("In force")
    return GrantLine(
        grant=found,
        name=name,
        gives="" if given == name else given,
        through=origin_name(found.origin),
        state=state,
        is_open=found.withdrawn_at is None and not is_over,
    )
