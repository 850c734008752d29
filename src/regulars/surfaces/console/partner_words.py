"""Kinds, states and caps of partners as people call them, and values in lines."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.partners.types import (
    CapScope,
    Direction,
    DisputeKind,
    DisputeState,
    DisputeView,
    Figures,
    ItemKind,
    ItemView,
    Names,
    StatementState,
)
from regulars.surfaces.web.formatting import is_chinese, money, scaled, signed

KINDS: dict[ItemKind, Promise] = {
    ItemKind.EARN: _("Earned there"),
    ItemKind.BURN: _("Spent there"),
    ItemKind.EXCHANGE_IN: _("Exchanged into points"),
    ItemKind.EXCHANGE_OUT: _("Exchanged into its currency"),
}
CAPS: dict[tuple[CapScope, Direction], Promise] = {
    (CapScope.MEMBER_DAY, Direction.GAINED): _("Gained by a member on a day"),
    (CapScope.MEMBER_MONTH, Direction.GAINED): _("Gained by a member in a month"),
    (CapScope.PARTNER_MONTH, Direction.GAINED): _("Gained by all in a month"),
    (CapScope.MEMBER_DAY, Direction.SPENT): _("Given up by a member on a day"),
    (CapScope.MEMBER_MONTH, Direction.SPENT): _("Given up by a member in a month"),
    (CapScope.PARTNER_MONTH, Direction.SPENT): _("Given up by all in a month"),
}
STATES: dict[StatementState, tuple[Promise, str]] = {
    StatementState.DRAFT: (_("Under way"), ""),
    StatementState.ISSUED: (_("Issued"), "tag-note"),
    StatementState.AGREED: (_("Agreed"), "tag-good"),
}
DIFFERENCES: dict[DisputeKind, Promise] = {
    DisputeKind.MISSING_HERE: _("Not in our books"),
    DisputeKind.MISSING_THERE: _("Not in their books"),
    DisputeKind.POINTS_DIFFER: _("Points differ"),
}
DISPUTE_STATES: dict[DisputeState, Promise] = {
    DisputeState.OPEN: _("Open"),
    DisputeState.ACCEPTED: _("Theirs is right"),
    DisputeState.REJECTED: _("Ours is right"),
    DisputeState.RESOLVED: _("Resolved"),
}


@dataclass(frozen=True)
class ItemLine:
    """An item as a row of a table."""

    item: ItemView
    kind: Promise
    points: str
    can_be_reversed: bool


@dataclass(frozen=True)
class DisputeLine:
    """A difference as a row of a table."""

    dispute: DisputeView
    kind: Promise
    state: Promise
    ours: str
    theirs: str


def named(names: Names) -> str:
    """A name in the reader's language."""
    return names.zh if is_chinese() else names.en


def item_line(item: ItemView, decimals: int, *, may_reverse: bool) -> ItemLine:
    """An item with its points as a change."""
    free = item.reverses is None and item.reversed_by is None
    return ItemLine(item, KINDS[item.kind], signed(item.points, decimals), may_reverse and free)


def dispute_line(one: DisputeView, decimals: int) -> DisputeLine:
    """A difference with the points of both books; a dash where one has nothing."""
    ours, theirs = ("–" if points is None else signed(points, decimals) for points in (one.ours, one.theirs))
    return DisputeLine(one, DIFFERENCES[one.kind], DISPUTE_STATES[one.state], ours, theirs)


def figure_lines(figures: Figures, decimals: int, currency: str) -> list[tuple[Promise, str]]:
    """The figures of a month in the order in which they add up."""
    return [
        (_("Open before"), scaled(figures.opening, decimals)),
        (_("Earned and exchanged into points"), signed(figures.earned, decimals)),
        (_("Spent and exchanged away"), signed(-figures.burned, decimals)),
        (_("Reversed"), signed(figures.reversed, decimals)),
        (_("Moved in the month"), signed(figures.net, decimals)),
        (_("Open afterwards"), scaled(figures.closing, decimals)),
        (
            _("To be paid to us") if figures.money_minor >= 0 else _("To be paid by us"),
            money(abs(figures.money_minor), currency),
        ),
    ]
