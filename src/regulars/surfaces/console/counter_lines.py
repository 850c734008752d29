"""What the counter shows: benefits of a member, a voucher, and what was verified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regulars.domain.benefits.types import MemberBenefit
from regulars.domain.verifications.types.codes import Way
from regulars.domain.verifications.types.verifying import Found, Usable, VerificationView
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.counter_forms import new_number
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.web.formatting import is_chinese
from regulars.surfaces.web.messages import text_for


@dataclass(frozen=True)
class Tap:
    """One thing that may be used with a tap; `reason` says why not, when it cannot."""

    name: str
    detail: str
    benefit: str
    allotment: str
    number: str
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A verification in a list."""

    view: VerificationView
    name: str
    member: str
    where: str
    way: str


def taps(found: Found) -> list[Tap]:
    """What a code stands for, what can be used first."""
    if found.voucher is not None:
        one = found.voucher
        name = one.name.zh if is_chinese() else one.name.en
        return [Tap(name, one.code, "", "", new_number())]
    lines = [_tap(one) for one in found.benefits]
    return sorted(lines, key=lambda line: bool(line.reason))


def lines(document: Programme, views: Iterable[VerificationView], names: Mapping[int, str]) -> list[Line]:
    """Verifications as a list shows them."""
    benefits = {one.id: in_language(one.name) for one in document.benefits}
    return [
        Line(
            view=one,
            name=benefits.get(one.benefit, one.benefit) or one.item,
            member="" if one.member_id is None else names.get(one.member_id, f"#{one.member_id}"),
            where=" · ".join(part for part in (one.place.store, one.place.till) if part),
            way=way_name(one.way),
        )
        for one in views
    ]


def way_name(way: Way) -> str:
    """How it was known whose benefit it is."""
    return {Way.CODE: _("Member's code"), Way.VOUCHER: _("Voucher code"), Way.HAND: _("Without a code")}[way]


def _tap(one: Usable) -> Tap:
    reason = text_for(one.refusal, one.params) if one.refusal else ""
    held = one.held
    return Tap(in_language(held.benefit.name), _left(held), held.benefit.id, held.key, new_number(), reason)


def _left(held: MemberBenefit) -> str:
    if held.left is None:
        return _("Any number of times")
    return _("%(left)d of %(quota)d left") % {"left": held.left, "quota": held.quota or 0}
