"""`regulars diagnose`: how a programme does on its history, and what may help."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import print_table, ready
from regulars.surfaces.cli.programmes import Code, only_programme, text_in

if TYPE_CHECKING:
    from regulars.domain.diagnosis.types import Diagnosis, Measure
    from regulars.domain.observations.types import Subject
    from regulars.engine.programme.model import Programme

_MARKS = {"problem": "!!", "watch": "! ", "good": "ok", "unknown": "? "}
_ORDER = ("problem", "watch", "good", "unknown")


def diagnose(
    history: Annotated[
        Path | None, typer.Option(help="A folder of `regulars history`; default: the programme's own.", file_okay=False)
    ] = None,
    document: Annotated[
        Path | None, typer.Option(help="Diagnose this document instead of the version in force.", dir_okay=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where everything goes as JSON, tables included.")] = None,
    programme: Code = "",
) -> None:
    """Take fifteen measures of a programme on its history, six outcomes, and propose changes.

    On its own history the version in force is what the console shows afterwards.
    """
    ready()
    from regulars.domain.diagnosis import operations
    from regulars.domain.programmes.queries import live_programme

    if history is None and document is None:
        live = only_programme(programme)
        found, told = operations.make_diagnosis(live.id, _progress), live_programme(live.id).document
    else:
        subject = _subject(history, document, programme)
        found, told = operations.diagnose(subject, _progress), subject.programme.document
    print(file=sys.stderr)
    _tell(found, told)
    if out is not None:
        from regulars.surfaces.web.diagnosis_data import diagnosis_data

        out.write_text(json.dumps(diagnosis_data(found, told), ensure_ascii=False, indent=1), encoding="utf-8")


def _subject(history: Path | None, document: Path | None, code: str) -> Subject:
    """What was named: a folder, a document, or both."""
    from regulars.domain.history.queries import folder_of, read_manifest
    from regulars.domain.observations.types import Subject
    from regulars.domain.replay.queries.courses import course_of
    from regulars.engine.compile import compile_programme
    from regulars.engine.programme.loading import load_programme

    if document is None:
        live = only_programme(code)
        folder = history or folder_of(live.code)
        return Subject(live.compiled, live.number, folder, course=course_of(read_manifest(folder)))
    compiled = compile_programme(load_programme(text_in(document)))
    return Subject(compiled, 0, history or folder_of(compiled.document.id), own=False)


def _tell(found: Diagnosis, document: Programme) -> None:
    """Outcomes first, then measures, worst first, each with what it found."""
    from regulars.surfaces.web import diagnosis_words as words

    outcomes = [
        (
            words.effect_words(one.id)[0],
            *("–" if value is None else words.shown(value, document) for value in (one.now, one.before)),
            f"{one.base:,}",
        )
        for one in found.effects
    ]
    print_table(words.outcome_headings(), outcomes)
    for note in found.notes:
        print(f"* {words.said(note, document)}")
    for measure in sorted(found.measures, key=lambda one: _ORDER.index(one.status.value)):
        _tell_measure(measure, document)


def _tell_measure(measure: Measure, document: Programme) -> None:
    from regulars.surfaces.web import diagnosis_words as words

    value = "" if measure.headline is None else words.shown(measure.headline, document)
    held = f"{words.said(measure.benchmark.said, document)} ({words.source_words(measure.benchmark.source.value)})"
    print()
    print(f"{_MARKS[measure.status.value]} {words.measure_name(measure.id)}: {value or words.status_words('unknown')}")
    print(f"     {held}")
    for finding in measure.findings:
        print(f"   - {words.said(finding.said, document)}")
        if finding.proposal is not None:
            print(f"     > {words.said(finding.proposal.said, document)} [{finding.proposal.key}]")
    for note in measure.notes:
        print(f"   * {words.said(note, document)}")


def _progress(done: int, of: int | None) -> None:
    print(f"\r{done:,} / {of or 0:,}", end="", file=sys.stderr, flush=True)
