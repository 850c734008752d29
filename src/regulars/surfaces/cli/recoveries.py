"""`regulars recovery`: what members owe, and writing it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table, wrong_usage
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import Points, choose_programme, chosen_programme, shown, wallet_and_units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regulars.domain.programmes.types import LiveProgramme
    from regulars.domain.recoveries.types import Age

app = typer.Typer(no_args_is_help=True, help="What members owe, and writing it off.")
app.callback()(choose_programme)

Number = Annotated[int, typer.Argument(help="The number of the request.")]


@app.command(name="list")
def list_queue(
    older_than: Annotated[int, typer.Option(help="Only debts of which something is older: 30, 90 or 180 days.")] = 0,
    wallet: Annotated[str, typer.Option(help="Only this wallet.")] = "",
    most: Annotated[int, typer.Option("--limit", help="At most so many.")] = 50,
) -> None:
    """List what members owe with its age, the sums, and the requests that wait."""
    live = chosen_programme()
    from regulars.domain.recoveries import queries
    from regulars.domain.recoveries.types import Age, QueueFilter, State
    from regulars.platform.paging import PageRequest

    ages = {0: None, 30: Age.TO_90, 90: Age.TO_180, 180: Age.BEYOND}
    if older_than not in ages:
        wrong_usage("ages are told apart at 30, 90 and 180 days")
    page = queries.list_debts(live.id, PageRequest(limit=most), QueueFilter(wallet or None, ages[older_than]))
    headings = ("points", "to 30 days", "31-90", "91-180", "more")
    rows = [
        (debt.member_id, debt.wallet, debt.since, *_points(live, debt.wallet, debt.points, debt.by_age))
        for debt in page.items
    ]
    print_table(("member", "wallet", "since", *headings), rows)
    print()
    totals = [
        (one.wallet, one.members, *_points(live, one.wallet, one.points, one.by_age), "yes" if one.adds_up else "NO")
        for one in queries.queue_totals(live.id)
    ]
    print_table(("wallet", "members", *headings, "adds up"), totals)
    waiting = queries.list_write_offs(live.id, PageRequest(), State.REQUESTED).items
    if waiting:
        print()
        asked = [
            (one.id, one.member_id, one.wallet, shown(live, one.wallet, one.points), one.requested_by, one.reason)
            for one in waiting
        ]
        print_table(("request", "member", "wallet", "points", "by", "reason"), asked)


@app.command(name="write-off")
def write_off(member: Who, points: Points, reason: Annotated[str, typer.Option(help="Why.")], by: Person) -> None:
    """Ask that somebody else forgives points that a member owes."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.ledger.queries.owing import owed_by
    from regulars.domain.recoveries.operations import request_write_off
    from regulars.domain.recoveries.types import NewWriteOff

    found = named_member(live.id, member).id
    wallet, units = wallet_and_units(live, points, sorted(owed_by(live.id, found)))
    actor = person(by, Permission.REQUEST_WRITE_OFFS)
    view = request_write_off(live.id, NewWriteOff(found, wallet, units, reason, actor))
    print(f"request {view.id} waits for somebody else")


@app.command()
def approve(number: Number, by: Person, comment: Annotated[str, typer.Option(help="Kept with it.")] = "") -> None:
    """Approve a request of somebody else; what is owed by then is forgiven, up to its points."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.recoveries.operations import approve_write_off

    view = approve_write_off(live.id, number, person(by, Permission.APPROVE_WRITE_OFFS), comment)
    print(f"{shown(live, view.wallet, view.written_off or 0)} {view.wallet} are written off")


@app.command()
def reject(number: Number, by: Person, comment: Annotated[str, typer.Option(help="Why not.")]) -> None:
    """Reject a request of somebody else."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.recoveries.operations import reject_write_off

    view = reject_write_off(live.id, number, person(by, Permission.APPROVE_WRITE_OFFS), comment)
    print(f"request {view.id} is rejected")


def _points(live: LiveProgramme, wallet: str, points: int, by_age: Mapping[Age, int]) -> list[str]:
    """The sum, then its parts by age."""
    return [shown(live, wallet, units) for units in (points, *by_age.values())]
