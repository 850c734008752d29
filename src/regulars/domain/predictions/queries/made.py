"""Refreshes with their cards, and the files of scores."""

from __future__ import annotations

from regulars.domain.predictions.errors import PredictionsMissing, PredictionUnknown
from regulars.domain.predictions.models import PredictionRun
from regulars.domain.predictions.policy.keeping import from_data
from regulars.domain.predictions.types import Card, Run
from regulars.platform.dated import Results

KIND = "predictions"


def results_of(code: str) -> Results:
    """The files of a programme."""
    return Results(KIND, code)


def names_of(code: str) -> Results:
    """What products are shown as, by day."""
    return Results(f"{KIND}-names", code)


def find_run(programme_id: int) -> Run | None:
    """The newest refresh of a programme, if there is one. One statement."""
    row = PredictionRun.objects.filter(programme_id=programme_id).order_by("-pk").first()
    return None if row is None else _run(row)


def last_run(programme_id: int) -> Run:
    """The same; raises PredictionsMissing."""
    found = find_run(programme_id)
    if found is None:
        raise PredictionsMissing
    return found


def list_runs(programme_id: int, limit: int = 24) -> list[Run]:
    """Refreshes, newest first. One statement."""
    rows = PredictionRun.objects.filter(programme_id=programme_id).order_by("-pk")[:limit]
    return [_run(row) for row in rows]


def card_of(run: Run, name: str) -> Card:
    """The card of a model by its name; raises PredictionUnknown."""
    for card in run.cards:
        if card.model.value == name:
            return card
    raise PredictionUnknown(model=name)


def _run(row: PredictionRun) -> Run:
    cards = tuple(from_data(one) for one in row.cards)
    return Run(row.pk, row.as_of_day, row.made_at, row.took_ms, row.members, row.digest, cards)
