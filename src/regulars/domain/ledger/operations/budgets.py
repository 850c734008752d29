"""Budgets that all members share: what is left of them is decided while events are applied, and stands in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from regulars.domain.ledger.operations.budget_uses import lock_uses
from regulars.domain.ledger.operations.submissions import Submission, canonical
from regulars.domain.ledger.policy import Award, Drawn, Limit, Use, limits_of, shares
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import Outcome, Transaction, TransactionKind

Result = TypeVar("Result")


class Drawing(NamedTuple):
    """What an application of events draws from budgets: by award, and what else of them it moves."""

    awards: Mapping[Award, int]
    moved: Mapping[Use, int]


@dataclass(frozen=True)
class Settled(Generic[Result]):
    """Events, some with cuts by budgets as facts, what comes of applying them, and what it draws from budgets."""

    submissions: Sequence[Submission]
    result: Result
    uses: dict[Use, int] = field(default_factory=dict)


def within_budgets(
    programme: LiveProgramme,
    submissions: Sequence[Submission],
    attempt: Callable[[Sequence[Submission]], Result],
    drawing_of: Callable[[Result, tuple[Limit, ...]], Drawing],
) -> Settled[Result]:
    """Apply events so that rules give no more than is left of the budgets they draw on.

    Locks the budgets drawn on, in ascending order; what is left goes to the events in time order, rule by rule. Events
    that get less say so from then on (`caps`), and are applied again: a cut may change what comes after it, which
    may not get more than its own share either. An event that came with such facts is not cut. The caller writes
    down the uses, in the same transaction.
    """
    result = attempt(submissions)
    limits = limits_of(programme.document)
    drawing = drawing_of(result, limits) if limits else Drawing({}, {})
    if not drawing.awards:
        return Settled(submissions, result, dict(drawing.moved))
    drawn = _drawn(programme, limits, submissions)
    decided = {sent.place for sent in submissions if "caps" in sent.event.body}
    left = _left(programme.id, limits, drawn.totals(drawing.awards), drawing.moved)
    allowed = shares(drawn, _in_order(submissions, drawing.awards), left, decided)
    while over := {
        award: allowed.get(award, 0)
        for award, points in drawing.awards.items()
        if award[0] not in decided and points > allowed.get(award, 0)
    }:
        submissions = _with_caps(programme, submissions, over)
        result = attempt(submissions)
        drawing = drawing_of(result, limits)
    return Settled(submissions, result, _sum(drawn.totals(drawing.awards), drawing.moved))


def earned(submissions: Sequence[Submission], outcome: Outcome, limits: Sequence[Limit]) -> Drawing:
    """What rules that draw on budgets give to events, which `outcome` holds by their row."""
    moved = outcome.transactions
    drawing = moved[
        (moved[:, Transaction.KIND] == TransactionKind.EARN)
        & np.isin(moved[:, Transaction.RULE], sorted(rules_of(limits)))
    ]
    points = drawing[:, Transaction.POINTS] + drawing[:, Transaction.PENDING]
    rows = drawing[:, [Transaction.EVENT, Transaction.RULE]].tolist()
    awards = {(submissions[row].place, rule): given for (row, rule), given in zip(rows, points.tolist(), strict=True)}
    return Drawing(awards, {})


def rules_of(limits: Iterable[Limit]) -> frozenset[int]:
    """The rules that draw on any of these budgets."""
    return frozenset().union(*(limit.rules for limit in limits))


def _drawn(programme: LiveProgramme, limits: tuple[Limit, ...], submissions: Sequence[Submission]) -> Drawn:
    instants = np.array([sent.event.occurred_at for sent in submissions], dtype=np.int64)
    days = programme.compiled.zone.days_of(instants).tolist()
    return Drawn({sent.place: day for sent, day in zip(submissions, days, strict=True)}, limits)


def _left(
    programme_id: int, limits: Sequence[Limit], wanted: Mapping[Use, int], moved: Mapping[Use, int]
) -> dict[Use, int]:
    """What is left of budgets, less what a restatement needs of them; what it gives back is left to later events."""
    points = {limit.id: limit.points for limit in limits}
    used = lock_uses(programme_id, list(wanted))
    return {use: points[use[0]] - used[use] - max(moved.get(use, 0), 0) for use in used}


def _in_order(submissions: Sequence[Submission], awards: Mapping[Award, int]) -> list[tuple[Award, int]]:
    """Awards by the time of their events, then in the order of rules."""
    order = {sent.place: (sent.event.occurred_at, sent.key) for sent in submissions}
    return sorted(awards.items(), key=lambda item: (order[item[0][0]], item[0][1]))


def _with_caps(
    programme: LiveProgramme, submissions: Sequence[Submission], caps: Mapping[Award, int]
) -> list[Submission]:
    """The events with what some of them may have at the most; what was sent keeps its hash."""
    cuts: dict[int, dict[str, int]] = {}
    for (place, rule), points in caps.items():
        cuts.setdefault(place, {})[programme.compiled.rule_ids[rule]] = points
    return [_with_cut(sent, cuts[sent.place]) if sent.place in cuts else sent for sent in submissions]


def _with_cut(sent: Submission, cut: Mapping[str, int]) -> Submission:
    body = {**sent.event.body, "caps": {**sent.event.body.get("caps", {}), **cut}}
    return sent._replace(event=sent.event._replace(body=body), text=canonical(body))


def _sum(first: Mapping[Use, int], second: Mapping[Use, int]) -> dict[Use, int]:
    return {use: first.get(use, 0) + second.get(use, 0) for use in first.keys() | second.keys()}
