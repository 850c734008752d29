"""Histories by hand, and what a diagnosis says of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from regulars.domain.diagnosis.operations import diagnose
from regulars.domain.diagnosis.types import Diagnosis, Finding, Measure
from regulars.domain.observations.types import Subject
from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.engine.records import Record
from regulars.engine.time import instant_of
from tests.integration.ledger.stories import document
from tests.property.replays import history_of

START = datetime(2025, 1, 1, 4, tzinfo=UTC)
"""Noon of the first day in Shanghai, where the stories are set."""


def programme_data(**changes: Any) -> dict[str, Any]:
    """The programme of the stories without its goals, a point worth a fen; `changes` replace whole sections."""
    data = document()
    data["goals"] = []
    data["wallets"][0]["cash_value"] = 0.01
    return {**data, **changes}


def record(member: int, seq: int, day: int, **body: Any) -> Record:
    """What a member did at noon of a day."""
    return Record(member, seq, member * 10_000 + seq, instant_of(START + timedelta(days=day)), body, decided=True)


def sales(member: int, days: Sequence[int], amount: int, first: int = 1) -> list[Record]:
    """Purchases of one amount on some days, numbered from `first`."""
    return [
        record(member, seq, day, kind="purchase", order_id=f"o{member}-{seq}", amount_minor=amount * 100)
        for seq, day in enumerate(days, start=first)
    ]


def weekly(member: int, weeks: int = 52, amount: int = 100) -> list[Record]:
    """A purchase a week."""
    return sales(member, range(0, 7 * weeks, 7), amount)


def diagnosed(records: Sequence[Record], folder: Path, data: dict[str, Any] | None = None) -> Diagnosis:
    """The diagnosis of a history by hand; a few members are read at once, so that what is added up is tested, too."""
    compiled = compile_programme(load_programme(json.dumps(programme_data() if data is None else data)))
    return diagnose(Subject(compiled, 1, history_of(records, folder / "history"), at_once=900))


def measure(diagnosis: Diagnosis, name: str) -> Measure:
    """One of the fifteen."""
    return next(one for one in diagnosis.measures if one.id == name)


def codes(one: Measure) -> list[str]:
    """What a measure finds."""
    return [finding.said.code for finding in one.findings]


def values(finding: Finding) -> dict[str, Any]:
    """What fills a finding."""
    return {name: quantity.value for name, quantity in finding.said.params.items()}


def edits(finding: Finding) -> list[tuple[str, str | None, str | None]]:
    """What a finding proposes to change."""
    assert finding.proposal is not None
    return [(edit.path, edit.before, edit.after) for edit in finding.proposal.edits]


def headline(one: Measure) -> Any:
    """The value of a measure."""
    return None if one.headline is None else one.headline.value
