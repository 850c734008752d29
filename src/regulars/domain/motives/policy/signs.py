"""What counts as which sign: names of activities, kinds of benefits, times on tiers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

import polars as pl

from regulars.domain.motives.types import Sign
from regulars.engine.local_time import DAY

OF_ACTIVITIES: Mapping[Sign, tuple[str, ...]] = {
    Sign.VOUCHERS: ("coupon_redeemed", "coupon_used", "voucher_redeemed", "voucher_used"),
    Sign.CONTACTS: ("service", "contact", "complaint", "enquiry", "inquiry", "chat", "repair"),
    Sign.VISITS: ("visit", "appointment", "consultation", "store_visit"),
    Sign.REFERRALS: ("referral", "refer_", "referred", "invite", "invited", "recommend"),
    Sign.GIFTS: ("gift", "benefit_given"),
    Sign.REVIEWS: ("review", "share", "post", "comment"),
}
"""Beginnings of names of activities."""

OF_BENEFITS: Mapping[str, Sign] = {
    "percentage": Sign.VOUCHERS,
    "discount": Sign.VOUCHERS,
    "points": Sign.VOUCHERS,
    "shipping": Sign.VOUCHERS,
    "priority": Sign.STATUS_USES,
    "access": Sign.STATUS_USES,
    "lounge": Sign.STATUS_USES,
    "seat": Sign.STATUS_USES,
    "status": Sign.STATUS_USES,
    "service": Sign.SERVICE_USES,
    "manager": Sign.SERVICE_USES,
}
"""Kinds of benefits whose uses are a sign; gifts, free items and the operator's own kinds tell of no one motive."""

COUNTED = (Sign.REDEMPTIONS, Sign.POOLED, *OF_ACTIVITIES)
"""Signs that events are counted for."""

_SENT = ("_received", "_sent")
_SPENDING = frozenset({"redeem", "capture"})
_GIVING = "transfer_out"
_ACTIVITY = "activity"
_USE = "benefit_"


def sign_of(kind: str, event: str, *, pooled: bool) -> tuple[Sign, ...]:
    """The signs that an event is."""
    if kind in _SPENDING:
        return (Sign.REDEMPTIONS, Sign.POOLED) if pooled else (Sign.REDEMPTIONS,)
    if kind == _GIVING:
        return (Sign.GIFTS,)
    if kind != _ACTIVITY or event.endswith(_SENT):
        return ()
    return tuple(sign for sign, names in OF_ACTIVITIES.items() if event.startswith(names))


def is_act(kind: str, event: str) -> bool:
    """Whether somebody did something: what was sent to them, or told of benefits by us, is none."""
    if kind == _ACTIVITY:
        return not event.endswith(_SENT) and (not event.startswith(_USE) or event == "benefit_used")
    return kind in _SPENDING or kind == _GIVING


def counted(acts: pl.DataFrame) -> pl.DataFrame:
    """`member`, `acts`, and how often each sign was shown, of rows of `acts_sql`."""
    told = {
        (kind, event, pooled): (sign_of(kind, event or "", pooled=bool(pooled)), is_act(kind, event or ""))
        for kind, event, pooled in acts.select("kind", "event", "pooled").unique().iter_rows()
    }
    counts: Counter[tuple[int, str]] = Counter()
    for member, kind, event, pooled, times in acts.iter_rows():
        signs, act = told[kind, event, pooled]
        counts.update({(member, sign.value): times for sign in signs})
        counts[member, "acts"] += times if act else 0
    return _table(counts, ("acts", *(sign.value for sign in COUNTED)))


def used(uses: pl.DataFrame, kinds: Mapping[str, str]) -> pl.DataFrame:
    """`member` and uses of benefits by sign, less those taken back; `kinds` are kinds of benefits by id."""
    counts: Counter[tuple[int, str]] = Counter()
    for member, benefit, times in benefits_of(uses).iter_rows():
        sign = OF_BENEFITS.get(kinds.get(benefit, ""))
        if sign is not None:
            counts[member, f"used_{sign.value}"] += times
    return _table(counts, tuple(f"used_{sign.value}" for sign in dict.fromkeys(OF_BENEFITS.values())))


def benefits_of(uses: pl.DataFrame) -> pl.DataFrame:
    """`member`, `benefit` and how often it was used, less what was taken back."""
    counts: Counter[tuple[int, str]] = Counter()
    for member, event, text in uses.iter_rows():
        benefit = json.loads(text).get("benefit")
        if isinstance(benefit, str):
            counts[member, benefit] += 1 if event == "benefit_used" else -1
    rows = [(member, benefit, times) for (member, benefit), times in sorted(counts.items()) if times > 0]
    return pl.DataFrame(rows, schema={"member": pl.Int64, "benefit": pl.String, "times": pl.Int64}, orient="row")


def tiers_of(spells: pl.DataFrame, since: int, as_of: int) -> pl.DataFrame:
    """`member`, rises between two instants, and the share of the window above the first tier."""
    begins = pl.max_horizontal("occurred_at", pl.lit(since))
    ends = pl.min_horizontal(pl.col("until_at").fill_null(as_of), pl.lit(as_of))
    above = pl.when(pl.col("tier") > 0).then((ends - begins).clip(lower_bound=0)).otherwise(0)
    rose = (pl.col("occurred_at") > since) & pl.col("before").is_not_null() & (pl.col("tier") > pl.col("before"))
    return spells.group_by("member").agg(
        rose.sum().cast(pl.Float64).alias(Sign.RISES.value),
        (above.sum() / max(as_of - since, DAY)).clip(0, 1).alias(Sign.HIGH_SHARE.value),
    )


def _table(counts: Mapping[tuple[int, str], int], columns: Iterable[str]) -> pl.DataFrame:
    """A row for each member, a column for each name; nothing is 0."""
    members = sorted({member for member, _name in counts})
    data = {name: [float(counts.get((member, name), 0)) for member in members] for name in columns}
    schema = {"member": pl.Int64} | dict.fromkeys(data, pl.Float64)
    return pl.DataFrame({"member": members, **data}, schema=schema)
