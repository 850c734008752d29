"""The way in for one event a request: events that arrive together share a batch and a commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from regulars.domain.intake.operations.accept import accept_incoming
from regulars.domain.intake.policy.reading import read_event
from regulars.domain.intake.queries import reading_of
from regulars.domain.intake.types.results import Receipt
from regulars.platform.coalesce import Coalescer


class _Waiting(NamedTuple):
    programme_id: int
    source: str
    raw: object


def accept_event(programme_id: int, source: str, raw: object) -> Receipt:
    """Take in one public event and answer when it is durable. A bad event fails alone, whoever shares its batch."""
    return _door.submit(_Waiting(programme_id, source, raw))


def _accept_together(waiting: list[_Waiting]) -> Sequence[Receipt | BaseException]:
    """One batch per programme and source; when one breaks, each of its events is tried alone."""
    answers: dict[int, Receipt | BaseException] = {}
    groups: dict[tuple[int, str], list[int]] = {}
    for place, item in enumerate(waiting):
        groups.setdefault((item.programme_id, item.source), []).append(place)
    for (programme_id, source), places in groups.items():
        raws = [waiting[place].raw for place in places]
        answers.update(zip(places, _accept_or_isolate(programme_id, source, raws), strict=True))
    return [answers[place] for place in range(len(waiting))]


def _accept_or_isolate(programme_id: int, source: str, raws: list[object]) -> Sequence[Receipt | BaseException]:
    try:
        reading = reading_of(programme_id)
        answers = accept_incoming(reading, [read_event(raw, reading, source) for raw in raws])
    except Exception as error:  # noqa: BLE001 - whatever broke the batch, the others in it must not suffer
        if len(raws) == 1:
            return [error]
    else:
        return [Receipt(answer, reading.wallet_decimals) for answer in answers]
    return [answer for raw in raws for answer in _accept_or_isolate(programme_id, source, [raw])]


_door: Coalescer[_Waiting, Receipt] = Coalescer(_accept_together)
