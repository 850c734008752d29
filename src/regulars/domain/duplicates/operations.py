"""Looking for duplicates, and deciding about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction

from regulars.domain.corrections.operations import merge_members
from regulars.domain.corrections.types import MergeView, NewMerge
from regulars.domain.duplicates.errors import SuggestionDecided, SuggestionMissing
from regulars.domain.duplicates.models import Suggestion
from regulars.domain.duplicates.policy.records import frame_of
from regulars.domain.duplicates.policy.scoring import alike
from regulars.domain.duplicates.queries import suggestion_row, view_of
from regulars.domain.duplicates.types import Pair, SearchReport, SuggestionView
from regulars.domain.members.queries import count_members, list_meetings, records_of
from regulars.domain.members.types import Record
from regulars.platform import audit, clock, jobs
from regulars.platform.databases import Rows, insert

TASK = "duplicates.look"
_AT_ONCE = 5_000

SUGGESTIONS = Rows(
    "duplicates_suggestion",
    (
        ("programme_id", "smallint"),
        ("first", "bigint"),
        ("second", "bigint"),
        ("score", "double precision"),
        ("reasons", "jsonb"),
        ("found_at", "bigint"),
        ("decided_by", "text"),
    ),
)
_AGAIN = """
    ON CONFLICT (programme_id, first, second) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
"""

Report = Callable[[int, int], None]


def start_search(programme_id: int, actor: str) -> int | None:
    """Have a job look for duplicates; its number, or None while one waits or runs."""
    audit.record(actor, "duplicates_searched", f"programme {programme_id}")
    return jobs.enqueue(TASK, {"programme_id": programme_id}, key=str(programme_id), actor=actor)


def find_duplicates(programme_id: int, report: Report) -> SearchReport:
    """Compare all members who take part, and keep the pairs; scores of pairs that were known are told anew.

    Pairs that are not found any more go, unless somebody has decided about them.
    """
    records = list(_records(programme_id, report))
    pairs = {(one.first, one.second): one for one in alike(frame_of(records))}
    active = {one.member_id for one in records}
    for met in list_meetings(programme_id):
        if {met.first, met.second} <= active:
            known = pairs.get((met.first, met.second), Pair(met.first, met.second, 0.0, ()))
            score = max(known.score, 0.97 if met.times > 1 else 0.9)
            pairs[met.first, met.second] = known._replace(
                score=score, reasons=(f"met:{'+'.join(met.kinds)}", *known.reasons)
            )
    return _keep(programme_id, list(pairs.values()), len(records))


def reject_suggestion(programme_id: int, number: int, actor: str) -> SuggestionView:
    """Remember that two members are not the same; raises SuggestionMissing and SuggestionDecided."""
    with transaction.atomic():
        row = suggestion_row(programme_id, number)
        left = Suggestion.objects.filter(pk=row.pk, decided_at=None)
        if not left.update(decided_by=actor, decided_at=clock.now_us()):
            raise SuggestionDecided(by=row.decided_by)
        audit.record(actor, "duplicate_rejected", f"members {row.first} and {row.second}", {"suggestion": row.pk})
    return view_of(suggestion_row(programme_id, number))


def merge_suggested(programme_id: int, number: int, survivor: int, reason: str, actor: str) -> MergeView:
    """Merge the two, `survivor` stays; raises SuggestionMissing, also for who is none of both, and as merging does."""
    row = suggestion_row(programme_id, number)
    if survivor not in {row.first, row.second}:
        raise SuggestionMissing
    merged = row.second if survivor == row.first else row.first
    return merge_members(programme_id, NewMerge(survivor, merged, reason, actor))


def _records(programme_id: int, report: Report) -> Iterator[Record]:
    total, after, done = count_members(programme_id), 0, 0
    while some := records_of(programme_id, after, _AT_ONCE):
        yield from some
        after, done = some[-1].member_id, done + len(some)
        report(done, max(total, done))


@transaction.atomic
def _keep(programme_id: int, pairs: list[Pair], members: int) -> SearchReport:
    rows = Suggestion.objects.filter(programme_id=programme_id)
    known = {(first, second): number for number, first, second in rows.values_list("id", "first", "second")}
    found = {(one.first, one.second) for one in pairs}
    gone = [number for pair, number in known.items() if pair not in found]
    for first in range(0, len(gone), _AT_ONCE):
        rows.filter(id__in=gone[first : first + _AT_ONCE], decided_at=None).delete()
    now = clock.now_us()
    told = [
        (programme_id, one.first, one.second, one.score, _json(one.reasons), now, "")
        for one in sorted(pairs, key=lambda one: one[:2])
    ]
    insert(SUGGESTIONS, told, _AGAIN)
    return SearchReport(members, len(pairs), len(found - set(known)))


def _json(reasons: tuple[str, ...]) -> str:
    return "[" + ",".join(f'"{reason}"' for reason in reasons) + "]"
