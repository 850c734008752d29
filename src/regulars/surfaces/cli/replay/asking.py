"""What replays and sweeps are asked alike: a history, a slice of it; and how they tell of their progress."""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from regulars.surfaces.cli.output import wrong_usage
from regulars.surfaces.cli.replay.files import tell_file

if TYPE_CHECKING:
    from regulars.domain.history.queries import Slice
    from regulars.engine.programme.model import Programme


class SliceEnd(StrEnum):
    """As of which end of a slice members are taken to be in a segment."""

    START = "start"
    END = "end"


Columns = Annotated[
    list[str] | None,
    typer.Option("--map", help="Of a file: which column is a field, as amount=Total or card=会员号; amount= is none."),
]


def history_at(path: Path, document: Programme, scratch: Path, columns: list[str] | None) -> Path:
    """The folder of the history: the one named, or a new one of a file's orders."""
    if path.is_dir():
        return path
    build_history(path, document, scratch, columns)
    return scratch


def build_history(file: Path, document: Programme, folder: Path, columns: list[str] | None) -> None:
    """Make a history of a file's orders, and say what came of its rows."""
    from regulars.domain.history.operations import Given, history_of_file
    from regulars.domain.history.policy.mappings import mapping_for
    from regulars.domain.intake.operations.inspecting import inspect_file

    chosen = columns_in(columns)
    mapping = mapping_for(inspect_file(file).headings, document, chosen) if chosen else None
    tell_file(history_of_file(Given(file, document, mapping), folder))


def columns_in(columns: list[str] | None) -> dict[str, str]:
    """Headings by field, as they were given."""
    pairs = [column.partition("=") for column in columns or ()]
    for field, sign, heading in pairs:
        if not field or not sign:
            wrong_usage(f"{field}{sign}{heading} is not a field and a heading, such as amount=Total")
    return {field.strip(): heading.strip() for field, _sign, heading in pairs}


def slice_of(days: str, zone: str) -> Slice:
    """The slice from one local day to another, the last one included."""
    from regulars.domain.history.queries import Slice

    first, _, last = days.partition("..")
    return Slice(_instant(first, zone, after=0), _instant(last, zone, after=1))


def _instant(day: str, zone: str, after: int) -> int | None:
    """The first instant of a local day, or of one after it."""
    from regulars.engine.time import instant_of

    if not day:
        return None
    try:
        first = date.fromisoformat(day) + timedelta(days=after)
    except ValueError:
        wrong_usage(f"{day} is not a day such as 2026-01-01")
    return instant_of(datetime.combine(first, time(), tzinfo=ZoneInfo(zone)))


def progress_on(done: int, of: int) -> None:
    """Say on stderr how many events were gone through."""
    print(f"\r{done:,} / {of:,}", end="", file=sys.stderr, flush=True)
