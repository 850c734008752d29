"""What a study says of members of segments, from its files: nothing is replayed anew, and nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence

from pyroaring import BitMap64

from regulars.domain.history.queries import read_manifest, span_of
from regulars.domain.segments.operations import who_was_in
from regulars.domain.segments.queries import find_segment
from regulars.domain.studies.errors import StudySegmentForeign, StudyUnanswered
from regulars.domain.studies.queries.documents import compiled
from regulars.domain.studies.queries.folders import history_folder, study_folder
from regulars.domain.studies.queries.portions import folders_in, portions_of, standings
from regulars.domain.studies.queries.slices import slice_of
from regulars.domain.studies.queries.studies import answered_study
from regulars.domain.studies.types import BASELINE, Answer, SegmentPortion, StudyView, When
from regulars.platform import clock
from regulars.platform.clock import from_us

MOST_SEGMENTS = 4


def portions_of_study(
    programme_id: int, study_id: int, codes: Sequence[str], when: When = When.END
) -> tuple[SegmentPortion, ...]:
    """What each programme of a study did for the members of some segments, at most four, as of an end of the slice.

    One segment alone stands beside all other members. Raises StudyMissing, StudyUnanswered (also where the files are
    gone: run it again), StudySegmentForeign for a history from a file, SegmentMissing and SegmentTooEarly.
    """
    view, answer = answered_study(programme_id, study_id)
    if view.history_id is not None:
        raise StudySegmentForeign
    folder = study_folder(study_id)
    folders = folders_in(folder) if folder.is_dir() else {}
    programmes = [(part.key, compiled(part.text)) for part in view.parts]
    if not {name for name, _ in programmes} <= set(folders):
        raise StudyUnanswered(study=study_id)
    instant = from_us(_instant(view, answer, when))
    found = []
    everybody = BitMap64(standings(folders[BASELINE]).select("member").collect()["member"].to_list())
    for code in dict.fromkeys(codes[:MOST_SEGMENTS]):
        past = who_was_in(programme_id, code, instant)
        own = past.members & everybody
        name = find_segment(programme_id, code).name
        told = portions_of(folders, programmes, own)
        found.append(SegmentPortion(code, name, instant, past.recorded, len(past.members), told))
    if len(found) == 1:
        others = everybody - past.members
        told = portions_of(folders, programmes, others)
        found.append(SegmentPortion("", "", instant, past.recorded, len(others), told))
    return tuple(found)


def _instant(view: StudyView, answer: Answer, when: When) -> int:
    """The first instant of the slice (or of its first event), or its last; of one that goes on until now, now."""
    part = slice_of(view.since_on, view.until_on, view.share, compiled(view.parts[0].text).document.time_zone)
    if when is When.END:
        return clock.now_us() if part.until is None or part.until > answer.as_of else part.until - 1
    if part.since is not None:
        return part.since
    history = history_folder(view.programme_id, None)
    return span_of(history, read_manifest(history), part)[0]
