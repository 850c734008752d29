"""What of a member is compared, in one form, and which pairs are looked at at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import polars as pl

from regulars.domain.members.types import Record

MOST_ALIKE = 50
"""Members with the same key; where there are more, the key tells nothing and finds nobody."""

KEYS = ("by_name", "by_email", "by_mobile_begin", "by_mobile_end", "by_device")
SCHEMA = {
    "unique_id": pl.Int64,
    "name": pl.String,
    "local": pl.String,
    "domain": pl.String,
    "mobile": pl.String,
    "birth_month": pl.Int64,
    "device": pl.Int64,
}


def frame_of(records: Iterable[Record]) -> pl.DataFrame:
    """The records as a table, with the keys of which two members have to share one to be compared."""
    rows = [(*_compared(one), one.device) for one in records]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    keyed = frame.with_columns(
        by_name=pl.when(pl.col("name").str.len_chars() > 1).then(pl.col("name")),
        by_email=pl.when(pl.col("local").str.len_chars() > 3).then(pl.col("local")),
        by_mobile_begin=pl.when(pl.col("mobile").str.len_chars() > 8).then(
            pl.col("mobile").str.head(pl.col("mobile").str.len_chars() - 2)
        ),
        by_mobile_end=pl.when(pl.col("mobile").str.len_chars() > 8).then(pl.col("mobile").str.tail(8)),
        by_device=pl.col("device"),
    )
    return keyed.with_columns(
        pl.when(pl.col(key).is_not_null() & (pl.len().over(key) <= MOST_ALIKE)).then(pl.col(key)) for key in KEYS
    )


def _compared(one: Record) -> tuple[int, str | None, str | None, str | None, str | None, int | None]:
    local, _, domain = (one.email or "").partition("@")
    plain = local.partition("+")[0].replace(".", "")
    return one.member_id, _name(one.name), plain or None, domain or None, one.mobile, one.birth_month


def _name(name: str | None) -> str | None:
    """A name without case, accents and spaces."""
    if name is None:
        return None
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter.isalnum()) or None
