"""What is predicted of members: one, or a page of those on a level."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from regulars.domain.predictions.policy.features import FACTS
from regulars.domain.predictions.queries.made import names_of, results_of
from regulars.domain.predictions.types import (
    HORIZONS,
    Due,
    Group,
    Level,
    MemberScores,
    Model,
    Pick,
    Reason,
    Risk,
    Worth,
)
from regulars.engine.time import date_of

RISKS = (Model.CHURN_30, Model.CHURN_90)
WORTHS = (Model.VALUE_90, Model.VALUE_365)
PICKS = (Model.AGAIN_CATEGORY, Model.NEW_CATEGORY, Model.AGAIN_PRODUCT, Model.NEW_PRODUCT)


@dataclass(frozen=True)
class Asked:
    """Members of a risk: on a level (none: any), so many after so many, the likeliest first."""

    code: str
    as_of_day: int
    model: Model
    level: Level | None = None
    start: int = 0
    limit: int = 50


def scores_of(code: str, as_of_day: int, member: int) -> MemberScores | None:
    """Everything that is predicted of a member; None where the member was not active, or nothing is predicted."""
    row = results_of(code).member(date_of(as_of_day), member)
    return None if row is None else _scores(code, as_of_day, row)


def list_risks(asked: Asked) -> list[MemberScores]:
    """A page of members, without what they buy next. Reads one file."""
    rows = _of_level(asked).sort([asked.model.value, "member"], descending=[True, False])
    page = rows.slice(asked.start, asked.limit).collect().to_dicts()
    return [_scores(asked.code, asked.as_of_day, row, picks=False) for row in page]


def all_scores(code: str, as_of_day: int) -> pl.DataFrame:
    """Everybody's row; empty where there is no file."""
    results = results_of(code)
    day = date_of(as_of_day)
    return results.scan(day).collect() if results.path(day).is_file() else pl.DataFrame({"member": []})


def _of_level(asked: Asked) -> pl.LazyFrame:
    results, day, name = results_of(asked.code), date_of(asked.as_of_day), asked.model.value
    if not results.path(day).is_file():
        return pl.LazyFrame(schema={"member": pl.Int64, name: pl.Float64})
    rows = results.scan(day)
    if name not in rows.collect_schema():
        return pl.LazyFrame(schema={"member": pl.Int64, name: pl.Float64})
    told = rows.filter(pl.col(name).is_not_null())
    return told if asked.level is None else told.filter(pl.col(f"{name}_level") == asked.level.value)


def _scores(code: str, as_of_day: int, row: dict[str, Any], *, picks: bool = True) -> MemberScores:
    due = None
    if row.get("next_day") is not None:
        due = Due(int(row["next_day"]), int(row["next_first"]), int(row["next_last"]))
    return MemberScores(
        member=int(row["member"]),
        as_of_day=as_of_day,
        risks=tuple(_risk(row, model) for model in RISKS if row.get(model.value) is not None),
        worths=tuple(
            Worth(HORIZONS[model], *(int(row[f"{model.value}{end}"]) for end in ("", "_low", "_high")))
            for model in WORTHS
            if row.get(model.value) is not None
        ),
        due=due,
        picks=_picks(code, as_of_day, row) if picks else {},
        facts={name: float(row[name]) for name in FACTS if row.get(name) is not None},
    )


def _risk(row: dict[str, Any], model: Model) -> Risk:
    name = model.value
    moved = json.loads(row[f"{name}_reasons"])
    whole = sum(abs(by) for _, by in moved) or 1.0
    reasons = tuple(Reason(Group(group), by > 0, abs(by) / whole) for group, by in moved)
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return Risk(HORIZONS[model], row[name], low, high, Level(row[f"{name}_level"]), reasons)


def _picks(code: str, as_of_day: int, row: dict[str, Any]) -> dict[Model, tuple[Pick, ...]]:
    told = {model: json.loads(row[model.value]) for model in PICKS if row.get(model.value)}
    wanted = sorted({item for items in told.values() for item, _ in items})
    names = names_of(code)
    day = date_of(as_of_day)
    shown: dict[str, str] = {}
    if wanted and names.path(day).is_file():
        rows = names.scan(day).filter(pl.col("item").is_in(wanted)).select("item", "category").collect()
        shown = dict(rows.iter_rows())
    return {
        model: tuple(Pick(item, shown.get(item, "") if _products(model) else "", score) for item, score in items)
        for model, items in told.items()
    }


def _products(model: Model) -> bool:
    return model in (Model.AGAIN_PRODUCT, Model.NEW_PRODUCT)
