"""Hypothesis strategies for members' histories, thick around month ends, leap days and changes of the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    *["activity"] * 2,
    "grant",
    "tier_grant",
    "enrol",
    "profile",
    "tick",
    *["hold"] * 2,
    "capture",
    "release",
    "return",
    "deduct",
    "write_off",
    "extend",
    "reinstate",
    "transfer_out",
    "transfer_in",
    "opening",
    "tier_lock",
]
SPENDING = {"redeem", "hold", "deduct", "transfer_out"}
"""Kinds of events that are facts, once they were accepted, whatever is missing then."""

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
        "tax_minor": st.integers(0, 400),
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
    if draw(st.booleans()):
        body["order_discount_minor"] = draw(st.integers(0, min(body["amount_minor"], total if basket else 9000)))
    for name in ("tax_minor", "delivery_minor", "instruments_minor"):
        if draw(st.integers(0, 2)) == 0:
            body[name] = draw(st.integers(0, 900))
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


@dataclass
class Story:
    """What the events of a member may refer to: the programme, sales and holds so far, the day of the event."""

    programme: Programme
    orders: list[dict[str, Any]] = field(default_factory=list)
    holds: int = 0
    today: date = date.min

    @property
    def wallets(self) -> list[str]:
        """Ids of the wallets."""
        return [wallet.id for wallet in self.programme.wallets]

    @property
    def order_ids(self) -> st.SearchStrategy[str]:
        """An order that was, or one that nobody knows."""
        return st.sampled_from([*(order["order_id"] for order in self.orders), "unknown"])

    def later(self, days: int = 200) -> st.SearchStrategy[str]:
        """A day to come."""
        return st.integers(1, days).map(lambda ahead: (self.today + timedelta(days=ahead)).isoformat())


@st.composite
def bodies(draw: st.DrawFn, story: Story) -> dict[str, Any]:
    """An event of any kind; sales and holds are noted in the story."""
    kind = draw(st.sampled_from(KINDS))
    if kind == "purchase":
        sale = draw(purchases(f"o{len(story.orders)}"))
        if story.programme.policies.refund == "recomputed" and "lines" in sale:  # what is left is read by line
            sale["amount_minor"] = sum(line["amount_minor"] for line in sale["lines"])
            sale["order_discount_minor"] = min(sale.get("order_discount_minor", 0), sale["amount_minor"])
        story.orders.append(sale)
        return sale
    if kind == "refund":
        return draw(refunds(story.orders))
    if kind == "activity":
        body = {"kind": kind, "name": draw(st.sampled_from(["visit", "review", "delivered"]))} | draw(contexts())
        return body | ({"order_id": draw(story.order_ids)} if draw(st.booleans()) else {})
    if kind in ("enrol", "profile"):
        return {"kind": kind} | draw(facts())
    if kind in ("hold", "capture", "release", "return", "redeem"):
        return {"kind": kind} | draw(spendings(story, kind))
    return {"kind": kind} | draw(deeds(story, kind))


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """What is said of a member."""
    told: dict[str, Any] = {"birth_month": draw(st.integers(1, 12))} if draw(st.booleans()) else {}
    known = {"segment": st.sampled_from(["student", "staff"]), "score": st.integers(0, 9), "vip": st.booleans()}
    attributes = {name: draw(values) for name, values in known.items() if draw(st.booleans())}
    return told | ({"attributes": attributes} if attributes else {})


@st.composite
def spendings(draw: st.DrawFn, story: Story, kind: str) -> dict[str, Any]:
    """A redemption, a hold, its capture or release, or a return of what was spent."""
    points = draw(st.one_of(st.integers(1, 150), st.integers(1, 12).map(lambda tens: 10 * tens)))
    order = {"order_id": draw(story.order_ids)} if draw(st.booleans()) else {}
    if kind == "return":
        returned = {"order_id": draw(story.order_ids), "wallet": draw(st.sampled_from(story.wallets))}
        return returned | ({"points": points} if draw(st.booleans()) else {})
    if kind in ("capture", "release"):
        named = {"hold_id": f"h{draw(st.integers(0, story.holds))}"}
        return named | ({"points": points} if kind == "capture" and draw(st.booleans()) else {})
    body = {"wallet": draw(st.sampled_from(story.wallets)), "points": points} | order
    if draw(st.booleans()):
        body["amount_minor"] = draw(st.integers(1, 4000))
    if kind == "hold":
        body |= {"hold_id": f"h{story.holds}", "minutes": draw(st.sampled_from([1, 15, 60, 1440, 43_200]))}
        story.holds += 1
    return body


@st.composite
def deeds(draw: st.DrawFn, story: Story, kind: str) -> dict[str, Any]:
    """What people, other members and other systems do to points and tiers."""
    body: dict[str, Any] = {}
    if kind in ("grant", "deduct", "write_off", "extend", "reinstate", "transfer_out"):
        body["wallet"] = draw(st.sampled_from(story.wallets))
    if kind in ("grant", "deduct", "write_off", "transfer_out") or (kind == "reinstate" and draw(st.booleans())):
        body["points"] = draw(st.integers(1, 100))
    if kind in ("extend", "reinstate") or (kind in ("grant", "tier_grant", "tier_lock") and draw(st.booleans())):
        body["until"] = draw(story.later())
    if kind == "reinstate" and draw(st.booleans()):
        body["since"] = (story.today - timedelta(days=draw(st.integers(0, 60)))).isoformat()
    if kind == "transfer_out" and draw(st.booleans()):
        body["fee"] = draw(st.integers(1, 20))
    if kind in ("transfer_in", "opening"):
        body["lots"] = draw(st.lists(brought_lots(story), min_size=kind == "transfer_in", max_size=3))
    if kind == "tier_grant" or (kind == "opening" and draw(st.booleans())):
        body["tier"] = draw(st.sampled_from([tier.id for tier in story.programme.ladder.tiers]))
        if kind == "opening" and draw(st.booleans()):
            body["until"] = draw(story.later())
    return body


@st.composite
def brought_lots(draw: st.DrawFn, story: Story) -> dict[str, Any]:
    """A lot from another member or another system."""
    lot: dict[str, Any] = {"wallet": draw(st.sampled_from(story.wallets)), "points": draw(st.integers(1, 100))}
    return lot | ({"until": draw(story.later())} if draw(st.booleans()) else {})


@st.composite
def histories(draw: st.DrawFn, programme: Programme, most: int = 25) -> list[Record]:
    """Events of one to three members, each in time order with a number of its own."""
    zone = ZoneInfo(programme.time_zone)
    records = []
    for member in range(1, draw(st.integers(1, 3)) + 1):
        moments = sorted(draw(st.lists(instants(zone), min_size=1, max_size=most)))
        story = Story(programme)
        for seq, instant in enumerate(moments, start=1):
            story.today = (EPOCH + timedelta(microseconds=instant)).astimezone(zone).date()
            body = draw(bodies(story))
            decided = body["kind"] in SPENDING and body["wallet"] != "growth" and draw(st.integers(0, 4)) == 0
            records.append(Record(member, seq, seq * 1000 + member, instant, body, decided))
    return records
