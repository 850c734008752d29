"""`regulars programme`: versions from a draft to a second person's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import print_finding, print_table, ready, wrong_usage
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.programmes import Code, File, only_programme, text_in

if TYPE_CHECKING:
    from regulars.domain.programmes.types import VersionView

app = typer.Typer()

Which = Annotated[str, typer.Argument(metavar="VERSION", help="Its number; CODE:NUMBER among several programmes.")]


@app.command()
def versions(programme: Code = "") -> None:
    """List the versions, newest first, and what is in force or scheduled."""
    ready()
    from regulars.domain.programmes.queries import list_activations, list_versions
    from regulars.platform.clock import from_us

    live = only_programme(programme)
    rows = [
        (one.number, one.state, one.author, one.review.reviewer if one.review else "", one.reason)
        for one in list_versions(live.id)
    ]
    print_table(("version", "state", "author", "reviewer", "reason"), rows)
    print()
    starts = [
        (
            one.view.id,
            from_us(one.view.starts_at).isoformat(timespec="seconds") if one.view.starts_at else "from the beginning",
            one.number,
            f"{one.view.share / 100:g}%",
            f"{one.view.kind} (cancelled)" if one.cancelled_at else one.view.kind,
            one.actor,
            one.reason,
        )
        for one in list_activations(live.id)
    ]
    print_table(("start", "at", "version", "share", "kind", "by", "reason"), starts)


@app.command()
def draft(
    file: File,
    by: Person,
    reason: Annotated[str, typer.Option(help="Why, and what is expected of it.")] = "",
    version: Annotated[str, typer.Option(help="Replace the text of this draft instead of making a new one.")] = "",
    programme: Code = "",
) -> None:
    """Keep a document as a draft, and say what is wrong with it."""
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations
    from regulars.domain.programmes.queries import findings_of
    from regulars.domain.programmes.types import DraftEdit, NewDraft

    text = text_in(file)
    actor = person(by, Permission.DRAFT_PROGRAMME)
    if version:
        known = version_of(version)
        edit = DraftEdit(text, reason or known.reason, known.revision)
        saved = operations.change_draft(known.version_id, edit, actor)
    else:
        saved = operations.create_draft(NewDraft(only_programme(programme).id, text, reason), actor)
    for finding in findings_of(saved.programme_id, text):
        print(f"{finding.severity}: {finding.path or '-'}, line {finding.line or '-'}")
        print_finding(finding)
    print(f"draft {saved.number} is saved")


@app.command()
def diff(
    version: Which,
    against: Annotated[int, typer.Option(help="Another version; default: the one in force.")] = 0,
    lines: Annotated[bool, typer.Option("--lines", help="Compare line by line.")] = False,
) -> None:
    """Say what a version changes."""
    ready()
    from regulars.domain.programmes.queries import compare, find_version, live_programme
    from regulars.surfaces.web.differences import difference_words

    after = version_of(version)
    programme_id = after.programme_id
    before = find_version(programme_id, against) if against else live_programme(programme_id)
    found = compare(before.version_id, after.version_id)
    if lines:
        marks = {"gone": "-", "new": "+", "same": " ", "gap": "…"}
        for line in found.lines:
            print(f"{marks[line.kind]} {line.text}".rstrip())
        return
    for difference in difference_words(found):
        mark = {"added": "+ ", "removed": "- "}.get(difference.kind, "")
        print(f"{mark}{difference.title}")
        for text in difference.lines:
            print(f"  {text}")


@app.command()
def submit(version: Which, by: Person) -> None:
    """Hand a draft in for review; from then on it never changes."""
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations

    found = version_of(version)
    operations.submit_draft(found.version_id, person(by, Permission.DRAFT_PROGRAMME))
    print(f"version {version} waits for a review")


@app.command()
def withdraw(version: Which, by: Person) -> None:
    """Give up a version of one's own that was never in force."""
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations

    found = version_of(version)
    operations.withdraw_version(found.version_id, person(by, Permission.DRAFT_PROGRAMME))
    print(f"version {version} is withdrawn")


@app.command()
def review(
    version: Which,
    by: Person,
    approve: Annotated[bool | None, typer.Option("--approve/--reject", help="The decision.")] = None,
    comment: Annotated[str, typer.Option(help="Needed to reject.")] = "",
) -> None:
    """Approve or reject a version that somebody else wrote."""
    if approve is None:
        wrong_usage("say --approve or --reject")
    ready()
    from regulars.domain.access.policy import Permission
    from regulars.domain.programmes import operations
    from regulars.domain.programmes.types import Decision

    found = version_of(version)
    decision = Decision.APPROVED if approve else Decision.REJECTED
    operations.review_version(found.version_id, decision, comment, person(by, Permission.REVIEW_PROGRAMME))
    print(f"version {version} is {decision}")


def version_of(text: str) -> VersionView:
    """The version that was named, as `3` or `club:3`; Django must be ready."""
    from regulars.domain.programmes.queries import find_version

    code, _, number = text.rpartition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        wrong_usage(f"{text} is not a version; write its number, or CODE:NUMBER")
    return find_version(only_programme(code).id, int(number))
