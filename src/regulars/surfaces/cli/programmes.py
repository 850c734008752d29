"""`regulars programme`: check, install and show the document; `regulars schema`: what it may hold.

Versions, from draft to publication, are in `versions` and `activations`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.platform import clock
from regulars.surfaces.cli.output import REFUSED, print_finding, print_json, ready, wrong_usage

if TYPE_CHECKING:
    from regulars.domain.programmes.types import LiveProgramme

app = typer.Typer(no_args_is_help=True, help="The programme document.")

File = Annotated[Path, typer.Argument(help="YAML or JSON.", exists=True, dir_okay=False, readable=True)]
Code = Annotated[str, typer.Option(help="Which programme; not needed where there is one.")]


@app.command()
def check(file: File) -> None:
    """Print all that is wrong with a document: where, what, why, and how to mend it."""
    from regulars.engine.programme.loading import check_programme

    findings = check_programme(text_in(file), clock.now().date())
    for finding in findings:
        print(f"{finding.severity}: {finding.path or '-'}")
        print_finding(finding)
    errors = sum(finding.severity == "error" for finding in findings)
    print(f"{file}: {errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise SystemExit(REFUSED)


@app.command()
def install(file: File) -> None:
    """Install the first version of a programme and put it in force; later ones are drafted and reviewed."""
    ready()
    from regulars.domain.programmes.operations import install_programme

    live = install_programme(text_in(file), actor="cli")
    print(f"{live.code} version {live.number} is in force")


@app.command()
def show(programme: Code = "") -> None:
    """Print the document in force."""
    ready()
    live = only_programme(programme)
    print_json(live.document.model_dump(mode="json", exclude_defaults=True))


def schema() -> None:
    """Print the JSON Schema of the programme document."""
    from regulars.engine.programme.schema import schema_text

    sys.stdout.write(schema_text())


def only_programme(code: str) -> LiveProgramme:
    """The programme of this code, or the only one there is; Django must be ready."""
    from regulars.domain.programmes.queries import find_programme, list_programmes

    if code:
        return find_programme(code)
    known = list_programmes()
    if len(known) != 1:
        names = ", ".join(one.code for one in known) or "none is installed: regulars programme install FILE"
        wrong_usage(f"which programme? --programme CODE ({names})")
    return find_programme(known[0].code)


def text_in(file: Path) -> str:
    """The text of a file, which has to be UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        wrong_usage(f"{file} is not UTF-8 text; save it as UTF-8")
