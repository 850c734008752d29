"""A programme with a mall, and short ways to write of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from regulars.domain.offers.types import (
    ItemKind,
    ItemState,
    ItemView,
    NewItem,
    Price,
    Rules,
    Stock,
    Terms,
    Words,
)
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.rewards.operations import add_item, set_item_state
from regulars.domain.rewards.queries import item
from regulars.domain.rewards.types.orders import NewOrder
from tests.families import enrol, give, install_family

MUG = Terms(ItemKind.GOODS, Words("马克杯", "Mug"), "points", Price(100))


def install_mall(count: int = 1, points: int = 1000) -> tuple[LiveProgramme, list[int]]:
    """A programme, and so many members with points."""
    programme = install_family("mall")
    members = enrol(programme, count)
    for member in members:
        give(programme, member, points)
    return programme, members


def offer(programme: LiveProgramme, code: str = "mug", total: int | None = 10, **changes: Any) -> ItemView:
    """A listed item; changes are to its terms or its rules."""
    known = {name: changes.pop(name) for name in list(changes) if name in Rules.__dataclass_fields__}
    terms = replace(MUG, rules=Rules(**known), **changes)
    add_item(programme.id, NewItem(code, terms, total, "anna"))
    return set_item_state(programme.id, code, ItemState.LISTED, "anna")


def wish(member: int, order_id: str = "o1", item_code: str = "mug", points: int = 100, **more: Any) -> NewOrder:
    """An order as a member would ask for it."""
    amount = more.pop("amount_minor", 0)
    return NewOrder(order_id, member, item_code, Price(points, amount), **more)


def stock(programme: LiveProgramme, code: str = "mug") -> Stock:
    """What there is of an item."""
    return item(programme.id, code).stock
