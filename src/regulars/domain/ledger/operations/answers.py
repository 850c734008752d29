"""Answers to events: from what was just applied, and the first answer again from what stands in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS, fetch, listing, pairs
from regulars.domain.ledger.operations.submissions import Known, Submission
from regulars.domain.ledger.operations.writing import After, Entries, Log
from regulars.domain.ledger.types import EventResult, EventStatus
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import Refusal, TransactionKind
from regulars.engine.states import Account, Header

REFUSAL_CODES = {Refusal.INSUFFICIENT_POINTS: "insufficient_points", Refusal.STATUS_WALLET: "status_wallet"}
CONFLICT = "event_conflict"
FAILED = "internal_error"

Place = tuple[int, int]
"""A member and a number in their log."""

_JOURNAL = [JOURNAL_COLUMNS.index(name) for name in ("member_id", "event_seq", "wallet", "kind", "points")]
_CHANGE = (0, 3, 5, 6)
"""Member, event, from and to in `Entries.changes`."""

_ACCEPTED = """
    SELECT e.member_id, e.log_seq, e.accepted_at FROM {numbers} CROSS JOIN ledger_event e
    WHERE e.programme_id = %s AND e.member_id = named.member_id AND e.log_seq = named.number
"""
_POINTS = """
    SELECT j.member_id, j.event_seq, j.wallet, j.points FROM {numbers} CROSS JOIN ledger_journal j
    WHERE j.programme_id = %s AND j.member_id = named.member_id AND j.event_seq = named.number
"""
_BALANCES = """
    SELECT named.member_id, named.number, a.wallet, (
        SELECT j.available_after FROM ledger_journal j
        WHERE j.programme_id = a.programme_id AND j.member_id = a.member_id AND j.wallet = a.wallet
          AND j.posted_at <= named.number
        ORDER BY j.seq DESC LIMIT 1
    )
    FROM {numbers} CROSS JOIN ledger_account a
    WHERE a.programme_id = %s AND a.member_id = named.member_id
"""
_RESTATED = """
    SELECT DISTINCT named.member_id, named.number FROM {numbers} CROSS JOIN ledger_journal j
    WHERE j.programme_id = %s AND j.member_id = named.member_id AND j.posted_at = named.number AND j.kind = 6
"""
_CHANGES = """
    SELECT member_id, event_seq, from_tier, to_tier, posted_at, superseded_at
    FROM ledger_tier_change WHERE programme_id = %s AND member_id {any} ORDER BY member_id, posted_at, ordinal
"""
_GOALS = """
    SELECT member_id, event_seq, goal, posted_at FROM ledger_goal_reached
    WHERE programme_id = %s AND member_id {any} ORDER BY member_id, goal
"""


class _Facts:
    """What is known of events and commits, gathered before the answers are written."""

    def __init__(self, programme: LiveProgramme) -> None:
        self.programme = programme
        self.wallets = {number: wallet for wallet, number in programme.wallet_numbers.items()}
        self.points: dict[Place, dict[str, int]] = defaultdict(dict)
        self.tiers: dict[Place, tuple[int, int]] = {}
        self.goals: dict[Place, list[str]] = defaultdict(list)

    def note_points(self, place: Place, wallet: int, points: int) -> None:
        """Add a transaction of an event."""
        moved = self.points[place]
        name = self.wallets[wallet]
        moved[name] = moved.get(name, 0) + points

    def note_change(self, place: Place, before: int, after: int) -> None:
        """Add a tier change by an event; several in a row count as one."""
        first = self.tiers.get(place, (before, after))[0]
        self.tiers[place] = (first, after)

    def answer(self, place: Place, tier: int, balances: dict[str, int]) -> EventResult:
        """The answer to an accepted event after whose commit the member stood on `tier`."""
        before, after = self.tiers.get(place, (tier, tier))
        names = self.programme.compiled.tier_ids
        return EventResult(
            status=EventStatus.ACCEPTED,
            member_id=place[0],
            seq=place[1],
            points=self.points.get(place, {}),
            balances=balances,
            tier=names[after],
            tier_before=names[before],
            goals=tuple(self.goals.get(place, ())),
        )


def accepted_answers(programme: LiveProgramme, log: Log, entries: Entries, after: After) -> dict[int, EventResult]:
    """Answers to events that were just applied, by their place in the input."""
    facts = _Facts(programme)
    restated = set()
    for member, seq, wallet, kind, points in entries.journal[:, _JOURNAL].tolist():
        if seq:
            facts.note_points((member, seq), wallet, points)
        if kind == TransactionKind.RESTATE:
            restated.add(member)
    for member, seq, before, to in entries.changes[:, _CHANGE].tolist():
        facts.note_change((member, seq), before, to)
    for member, goal, _, _, seq, _, _ in entries.goals.tolist():
        facts.goals[member, seq].append(programme.compiled.goal_ids[goal])
    standing = standings(programme, after)
    answers = {}
    for submission, seq in zip(log.submissions, log.log_seq, strict=True):
        member = submission.event.member_id
        answer = facts.answer((member, seq), *standing[member])
        answers[submission.place] = replace(answer, restated=True) if member in restated else answer
    return answers


def standings(programme: LiveProgramme, after: After) -> dict[int, tuple[int, dict[str, int]]]:
    """Tier and balances of each member once the batch is applied."""
    wallets = programme.compiled.wallet_ids
    tiers = after.states.header[:, Header.TIER].tolist()
    available = after.states.accounts[:, :, Account.AVAILABLE].tolist()
    members = after.states.members.tolist()
    return {
        member: (tier, dict(zip(wallets, balances, strict=True)))
        for member, tier, balances in zip(members, tiers, available, strict=True)
    }


def refused_answer(programme: LiveProgramme, sent: Submission, refusal: Refusal, after: After) -> EventResult:
    """The answer to an event that a rule of the programme refuses."""
    tier, balances = standings(programme, after)[sent.event.member_id]
    wallet = sent.event.body["wallet"]
    name = programme.compiled.tier_ids[tier]
    return EventResult(
        status=EventStatus.REFUSED,
        member_id=sent.event.member_id,
        code=REFUSAL_CODES[refusal],
        balances=balances,
        tier=name,
        tier_before=name,
        params={"wallet": wallet, "points": sent.event.body["points"], "available": balances[wallet]},
    )


def known_answers(programme: LiveProgramme, again: Sequence[tuple[Submission, Known]]) -> dict[int, EventResult]:
    """Answers to events whose key is in the log: the first answer again, or a conflict."""
    answers = {
        sent.place: conflict_answer(sent, known.log_seq)
        for sent, known in again
        if sent.request_hash != known.request_hash
    }
    same = [(sent, known) for sent, known in again if sent.request_hash == known.request_hash]
    if same:
        firsts = _first_answers(programme, sorted({(known.member_id, known.log_seq) for _, known in same}))
        for sent, known in same:
            first = firsts[known.member_id, known.log_seq]
            answers[sent.place] = replace(first, status=EventStatus.DUPLICATE)
    return answers


def repeated_answer(sent: Submission, first: Submission, answer: EventResult) -> EventResult:
    """The answer to an event whose key came twice in the batch."""
    if sent.request_hash != first.request_hash:
        return conflict_answer(sent, answer.seq)
    return replace(answer, status=EventStatus.DUPLICATE) if answer.status == EventStatus.ACCEPTED else answer


def conflict_answer(sent: Submission, first_seq: int) -> EventResult:
    """Another event was accepted under this key; `first_seq` is its number in the log."""
    params: dict[str, Any] = {"source": sent.event.source, "event_id": sent.event.event_id, "first": first_seq}
    return EventResult(EventStatus.CONFLICT, sent.event.member_id, code=CONFLICT, params=params)


def _first_answers(programme: LiveProgramme, places: list[Place]) -> dict[Place, EventResult]:
    """The answers that were given when these events were accepted."""
    facts = _Facts(programme)
    accepted = {(row[0], row[1]): row[2] for row in fetch(_ACCEPTED, [*pairs(places), programme.id])}
    for member, seq, wallet, points in fetch(_POINTS, [*pairs(places), programme.id]):
        facts.note_points((member, seq), wallet, points)
    commits = sorted({(member, accepted[member, seq]) for member, seq in places})
    restated = set(fetch(_RESTATED, [*pairs(commits), programme.id]))
    balances: dict[Place, dict[str, int]] = defaultdict(lambda: dict.fromkeys(programme.compiled.wallet_ids, 0))
    for member, instant, wallet, available in fetch(_BALANCES, [*pairs(commits), programme.id]):
        balances[member, instant][facts.wallets[wallet]] = available or 0
    tiers = _tiers_at(programme, facts, accepted)
    members = listing(sorted({member for member, _ in places}))
    for member, seq, goal, posted_at in fetch(_GOALS, [programme.id, members]):
        if accepted.get((member, seq)) == posted_at:
            facts.goals[member, seq].append(programme.compiled.goal_ids[goal])
    answers = {}
    for member, seq in places:
        commit = (member, accepted[member, seq])
        answer = facts.answer((member, seq), tiers.get(commit, 0), balances[commit])
        answers[member, seq] = replace(answer, restated=True) if commit in restated else answer
    return answers


def _tiers_at(programme: LiveProgramme, facts: _Facts, accepted: dict[Place, int]) -> dict[Place, int]:
    """The tier of each member after each commit named; notes the changes that the events themselves brought."""
    commits = defaultdict(set)
    for (member, _), instant in accepted.items():
        commits[member].add(instant)
    tiers: dict[Place, int] = {}
    rows = fetch(_CHANGES, [programme.id, listing(sorted(commits))])
    for member, seq, before, after, posted_at, superseded_at in rows:
        if accepted.get((member, seq)) == posted_at:
            facts.note_change((member, seq), before, after)
        for instant in commits[member]:
            if posted_at <= instant and (superseded_at is None or superseded_at > instant):
                tiers[member, instant] = after
    return tiers
