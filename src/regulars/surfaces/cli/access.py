"""`regulars apikey` and `regulars user`: who may call the API, and who may sign in."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_table, ready
from regulars.surfaces.cli.people import asked_password
from regulars.surfaces.cli.programmes import Code, only_programme

keys = typer.Typer(no_args_is_help=True, help="Keys of the API.")
users = typer.Typer(no_args_is_help=True, help="People who sign in to the console.")


@keys.command("create")
def create_key(
    label: Annotated[str, typer.Option(help="What the key is for.")],
    scope: Annotated[list[str], typer.Option(help="What it may do; repeat for several.")],
    programme: Code = "",
) -> None:
    """Create a key and print it: it is shown this once."""
    ready()
    from regulars.domain.access.operations import create_api_key

    print(create_api_key(only_programme(programme).id, label, scope, actor="cli").text)


@keys.command("list")
def list_keys(programme: Code = "") -> None:
    """List keys, newest first."""
    ready()
    from regulars.domain.access.queries import list_api_keys

    rows = [
        (key.id, key.prefix, key.label, " ".join(key.scopes), "revoked" if key.revoked_at else "active")
        for key in list_api_keys(only_programme(programme).id)
    ]
    print_table(("id", "key", "label", "scopes", "state"), rows)


@keys.command("revoke")
def revoke_key(key_id: Annotated[int, typer.Argument(metavar="ID", min=1)]) -> None:
    """End a key; it stops working within ten seconds."""
    ready()
    from regulars.domain.access.operations import revoke_api_key

    revoke_api_key(key_id)
    print(f"key {key_id} is revoked")


@users.command("create")
def create_user(
    username: Annotated[str, typer.Argument()],
    role: Annotated[str, typer.Option(help="admin, operator, analyst or service")],
    name: Annotated[str, typer.Option(help="Full name.")] = "",
    language: Annotated[str, typer.Option(help="zh-hans or en; empty: what the browser asks for")] = "",
) -> None:
    """Create a person; the password is asked for, or read from standard input."""
    ready()
    from regulars.domain.access import operations
    from regulars.domain.access.types import NewUser

    new = NewUser(username=username, password=asked_password(), role=role, name=name, language=language)
    print(f"user {operations.create_user(new).username} is created")


@users.command("password")
def change_password(username: Annotated[str, typer.Argument()]) -> None:
    """Give a person another password; it is asked for, or read from standard input. Their sessions end."""
    ready()
    from regulars.domain.access import operations

    operations.change_password(username, asked_password())
    print(f"the password of {username} is changed")
