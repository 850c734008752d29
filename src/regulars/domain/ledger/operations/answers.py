"""Answers to events: from what was just applied, and the first answer again from what stands in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from regulars.domain.ledger.models.statements import GOALS, JOURNAL_COLUMNS, fetch, listing, pairs
from regulars.domain.ledger.operations.advancing import Advanced
from regulars.domain.ledger.operations.submissions import Known, Submission
from regulars.domain.ledger.types import EventResult, EventStatus
from regulars.domain.programmes.queries import versions_by_id
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import Refusal, TransactionKind
from regulars.engine.states import Account, Header

REFUSAL_CODES: dict[Refusal, str] = {refusal: refusal.name.lower() for refusal in Refusal if refusal != Refusal.NONE}
CONFLICT = "event_conflict"
FAILED = "internal_error"

_GOAL_EVENT = GOALS.columns.index("event_seq")
"""The event in `Entries.goals`, whose columns are those of its table."""

Place = tuple[int, int]
"""A member and a number in their log."""

_JOURNAL = [JOURNAL_COLUMNS.index(name) for name in ("member_id", "event_seq", "wallet", "kind", "points")]
_CHANGE = (0, 3, 5, 6, 8)
"""Member, event, from, to and version in `Entries.changes`."""

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
    SELECT member_id, event_seq, from_tier, to_tier, posted_at, superseded_at, version_id
    FROM ledger_tier_change WHERE programme_id = %s AND member_id {any} ORDER BY member_id, posted_at, ordinal
"""
_GOALS = """
    SELECT member_id, event_seq, goal, posted_at, version_id FROM ledger_goal_reached
    WHERE programme_id = %s AND member_id {any} ORDER BY member_id, goal
"""


class Standing(NamedTuple):
    """How a member stood once a commit was done, and on which tier before it; whether the commit restated them."""

    tier: str
    tier_before: str
    balances: dict[str, int]
    restated: bool


class _Facts:
    """What is known of events and commits, gathered before the answers are written."""

    def __init__(self, programme: LiveProgramme) -> None:
        self.programme = programme
        self.wallets = {number: wallet for wallet, number in programme.wallet_numbers.items()}
        self.points: dict[Place, dict[str, int]] = defaultdict(dict)
        self.tiers: dict[Place, tuple[str, str]] = {}
        self.goals: dict[Place, list[str]] = defaultdict(list)

    def note_points(self, place: Place, wallet: int, points: int) -> None:
        """Add a transaction of an event."""
        moved = self.points[place]
        name = self.wallets[wallet]
        moved[name] = moved.get(name, 0) + points

    def note_change(self, place: Place, before: str, after: str) -> None:
        """Add a tier change by an event; several in a row count as one."""
        first = self.tiers.get(place, (before, after))[0]
        self.tiers[place] = (first, after)

    def answer(self, place: Place, standing: Standing) -> EventResult:
        """The answer to an accepted event, given how the member stood when its commit was done."""
        stood = standing.tier_before if standing.restated else standing.tier
        before, after = (stood, standing.tier)
        if not standing.restated:
            before, after = self.tiers.get(place, (before, after))
        return EventResult(
            status=EventStatus.ACCEPTED,
            member_id=place[0],
            seq=place[1],
            points=self.points.get(place, {}),
            balances=standing.balances,
            tier=after,
            tier_before=before,
            goals=tuple(self.goals.get(place, ())),
            restated=standing.restated,
        )


def accepted_answers(programme: LiveProgramme, applied: Advanced) -> dict[int, EventResult]:
    """Answers to events that were just applied, by their place in the input."""
    facts = _Facts(programme)
    restated = set()
    for member, seq, wallet, kind, points in applied.entries.journal[:, _JOURNAL].tolist():
        if seq:
            facts.note_points((member, seq), wallet, points)
        if kind == TransactionKind.RESTATE:
            restated.add(member)
    names = programme.compiled.tier_ids
    for member, seq, before, to, version_id in applied.entries.changes[:, _CHANGE].tolist():
        # A restatement tells the changes under earlier versions, too; its answer goes by how the member stood.
        if version_id == programme.version_id:
            facts.note_change((member, seq), names[before], names[to])
    for row in applied.entries.goals.tolist():
        facts.goals[row[0], row[_GOAL_EVENT]].append(programme.compiled.goal_ids[row[1]])
    standings = _standings(programme, applied, restated)
    return {
        sent.place: facts.answer((sent.event.member_id, seq), standings[sent.event.member_id])
        for sent, seq in zip(applied.log.submissions, applied.log.log_seq, strict=True)
    } | {sent.place: _refused(sent, refusal, standings[sent.event.member_id]) for sent, refusal in applied.refused}


def _standings(programme: LiveProgramme, applied: Advanced, restated: set[int]) -> dict[int, Standing]:
    """How each member stands once the batch is applied."""
    wallets = programme.compiled.wallet_ids
    states = applied.after.states
    names = programme.compiled.tier_ids
    tiers = [names[tier] for tier in states.header[:, Header.TIER].tolist()]
    before = [names[tier] for tier in applied.loaded.states.header[:, Header.TIER].tolist()]
    available = states.accounts[:, :, Account.AVAILABLE].tolist()
    return {
        member: Standing(tier, tier_before, dict(zip(wallets, balances, strict=True)), member in restated)
        for member, tier, tier_before, balances in zip(states.members.tolist(), tiers, before, available, strict=True)
    }


def _refused(sent: Submission, refusal: Refusal, standing: Standing) -> EventResult:
    """The answer to an event that a rule of the programme refuses."""
    body = sent.event.body
    wallet = body.get("wallet", "")
    params: dict[str, Any] = {name: body[name] for name in ("points", "hold_id", "order_id") if name in body}
    if wallet:
        params |= {"wallet": wallet, "available": standing.balances[wallet]}
    return EventResult(
        status=EventStatus.REFUSED,
        member_id=sent.event.member_id,
        code=REFUSAL_CODES[refusal],
        balances=standing.balances,
        tier=standing.tier,
        tier_before=standing.tier,
        params=params,
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
    reached = [row for row in fetch(_GOALS, [programme.id, members]) if accepted.get((row[0], row[1])) == row[3]]
    told_by = versions_by_id(row[-1] for row in reached)
    for member, seq, goal, _, version_id in reached:
        facts.goals[member, seq].append(told_by[version_id].compiled.goal_ids[goal])
    answers = {}
    lowest = programme.compiled.tier_ids[0]
    for member, seq in places:
        commit = (member, accepted[member, seq])
        tier, tier_before = tiers.get(commit, lowest), tiers.get((member, commit[1] - 1), lowest)
        standing = Standing(tier, tier_before, balances[commit], commit in restated)
        answers[member, seq] = facts.answer((member, seq), standing)
    return answers


def _tiers_at(programme: LiveProgramme, facts: _Facts, accepted: dict[Place, int]) -> dict[Place, str]:
    """The tier of each member just before and after each commit named; notes what the events themselves changed."""
    instants: dict[int, set[int]] = defaultdict(set)
    for (member, _), commit in accepted.items():
        instants[member] |= {commit - 1, commit}
    tiers: dict[Place, str] = {}
    rows = fetch(_CHANGES, [programme.id, listing(sorted(instants))])
    told_by = versions_by_id(row[-1] for row in rows)
    for member, seq, before, after, posted_at, superseded_at, version_id in rows:
        names = told_by[version_id].compiled.tier_ids
        if accepted.get((member, seq)) == posted_at:
            facts.note_change((member, seq), names[before], names[after])
        for instant in instants[member]:
            if posted_at <= instant and (superseded_at is None or superseded_at > instant):
                tiers[member, instant] = names[after]
    return tiers
