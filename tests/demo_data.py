"""A small folder in the shape of the demo's data: four households, two weeks around New Year, corner cases included."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

LAST_EVENING = datetime(2018, 1, 1, 4, 1, 20)  # noqa: DTZ001 - the data's time stamps are UTC without saying so


def write_demo_data(folder: Path) -> Path:
    """Write the Parquet files the demo reads; 40 baskets of two lines, one of fuel, one without value."""
    rows = [_line(basket, number) for basket in range(40) for number in (1, 2)]
    rows.append({**_line(40, 1), "product_id": 9, "quantity": 12_345, "sales_value": 30.0})
    rows.append({**_line(41, 1), "sales_value": 0.0, "retail_disc": 0.0})
    _write(folder, "transactions", rows)
    facts = {"manufacturer_id": 1, "product_type": "x", "package_size": None}
    products = [
        {"product_id": 1, "department": "GROCERY", "brand": "Private", "product_category": "COFFEE"} | facts,
        {"product_id": 2, "department": None, "brand": None, "product_category": None} | facts,
        {"product_id": 9, "department": "FUEL", "brand": "National", "product_category": "FUEL"} | facts,
    ]
    _write(folder, "products", products)
    midnight = datetime(2017, 12, 30)  # noqa: DTZ001
    coupon = {"household_id": 1, "coupon_upc": 77, "campaign_id": 5, "redemption_date": midnight}
    _write(folder, "coupon_redemptions", [coupon])
    _write(folder, "campaigns", [{"campaign_id": 5, "household_id": household} for household in (1, 2)])
    described = {"campaign_id": 5, "campaign_type": "Type A", "start_date": midnight, "end_date": midnight}
    _write(folder, "campaign_descriptions", [described])
    return folder


def _line(basket: int, number: int) -> dict[str, object]:
    return {
        "household_id": basket % 4 + 1,
        "store_id": 330,
        "basket_id": 1000 + basket,
        "product_id": number,
        "quantity": number,
        "sales_value": 80.1 + number,
        "retail_disc": 0.29,
        "coupon_disc": 0.0,
        "coupon_match_disc": 0.01,
        "week": 53,
        "transaction_timestamp": LAST_EVENING - timedelta(hours=7 * basket),
    }


def _write(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    pl.DataFrame(rows).write_parquet(folder / f"{name}.parquet")
