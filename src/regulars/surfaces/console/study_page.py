"""What pages show of an answered study: sentences, figures, charts, and members for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from regulars.domain.access.policy import Permission
from regulars.domain.programmes.types import VersionState, VersionView
from regulars.domain.replay.types import Shift
from regulars.domain.studies import queries
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import Answer, MemberShift, PartView, StudyView
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.desk import Desk
from regulars.surfaces.console.programme_parts import TierBadge, tier_badges
from regulars.surfaces.console.response_parts import assumed_rows, responded
from regulars.surfaces.console.study_charts import spread_charts, tier_curves, tier_flow, wallet_curves
from regulars.surfaces.console.study_figures import (
    budget_rows,
    columns_of,
    figure_tables,
    group_rows,
    refused_rows,
    rule_rows,
)
from regulars.surfaces.console.study_words import told_drafts
from regulars.surfaces.console.sweep_parts import sweep_part
from regulars.surfaces.web.formatting import money

_SHOWN = 8
_SETTLED = (VersionState.PUBLISHED, VersionState.REJECTED, VersionState.WITHDRAWN)


@dataclass(frozen=True)
class ShiftLine:
    """A member of a comparison in words; `links`: there is a page about them."""

    member: int
    label: str
    links: bool
    tier_before: TierBadge
    tier_after: TierBadge
    before: str
    after: str
    gain: str


@dataclass(frozen=True)
class StudyBeside:
    """A study that goes with a version: what it says of it."""

    id: int
    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class StudiesBeside:
    """What replays say of a version; `replayed`: some study was made of what it says."""

    lines: tuple[StudyBeside, ...]
    replayed: bool
    may_run: bool


@dataclass(frozen=True)
class TopShifts:
    """Who gains and who loses most under a draft."""

    part: PartView
    winners: list[ShiftLine]
    losers: list[ShiftLine]


def answer_context(view: StudyView, answer: Answer) -> dict[str, Any]:
    """Figures and charts: nothing about single members."""
    return {
        "answer": answer,
        "told": told_drafts(view, answer),
        "columns": columns_of(view),
        "tables": figure_tables(view, answer),
        "flows": [tier_flow(view, answer, part) for part in view.drafts],
        "curves": [group for group in (tier_curves(view, answer), *wallet_curves(view, answer)) if group.charts],
        "spreads": spread_charts(view, answer),
        "groups": [(part, group_rows(view, answer, part)) for part in view.drafts],
        "rules": rule_rows(view, answer),
        "budgets": budget_rows(view, answer),
        "responded": responded(view, answer),
        "sweep": sweep_part(view, answer),
        "assumed": assumed_rows(answer.responses.assumptions) if answer.responses else [],
        "refusals": refused_rows(view, answer),
    }


def top_shifts(desk: Desk, view: StudyView, answer: Answer) -> dict[str, Any]:
    """Who gains and who loses most under each draft."""
    found = {part.place: answer.comparison(part.place) for part in view.drafts}
    shown = [shift for one in found.values() for shift in (*one.winners[:_SHOWN], *one.losers[:_SHOWN])]
    names = names_for(desk, view, (shift.member for shift in shown))
    return {
        "tops": [
            TopShifts(
                part,
                [shift_line(view, part, whole_shift(one), names) for one in found[part.place].winners[:_SHOWN]],
                [shift_line(view, part, whole_shift(one), names) for one in found[part.place].losers[:_SHOWN]],
            )
            for part in view.drafts
        ]
    }


def studies_beside(desk: Desk, version: VersionView) -> StudiesBeside | None:
    """The studies that go with a version; None where nobody asks any more, and for those who may not see them."""
    if not desk.may(Permission.SEE_STUDIES):
        return None
    known = queries.studies_of_version(version)
    lines = tuple(
        StudyBeside(one.study.id, one.study.name, told.sentences)
        for one in known.attached
        if one.study.answer is not None
        for told in told_drafts(one.study, one.study.answer)
        if told.part.place == one.place
    )
    if not lines and version.state in _SETTLED:
        return None
    may_run = desk.may(Permission.RUN_STUDIES) and version.state not in _SETTLED
    return StudiesBeside(lines, known.replayed, may_run)


def names_for(desk: Desk, view: StudyView, members: Iterable[int]) -> dict[int, str]:
    """Members by name; those of a history from a file have none."""
    return {} if view.history_id is not None else names_in(desk, members)


def shift_line(view: StudyView, part: PartView, shift: MemberShift, names: dict[int, str]) -> ShiftLine:
    """A member of a comparison in words."""
    before, after = (compiled(one.text).document for one in (view.parts[0], part))
    return ShiftLine(
        member=shift.member,
        label=names.get(shift.member, f"#{shift.member}"),
        links=shift.member in names,
        tier_before=tier_badges(before)[shift.tier_before],
        tier_after=tier_badges(after)[shift.tier_after],
        before=money(shift.worth_before, before.currency),
        after=money(shift.worth_after, before.currency),
        gain=("+" if shift.gain > 0 else "") + money(shift.gain, before.currency),
    )


def whole_shift(one: Shift) -> MemberShift:
    """A member of a comparison with the gain."""
    gain = one.worth_after - one.worth_before
    return MemberShift(one.member, one.tier_before, one.tier_after, one.worth_before, one.worth_after, gain)
