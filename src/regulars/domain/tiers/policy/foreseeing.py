"""Letting time pass for members, by the engine itself, up to the next review and the end of a grace it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regulars.engine.advance import advance
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.outcome import Outcome, TierChange, TierReason
from regulars.engine.records import Record, batch_from_records
from regulars.engine.states import NEVER_DAY, Header, Integers, States

_ENDINGS = (Header.LOCK_UNTIL_DAY, Header.FLOOR_UNTIL_DAY, Header.GRACE_UNTIL_DAY)


@dataclass(frozen=True)
class Move:
    """What time brings to a member: the first change of tier with its local day and reason, and the last tier.

    `day` is 0 when the tier does not change. `grace_day`: the day on which a grace ends that runs or begins; 0: none.
    """

    tier: int
    day: int
    reason: TierReason | None
    grace_day: int


def brought_up(programme: CompiledProgramme, states: States, now: int) -> States:
    """The members as they are when what time has brought by now (microseconds) is applied, as the next tick will."""
    if not (states.header[:, Header.NEXT_DUE_DAY] <= programme.zone.day_of(now)).any():
        return states
    ticks = [Record(member, 0, 0, now, {"kind": "tick"}) for member in states.members.tolist()]
    return advance(programme, states, batch_from_records(programme, ticks)).states


def foresee(programme: CompiledProgramme, states: States) -> list[Move]:
    """What time alone brings to each member at their next review or evaluation, and at the end of a grace begun there.

    Members without a review are followed to the next end of a lock, a floor or a grace. Nothing given is changed.
    """
    first = _passed(programme, states, _horizon(states.header))
    grace = np.maximum(first.states.header[:, Header.GRACE_UNTIL_DAY], 0)
    second = _passed(programme, first.states, grace)
    changes = np.concatenate([first.tier_changes, second.tier_changes])
    running = np.maximum(states.header[:, Header.GRACE_UNTIL_DAY], 0)
    tiers = second.states.header[:, Header.TIER]
    moves = [Move(int(tier), 0, None, int(day)) for tier, day in zip(tiers, np.maximum(running, grace), strict=True)]
    for change in changes[::-1]:
        if change[TierChange.FROM] != change[TierChange.TO]:
            row = int(change[TierChange.MEMBER])
            day = programme.zone.day_of(int(change[TierChange.OCCURRED_AT]))
            moves[row] = Move(moves[row].tier, day, TierReason(int(change[TierChange.REASON])), moves[row].grace_day)
    return moves


def with_other_grace(programme: CompiledProgramme) -> CompiledProgramme:
    """The programme without its days of grace; with one day where it has none."""
    return _with_ladder(programme, grace_days=0 if programme.document.ladder.grace_days else 1)


def with_other_landing(programme: CompiledProgramme) -> CompiledProgramme:
    """The programme with the other way of landing."""
    one_tier = programme.document.ladder.landing == "one_tier"
    return _with_ladder(programme, landing="to_qualified" if one_tier else "one_tier")


def rows_of(states: States, rows: Sequence[int]) -> States:
    """Some of the members, in the order of their rows."""
    chosen = np.array(rows, dtype=np.int64)
    lots, lot_offsets = _parts(states.lots, states.lot_offsets, chosen)
    progress, progress_offsets = _parts(states.progress, states.progress_offsets, chosen)
    draws, draw_offsets = _parts(states.draws, states.draw_offsets, chosen)
    return States(
        members=states.members[chosen],
        header=states.header[chosen],
        accounts=states.accounts[chosen],
        lots=lots,
        lot_offsets=lot_offsets,
        progress=progress,
        progress_offsets=progress_offsets,
        draws=draws,
        draw_offsets=draw_offsets,
    )


def _with_ladder(programme: CompiledProgramme, **changes: object) -> CompiledProgramme:
    document = programme.document
    ladder = document.ladder.model_copy(update=changes)
    return compile_programme(document.model_copy(update={"ladder": ladder}))


def _horizon(header: Integers) -> Integers:
    """The local day up to which each member is followed; 0: none."""
    ends = np.stack([np.where(header[:, column] > 0, header[:, column], NEVER_DAY) for column in _ENDINGS])
    review = header[:, Header.NEXT_REVIEW_DAY]
    nearest = np.where(review > 0, review, ends.min(axis=0))
    return np.where(nearest >= NEVER_DAY, 0, nearest).astype(np.int64)


def _passed(programme: CompiledProgramme, states: States, days: Integers) -> Outcome:
    """The outcome of a tick at the first instant of each member's day; 0: no tick."""
    midnights = programme.zone.midnights
    ticks = [
        Record(int(member), 0, 0, int(midnights[day]), {"kind": "tick"})
        for member, day in zip(states.members.tolist(), days.tolist(), strict=True)
        if 0 < day < len(midnights)
    ]
    return advance(programme, states, batch_from_records(programme, ticks))


def _parts(rows: Integers, offsets: Integers, chosen: Integers) -> tuple[Integers, Integers]:
    sizes = offsets[chosen + 1] - offsets[chosen]
    bounds = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
    picked = [np.arange(offsets[row], offsets[row + 1]) for row in chosen.tolist()]
    places = np.concatenate(picked) if picked else np.zeros(0, dtype=np.int64)
    return rows[places], bounds
