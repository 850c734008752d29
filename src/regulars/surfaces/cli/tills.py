"""`regulars till`: tills that work without a network, their conflicts, and the keys of members' codes."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import choose_programme, chosen_programme

app = typer.Typer(no_args_is_help=True, help="Tills, what they could not settle, and the keys of members' codes.")
app.callback()(choose_programme)
keys = typer.Typer(no_args_is_help=True, help="Keys by which members' codes are signed.")
app.add_typer(keys, name="key")

ACTOR = "cli"

TillCode = Annotated[str, typer.Argument(help="The till's code.")]
Conflict = Annotated[int, typer.Argument(help="The conflict's number.")]


@app.command(name="list")
def list_all() -> None:
    """List tills with what they settled."""
    live = chosen_programme()
    from regulars.domain.verifications.queries import list_tills

    rows = [
        (one.code, one.name, one.store, one.last_number, _day(one.settled_at), one.waiting, _day(one.revoked_at))
        for one in list_tills(live.id)
    ]
    print_table(("till", "name", "store", "last", "settled", "conflicts", "revoked"), rows)


@app.command()
def register(
    till: TillCode,
    store: Annotated[str, typer.Option(help="The store in which it stands.")],
    name: Annotated[str, typer.Option(help="What it is called; default: its code.")] = "",
    public_key: Annotated[str, typer.Option(help="Its own Ed25519 key in base64; default: a pair is made.")] = "",
) -> None:
    """Register a till, and print its private key where one was made: it is told only now."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import register_till
    from regulars.domain.verifications.types.tills import NewTill

    made = register_till(live.id, NewTill(till, name or till, store, ACTOR, public_key))
    print(f"till {made.till.code} in {made.till.store} is registered")
    if made.private_key:
        print(f"private key: {made.private_key}")


@app.command()
def revoke(till: TillCode) -> None:
    """Take a till out of use."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import revoke_till

    revoke_till(live.id, till, ACTOR)
    print(f"till {till} is out of use")


@app.command()
def pack(till: TillCode, file: Annotated[Path, typer.Argument(dir_okay=False, help="Where it is written.")]) -> None:
    """Write what a till needs to check codes without a network."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import till_pack

    file.write_text(json.dumps(till_pack(live.id, till), ensure_ascii=False), encoding="utf-8")
    print(f"written to {file}")


@app.command()
def conflicts(till: Annotated[str, typer.Option(help="Only those of this till.")] = "") -> None:
    """List what tills could not settle and nobody has resolved."""
    live = chosen_programme()
    from regulars.domain.verifications.queries import list_conflicts
    from regulars.platform.paging import PageRequest
    from regulars.surfaces.web.messages import text_for

    rows = [
        (one.id, one.till, one.number, _day(one.used_at), one.benefit, text_for(one.problem, one.params))
        for one in list_conflicts(live.id, PageRequest(), till).items
    ]
    print_table(("number", "till", "its number", "used", "benefit", "why"), rows)


@app.command()
def retry(conflict: Conflict) -> None:
    """Try again to settle a conflict."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import retry_conflict

    print(f"conflict {conflict} is {retry_conflict(live.id, conflict, ACTOR).state.value}")


@app.command(name="close")
def let_be(conflict: Conflict, reason: Annotated[str, typer.Option(help="Why.")]) -> None:
    """Let a conflict be: the shop bears what was given."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import close_conflict

    print(f"conflict {conflict} is {close_conflict(live.id, conflict, reason, ACTOR).state.value}")


@keys.command(name="list")
def list_keys() -> None:
    """List keys of codes, newest first."""
    live = chosen_programme()
    from regulars.domain.verifications.queries import list_code_keys

    rows = [
        (one.number, one.public_key, _day(one.starts_at), _day(one.ends_at), _day(one.revoked_at))
        for one in list_code_keys(live.id)
    ]
    print_table(("number", "public key", "from", "until", "revoked"), rows)


@keys.command()
def rotate() -> None:
    """Make another key, which signs from now on; codes of the one before stay good for as long as they last."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import rotate_key

    print(f"key {rotate_key(live.id, ACTOR).number} signs from now on")


@keys.command(name="revoke")
def end_key(number: Annotated[int, typer.Argument(help="The key's number.")]) -> None:
    """End a key that is lost: no code that it signed is good any more."""
    live = chosen_programme()
    from regulars.domain.verifications.operations import revoke_key

    revoke_key(live.id, number, ACTOR)
    print(f"key {number} is revoked")


def _day(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat(timespec="minutes")
