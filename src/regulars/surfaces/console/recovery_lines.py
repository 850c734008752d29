"""What members owe, and requests to write it off, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.domain.recoveries.types import Age, Claim, Debt, State, WalletTotal, WriteOffView
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import Holding, wallet_of

AGE_NAMES: dict[Age, Promise] = {
    Age.TO_30: _("up to 30 days"),
    Age.TO_90: _("31 to 90 days"),
    Age.TO_180: _("91 to 180 days"),
    Age.BEYOND: _("over 180 days"),
}
STATE_NAMES: dict[State, Promise] = {
    State.REQUESTED: _("Waits for a decision"),
    State.APPROVED: _("Approved"),
    State.REJECTED: _("Rejected"),
}


@dataclass(frozen=True)
class DebtLine:
    """What a member owes in a wallet, by age."""

    debt: Debt
    label: str
    points: Holding
    by_age: tuple[Holding, ...]
    waits: bool


@dataclass(frozen=True)
class OwedLine:
    """What the member of a page owes in a wallet, with each claim and what of it is left."""

    debt: Debt
    points: Holding
    claims: tuple[tuple[Claim, Holding], ...]


@dataclass(frozen=True)
class TotalLine:
    """What all members owe in a wallet, by age."""

    total: WalletTotal
    points: Holding
    by_age: tuple[Holding, ...]


@dataclass(frozen=True)
class WriteOffLine:
    """A request, with who may not decide about it."""

    view: WriteOffView
    label: str
    points: Holding
    written_off: Holding | None
    state: str
    own: bool


def holding_of(programme: Programme, wallet: str, points: int) -> Holding:
    """Points of a wallet; those of one that is gone are shown as those of the first."""
    return Holding(wallet_of(programme, wallet) or programme.wallets[0], points)


def debt_line(programme: Programme, debt: Debt, labels: Mapping[int, str], *, waiting: bool) -> DebtLine:
    """A line of the queue; `waiting`: whether a request for it waits."""
    return DebtLine(
        debt=debt,
        label=labels.get(debt.member_id, f"#{debt.member_id}"),
        points=holding_of(programme, debt.wallet, debt.points),
        by_age=_by_age(programme, debt.wallet, debt.by_age),
        waits=waiting,
    )


def owed_line(programme: Programme, debt: Debt) -> OwedLine:
    """What a member owes, for their own page."""
    claims = tuple((claim, holding_of(programme, debt.wallet, claim.left)) for claim in debt.claims)
    return OwedLine(debt, holding_of(programme, debt.wallet, debt.points), claims)


def total_line(programme: Programme, total: WalletTotal) -> TotalLine:
    """A line of the sums."""
    points = holding_of(programme, total.wallet, total.points)
    return TotalLine(total, points, _by_age(programme, total.wallet, total.by_age))


def write_off_line(programme: Programme, view: WriteOffView, labels: Mapping[int, str], who: str) -> WriteOffLine:
    """A request, as this person sees it."""
    forgiven = view.written_off
    return WriteOffLine(
        view=view,
        label=labels.get(view.member_id, f"#{view.member_id}"),
        points=holding_of(programme, view.wallet, view.points),
        written_off=None if forgiven is None else holding_of(programme, view.wallet, forgiven),
        state=str(STATE_NAMES[view.state]),
        own=view.requested_by == who,
    )


def _by_age(programme: Programme, wallet: str, by_age: Mapping[Age, int]) -> tuple[Holding, ...]:
    return tuple(holding_of(programme, wallet, by_age[age]) for age in Age)
