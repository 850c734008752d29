"""Which events may be taken back, and what an event says once it is put right. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regulars.domain.corrections.errors import AmendmentEmpty, AmendmentInvalid, EventNotVoidable
from regulars.domain.corrections.types import Amendment, LineAmendment

Body = dict[str, Any]

VOIDABLE = frozenset(
    {
        *("purchase", "refund", "redeem", "return", "grant", "deduct", "activity", "enrol", "profile"),
        *("tier_grant", "tier_lock", "extend", "reinstate", "opening"),
    }
)
"""Kinds of events that stand for themselves. Holds are released; the others are a part of something larger."""

PART_OF_MORE = ("transfer_id", "pool", "partner")
"""What names the larger deed that an event is a part of: there it is taken back, with all its parts."""

LARGEST = 10**11
"""The largest amount, in minor units, and the most points, in smallest units, that an event may name."""


def check_voidable(body: Mapping[str, Any]) -> None:
    """Raise EventNotVoidable for an event that cannot be taken back alone."""
    if body["kind"] not in VOIDABLE or any(name in body for name in PART_OF_MORE):
        raise EventNotVoidable(kind=body["kind"])


def amended(body: Mapping[str, Any], amendment: Amendment, occurred_at: int, now: int) -> tuple[int, Body]:
    """Instant and body as they should have been. Raises AmendmentInvalid, and AmendmentEmpty when nothing differs.

    What budgets let the event have is decided anew. An order's own amount moves with its lines.
    """
    new = {name: value for name, value in body.items() if name not in ("caps", "corrects")}
    before = dict(new)
    instant = occurred_at if amendment.occurred_at is None else amendment.occurred_at
    if not 0 < instant <= max(now, occurred_at):
        raise AmendmentInvalid(field="occurred_at")
    if amendment.lines:
        _amend_lines(new, amendment.lines)
    for field, given in (("amount_minor", amendment.amount_minor), ("points", amendment.points)):
        if given is not None:
            if field not in new or new.get("lines") or not 0 <= given <= LARGEST or (field == "points" and not given):
                raise AmendmentInvalid(field=field.removesuffix("_minor"))
            new[field] = given
    if new.get("order_discount_minor", 0) > new.get("amount_minor", LARGEST):
        raise AmendmentInvalid(field="amount")
    if (instant, new) == (occurred_at, before):
        raise AmendmentEmpty
    return instant, new


def _amend_lines(body: Body, amendments: Mapping[str, LineAmendment]) -> None:
    """Change the named lines, and take out those of which nothing is left."""
    lines = {line["line_id"]: dict(line) for line in body.get("lines", ())}
    for line_id, amendment in amendments.items():
        if line_id not in lines:
            raise AmendmentInvalid(field=f"lines.{line_id}")
        for field, given in (("quantity", amendment.quantity), ("amount_minor", amendment.amount_minor)):
            if given is not None and not 0 <= given <= LARGEST:
                raise AmendmentInvalid(field=f"lines.{line_id}.{field.removesuffix('_minor')}")
            if given is not None:
                lines[line_id][field] = given
    kept = [line for line in lines.values() if line.get("quantity") != 0]
    if not kept:
        raise AmendmentInvalid(field="lines")
    if body["kind"] == "purchase":
        body["amount_minor"] += _sum(kept) - _sum(body["lines"])
        if not 0 <= body["amount_minor"] <= LARGEST:
            raise AmendmentInvalid(field="amount")
    body["lines"] = kept


def _sum(lines: list[Body]) -> int:
    return sum(line.get("amount_minor", 0) for line in lines)
