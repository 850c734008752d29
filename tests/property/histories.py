"""Hypothesis strategies for members' histories, thick around month ends, leap days and changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from regulars.engine.programme.model import Programme
from regulars.engine.records import Record

SPECIAL_DAYS = [
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 1, 31),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2024, 3, 10),
    date(2024, 3, 31),
    date(2024, 4, 1),
    date(2024, 11, 3),
    date(2025, 2, 28),
    date(2025, 3, 1),
]
TIMES = [time(0), time(0, 0, 0, 1), time(0, 30), time(1, 30), time(2, 30), time(12), time(23, 59, 59, 999999)]
KINDS = [
    *["purchase"] * 4,
    *["refund"] * 2,
    *["redeem"] * 2,
    "activity",
    "grant",
    "tier_grant",
    "enrol",
    "profile",
    "tick",
]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@st.composite
def instants(draw: st.DrawFn, zone: ZoneInfo) -> int:
    """An instant in microseconds, near the edges of days as a rule."""
    near = st.integers(0, 70).map(lambda days: date(2024, 1, 20) + timedelta(days=days))
    far = st.integers(0, 500).map(lambda days: date(2023, 12, 1) + timedelta(days=days))
    day = draw(st.one_of(near, st.sampled_from(SPECIAL_DAYS), far))
    local = datetime.combine(day, draw(st.sampled_from(TIMES)), tzinfo=zone).replace(fold=draw(st.integers(0, 1)))
    return (local.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


@st.composite
def lines(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """A basket line; what is unknown is left out."""
    line: dict[str, Any] = {"line_id": f"l{number}", "quantity": draw(st.integers(1, 4))}
    line["amount_minor"] = draw(st.integers(0, 4000))
    optional = {
        "sku": st.sampled_from(["A1", "a2", "B1"]),
        "category": st.sampled_from(["coffee", "tea", "tobacco"]),
        "brand": st.sampled_from(["own", "other"]),
        "discount_minor": st.integers(0, 500),
    }
    return line | {name: draw(values) for name, values in optional.items() if draw(st.booleans())}


@st.composite
def purchases(draw: st.DrawFn, order_id: str) -> dict[str, Any]:
    """A purchase with or without lines; its amount need not be theirs."""
    basket = [draw(lines(number)) for number in range(draw(st.integers(0, 3)))]
    total = sum(line["amount_minor"] for line in basket)
    body: dict[str, Any] = {"kind": "purchase", "order_id": order_id}
    body["amount_minor"] = total if basket and draw(st.booleans()) else draw(st.integers(0, 9000))
    if basket:
        body["lines"] = basket
    if draw(st.booleans()):
        body["discount_minor"] = draw(st.integers(0, 700))
    return body | draw(contexts())


@st.composite
def contexts(draw: st.DrawFn) -> dict[str, Any]:
    """Where an event happened, as far as known."""
    context: dict[str, Any] = {}
    if draw(st.booleans()):
        context["channel"] = draw(st.sampled_from(["app", "store"]))
    if draw(st.booleans()):
        context["store"] = draw(st.sampled_from(["s1", "s2", "s3"]))
    if draw(st.booleans()):
        context["attributes"] = {"campaign": draw(st.sampled_from(["spring", "autumn"]))}
    return context


@st.composite
def refunds(draw: st.DrawFn, orders: list[dict[str, Any]]) -> dict[str, Any]:
    """A refund of a sale, whole or in part, or of one nobody knows."""
    sale = draw(st.sampled_from([*orders, {"order_id": "unknown"}]))
    form = draw(st.sampled_from(["full", "lines", "lines", "amount"]))
    body: dict[str, Any] = {"kind": "refund", "order_id": sale["order_id"], "refund": form}
    if form == "amount":
        body["amount_minor"] = draw(st.integers(1, max(sale.get("amount_minor", 0), 1)))
    if form == "lines":
        body |= _returned_lines(draw, sale.get("lines", []))
    return body


def _returned_lines(draw: st.DrawFn, sold: list[dict[str, Any]]) -> dict[str, Any]:
    """Some of the lines of a sale; all of a sale without any."""
    if not sold:
        return {"refund": "full"}
    chosen = draw(st.lists(st.sampled_from(sold), min_size=1, unique_by=lambda line: line["line_id"]))
    return {"lines": [_returned(draw, line) for line in chosen]}


def _returned(draw: st.DrawFn, line: dict[str, Any]) -> dict[str, Any]:
    returned: dict[str, Any] = {"line_id": line["line_id"]}
    if draw(st.booleans()):
        returned["quantity"] = draw(st.integers(1, line["quantity"]))
    if draw(st.booleans()):
        returned["amount_minor"] = draw(st.integers(0, line["amount_minor"]))
    return returned


@st.composite
def bodies(draw: st.DrawFn, programme: Programme, orders: list[dict[str, Any]], latest: date) -> dict[str, Any]:
    """An event of any kind; sales are noted in `orders`, dates of grants lie after `latest`."""
    kind = draw(st.sampled_from(KINDS))
    wallets = [wallet.id for wallet in programme.wallets]
    until = st.integers(1, 200).map(lambda days: (latest + timedelta(days=days)).isoformat())
    if kind == "purchase":
        orders.append(draw(purchases(f"o{len(orders)}")))
        return orders[-1]
    if kind == "refund":
        return draw(refunds(orders))
    if kind == "redeem":
        return {"kind": kind, "wallet": draw(st.sampled_from(wallets)), "points": draw(st.integers(1, 150))}
    if kind == "activity":
        return {"kind": kind, "name": draw(st.sampled_from(["visit", "review"]))} | draw(contexts())
    body: dict[str, Any] = {"kind": kind}
    if kind == "grant":
        body |= {"wallet": draw(st.sampled_from(wallets)), "points": draw(st.integers(1, 100))}
    if kind == "tier_grant":
        body |= {"tier": draw(st.sampled_from([tier.id for tier in programme.ladder.tiers]))}
    if kind in ("grant", "tier_grant") and draw(st.booleans()):
        body["until"] = draw(until)
    if kind in ("enrol", "profile") and draw(st.booleans()):
        body["birth_month"] = draw(st.integers(1, 12))
    return body


@st.composite
def histories(draw: st.DrawFn, programme: Programme, most: int = 25) -> list[Record]:
    """Events of one to three members, each in time order with a number of its own."""
    zone = ZoneInfo(programme.time_zone)
    records = []
    for member in range(1, draw(st.integers(1, 3)) + 1):
        moments = sorted(draw(st.lists(instants(zone), min_size=1, max_size=most)))
        orders: list[dict[str, Any]] = []
        for seq, instant in enumerate(moments, start=1):
            latest = (EPOCH + timedelta(microseconds=instant)).astimezone(zone).date()
            body = draw(bodies(programme, orders, latest))
            spends = body["kind"] == "redeem" and body["wallet"] != "growth"
            decided = spends and draw(st.integers(0, 4)) == 0
            records.append(Record(member, seq, seq * 1000 + member, instant, body, decided))
    return records
