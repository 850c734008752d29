"""The year as events in order of time, a batch at a time, so that a million and a half lines never stand in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import polars as pl

from regulars.surfaces.cli.demo.extras import Extras
from regulars.surfaces.cli.demo.year import Year

Body = dict[str, Any]


class Planned(NamedTuple):
    """An event of a household, not yet of a member; `redeems`: the dice let points be spent on this visit."""

    at: int
    household: int
    event_id: str
    body: Body
    redeems: bool = False


@dataclass(frozen=True)
class Timeline:
    """All events in order of time. `agenda` names the frame and the row of each."""

    year: Year
    extras: Extras
    wallet: str
    agenda: pl.DataFrame  # at, source, row

    @property
    def events(self) -> int:
        """How many events there are, redemptions not counted."""
        return self.agenda.height

    def batches(self, size: int, breaks: Sequence[int]) -> Iterator[list[Planned]]:
        """The events in batches of about `size`: none parts what happens at one instant or reaches across `breaks`."""
        instants = self.agenda["at"]
        cuts = {int(instants.search_sorted(instants[row], "left")) for row in range(0, self.events, size)}
        cuts.update(int(instants.search_sorted(instant, "left")) for instant in breaks)
        starts = [*sorted(cut for cut in cuts if cut < self.events), self.events]
        for start, end in pairwise(starts):
            yield self._batch(self.agenda[start:end])

    def _batch(self, agenda: pl.DataFrame) -> list[Planned]:
        builders = {source: self._builder(source, rows["row"]) for (source,), rows in agenda.group_by("source")}
        return [builders[source](row) for _, source, row in agenda.iter_rows()]

    def _builder(self, source: Any, rows: pl.Series) -> Callable[[int], Planned]:
        """What makes an event of a row; baskets of a batch stand together, so their lines do too."""
        if source == "basket":
            return _baskets(self.year, self.extras.redeems, int(rows[0]), int(rows[-1]) + 1)
        others: dict[Any, tuple[pl.DataFrame, Callable[..., Planned]]] = {
            "enrolment": (self.extras.enrolments, _enrolment),
            "grant": (self.extras.grants, self._grant),
            "campaign": (self.year.campaigns, _campaign),
            "coupon": (self.year.coupons, _coupon),
            "return": (self.extras.returns, _return),
        }
        frame, build = others[source]
        return lambda row: build(*frame.row(row))

    def _grant(self, household: int, at: int, points: int, until: Any) -> Planned:
        body = {"kind": "grant", "wallet": self.wallet, "points": points, "until": until.isoformat()}
        return Planned(at, household, f"grant-{household}", {**body, "reason": "former scheme", "actor": "demo"})


def lay_out(year: Year, extras: Extras, wallet: str) -> Timeline:
    """Put everything in order of time; a household's campaigns and coupons wait until it has enrolled."""
    enrolled = extras.enrolments.select("household_id", enrolled_at="at")
    frames = {
        "enrolment": extras.enrolments,
        "grant": extras.grants,
        "campaign": year.campaigns,
        "coupon": year.coupons,
        "basket": year.baskets,
        "return": extras.returns,
    }
    parts = [
        frame.with_row_index("row")
        .join(enrolled, on="household_id", maintain_order="left")
        .select(
            pl.max_horizontal("at", "enrolled_at").alias("at"),
            pl.lit(source).alias("source"),
            pl.col("row").cast(pl.Int64),
            pl.lit(rank).alias("rank"),
        )
        for rank, (source, frame) in enumerate(frames.items())
    ]
    agenda = pl.concat(parts).sort("at", "rank", "row").select("at", "source", "row")
    return Timeline(year, extras, wallet, agenda)


def _enrolment(household: int, at: int, birth_month: int) -> Planned:
    body = {"kind": "enrol", "channel": "store", "birth_month": birth_month}
    return Planned(at, household, f"enrol-{household}", body)


def _campaign(household: int, at: int, campaign: int, campaign_type: str) -> Planned:
    attributes = {"campaign": str(campaign), "campaign_type": campaign_type}
    body = {"kind": "activity", "name": "campaign_received", "attributes": attributes}
    return Planned(at, household, f"campaign-{campaign}-{household}", body)


def _coupon(household: int, at: int, coupon: int, campaign: int) -> Planned:
    attributes = {"campaign": str(campaign), "coupon": str(coupon)}
    body = {"kind": "activity", "name": "coupon_redeemed", "channel": "store", "attributes": attributes}
    return Planned(at, household, f"coupon-{coupon}-{campaign}-{household}-{at // 1_000_000}", body)


def _return(household: int, at: int, basket: int, line: int | None) -> Planned:
    body: Body = {"kind": "refund", "order_id": str(basket), "refund": "full" if line is None else "lines"}
    if line is not None:
        body["lines"] = [{"line_id": str(line)}]
    return Planned(at, household, f"return-{basket}", body)


def _baskets(year: Year, redeems: list[bool], first: int, end: int) -> Callable[[int], Planned]:
    """What makes purchases of the baskets from `first` to before `end`."""
    baskets = year.baskets[first:end].rows()
    line_start = int(year.baskets["line_count"][:first].sum())
    line_count = int(year.baskets["line_count"][first:end].sum())
    lines = year.lines[line_start : line_start + line_count].rows()
    offsets = [0]
    for basket in baskets:
        offsets.append(offsets[-1] + basket[-1])

    def build(row: int) -> Planned:
        place = row - first
        basket_id, household, store, at, amount, discount, _ = baskets[place]
        body = {
            "kind": "purchase",
            "order_id": str(basket_id),
            "channel": "store",
            "store": str(store),
            "amount_minor": amount,
            "discount_minor": discount,
            "lines": [_line(n, *line) for n, line in enumerate(lines[offsets[place] : offsets[place + 1]], start=1)],
        }
        return Planned(at, household, f"basket-{basket_id}", body, redeems[row])

    return build


def _line(number: int, product: int, *facts: Any) -> Body:
    """A line's part of a body; what the data does not know is left out."""
    category, department, brand, quantity, amount, discount = facts
    line = {"line_id": str(number), "sku": str(product), "quantity": quantity, "amount_minor": amount}
    if discount:
        line["discount_minor"] = discount
    if category is not None:
        line["category"] = category
    if department is not None:
        line["department"] = department
        line["brand"] = brand
    return line
