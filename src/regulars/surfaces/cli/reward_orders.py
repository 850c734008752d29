"""`regulars rewards order`: orders of rewards, from reservation to delivery or return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import chosen_programme, shown, units
from regulars.surfaces.cli.rewards import ACTOR, RewardCode, Why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regulars.domain.programmes.types import LiveProgramme
    from regulars.domain.rewards.types.orders import NewOrder, OrderView

app = typer.Typer(no_args_is_help=True, help="Orders of rewards.")

OrderId = Annotated[str, typer.Argument(help="The order's id.")]
Pieces = Annotated[int, typer.Option("--quantity", help="How many pieces.")]
Id = Annotated[str, typer.Option("--id", help="The same id twice is one order.")]
Delivery = Annotated[str, typer.Option("--delivery", help="To whom and where it goes.")]


@app.command(name="list")
def list_all(
    state: Annotated[str, typer.Option(help="Only orders in this state.")] = "",
    reward: Annotated[str, typer.Option(help="Only orders of this reward.")] = "",
) -> None:
    """List the newest orders."""
    live = chosen_programme()
    from regulars.domain.rewards.queries import list_orders
    from regulars.domain.rewards.types.orders import OrderFilter, OrderState
    from regulars.platform.paging import PageRequest

    criteria = OrderFilter(OrderState(state) if state else None, reward)
    _tell(live, list_orders(live.id, PageRequest(), criteria).items)


@app.command()
def show(order: OrderId) -> None:
    """Show an order with the states it came through."""
    live = chosen_programme()
    from regulars.domain.rewards.queries import order as order_by_id

    found = order_by_id(live.id, order)
    _tell(live, [found])
    rows = [(one.state.value, f"{one.changed_at:%Y-%m-%d %H:%M}", one.actor, one.reason) for one in found.changes]
    print_table(("state", "when", "who", "why"), rows)


@app.command()
def place(reward: RewardCode, member: Who, quantity: Pieces = 1, delivery: Delivery = "", order_id: Id = "") -> None:
    """Order a reward for a member at their price of now."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import place_order

    _tell(live, [place_order(live.id, _asked(live, reward, member, (quantity, delivery, order_id)))])


@app.command()
def reserve(reward: RewardCode, member: Who, quantity: Pieces = 1, delivery: Delivery = "", order_id: Id = "") -> None:
    """Reserve a reward for a member; `confirm` makes it final."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import reserve as reserve_order

    _tell(live, [reserve_order(live.id, _asked(live, reward, member, (quantity, delivery, order_id)))])


@app.command()
def confirm(order: OrderId) -> None:
    """Make a reserved order final."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import place_reserved
    from regulars.domain.rewards.queries import order as order_by_id

    _tell(live, [place_reserved(live.id, order_by_id(live.id, order).member_id, order, ACTOR)])


@app.command()
def cancel(order: OrderId, reason: Why) -> None:
    """Cancel an order: points and pieces come back."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import cancel_order
    from regulars.domain.rewards.types.orders import Deed

    _tell(live, [cancel_order(live.id, order, Deed(ACTOR, reason))])


@app.command()
def pay(order: OrderId, reference: Annotated[str, typer.Argument(help="Where it was paid.")]) -> None:
    """Note that the money of an order was paid."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import note_payment
    from regulars.domain.rewards.types.orders import Deed

    _tell(live, [note_payment(live.id, order, reference, Deed(ACTOR))])


@app.command()
def fulfil(order: OrderId, tracking: Annotated[str, typer.Option(help="How it can be followed.")] = "") -> None:
    """Note that an order was sent or done."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import fulfil_order
    from regulars.domain.rewards.types.orders import Deed

    _tell(live, [fulfil_order(live.id, order, tracking, Deed(ACTOR))])


@app.command()
def deliver(order: OrderId) -> None:
    """Note that an order arrived."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import deliver_order
    from regulars.domain.rewards.types.orders import Deed

    _tell(live, [deliver_order(live.id, order, Deed(ACTOR))])


@app.command()
def refund(
    order: OrderId,
    reason: Why,
    points: Annotated[str, typer.Option(help="How many points; default: all that is left.")] = "",
    restock: Annotated[bool, typer.Option(help="Its pieces can be had again.")] = True,
) -> None:
    """Take back an order that was placed."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import refund_order
    from regulars.domain.rewards.queries import order as order_by_id
    from regulars.domain.rewards.types.orders import Deed, NewRefund

    given = units(live, order_by_id(live.id, order).wallet, points) if points else None
    _tell(live, [refund_order(live.id, NewRefund(order, Deed(ACTOR, reason), given, restock))])


def _asked(live: LiveProgramme, reward: str, member: str, given: tuple[int, str, str]) -> NewOrder:
    """What was typed, at the price that the member would be shown."""
    from regulars.domain.rewards.queries import offer_for
    from regulars.domain.rewards.types.orders import NewOrder

    quantity, delivery, order_id = given
    member_id = named_member(live.id, member).id
    price = offer_for(live.id, member_id, reward).price
    return NewOrder(order_id or str(uuid4()), member_id, reward, price, quantity, delivery, ACTOR)


def _tell(live: LiveProgramme, orders: Sequence[OrderView]) -> None:
    rows = [
        (
            one.order_id,
            one.state.value,
            one.item,
            one.quantity,
            one.member_id,
            shown(live, one.wallet, one.points),
            shown(live, one.wallet, one.returned_points),
        )
        for one in orders
    ]
    print_table(("order", "state", "reward", "pieces", "member", "points", "returned"), rows)
