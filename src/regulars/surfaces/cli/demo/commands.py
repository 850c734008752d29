"""`regulars demo` and `regulars demo load`."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from regulars.surfaces.cli.output import ready
from regulars.surfaces.cli.serving import serve

if TYPE_CHECKING:
    from regulars.engine.compile import CompiledProgramme

WORTH_TELLING_SECONDS = 3
ROOT = Path(__file__).resolve().parents[5]
CLUB = ROOT / "programmes" / "club.yaml"
ENDED = {"done", "failed", "cancelled"}

app = typer.Typer(invoke_without_command=True, help="A real retailer's year: load it and look at it.")


@app.callback()
def show(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Where console and API listen.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Load the demo if that has not been done, create its users, and serve console, portal and API."""
    if context.invoked_subcommand is not None:
        return
    os.environ.setdefault("REGULARS_SIGN_IN_CODES", "page")
    os.environ.setdefault("REGULARS_JOBS_IN_SERVER", "1")
    os.environ.setdefault("REGULARS_CHECKOUT_TEST", "1")
    load_once()
    from regulars.surfaces.cli.demo.people import create_people

    passwords = create_people()
    print(f"Console: http://localhost:{port}/console/")
    for name, password in passwords.items():
        print(f"  {name:<14} {password}")
    if not passwords:
        print("  The demo's users exist; their passwords were printed when they were created.")
    _show_portal(port)
    serve(host, port)


def _show_portal(port: int) -> None:
    """Say where members sign in, and as whom; codes stand on the page, for nobody sends them here."""
    from regulars.domain.programmes.queries import list_programmes
    from regulars.surfaces.cli.demo.guest import EMAIL, name_guest

    if name_guest(list_programmes()[0].programme_id) is not None:
        print(f"Portal: http://localhost:{port}/portal/")
        print(f"  {EMAIL}, with the code that the page shows; any card of the demo does as well")


@app.command("load")
def load_command() -> None:
    """Bring the year into the database, once; after an interruption, go on where it stopped."""
    load_once()


def load_once() -> None:
    """Migrate, install the programme, and see the job of loading through; a second time changes nothing."""
    ready()
    from django.core.management import call_command

    from regulars.domain.programmes.operations import install_programme
    from regulars.surfaces.cli.demo.loading import KIND, ends_yesterday
    from regulars.surfaces.cli.demo.year import data_folder

    data_folder()
    call_command("migrate", verbosity=0, interactive=False)
    programme = install_programme(CLUB.read_text(encoding="utf-8"), actor="demo")
    from regulars.platform import jobs

    _warm_up(programme.compiled)
    known = [job for job in jobs.list_jobs(KIND) if job.state not in {"failed", "cancelled"}]
    if not known:
        payload = {"programme_id": programme.id, "ends_on": ends_yesterday().isoformat()}
        jobs.enqueue(KIND, payload, key="demo", actor="demo")
    started = time.monotonic()
    job = _see_through(KIND)
    if job.state != "done":
        typer.echo(f"The demo was not loaded: {job.error}", err=True)
        raise typer.Exit(1)
    from regulars.surfaces.cli.demo.mall import create_mall
    from regulars.surfaces.cli.demo.memberships import create_plans

    create_mall(programme.id)
    create_plans(programme.id)
    if not known:
        told = ", ".join(f"{count:,} {name}" for name, count in job.result.items())
        print(f"Loaded the year in {time.monotonic() - started:.1f} s: {told}")


def _warm_up(programme: CompiledProgramme) -> None:
    """Have the kernel compiled before the first batch: half a minute, once per version of Regulars."""
    from regulars.engine.advance import advance
    from regulars.engine.records import Record, batch_from_records
    from regulars.engine.states import empty_states

    started = time.monotonic()
    states = empty_states(np.ones(1, dtype=np.int64), len(programme.wallet_ids))
    advance(programme, states, batch_from_records(programme, [Record(1, 1, 1, 0, {"kind": "tick"})]))
    if (seconds := time.monotonic() - started) > WORTH_TELLING_SECONDS:
        print(f"Compiled the engine in {seconds:.1f} s; next time it will be there already.")


def _see_through(kind: str) -> Any:
    """Do the job, or wait for whoever does it; one that was killed is taken up when its lease ends, in a minute."""
    from regulars.platform import jobs

    while (job := jobs.list_jobs(kind)[0]).state not in ENDED:
        if not jobs.run_due():
            typer.echo("Another process is loading the demo, or was killed; waiting.", err=True)
            time.sleep(5)
    return job
