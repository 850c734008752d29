"""What was in force while a history was written."""

from __future__ import annotations

from dataclasses import replace

from django.db import OperationalError, ProgrammingError

from regulars.domain.history.types import Manifest, Origin
from regulars.domain.programmes.policy import version_for_all
from regulars.domain.programmes.queries import schedule, versions_by_id
from regulars.domain.programmes.types import LiveProgramme, Schedule
from regulars.domain.replay.types import Candidate, Course
from regulars.engine.compile import CompiledProgramme


def as_it_was(candidate: Candidate, manifest: Manifest) -> Candidate:
    """The candidate with the versions before it, where it is the last of several that were in force in a history.

    Any other is answered as it is: histories of files and of other installations, and documents that were not in force
    for everybody at the end.
    """
    course = course_of(manifest)
    if course is None or course.versions[course.last].document != candidate.programme.document:
        return candidate
    return replace(candidate, programme=course.versions[course.last].compiled, as_logged=True, course=course)


def course_of(manifest: Manifest) -> Course | None:
    """The versions that were in force while a ledger's history was written; None for a single one, or unknown ones."""
    plan = _plan(manifest)
    if plan is None or len({one.version_id for one in plan.activations}) < 2:
        return None
    versions = versions_by_id(one.version_id for one in plan.activations)
    last = version_for_all(plan)
    if last is None or versions[last.version_id].code != manifest.programme:
        return None
    shown = _with_all_tiers(versions[last.version_id], versions, plan)
    return Course(plan, versions, manifest.as_of, last.version_id, shown)


def _plan(manifest: Manifest) -> Schedule | None:
    """The activations that had begun, and were known, when the history was written last."""
    if manifest.origin is not Origin.LEDGER:
        return None
    try:
        plan = schedule(manifest.programme_id)
    except (OperationalError, ProgrammingError):
        return None
    begun = (
        one for place, one in enumerate(plan.activations) if not place or _by(one.known_at, one.starts_at, manifest)
    )
    return replace(plan, activations=tuple(begun))


def _by(known_at: int, starts_at: int, manifest: Manifest) -> bool:
    return max(known_at, starts_at) <= manifest.as_of


def _with_all_tiers(live: LiveProgramme, versions: dict[int, LiveProgramme], plan: Schedule) -> CompiledProgramme:
    """The live programme, whose ladder also has the tiers of other versions, each above its next lower one.

    A first tier that is gone counts as the first of the live ladder: that is where everybody stands.
    """
    tiers = list(live.compiled.tier_ids)
    for activation in reversed(plan.activations):
        others = versions[activation.version_id].compiled.tier_ids
        for level, tier in enumerate(others):
            if level and tier not in tiers:
                lower = next((one for one in reversed(others[:level]) if one in tiers), tiers[0])
                tiers.insert(tiers.index(lower) + 1, tier)
    return replace(live.compiled, tier_ids=tuple(tiers))
