"""`regulars app-key`: keys with which the operator's own app signs its members in to the portal."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_table, ready
from regulars.surfaces.cli.programmes import Code, only_programme

app = typer.Typer(no_args_is_help=True, help="Keys with which your own app signs members in to the portal.")


@app.command("create")
def create_key(label: Annotated[str, typer.Option(help="Which app it is for.")], programme: Code = "") -> None:
    """Create a key and print its id and secret: the secret is shown this once."""
    ready()
    from regulars.domain.sign_ins.operations import create_app_key

    made = create_app_key(only_programme(programme).id, label, actor="cli")
    print(f"{made.key_id}\n{made.secret}")


@app.command("list")
def list_keys(programme: Code = "") -> None:
    """List keys, newest first."""
    ready()
    from regulars.domain.sign_ins.queries import list_app_keys

    rows = [
        (key.key_id, key.label, key.created_by, "revoked" if key.revoked_at else "active")
        for key in list_app_keys(only_programme(programme).id)
    ]
    print_table(("key", "label", "created by", "state"), rows)


@app.command("revoke")
def revoke_key(key: Annotated[str, typer.Argument(metavar="KEY")], programme: Code = "") -> None:
    """End a key at once; sessions that it opened go on."""
    ready()
    from regulars.domain.sign_ins.operations import revoke_app_key

    revoke_app_key(only_programme(programme).id, key, actor="cli")
    print(f"key {key} is revoked")
