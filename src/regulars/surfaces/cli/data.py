"""`regulars data`: what events there are, and how good what came in was."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_table, wrong_usage
from regulars.surfaces.cli.people import Person, person
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


@app.command()
def parked(
    decided: Annotated[bool, typer.Option("--decided", help="Those that wait no longer.")] = False,
    most: Annotated[int, typer.Option(min=1, max=200, help="How many.")] = 50,
) -> None:
    """Show events whose identifiers name different members, and that wait for a person."""
    live = chosen_programme()
    from regulars.domain.arrivals.queries import list_parked
    from regulars.platform.paging import PageRequest

    rows = [
        (
            one.id,
            one.kind,
            f"{one.source} {one.event_id}",
            f"{one.occurred_at:%Y-%m-%d %H:%M}",
            ", ".join(one.kinds),
            ", ".join(str(each) for each in one.members),
            one.state.value,
        )
        for one in list_parked(live.id, PageRequest(limit=most), waiting=not decided).items
    ]
    print_table(("number", "kind", "event", "happened", "identifiers", "members", "state"), rows)


@app.command()
def decide(
    number: Annotated[int, typer.Argument(help="The number of the event.")],
    by: Person,
    member: Annotated[int, typer.Option(help="It is this member's.")] = 0,
    drop: Annotated[str, typer.Option(help="It is nobody's, and why.")] = "",
    again: Annotated[bool, typer.Option("--again", help="It is whose its identifiers are by now.")] = False,
) -> None:
    """Decide about an event that waits: one of --member, --drop and --again."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.intake.operations import choose_member, drop_parked, try_again

    if (member > 0) + bool(drop) + again != 1:
        wrong_usage("say one of --member, --drop and --again")
    actor = person(by, Permission.MERGE_MEMBERS)
    if drop:
        drop_parked(live.id, number, drop, actor)
        print(f"event {number} is dropped")
        return
    answer = choose_member(live.id, number, member, actor) if member else try_again(live.id, number, actor)
    print(f"event {number} is in the log of member {answer.member_id}")
