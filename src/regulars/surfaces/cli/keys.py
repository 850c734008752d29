"""`regulars keys`: the keys of members' identifiers and of all else that is kept encrypted, and how to change them."""

from __future__ import annotations

from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_table, ready

app = typer.Typer(no_args_is_help=True, help="Keys of what is kept encrypted.")


@app.command()
def status() -> None:
    """Show how many keys there are, and what is not under the first ones yet."""
    ready()
    from django.conf import settings

    from regulars.platform.resealing import count_sealed

    print(f"{len(settings.ENCRYPTION_KEYS)} encryption keys, {len(settings.INDEX_KEYS)} index keys")
    rows = [(f"{one.sealed.table}.{one.sealed.column}", one.texts, one.old) for one in count_sealed()]
    print_table(("column", "texts", "under older keys"), rows)


@app.command()
def add() -> None:
    """Put new keys in front. Then restart all servers and workers, and run `regulars keys rotate`."""
    ready()
    from regulars.platform import audit
    from regulars.platform.backup.changing import add_keys

    kept = add_keys()
    audit.record("cli", "keys_added", "installation")
    print(f"new keys stand in front; the file as it was: {kept}")
    print("restart all servers and workers, then run: regulars keys rotate")


@app.command()
def rotate(
    batch: Annotated[int, typer.Option(min=1, max=10_000, help="Texts rewritten in one transaction.")] = 500,
) -> None:
    """Bring everything under the first keys while the server works. Killed, it is run again and goes on."""
    ready()
    from regulars.platform import audit
    from regulars.platform.resealing import reseal

    written = reseal(lambda table, seen, total: print(f"{table}: {seen} of {total}", flush=True), batch)
    audit.record("cli", "keys_rotated", "installation", {"texts": written})
    print(f"{written} texts are under the new keys")


@app.command()
def retire() -> None:
    """Forget the older keys; refused while anything is still under them."""
    ready()
    from regulars.platform import audit
    from regulars.platform.backup.changing import retire_keys

    kept = retire_keys()
    audit.record("cli", "keys_retired", "installation")
    print(f"only the first keys are left. Backups made before need those in {kept}: keep it with them, or delete both")
