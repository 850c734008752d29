"""`regulars data`: what events there are, and how good what came in was."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import choose_programme, chosen_programme

app = typer.Typer(no_args_is_help=True, help="What came in.")
app.callback()(choose_programme)

Days = Annotated[int, typer.Option(min=1, max=3660, help="How many days back, today included (UTC).")]


@app.command()
def events(days: Days = 30) -> None:
    """Show every kind of event with its volume and fields."""
    live = chosen_programme()
    from datetime import timedelta

    from regulars.domain.arrivals.queries import event_catalogue
    from regulars.platform import clock

    today = clock.now().date()
    rows = [
        (one.kind, one.name, one.total, f"{one.last_at:%Y-%m-%d}", ", ".join(field.field for field in one.fields))
        for one in event_catalogue(live.id, today - timedelta(days=days - 1), today)
    ]
    print_table(("kind", "name", "events", "last", "fields"), rows)


@app.command()
def quality(days: Days = 30) -> None:
    """Show what became of the events of each day and source."""
    live = chosen_programme()
    from datetime import timedelta

    from regulars.domain.arrivals.queries import data_quality
    from regulars.domain.arrivals.types import OUTCOMES
    from regulars.platform import clock

    today = clock.now().date()
    rows = [
        (one.day, one.source, *(one.outcomes[name] for name in OUTCOMES))
        for one in data_quality(live.id, today - timedelta(days=days - 1), today)
    ]
    print_table(("day", "source", *OUTCOMES), rows)
