"""Days of which there are tags: one file with a row a member, and one beside it that says how they were made."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
from django.conf import settings

from regulars.domain.tags.errors import TagsNotComputed
from regulars.domain.tags.policy.figures import figures_in
from regulars.domain.tags.types import Day


def folder_of_tags(code: str) -> Path:
    """Where the tags of a programme are."""
    return Path(settings.INSIGHT_ROOT) / "tags" / code


def days_in(folder: Path) -> list[date]:
    """The days, newest first."""
    return sorted((date.fromisoformat(path.stem) for path in folder.glob("????-??-??.json")), reverse=True)


def newest_day(folder: Path, until: date | None = None) -> Day:
    """The newest day of all, or up to one; raises TagsNotComputed."""
    found = next((day for day in days_in(folder) if until is None or day <= until), None)
    if found is None:
        raise TagsNotComputed
    return read_day(folder, found)


def read_day(folder: Path, day: date) -> Day:
    """What was made of a day; raises TagsNotComputed."""
    try:
        data = json.loads((folder / f"{day.isoformat()}.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TagsNotComputed from error
    figures = {name: figures_in(one) for name, one in data.pop("figures").items()}
    made_at = datetime.fromisoformat(data.pop("made_at"))
    return Day(day=day, made_at=made_at, figures=figures, **data)


def values_on(folder: Path, day: date) -> pl.LazyFrame:
    """A row a member: `member`, and a column a tag."""
    return pl.scan_parquet(folder / f"{day.isoformat()}.parquet", hive_partitioning=False)
