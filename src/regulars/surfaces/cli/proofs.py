"""`regulars ledger verify`, `anchor`, `anchors`, `export`, `prove`, and `regulars proof check`."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO, cast

import typer

from regulars.surfaces.cli.output import REFUSED, print_json, print_table, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme

if TYPE_CHECKING:
    from regulars.domain.proofs.policy.anchor_file import ExportedAnchor
    from regulars.domain.proofs.types import ProofReport

anchors = typer.Typer(no_args_is_help=True, help="Anchors: signed roots over the heads of all chains.")
proofs = typer.Typer(no_args_is_help=True, help="Proofs of single entries.")

NewFile = Annotated[Path, typer.Argument(help="A new file.", dir_okay=False)]
Kept = Annotated[
    Path | None, typer.Option("--anchors", help="Anchors exported earlier.", exists=True, dir_okay=False, readable=True)
]


def verify(
    replay: Annotated[bool, typer.Option("--replay", help="Replay the event log, too, and compare.")] = False,
    kept: Kept = None,
    file: Annotated[
        Path | None, typer.Option(help="Prove an exported ledger instead, without a database.", dir_okay=False)
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many work on it.")] = min(2, os.cpu_count() or 1),
    programme: Code = "",
) -> None:
    """Prove sums, balances, lots, hash chains and anchors; with --replay that the ledger is what the engine makes of
    the log; with --anchors that it is the one anchors were exported of.

    Exit code 1 when something diverges; the first place of each kind is named.
    """
    ready()
    from regulars.domain.proofs.checks import verify_file, verify_ledger, verify_replay

    exported = read_kept(kept) if kept else None
    if file is not None:
        if replay:
            wrong_usage("an exported ledger has no event log to replay")
        _tell([verify_file(file, exported or ())], "the exported ledger holds")
        return
    live = only_programme(programme)
    reports = [verify_ledger(live.id, processes, exported), *([verify_replay(live.id)] if replay else [])]
    _tell(reports, "equal: the ledger is what its events make of it" if replay else "the ledger holds")


def _tell(reports: Sequence[ProofReport], holds: str) -> None:
    """Print what was found; end with exit code 1 when something diverges."""
    for report in reports:
        for divergence in report.divergences:
            print(f"DIVERGES {divergence}")
        print(f"{len(report.checks)} checks: {', '.join(report.checks)}")
    first = reports[0]
    print(f"{first.members:,} members, {first.events:,} events, {first.entries:,} entries")
    if not all(report.holds for report in reports):
        raise SystemExit(REFUSED)
    print(holds)


def anchor(programme: Code = "") -> None:
    """Anchor all chains with new entries; the server does it each hour."""
    ready()
    from regulars.domain.proofs.operations import anchor_heads

    made = anchor_heads(only_programme(programme).id)
    for one in made:
        print(f"anchor {one.number}: {one.leaves:,} heads, root {one.root.hex()}")
    if not made:
        print("nothing has changed since the last anchor")


@anchors.command("list")
def list_them(programme: Code = "") -> None:
    """Print the newest anchors."""
    ready()
    from regulars.domain.proofs import queries
    from regulars.platform.clock import from_us

    page = queries.list_anchors(only_programme(programme).id)
    rows = [(one.number, from_us(one.made_at).isoformat(), one.leaves, one.root.hex()) for one in page.items]
    print_table(("anchor", "made at", "heads", "root"), rows)


@anchors.command("export")
def export_anchors(
    file: NewFile,
    roots: Annotated[bool, typer.Option("--roots", help="Without the heads: short enough to print.")] = False,
    programme: Code = "",
) -> None:
    """Write all anchors into a file (with .gz: compressed). Keep it where those who run the ledger cannot change it."""
    ready()
    from regulars.domain.proofs.queries import anchor_lines

    refuse_existing(file)
    lines = anchor_lines(only_programme(programme).id, leaves=not roots)
    with writing(file) as out:
        written = sum(1 for line in lines if out.write(line)) - 1
    print(f"{written:,} anchors in {file}")


def export(file: NewFile, programme: Code = "") -> None:
    """Write the ledger with its anchors into a zip file that `regulars ledger verify --file` proves by itself."""
    ready()
    from regulars.domain.proofs.operations import export_ledger

    refuse_existing(file)
    print(f"{export_ledger(only_programme(programme).id, file):,} entries in {file}")


def prove(
    member: Annotated[int, typer.Argument(help="The member's number.", min=1)],
    wallet: str,
    seq: Annotated[int, typer.Argument(help="The number of the entry.", min=1)],
    programme: Code = "",
) -> None:
    """Print the proof of one entry, for `regulars proof check` or anybody's own checker."""
    ready()
    from regulars.domain.proofs.queries import prove_entry

    print_json(prove_entry(only_programme(programme).id, member, wallet, seq))


@proofs.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="What `regulars ledger prove` printed.", exists=True, dir_okay=False)],
    kept: Kept = None,
) -> None:
    """Check the proof of an entry; needs no database. With --anchors its anchor must be among those."""
    ready()
    from regulars.domain.proofs.queries import check_entry_proof
    from regulars.platform.clock import from_us
    from regulars.surfaces.web.proof_texts import fault_text

    exported = {one.anchor.number: one.anchor for one in read_kept(kept)} if kept else None
    checked, fault = check_entry_proof(_document(file), exported)
    print(f"member {checked.member_id}, wallet {checked.wallet}, entry {checked.seq}: {checked.points:+,} points")
    print(f"at {from_us(checked.occurred_at).isoformat()}, available after it: {checked.balance:,}")
    print(f"anchor {checked.anchor} of {from_us(checked.anchored_at).isoformat()}, key {checked.public_key}")
    if fault is not None:
        print(f"DOES NOT HOLD: {fault_text(fault)} [{fault}]")
        raise SystemExit(REFUSED)
    print("the proof holds")


def read_kept(file: Path) -> list[ExportedAnchor]:
    """The anchors in a file, compressed or not; raises AnchorFileInvalid."""
    from regulars.domain.proofs.errors import AnchorFileInvalid
    from regulars.domain.proofs.policy.anchor_file import read_anchors

    try:
        with _open_text(file, "rt") as lines:
            return list(read_anchors(lines))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise AnchorFileInvalid(line=1) from error


def refuse_existing(file: Path) -> None:
    """End when the file is there already."""
    if file.exists():
        wrong_usage(f"{file} exists already")


@contextmanager
def writing(file: Path) -> Iterator[TextIO]:
    """A new text file, compressed when its name ends with .gz; it is gone again when it does not become whole."""
    try:
        with _open_text(file, "wt") as out:
            yield out
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _open_text(file: Path, mode: str) -> TextIO:
    """A text file, compressed when its name ends with .gz."""
    opening = gzip.open if file.suffix == ".gz" else open
    return cast("TextIO", opening(file, mode, encoding="utf-8"))


def _document(file: Path) -> Any:
    from regulars.domain.proofs.errors import ProofFileInvalid

    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ProofFileInvalid(field="JSON") from error
