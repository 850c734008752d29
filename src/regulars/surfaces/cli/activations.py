"""`regulars programme`: versions come into force, for all or on pilot, and go again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.instants import instant
from regulars.surfaces.cli.output import ready
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.programmes import Code, only_programme
from regulars.surfaces.cli.versions import Which, version_of

if TYPE_CHECKING:
    from regulars.domain.programmes.types import ActivationRecord

app = typer.Typer()

At = Annotated[str, typer.Option(help="ISO 8601 instant with a zone; default: as soon as possible.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Share = Annotated[float, typer.Option(help="Per cent of the members, from 0.01 to 99.99.", min=0, max=100)]


@app.command()
def publish(version: Which, by: Person, at: At = "", reason: Reason = "") -> None:
    """Let an approved version come into force for everybody."""
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations

    found = version_of(version)
    start = _start(at)
    actor = person(by, Permission.PUBLISH_PROGRAMME)
    _tell(operations.publish_version(found.version_id, start, reason, actor))


@app.command()
def pilot(version: Which, share: Share, by: Person, at: At = "", reason: Reason = "") -> None:
    """Try an approved version on a share of the members, or widen its pilot."""
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations

    found = version_of(version)
    start = _start(at)
    actor = person(by, Permission.PUBLISH_PROGRAMME)
    _tell(operations.pilot_version(found.version_id, round(share * 100), start, reason, actor))


@app.command()
def stop(by: Person, reason: Reason, at: At = "", programme: Code = "") -> None:
    """End the pilot: all members are again on the version of everybody else."""
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations

    live, start = only_programme(programme), _start(at)
    _tell(operations.stop_pilot(live.id, start, reason, person(by, Permission.PUBLISH_PROGRAMME)))


@app.command()
def rollback(version: Which, by: Person, reason: Reason, at: At = "") -> None:
    """Put a version in force again that was in force before. What was granted stays."""
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations

    found = version_of(version)
    start = _start(at)
    actor = person(by, Permission.PUBLISH_PROGRAMME)
    _tell(operations.roll_back(found.version_id, start, reason, actor))


@app.command()
def cancel(
    start: Annotated[int, typer.Argument(metavar="START", min=1, help="Its number in `programme versions`.")],
    by: Person,
    reason: Reason,
) -> None:
    """Let something scheduled not happen."""
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations

    operations.cancel_activation(start, reason, person(by, Permission.PUBLISH_PROGRAMME))
    print(f"start {start} is cancelled")


def _start(text: str) -> int | None:
    from regulars.platform.clock import to_us

    return to_us(instant(text)) if text else None


def _tell(record: ActivationRecord) -> None:
    from regulars.platform.clock import from_us

    view = record.view
    print(
        f"start {view.id}: version {record.number} is in force for {view.share / 100:g}% of the members "
        f"from {from_us(view.starts_at).isoformat(timespec='seconds')}"
    )
