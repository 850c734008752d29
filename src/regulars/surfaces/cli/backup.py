"""`regulars backup` and `regulars restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regulars.surfaces.cli.output import REFUSED, ready, wrong_usage

_MEGABYTE = 1_000_000


def backup(
    path: Annotated[Path, typer.Argument(help="A new folder for the backup.")],
    keys: Annotated[
        Path | None, typer.Option(help="Also write the keys of members' identifiers into this new file, elsewhere.")
    ] = None,
) -> None:
    """Back up the database and the uploads of the installation, which may go on running.

    The keys of members' identifiers are never in the backup: keep them apart from it.
    """
    ready()
    from regulars.platform import audit
    from regulars.platform.backup import make_backup, save_keys
    from regulars.surfaces.cli.serving import refuse_unmigrated

    refuse_unmigrated()
    path = path.resolve()
    if keys is not None:
        keys = keys.resolve()
        if keys.is_relative_to(path):
            wrong_usage("keep the keys out of the backup: with both, anybody can read the members' identifiers")
        save_keys(keys)
    made = make_backup(path)
    audit.record("cli", "backup_made", "installation", {"path": str(path), "bytes": made.total_bytes})
    print(f"{path}: {len(made.files)} files, {made.total_bytes / _MEGABYTE:,.1f} MB, as of {made.made_at}")
    if keys is not None:
        print(f"{keys}: the keys, for their owner only. Keep this file apart from the backup, and do not lose it.")
        return
    print(
        "The keys of members' identifiers are not in it. Keep a copy of secrets.json (in the data folder) or of\n"
        "REGULARS_ENCRYPTION_KEYS and REGULARS_INDEX_KEY apart from the backup: without them nobody can be found again."
    )


def restore(
    path: Annotated[Path, typer.Argument(help="The folder of a backup.", exists=True, file_okay=False)],
    keys: Annotated[
        Path | None,
        typer.Option(help="The file of keys that belongs to it, to be installed.", exists=True, dir_okay=False),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace what is in the database now.")] = False,
    keys_lost: Annotated[
        bool, typer.Option("--keys-lost", help="Restore without the keys: nobody can be found again by card or mobile.")
    ] = False,
    replay: Annotated[bool, typer.Option("--replay", help="Verify by replaying the event log, too.")] = False,
) -> None:
    """Restore a backup into the installation, which must not be running, and verify the ledger.

    Exit code 1 when it was refused, or when the restored ledger does not hold.
    """
    ready()
    from django.core.management import call_command

    from regulars.platform import audit
    from regulars.platform.backup import restore_backup

    done = restore_backup(path.resolve(), keys, replace=replace, keys_lost=keys_lost)
    print(f"restored: {done.manifest.total_bytes / _MEGABYTE:,.1f} MB, as of {done.manifest.made_at}")
    for place in (done.kept_database, done.kept_keys):
        if place is not None:
            print(f"what was there before is kept as {place}")
    call_command("migrate", interactive=False, verbosity=0)
    audit.record("cli", "backup_restored", "installation", {"path": str(path), "as_of": done.manifest.made_at})
    _verify(replay=replay)
    print("Events accepted after that instant are not in it: send them again. Those that are in it count once.")


def _verify(*, replay: bool) -> None:
    """Prove the ledger of every programme and end with exit code 1 when one does not hold."""
    from regulars.domain.programmes.queries import find_programme, list_programmes
    from regulars.domain.proofs.checks import verify_ledger, verify_replay

    holds = True
    for programme in [find_programme(listed.code) for listed in list_programmes()]:
        reports = [verify_ledger(programme.id), *([verify_replay(programme.id)] if replay else [])]
        for divergence in (one for report in reports for one in report.divergences):
            print(f"DIVERGES {divergence}")
            holds = False
        first = reports[0]
        print(f"{programme.code}: {first.members:,} members, {first.events:,} events, {first.entries:,} entries")
    if not holds:
        raise SystemExit(REFUSED)
    print("equal: the ledger is what its events make of it" if replay else "the ledger holds")
