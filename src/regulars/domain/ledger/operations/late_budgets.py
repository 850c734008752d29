"""Budgets when members are restated: late events draw on what is left now, and the past may move what is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from regulars.domain.ledger.models.loading import Locked
from regulars.domain.ledger.models.statements import fetch, pairs
from regulars.domain.ledger.models.wallets import wallet_numbers
from regulars.domain.ledger.operations.advancing import Advanced
from regulars.domain.ledger.operations.budgets import Drawing, Settled, rules_of, within_budgets
from regulars.domain.ledger.operations.restating import restate_members
from regulars.domain.ledger.operations.submissions import Submission
from regulars.domain.ledger.policy import Award, Drawn, Limit, Use, limits_of
from regulars.domain.programmes.queries import version
from regulars.domain.programmes.types import Leg, LiveProgramme
from regulars.engine.states import Integers, Lot, LotStatus

_SOURCES = """
    SELECT e.member_id, e.log_seq, l.wallet, l.lot_no, l.version_id, l.rule
    FROM {numbers} CROSS JOIN ledger_event e
    LEFT JOIN ledger_lot l ON l.programme_id = e.programme_id AND l.member_id = e.member_id
      AND l.source_seq = e.log_seq AND l.rule >= 0 AND l.superseded_at IS NULL
    WHERE e.programme_id = %s AND e.member_id = named.member_id AND e.log_seq = named.number AND e.kind <> 'merge_in'
"""


def restate_within_budgets(
    way: Sequence[Leg], locked: Locked, submissions: Sequence[Submission], accepted_at: Integers
) -> Advanced:
    """As `restate_members`, with new events getting no more than is left of budgets in the period of their own day.

    What the restatement changes of earlier awards moves what is used, either way, and past the end of a budget too.
    """

    def attempt(sent: Sequence[Submission]) -> Advanced:
        return restate_members(way, locked, sent, accepted_at)

    programme = version(way[-1].version_id)
    drawing_of = partial(_drawing, programme)
    settled: Settled[Advanced] = within_budgets(programme, submissions, attempt, drawing_of)
    as_sent = {sent.place: sent for sent in submissions}
    refused = [(as_sent[sent.place], refusal) for sent, refusal in settled.result.refused]
    return replace(settled.result, refused=refused, budgets=settled.uses)


def _drawing(programme: LiveProgramme, advanced: Advanced, limits: tuple[Limit, ...]) -> Drawing:
    states = advanced.after.states
    owner = np.repeat(states.members, np.diff(states.lot_offsets))
    earned = (states.lots[:, Lot.RULE] >= 0) & (states.lots[:, Lot.UNCAPPED] > 0)  # not what came back, or was brought
    made = earned & (states.lots[:, Lot.STATUS] == LotStatus.NEW)
    made &= np.isin(states.lots[:, Lot.RULE], sorted(rules_of(limits)))
    gone = earned & (states.lots[:, Lot.STATUS] == LotStatus.SUPERSEDED)
    sent = zip(advanced.log.submissions, advanced.log.log_seq, strict=True)
    new = {(one.event.member_id, seq): one for one, seq in sent}
    awards: dict[Award, int] = {}
    moved: list[tuple[int, Integers]] = []
    for member, lot in zip(owner[made].tolist(), states.lots[made], strict=True):
        source = new.get((member, int(lot[Lot.SOURCE_SEQ])))
        if source is None:
            moved.append((member, lot))
        elif source.event.body["kind"] != "merge_in":
            awards[source.place, int(lot[Lot.RULE])] = int(lot[Lot.EARNED])
    superseded = list(zip(owner[gone].tolist(), states.lots[gone], strict=True))
    return Drawing(awards, _moved(programme, moved, superseded) if moved or superseded else {})


def _moved(
    programme: LiveProgramme, made: Sequence[tuple[int, Integers]], gone: Sequence[tuple[int, Integers]]
) -> dict[Use, int]:
    """What lots of earlier events, made anew and set aside, change of budgets: each by those of its own version."""
    sources = {(member, int(lot[Lot.SOURCE_SEQ])) for member, lot in (*made, *gone)}
    rows = fetch(_SOURCES, [*pairs(sorted(sources)), programme.id])
    earning = {row[:2] for row in rows}
    origins = {(row[0], row[2], row[3]): (row[4], row[5]) for row in rows}
    numbers = wallet_numbers(programme)
    moved: dict[Use, int] = defaultdict(int)
    for member, lot in made:
        if (member, int(lot[Lot.SOURCE_SEQ])) in earning:
            for use in _uses(programme, lot, int(lot[Lot.RULE])):
                moved[use] += int(lot[Lot.EARNED])
    for member, lot in gone:
        origin = origins.get((member, int(numbers[lot[Lot.WALLET]]), int(lot[Lot.NUMBER])))
        if origin is not None:
            then = programme if origin[0] == programme.version_id else version(origin[0])
            for use in _uses(then, lot, origin[1]):
                moved[use] -= int(lot[Lot.EARNED])
    return dict(moved)


def _uses(programme: LiveProgramme, lot: Integers, rule: int) -> list[Use]:
    day = programme.compiled.zone.day_of(int(lot[Lot.EARNED_AT]))
    return Drawn({0: day}, limits_of(programme.document)).uses_of((0, rule))
