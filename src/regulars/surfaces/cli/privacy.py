"""`regulars privacy`: copies and erasure of what is kept of members, and who looked at them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import choose_programme, chosen_programme

app = typer.Typer(no_args_is_help=True, help="Copies, erasure and the access log.")
app.callback()(choose_programme)

Number = Annotated[int, typer.Argument(help="The number of the request; `regulars privacy list` has them.")]

Reason = Annotated[str, typer.Option(help="Why the member is to be erased.")]


@app.command("list")
def list_requests() -> None:
    """Show the newest requests."""
    live = chosen_programme()
    from regulars.domain.privacy.queries import list_requests as listed
    from regulars.platform.paging import PageRequest

    rows = [
        (one.id, one.kind.value, one.member_id, one.state.value, one.asked_by, one.due_at or "")
        for one in listed(live.id, PageRequest()).items
    ]
    print_table(("number", "kind", "member", "state", "asked by", "due"), rows)


@app.command()
def copy(who: Who, path: Annotated[Path, typer.Argument(help="A new ZIP file.")], by: Person) -> None:
    """Write all that is kept of a member into a file."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.privacy.operations import ask_for_copy, make_copy
    from regulars.domain.privacy.queries import copy_path
    from regulars.platform import jobs

    actor = person(by, Permission.HANDLE_PRIVACY)
    asked = ask_for_copy(live.id, named_member(live.id, who).id, actor)
    if asked.job_id is not None:
        jobs.cancel(asked.job_id)
    made = make_copy(live.id, asked.id)
    with path.open("xb") as target, copy_path(live.id, asked.id).open("rb") as source:
        shutil.copyfileobj(source, target)
    path.chmod(0o600)
    print(f"{path}: {sum(made.counts.values())} rows in {len(made.counts)} parts")


@app.command()
def erase(who: Who, by: Person, reason: Reason) -> None:
    """Ask for a member to be erased; somebody else has to approve it."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.privacy.operations import ask_for_erasure

    asked = ask_for_erasure(live.id, named_member(live.id, who).id, person(by, Permission.HANDLE_PRIVACY), reason)
    print(f"request {asked.id} waits for the approval of somebody else")


@app.command()
def approve(number: Number, by: Person) -> None:
    """Approve an erasure that somebody else asked for."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.privacy.operations import approve_erasure

    made = approve_erasure(live.id, number, person(by, Permission.ERASE_MEMBERS))
    print(f"member {made.member_id} is erased after {made.due_at:%Y-%m-%d %H:%M} UTC")


@app.command()
def cancel(number: Number, by: Person) -> None:
    """Take an erasure back before it is carried out."""
    live = chosen_programme()
    from regulars.domain.access.policy import Permission
    from regulars.domain.privacy.operations import cancel_request

    made = cancel_request(live.id, number, person(by, Permission.HANDLE_PRIVACY))
    print(f"member {made.member_id} is not erased")


@app.command("carry-out")
def carry_out_due() -> None:
    """Carry out what is due now, as the job of the hour does."""
    chosen_programme()
    from regulars.domain.privacy.operations import carry_out, expire_copies, prune_looks

    print(f"{carry_out()} members erased, {expire_copies()} copies deleted, {prune_looks()} old looks deleted")


@app.command()
def looks(who: Who) -> None:
    """Show who looked at a member."""
    live = chosen_programme()
    from regulars.domain.privacy.queries import list_looks
    from regulars.domain.privacy.types import LookFilter
    from regulars.platform.paging import PageRequest

    found = list_looks(live.id, PageRequest(), LookFilter(member_id=named_member(live.id, who).id))
    rows = [(f"{one.at:%Y-%m-%d %H:%M}", one.look.who, one.look.via, one.look.what) for one in found.items]
    print_table(("at (UTC)", "who", "via", "what"), rows)
