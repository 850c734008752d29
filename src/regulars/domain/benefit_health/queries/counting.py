"""What the own history of a programme tells of a quarter: people, uses, spending."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from regulars.domain.benefit_health.policy.comparing import with_bands
from regulars.domain.benefit_health.policy.holding import People
from regulars.domain.benefit_health.policy.measuring import Counted
from regulars.domain.benefit_health.policy.phases import phases_in, stretches_of
from regulars.domain.benefit_health.policy.quarters import quarter_before
from regulars.domain.benefit_health.queries.offers import list_offers
from regulars.domain.benefit_health.types import Quarter
from regulars.domain.benefits.policy.judging import uses_in
from regulars.domain.history.queries import folder_of, read_manifest, scan
from regulars.domain.history.types import Manifest, Table
from regulars.domain.programmes.queries import schedule, versions_by_id
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.time import Zone, date_of, day_number

_TOLD = ("benefit_used", "benefit_returned", "benefit_granted", "benefit_rated")


class _Read(NamedTuple):
    """A history, the programme, and instants: of the quarter before, of the quarter, and of its end."""

    folder: Path
    manifest: Manifest
    programme: LiveProgramme
    before: int
    start: int
    end: int

    def rows(self, table: Table) -> pl.LazyFrame:
        """A table; of those by month, what happened before the end."""
        rows = scan(self.folder, self.manifest, table)
        return rows if table is Table.MEMBERS else rows.filter(pl.col("occurred_at") < self.end)


def counted_in(programme: LiveProgramme, quarter: Quarter) -> Counted:
    """What the history tells of a quarter; raises HistoryMissing where it was never copied."""
    folder = folder_of(programme.code)
    zone = programme.compiled.zone
    days = (quarter_before(quarter).starts_on, quarter.starts_on, quarter.ends_on)
    reading = _Read(folder, read_manifest(folder), programme, *(_midnight(zone, day) for day in days))
    told = reading.rows(Table.EVENTS).filter(pl.col("event").is_in(_TOLD) | (pl.col("voids") > 0))
    events = told.collect(engine="streaming")
    tiers = _tiers(reading)
    members = _members(reading, quarter)
    used = uses_in(events)
    first_use = min(used["occurred_at"].to_list(), default=None)
    phases = phases_in(schedule(programme.id), (reading.start, reading.end), zone, first_use)
    versions = tuple(dict.fromkeys(one.version_id for one in phases))
    documents = {key: live.document for key, live in versions_by_id(versions).items()}
    return Counted(
        quarter=quarter,
        versions=versions,
        stretches=stretches_of(phases, documents, members["member"]),
        people=People(members, _stood(reading, quarter, tiers, members), _grants(events, zone)),
        uses=used.select("member", "benefit", "cost_minor", _local("occurred_at", zone).alias("used_on")),
        ratings=_ratings(events),
        offers=tuple(list_offers(programme.id)),
        spending=_spending(reading, tiers, members),
    )


def _members(reading: _Read, quarter: Quarter) -> pl.DataFrame:
    """Everybody who had enrolled by the end."""
    day = pl.col("enrolled_day").cast(pl.Date)
    known = reading.rows(Table.MEMBERS).select("member", "birth_month", enrolled_on=day)
    return known.filter(pl.col("enrolled_on") < quarter.ends_on).collect()


def _tiers(reading: _Read) -> pl.DataFrame:
    """The tier after each entry, by its id: member, occurred_at, tier; changes only."""
    entries = reading.rows(Table.ENTRIES).select("member", "occurred_at", "posted_at", "seq", "tier", "version")
    told = entries.sort("member", "occurred_at", "posted_at", "seq").collect()
    names = pl.DataFrame(
        [
            (version, place, tier)
            for version, live in versions_by_id(told["version"].unique().to_list()).items()
            for place, tier in enumerate(live.compiled.tier_ids)
        ],
        schema={"version": pl.Int64, "tier": pl.Int16, "name": pl.String},
        orient="row",
    )
    named = told.join(names, on=["version", "tier"], how="left", maintain_order="left")
    moved = pl.col("name").ne_missing(pl.col("name").shift().over("member"))
    return named.filter(moved).select("member", "occurred_at", tier="name")


def _at(tiers: pl.DataFrame, members: pl.DataFrame, instant: int) -> pl.DataFrame:
    """The tier of each member at an instant; null of who has not moved yet."""
    last = tiers.filter(pl.col("occurred_at") < instant).group_by("member", maintain_order=True).last()
    return members.select("member").join(last.select("member", "tier"), on="member", how="left", maintain_order="left")


def _stood(reading: _Read, quarter: Quarter, tiers: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The tiers on which members stood in the quarter, each from a day on, up to and with the day of the next move."""
    zone = reading.programme.compiled.zone
    moves = tiers.filter(pl.col("occurred_at") >= reading.start)
    within = moves.select("member", "tier", since_on=_local("occurred_at", zone))
    began = pl.lit(quarter.starts_on)
    first = _at(tiers, members, reading.start).with_columns(since_on=began)
    told = pl.concat([first, within]).sort("member", "since_on", maintain_order=True)
    following = pl.col("since_on").shift(-1).over("member").dt.offset_by("1d")
    ended = told.with_columns(until_on=following.fill_null(quarter.ends_on))
    enrolled = members.select("member", enrolled_on=pl.max_horizontal("enrolled_on", began))
    since = pl.max_horizontal("since_on", "enrolled_on")
    return ended.join(enrolled, on="member").select("member", "tier", since.alias("since_on"), "until_on")


def _grants(events: pl.DataFrame, zone: Zone) -> pl.DataFrame:
    given = events.filter(pl.col("event") == "benefit_granted")
    benefit = pl.col("attributes").str.json_path_match("$.benefit")
    return given.select("member", benefit.alias("benefit"), _local("occurred_at", zone).alias("granted_on"))


def _ratings(events: pl.DataFrame) -> pl.DataFrame:
    """The last word of each member on each benefit: member, benefit, score."""
    gone = events.filter(pl.col("voids") > 0).select("member", seq="voids")
    told = events.filter(pl.col("event") == "benefit_rated").join(gone, on=["member", "seq"], how="anti")
    said = told.select(
        "member",
        "occurred_at",
        "seq",
        benefit=pl.col("attributes").str.json_path_match("$.benefit"),
        score=pl.col("attributes").str.json_path_match("$.score").cast(pl.Int64, strict=False),
    )
    last = said.filter(pl.col("score").is_between(1, 5)).sort("occurred_at", "seq")
    return last.group_by("member", "benefit").agg(pl.col("score").last())


def _spending(reading: _Read, tiers: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame | None:
    """Purchases of the quarter and of the one before, of those who had enrolled before both; None of a short history.

    Refunds are not taken off; purchases that were taken back do not count.
    """
    events = reading.rows(Table.EVENTS)
    first = events.select(pl.col("occurred_at").min()).collect(engine="streaming").item()
    if first is None or first > reading.before:
        return None
    gone = events.filter(pl.col("voids") > 0).select("member", seq="voids")
    bought = events.filter((pl.col("kind") == "purchase") & (pl.col("occurred_at") >= reading.before))
    now = pl.col("occurred_at") >= reading.start
    sums = (
        bought.join(gone, on=["member", "seq"], how="anti")
        .group_by("member")
        .agg(before=pl.col("amount").filter(~now).sum(), during=pl.col("amount").filter(now).sum())
        .collect(engine="streaming")
    )
    began = date_of(reading.programme.compiled.zone.day_of(reading.before))
    old = members.filter(pl.col("enrolled_on") < began)
    told = _at(tiers, old, reading.start).join(sums, on="member", how="left", maintain_order="left")
    return with_bands(told.with_columns(pl.col("before", "during").fill_null(0)))


def _local(column: str, zone: Zone) -> pl.Expr:
    """The local day of an instant."""
    instants = pl.col(column).cast(pl.Datetime("us", "UTC"))
    return instants.dt.convert_time_zone(zone.name).dt.date()


def _midnight(zone: Zone, day: date) -> int:
    return int(zone.midnights[day_number(day)])
