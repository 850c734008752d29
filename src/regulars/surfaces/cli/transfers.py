"""`regulars transfer`: points that one member gives another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import Points, choose_programme, chosen_programme, shown, wallet_and_units

if TYPE_CHECKING:
    from regulars.domain.programmes.types import LiveProgramme
    from regulars.domain.transfers.types import Given, NewTransfer

app = typer.Typer(no_args_is_help=True, help="Points that one member gives another.")
app.callback()(choose_programme)

ACTOR = "cli"

Id = Annotated[str, typer.Argument(help="The transfer's id.")]


@app.command()
def make(
    sender: Who,
    receiver: Who,
    points: Points,
    reason: Annotated[str, typer.Option(help="Why; kept in the ledger.")] = "",
    transfer_id: Annotated[str, typer.Option("--id", help="The same id twice is one transfer.")] = "",
) -> None:
    """Give points of one member to another."""
    live = chosen_programme()
    from regulars.domain.transfers.operations import transfer_points

    asked = replace(_asked(live, sender, receiver, points), reason=reason)
    receipt = transfer_points(live.id, replace(asked, transfer_id=transfer_id) if transfer_id else asked)
    print(f"transfer {receipt.transfer.transfer_id} " + ("was made before" if receipt.repeated else "is made"))
    _tell(live, asked.wallet, (receipt.transfer.points, receipt.transfer.fee), receipt.lots)


@app.command()
def preview(sender: Who, receiver: Who, points: Points) -> None:
    """Say what a transfer would do: the fee, what the receiver would get, both balances."""
    live = chosen_programme()
    from regulars.domain.transfers.operations import preview_transfer

    asked = _asked(live, sender, receiver, points)
    tried = preview_transfer(live.id, asked)
    _tell(live, asked.wallet, (tried.points, tried.fee), tried.lots)
    for name, (before, after) in (("sender", tried.sender), ("receiver", tried.receiver)):
        print(f"{name}: {shown(live, asked.wallet, before)} -> {shown(live, asked.wallet, after)}")


@app.command()
def undo(transfer_id: Id, reason: Annotated[str, typer.Option(help="Why.")]) -> None:
    """Take a transfer back, as long as the receiver has as many points."""
    live = chosen_programme()
    from regulars.domain.transfers.operations import undo_transfer

    view = undo_transfer(live.id, transfer_id, reason, ACTOR)
    print(f"transfer {view.transfer_id} is undone")


@app.command()
def show(transfer_id: Id) -> None:
    """Show a transfer."""
    live = chosen_programme()
    from regulars.domain.transfers.queries import transfer

    receipt = transfer(live.id, transfer_id)
    view = receipt.transfer
    print(
        f"transfer {view.transfer_id}: member {view.sender} to member {view.receiver}, {view.made_at:%Y-%m-%d %H:%M}Z"
    )
    _tell(live, view.wallet, (view.points, view.fee), receipt.lots)
    if view.undone_at is not None:
        print(f"undone {view.undone_at:%Y-%m-%d %H:%M}Z: {view.undone_why}")


@app.command(name="list")
def list_all(
    member: Annotated[str, typer.Option(help="Whose; card, mobile, e-mail, or #NUMBER.")] = "",
) -> None:
    """List the newest transfers."""
    live = chosen_programme()
    from regulars.domain.transfers.queries import list_transfers
    from regulars.platform.paging import PageRequest

    whose = named_member(live.id, member).id if member else None
    rows = [
        (
            view.transfer_id,
            f"{view.made_at:%Y-%m-%d}",
            view.sender,
            view.receiver,
            shown(live, view.wallet, view.points),
            shown(live, view.wallet, view.fee),
            "undone" if view.undone_at else "",
        )
        for view in list_transfers(live.id, PageRequest(), whose).items
    ]
    print_table(("id", "on", "from", "to", "points", "fee", ""), rows)


def _asked(live: LiveProgramme, sender: str, receiver: str, points: str) -> NewTransfer:
    """What was typed, under an id of its own."""
    from regulars.domain.transfers.types import NewTransfer

    terms = live.document.transfers
    wallet, smallest = wallet_and_units(live, points, terms.wallets if terms else [])
    return NewTransfer(
        transfer_id=str(uuid4()),
        sender=named_member(live.id, sender).id,
        receiver=named_member(live.id, receiver).id,
        wallet=wallet,
        points=smallest,
        actor=ACTOR,
    )


def _tell(live: LiveProgramme, wallet: str, moved: tuple[int, int], lots: tuple[Given, ...]) -> None:
    """Points and fee, and the lots that the receiver gets."""
    print(f"{shown(live, wallet, moved[0])} {wallet}, fee {shown(live, wallet, moved[1])}")
    for lot in lots:
        until = f"good through {lot.valid_until}" if lot.valid_until else "for good"
        print(f"  {shown(live, wallet, lot.points)} {until}")
