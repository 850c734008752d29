"""`regulars correction`: a version that should have been in force since the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.instants import instant
from regulars.surfaces.cli.merges import Why
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import choose_programme, chosen_programme, shown

if TYPE_CHECKING:
    from regulars.domain.corrections.types import Totals
    from regulars.domain.programmes.types import LiveProgramme

app = typer.Typer(no_args_is_help=True, help="Rules that should have been others since the past.")
app.callback()(choose_programme)

Number = Annotated[int, typer.Argument(help="The number of the correction.")]


@app.command()
def propose(
    version: Annotated[int, typer.Argument(help="The number of an approved version.")],
    since: Annotated[str, typer.Option(help="Since when, with its time zone.")],
    reason: Why,
    by: Person,
) -> None:
    """Propose that a version should have been in force since the past; a job makes the preview."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.corrections.operations import propose_correction
    from regulars.domain.corrections.types import NewCorrection
    from regulars.platform.clock import to_us

    asked = NewCorrection(version, to_us(instant(since)), reason, person(by, Permission.PROPOSE_CORRECTIONS))
    made = propose_correction(live.id, asked)
    print(f"correction {made.id}: a worker makes the preview (regulars work), then somebody else decides")


@app.command(name="list")
def list_all() -> None:
    """List the newest corrected rules."""
    live = chosen_programme()
    from regulars.domain.corrections.queries import list_corrections
    from regulars.platform.paging import PageRequest

    rows = [
        (one.id, one.number, f"{one.since:%Y-%m-%dT%H:%M}Z", one.state.value, one.proposed_by, one.decided_by)
        for one in list_corrections(live.id, PageRequest()).items
    ]
    print_table(("correction", "version", "since", "state", "proposed by", "decided by"), rows)


@app.command()
def show(
    number: Number,
    narrow: Annotated[str, typer.Option(help="Only members that: up, down, below_zero, different.")] = "all",
    most: Annotated[int, typer.Option("--limit", help="At most so many members.")] = 50,
) -> None:
    """Show the sums of a correction, and the members for whom something changes."""
    live = chosen_programme()
    from regulars.domain.corrections.queries import correction, list_lines
    from regulars.domain.corrections.types import Narrow
    from regulars.platform.paging import PageRequest

    view = correction(live.id, number)
    print(f"version {view.number} since {view.since:%Y-%m-%dT%H:%M}Z: {view.state.value}; {view.reason}")
    if view.previewed_at:
        _tell(live, "foreseen", view.foreseen)
    if view.posted_at:
        _tell(live, "posted", view.posted)
    rows = [
        (
            line.member_id,
            line.told[0].tier,
            line.told[1].tier,
            ", ".join(f"{wallet} {shown(live, wallet, moved)}" for wallet, moved in line.change.points.items()),
            "below zero" if line.change.below_zero else "",
            "otherwise than foreseen" if line.differs else "",
        )
        for line in list_lines(live.id, number, PageRequest(limit=most), Narrow(narrow)).items
    ]
    print_table(("member", "tier", "then", "difference", "", ""), rows)


@app.command()
def approve(number: Number, by: Person, comment: Annotated[str, typer.Option(help="Kept with it.")] = "") -> None:
    """Approve a proposal of somebody else; a job posts the restatements."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.corrections.operations import approve_correction

    approve_correction(live.id, number, person(by, Permission.APPROVE_CORRECTIONS), comment)
    print(f"correction {number} is approved; a worker posts it (regulars work)")


@app.command()
def reject(number: Number, by: Person, comment: Annotated[str, typer.Option(help="Why not.")]) -> None:
    """Reject a proposal, or take one's own back."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.corrections.operations import reject_correction

    reject_correction(live.id, number, person(by, Permission.APPROVE_CORRECTIONS), comment)
    print(f"correction {number} is rejected")


@app.command()
def post(number: Number, by: Person) -> None:
    """Go on with a posting that a worker gave up."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.corrections.operations import post_again

    post_again(live.id, number, person(by, Permission.APPROVE_CORRECTIONS))
    print(f"a worker goes on with correction {number} (regulars work)")


@app.command()
def preview(number: Number, by: Person) -> None:
    """Have the preview made anew."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.corrections.operations import preview_again

    preview_again(live.id, number, person(by, Permission.PROPOSE_CORRECTIONS))
    print(f"a worker makes the preview of correction {number} anew (regulars work)")


def _tell(live: LiveProgramme, title: str, totals: Totals) -> None:
    sums = [
        f"{word} {shown(live, wallet, points)} {wallet}"
        for word, side in (("adds", totals.added), ("takes", totals.taken))
        for wallet, points in side.items()
    ]
    tiers = f"{totals.up} rise, {totals.down} fall, {totals.below_zero} below zero"
    print(f"{title}: {totals.changed} of {totals.members} members; {', '.join([*sums, tiers])}")
