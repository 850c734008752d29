"""`regulars pool`: families that spend their points together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import (
    Points,
    choose_programme,
    chosen_programme,
    shown,
    units,
    wallet_and_units,
)

if TYPE_CHECKING:
    from regulars.domain.pools.types import NewSpending, PartView, PoolView, Rights
    from regulars.domain.programmes.types import LiveProgramme

app = typer.Typer(no_args_is_help=True, help="Families that spend their points together.")
app.callback()(choose_programme)

ACTOR = "cli"

Number = Annotated[int, typer.Argument(help="The pool's number.")]
Redemption = Annotated[str, typer.Argument(help="The redemption's id.")]
Contributes = Annotated[bool, typer.Option(help="Whether their points count.")]
Spends = Annotated[bool, typer.Option("--spends/--no-spends", help="Whether they may spend.")]
Limit = Annotated[float, typer.Option("--limit", help="Points they may spend in a month; 0: any number.")]


@app.command(name="list")
def list_all(name: Annotated[str, typer.Option(help="A part of the name.")] = "") -> None:
    """List the newest pools."""
    live = chosen_programme()
    from regulars.domain.pools.queries import PoolFilter, list_pools
    from regulars.platform.paging import PageRequest

    rows = [
        (
            line.id,
            line.name,
            line.owner,
            line.members,
            _balances(live, line.balances),
            "closed" if line.closed_at else "",
        )
        for line in list_pools(live.id, PageRequest(), PoolFilter(name)).items
    ]
    print_table(("number", "name", "owner", "members", "available", ""), rows)


@app.command()
def show(pool: Number) -> None:
    """Show a pool with everybody who is or was in it."""
    live = chosen_programme()
    from regulars.domain.pools import queries

    _tell(live, queries.pool(live.id, pool))


@app.command()
def create(owner: Who, name: Annotated[str, typer.Option(help="What it is called.")]) -> None:
    """Make a pool with its owner in it."""
    live = chosen_programme()
    from regulars.domain.pools.operations import create_pool
    from regulars.domain.pools.types import NewPool

    _tell(live, create_pool(live.id, NewPool(named_member(live.id, owner).id, name, ACTOR)))


@app.command()
def invite(
    pool: Number,
    member: Who,
    contributes: Contributes = True,
    spends: Spends = True,
    limit: Limit = 0,
) -> None:
    """Invite a member, with the rights they will have."""
    live = chosen_programme()
    from regulars.domain.pools.operations import invite_member

    rights = _rights(contributes, spends, limit)
    _tell(live, invite_member(live.id, pool, named_member(live.id, member).id, rights, ACTOR))


@app.command()
def rights(
    pool: Number,
    member: Who,
    contributes: Contributes = True,
    spends: Spends = True,
    limit: Limit = 0,
) -> None:
    """Say what a member contributes and may spend from now on."""
    live = chosen_programme()
    from regulars.domain.pools.operations import set_rights

    changed = _rights(contributes, spends, limit)
    _tell(live, set_rights(live.id, pool, named_member(live.id, member).id, changed, ACTOR))


@app.command()
def accept(pool: Number, member: Who) -> None:
    """Accept an invitation for a member."""
    live = chosen_programme()
    from regulars.domain.pools.operations import accept_invitation

    _tell(live, accept_invitation(live.id, pool, named_member(live.id, member).id, ACTOR))


@app.command()
def leave(pool: Number, member: Who) -> None:
    """Let a member leave, remove them, or decline their invitation."""
    live = chosen_programme()
    from regulars.domain.pools.operations import leave_pool

    _tell(live, leave_pool(live.id, pool, named_member(live.id, member).id, ACTOR))


@app.command()
def close(pool: Number) -> None:
    """Close a pool: everybody leaves it with their own points."""
    live = chosen_programme()
    from regulars.domain.pools.operations import close_pool

    _tell(live, close_pool(live.id, pool, ACTOR))


@app.command()
def spend(
    pool: Number,
    spender: Who,
    points: Points,
    order: Annotated[str, typer.Option(help="The order that the points pay.")] = "",
    redemption_id: Annotated[str, typer.Option("--id", help="The same id twice is one redemption.")] = "",
) -> None:
    """Spend points of a pool, earliest expiry first."""
    live = chosen_programme()
    from regulars.domain.pools.operations import spend_from_pool

    asked = replace(_asked(live, pool, spender, points), order_id=order)
    spent = spend_from_pool(live.id, replace(asked, redemption_id=redemption_id) if redemption_id else asked)
    print(f"redemption {spent.redemption_id} " + ("was made before" if spent.repeated else "is made"))
    _tell_parts(live, asked.wallet, spent.parts)


@app.command()
def preview(pool: Number, spender: Who, points: Points) -> None:
    """Say who would pay how much, and what the pool would have left."""
    live = chosen_programme()
    from regulars.domain.pools.operations import preview_spending

    asked = _asked(live, pool, spender, points)
    tried = preview_spending(live.id, asked)
    _tell_parts(live, asked.wallet, tried.parts)
    print(f"pool: {shown(live, asked.wallet, tried.before)} -> {shown(live, asked.wallet, tried.after)}")


@app.command(name="return")
def give_back(
    redemption_id: Redemption,
    reason: Annotated[str, typer.Option(help="Why.")],
    points: Annotated[str, typer.Option(help="How many points; default: all that is left.")] = "",
    return_id: Annotated[str, typer.Option("--id", help="The same id twice is one return.")] = "",
) -> None:
    """Give points of a redemption back to those who paid it."""
    live = chosen_programme()
    from regulars.domain.pools.operations import return_by_hand
    from regulars.domain.pools.queries import spending
    from regulars.domain.pools.types import NewReturn

    wallet = spending(live.id, redemption_id).wallet
    given = units(live, wallet, points) if points else None
    spent = return_by_hand(live.id, NewReturn(redemption_id, return_id or str(uuid4()), given, reason, ACTOR))
    _tell_parts(live, wallet, spent.parts)


def _asked(live: LiveProgramme, pool: int, spender: str, points: str) -> NewSpending:
    """What was typed, under an id of its own."""
    from regulars.domain.pools.types import NewSpending

    terms = live.document.pools
    wallet, smallest = wallet_and_units(live, points, terms.wallets if terms else [])
    return NewSpending(str(uuid4()), pool, named_member(live.id, spender).id, wallet, smallest, actor=ACTOR)


def _rights(contributes: bool, spends: bool, limit: float) -> Rights:
    from regulars.domain.pools.types import Rights

    return Rights(contributes, spends, Decimal(str(limit)) if limit else None)


def _balances(live: LiveProgramme, balances: dict[str, int]) -> str:
    return ", ".join(f"{shown(live, wallet, points)} {wallet}" for wallet, points in balances.items())


def _tell(live: LiveProgramme, view: PoolView) -> None:
    from regulars.surfaces.web.formatting import plain_decimal

    line = view.line
    print(f"pool {line.id} {line.name}, {'closed' if line.closed_at else 'open'}, owner {line.owner}")
    rows = [
        (
            one.member_id,
            one.standing.value,
            "yes" if one.rights.contributes else "no",
            "yes" if one.rights.may_spend else "no",
            plain_decimal(one.rights.monthly_limit) if one.rights.monthly_limit else "",
            _balances(live, one.available),
        )
        for one in view.members
    ]
    print_table(("member", "standing", "contributes", "spends", "a month", "available"), rows)


def _tell_parts(live: LiveProgramme, wallet: str, parts: tuple[PartView, ...]) -> None:
    rows = [(part.member_id, shown(live, wallet, part.points), shown(live, wallet, part.returned)) for part in parts]
    print_table(("member", "points", "returned"), rows)
