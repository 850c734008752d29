"""`regulars tiers`: who will rise or fall, and tiers by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table, wrong_usage
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import choose_programme, chosen_programme

if TYPE_CHECKING:
    from regulars.domain.tiers.types import Deed, Forecast, ForecastSummary

app = typer.Typer(no_args_is_help=True, help="Who will rise or fall, and tiers by hand.")
app.callback()(choose_programme)

Reason = Annotated[str, typer.Option(help="Why; kept in the ledger.")]
Until = Annotated[str, typer.Option(help="Last day, as 2026-12-31; default: for good.")]
DeedId = Annotated[str, typer.Option("--id", help="The same id twice is one deed.")]


@app.command()
def forecast(
    rising: Annotated[bool, typer.Option("--rising", help="Who rises or is near, instead of who falls.")] = False,
    tier: Annotated[str, typer.Option(help="Only those on this tier.")] = "",
    refresh: Annotated[bool, typer.Option("--refresh", help="Make it anew first, and send the notices.")] = False,
    most: Annotated[int, typer.Option("--limit", help="At most so many members.")] = 50,
) -> None:
    """Say who will rise or fall at the next review if nothing more happens, and what is missing."""
    live = chosen_programme()
    from itertools import islice

    from regulars.domain.tiers.queries import forecast_summary, iterate_forecasts
    from regulars.domain.tiers.types import ForecastFilter, Tab

    if refresh:
        _make(live.id)
    summary = forecast_summary(live.id)
    if summary.made_on is None:
        wrong_usage("no forecast was made yet; add --refresh")
    _tell(summary)
    asked = ForecastFilter(Tab.RISING if rising else Tab.FALLING, tier or None)
    rows = [_row(one) for one in islice(iterate_forecasts(live.id, asked), most)]
    print_table(("member", "tier", "then", "on", "grace until", "near", "missing"), rows)


@app.command()
def lock(member: Who, reason: Reason, by: Person, until: Until = "", deed_id: DeedId = "") -> None:
    """Keep a member on the tier they stand on."""
    live = chosen_programme()
    from regulars.domain.tiers.operations import lock_tier

    lock_tier(live.id, named_member(live.id, member).id, _day(until), _deed(deed_id, reason, by))
    print("the tier is locked")


@app.command()
def unlock(member: Who, reason: Reason, by: Person, deed_id: DeedId = "") -> None:
    """End a lock: the tier may rise at once, or is looked at as in a review."""
    live = chosen_programme()
    from regulars.domain.tiers.operations import lift_lock
    from regulars.domain.tiers.queries import standing

    found = named_member(live.id, member).id
    lift_lock(live.id, found, _deed(deed_id, reason, by))
    print(f"the lock is lifted; the tier is {standing(live.id, found).tier}")


@app.command()
def match(
    member: Who,
    tier: Annotated[str, typer.Argument(help="The tier to give; with its last day as gold:2026-12-31.")],
    held: Annotated[str, typer.Option(help="The status held elsewhere, as PROGRAMME:LEVEL.")],
    evidence: Annotated[str, typer.Option(help="How that is known.")],
    by: Person,
) -> None:
    """Give a tier for a status held in another programme, once for each."""
    other, _, level = held.rpartition(":")
    if not other or not level:
        wrong_usage(f"{held} does not say which status; write PROGRAMME:LEVEL")
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.tiers.operations import match_status
    from regulars.domain.tiers.types import NewMatch

    found = named_member(live.id, member).id
    given, _, until = tier.partition(":")
    actor = person(by, Permission.SET_TIERS)
    view = match_status(live.id, NewMatch(found, given, _day(until), other, level, evidence, actor))
    print(f"matched: {view.other_programme} {view.other_level} is {view.tier} here")


def _make(programme_id: int) -> None:
    """Make the forecasts in this process, a part at a time."""
    from regulars.domain.tiers.operations import Progress, forecast_part

    progress = Progress()
    while not progress.ended:
        progress = forecast_part(programme_id, progress)
    print(f"{progress.members} members looked at, {progress.notices} new notices")


def _tell(summary: ForecastSummary) -> None:
    counts = (("fall", summary.falling), ("rise", summary.rising), ("near", summary.near))
    parts = [f"{name}: {sum(by_tier.values())}" for name, by_tier in counts]
    print(f"as of {summary.made_on}: {', '.join(parts)}; in grace: {summary.in_grace}")
    print(f"other days without grace (or with a day of it): {summary.what_if.grace_moves}")
    print(f"other tiers with the other way of landing: {summary.what_if.landing_moves}")


def _row(one: Forecast) -> tuple[object, ...]:
    return (
        one.member_id,
        one.tier,
        one.tier_then,
        one.changes_on or "",
        one.grace_until or "",
        f"{one.near_percent}%",
        _missing(one),
    )


def _missing(one: Forecast) -> str:
    """What is missing on each way: to keep the tier, or else to rise."""
    ways = []
    for path in one.keeping or one.rising:
        parts = [f"{need.metric_id} {need.missing / need.scale:g}" for need in path.requirements if not need.met]
        ways.append(" and ".join([*parts, *path.others]))
    return " or ".join(way for way in ways if way)


def _deed(deed_id: str, reason: str, by: str) -> Deed:
    from regulars.domain.access.policy import Permission
    from regulars.domain.tiers.types import Deed

    return Deed(f"cli:{deed_id or uuid4()}", reason, person(by, Permission.SET_TIERS))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong_usage(f"{text} is not a day; write it as 2026-12-31")
