"""`regulars benefits health`, `quarters` and `competitors`: how each benefit did, what may help, what others offer."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import chosen_programme

if TYPE_CHECKING:
    from regulars.domain.benefit_health.types import BenefitHealth, HealthReport
    from regulars.engine.programme.model import Programme


def health(
    quarter: Annotated[str, typer.Option(help="Such as 2026Q3; default: the last that is over.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where everything goes as JSON.", dir_okay=False)] = None,
) -> None:
    """Read the health of the benefits in a quarter from the history, which `regulars history sync` copies."""
    live = chosen_programme()
    from regulars.domain.benefit_health.operations import read_health
    from regulars.domain.benefit_health.queries import health_before, opened_changes
    from regulars.surfaces.web import benefit_health_words as words

    report = read_health(live.id, quarter)
    before = health_before(live.id, report)
    versions = ", ".join(str(number) for number in report.versions)
    print(f"{report.quarter.name}: {report.members:,} members, {report.uses:,} uses, versions {versions or '–'}")
    headings = (
        "benefit",
        "have it",
        "activated",
        "use it",
        "before",
        "again",
        "uses",
        "cost",
        "a use",
        "worth",
        "rating",
        "alike",
        "users: more spent",
    )
    print_table(headings, [_row(one, report, before, live.document) for one in report.benefits])
    if why := words.record_words(report):
        print(f"* {why}")
    _print_benefits(report, live.document)
    for found in report.gradient:
        print(f"{'!!' if found.severity == 'error' else '! '} {' '.join(words.gradient_words(found))}")
    for change in opened_changes(live.id, report):
        said = words.opened_words(change, live.document)
        print(f"= {change.quarter}: {said} Version {change.number}, {change.state.value}, by {change.opened_by}")
    for note in words.notes():
        print(f"* {note}")
    if out is not None:
        out.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def quarters() -> None:
    """List the quarters of which there is a report, newest first."""
    live = chosen_programme()
    from regulars.domain.benefit_health.queries import quarters_read
    from regulars.platform.clock import from_us

    rows = [
        (one.name, f"{from_us(one.made_at):%Y-%m-%d %H:%MZ}", str(one.benefits), f"{one.uses:,}", str(one.flags))
        for one in quarters_read(live.id)
    ]
    print_table(("quarter", "read", "benefits", "uses", "flags"), rows)


def competitors(
    file: Annotated[
        Path | None, typer.Argument(help="CSV with competitor, kind, figure, about.", exists=True, dir_okay=False)
    ] = None,
) -> None:
    """List competitors' benefits, after putting those of a file on the list; wrong lines are told and left out."""
    live = chosen_programme()
    from regulars.domain.benefit_health.operations import read_offers
    from regulars.domain.benefit_health.queries import list_offers
    from regulars.surfaces.web.messages import text_for

    if file is not None:
        read = read_offers(live.id, file.read_text(encoding="utf-8-sig"), "cli")
        print(f"{read.kept} new, {len(read.faults)} lines left out")
        for fault in read.faults:
            print(f"line {fault.line}: {text_for(fault.code, fault.params)}")
    rows = [(one.competitor, one.kind, str(one.figure or "–"), one.about) for one in list_offers(live.id)]
    print_table(("competitor", "kind", "figure", "about"), rows)


def _print_benefits(report: HealthReport, document: Programme) -> None:
    """On which days benefits stood, if not on all, then their flags with what may help."""
    from regulars.surfaces.web import benefit_health_words as words

    for standing in dict.fromkeys(filter(None, map(words.standing_words, report.benefits))):
        alike = [one.benefit for one in report.benefits if words.standing_words(one) == standing]
        print(f"- {standing}: {', '.join(alike)}")
    for one in report.benefits:
        for flag in one.flags:
            print(f"! {one.benefit}: {words.flag_words(flag, one, document)}")
            if flag.change is not None:
                print(f"  > {words.change_words(flag.change, document)} [{flag.change.key}]")


def _row(one: BenefitHealth, report: HealthReport, before: HealthReport | None, document: Programme) -> tuple[str, ...]:
    from regulars.surfaces.web import benefit_health_words as words
    from regulars.surfaces.web.formatting import money

    def told(minor: int | None) -> str:
        return "–" if minor is None else money(minor, document.currency)

    earlier = before.named(one.benefit) if before is not None and before.is_recorded else None
    return (
        one.benefit,
        f"{one.holders:,}",
        words.rate(one.activation if report.is_recorded else None),
        words.rate(one.use_rate if report.is_recorded else None),
        words.rate(earlier.use_rate if earlier is not None else None),
        words.rate(one.repeat_rate),
        f"{one.uses:,}",
        told(one.cost_minor),
        told(one.cost_per_use_minor),
        told(one.worth_minor),
        words.rating_words(one),
        f"{len(one.same_as)}/{one.competitors}",
        words.comparison_words(one, document),
    )
