"""Budgets when members are restated: late events draw on what is left now, and the past may move what is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from regulars.domain.programmes.queries import schedule, version, versions_by_id
from regulars.domain.programmes.types import Leg, LiveProgramme
from regulars.engine.states import Integers, Lot, LotStatus
from regulars.engine.succession import rules_under

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
    versions = _versions(programme) if gone.any() else {}
    gone &= np.isin(states.lots[:, Lot.RULE], _ever_drawing(programme, versions.values()))
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
    if not moved and not superseded:
        return Drawing(awards, {})
    own = {number: limits_of(one.document) for number, one in versions.items()} | {programme.version_id: limits}
    return Drawing(awards, _moved(programme, moved, superseded, own))


def _versions(programme: LiveProgramme) -> dict[int, LiveProgramme]:
    """All versions that lots may have been made under, by id."""
    return versions_by_id(one.version_id for one in schedule(programme.id).activations)


def _ever_drawing(programme: LiveProgramme, versions: Iterable[LiveProgramme]) -> Integers:
    """The rules that drew on a budget in any of these versions, in the numbers of this one."""
    found = [
        rules_under(one.compiled, programme.compiled, np.array(sorted(rules), dtype=np.int64))
        for one in versions
        if (rules := rules_of(limits_of(one.document)))
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])


def _moved(
    programme: LiveProgramme,
    made: Sequence[tuple[int, Integers]],
    gone: Sequence[tuple[int, Integers]],
    limits: Mapping[int, tuple[Limit, ...]],
) -> dict[Use, int]:
    """What lots of earlier events, made anew and set aside, change of budgets: each by those of its own version.

    limits: the budgets by version.
    """
    sources = {(member, int(lot[Lot.SOURCE_SEQ])) for member, lot in (*made, *gone)}
    rows = fetch(_SOURCES, [*pairs(sorted(sources)), programme.id])
    earning = {row[:2] for row in rows}
    origins = {(row[0], row[2], row[3]): (row[4], row[5]) for row in rows}
    numbers = wallet_numbers(programme)
    moved: dict[Use, int] = defaultdict(int)
    for member, lot in made:
        if (member, int(lot[Lot.SOURCE_SEQ])) in earning:
            for use in _uses(programme, limits[programme.version_id], lot, int(lot[Lot.RULE])):
                moved[use] += int(lot[Lot.EARNED])
    for member, lot in gone:
        origin = origins.get((member, int(numbers[lot[Lot.WALLET]]), int(lot[Lot.NUMBER])))
        if origin is not None:
            for use in _uses(programme, limits[origin[0]], lot, origin[1]):
                moved[use] -= int(lot[Lot.EARNED])
    return dict(moved)


def _uses(programme: LiveProgramme, limits: tuple[Limit, ...], lot: Integers, rule: int) -> list[Use]:
    day = programme.compiled.zone.day_of(int(lot[Lot.EARNED_AT]))
    return Drawn({0: day}, limits).uses_of((0, rule))
