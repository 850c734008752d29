"""From identities to members, thousands at a time, in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from regulars.domain.members.policy import region_of
from regulars.domain.members.policy.linking import Holding, Key, Owner, Plan, owner_of, plan_for
from regulars.domain.members.policy.rules import context_of, is_blocked, spelt
from regulars.domain.members.queries import key_rules
from regulars.domain.members.types import (
    Arrival,
    BlockedAction,
    Identified,
    IdentifierKind,
    Identity,
    KeyRules,
    MemberState,
    Unidentified,
)
from regulars.domain.programmes.queries import live_programme
from regulars.platform import clock
from regulars.platform.databases import SQLITE_VARIABLES, Rows, insert, is_postgres, parts
from regulars.platform.encryption import blind_indexes, encrypt
from regulars.platform.errors import Busy

ATTEMPTS = 5

MEMBERS = Rows(
    "members_member",
    (
        ("programme_id", "smallint"),
        ("state", "text"),
        ("enrolled_at", "bigint"),
        ("language", "text"),
        ("attributes", "jsonb"),
        ("told_at", "bigint"),
    ),
)
IDENTIFIERS = Rows(
    "members_identifier",
    (
        ("programme_id", "smallint"),
        ("member_id", "bigint"),
        ("kind", "text"),
        ("name", "text"),
        ("blind_index", "bytea"),
        ("value", "bytea"),
    ),
)


SHARINGS = Rows("members_sharing", (("identifier_id", "bigint"), ("member_id", "bigint")))
MEETINGS = Rows(
    "members_meeting",
    (
        ("programme_id", "smallint"),
        ("first", "bigint"),
        ("second", "bigint"),
        ("kinds", "text"),
        ("times", "integer"),
        ("last_at", "bigint"),
    ),
)
_AGAIN = """
    ON CONFLICT (programme_id, first, second) DO UPDATE SET kinds = excluded.kinds,
    times = members_meeting.times + excluded.times, last_at =
    CASE WHEN excluded.last_at > members_meeting.last_at THEN excluded.last_at ELSE members_meeting.last_at END
"""


def resolve_members(programme_id: int, identities: Sequence[Identity], enrol: Sequence[bool]) -> list[int | None]:
    """The member of each identity; None where it is unknown and may not enrol, or contradicts itself."""
    now = clock.now_us()
    arrivals = [Arrival(identity, now if may else None) for identity, may in zip(identities, enrol, strict=True)]
    found = identify_members(programme_id, arrivals)
    return [answer.member_id if isinstance(answer, Identified) else None for answer in found]


def identify_members(programme_id: int, arrivals: Sequence[Arrival]) -> list[Identified | Unidentified]:
    """As `identify_in_region`, in the region of the programme's currency."""
    return identify_in_region(programme_id, arrivals, region_of(live_programme(programme_id).document.currency))


def identify_in_region(
    programme_id: int, arrivals: Sequence[Arrival], region: str | None
) -> list[Identified | Unidentified]:
    """Find or enrol the member of each arrival, in order, so that a later one may rely on an earlier one.

    Mobiles without a country code are numbers of `region`. A new identifier beside a known one is attached to its
    member. Identifiers of different members are an `identity_conflict`, an unknown identity that may not enrol is
    `member_not_found`, one that cannot be is `identifier_invalid`: values for their arrival only. Two calls that
    enrol the same person at once agree on one member: who comes second starts again and finds them. Whose identifiers
    came together is remembered, for people to look at.
    """
    rules = key_rules(programme_id)
    keyed = [_keys(arrival.identity, rules, region) for arrival in arrivals]
    for _ in range(ATTEMPTS):
        owners = _owners(programme_id, {digest for keys in _read(keyed) for key in keys for digest in key.digests})
        plan = plan_for(arrivals, keyed, owners, _held(programme_id, _read(keyed), owners))
        written = _write(programme_id, plan)
        if written is not None:
            return _answers(arrivals, plan, written)
    raise Busy


def _read(keyed: Iterable[list[Key] | Unidentified]) -> list[list[Key]]:
    return [keys for keys in keyed if isinstance(keys, list)]


def _keys(identity: Identity, rules: KeyRules, region: str | None) -> list[Key] | Unidentified:
    """The identifiers that count, or what is wrong with one of them; kinds that are not taken are left out."""
    keys = []
    for kind, name, text in identity.given():
        rule = rules.of(kind, name)
        if rule is None:
            return Unidentified("identifier_undeclared", {"name": name[:30]})
        if not rule.taken:
            continue
        spelling = spelt(rule, text, region)
        blocked = is_blocked(rule, text.strip() if spelling is None else spelling)
        if blocked and rule.on_blocked is BlockedAction.IGNORE:
            continue
        if blocked:
            return Unidentified("identifier_blocked", {"kind": rule.label})
        if spelling is None:
            return Unidentified("identifier_invalid", {"kind": rule.label, "given": text[:60]})
        keys.append(Key(rule, spelling, blind_indexes(spelling, context_of(kind, name))))
    return keys or Unidentified("identifier_missing", {})


def _owners(programme_id: int, digests: Iterable[bytes]) -> dict[bytes, Owner]:
    """Who has which identifier already: one statement on PostgreSQL, one per 30,000 on SQLite."""
    owners: dict[bytes, Owner] = {}
    select = (
        "SELECT i.blind_index, m.id, m.enrolled_at, m.state,"
        " (SELECT count(*) FROM members_sharing s WHERE s.identifier_id = i.id) FROM members_identifier i"
        " JOIN members_member m ON m.id = i.member_id WHERE i.programme_id = %s AND i.blind_index "
    )
    for digest, member_id, enrolled_at, state, seen_with in _selected(select, programme_id, sorted(digests)):
        owners[bytes(digest)] = Owner(member_id, enrolled_at, state != MemberState.ACTIVE, seen_with)
    return owners


def _held(programme_id: int, keyed: Iterable[Sequence[Key]], owners: dict[bytes, Owner]) -> dict[Holding, int]:
    """How many identifiers members have to whom more may come; no statement where no more come."""
    growing = set()
    for keys in keyed:
        found = [owner_of(key, owners) for key in keys]
        if None in found:
            growing |= {owner.member_id for owner in found if owner is not None}
    select = (
        "SELECT member_id, kind, name, count(*) FROM members_identifier WHERE programme_id = %s AND member_id {listed}"
        " GROUP BY member_id, kind, name"
    )
    before, _, after = select.partition("{listed}")
    rows = _selected(before, programme_id, sorted(growing), after) if growing else []
    return {(member, IdentifierKind(kind), name): count for member, kind, name, count in rows}


def _selected(select: str, programme_id: int, wanted: Sequence[bytes | int], after: str = "") -> list[tuple[Any, ...]]:
    """The rows of a query whose last condition is that a column is one of many values."""
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for part in parts(wanted, len(wanted) or 1) if is_postgres() else parts(wanted, SQLITE_VARIABLES - 1):
            if is_postgres():
                cursor.execute(f"{select}= ANY(%s){after}", [programme_id, list(part)])
            else:
                cursor.execute(f"{select}IN ({', '.join(['%s'] * len(part))}){after}", [programme_id, *part])
            rows += cursor.fetchall()
    return rows


def _write(programme_id: int, plan: Plan) -> list[int] | None:
    """Write newcomers and attachments; their member ids in order, or None when another call was first."""
    if not (plan.attachments or plan.together or plan.shared):
        return []
    with transaction.atomic():
        rows = [(programme_id, MemberState.ACTIVE.value, at, "", "{}", 0) for at in plan.enrolments]
        ids = sorted(row[0] for row in insert(MEMBERS, rows, "RETURNING id"))
        identifiers = [
            _row(programme_id, key, _real(owner, ids)) for _, (key, owner) in sorted(plan.attachments.items())
        ]
        kept = insert(IDENTIFIERS, identifiers, "ON CONFLICT (programme_id, blind_index) DO NOTHING RETURNING id")
        if len(kept) == len(identifiers):
            _remember(programme_id, plan, ids)
            return ids
        transaction.set_rollback(True)
    return None


def _row(programme_id: int, key: Key, member_id: int) -> tuple[Any, ...]:
    kind, name = key.rule.kind, key.rule.name
    return programme_id, member_id, kind.value, name, key.digest, encrypt(key.text, context_of(kind, name))


def _remember(programme_id: int, plan: Plan, newcomers: Sequence[int]) -> None:
    """Keep which identifiers were shared, and whose came together; contradictions within newcomers name nobody yet."""
    meetings: dict[tuple[int, int], tuple[str, int, int]] = {}
    for met in plan.together:
        pair = sorted((_real(met.first, newcomers), _real(met.second, newcomers)))
        _, times, at = meetings.get((pair[0], pair[1]), ("", 0, 0))
        meetings[pair[0], pair[1]] = (", ".join(met.kinds)[:200], times + 1, max(at, met.at))
    insert(MEETINGS, [(programme_id, *pair, *told) for pair, told in sorted(meetings.items())], _AGAIN)
    wanted = sorted({shared.digest for shared in plan.shared})
    select = "SELECT blind_index, id, member_id FROM members_identifier WHERE programme_id = %s AND blind_index "
    known = {bytes(row[0]): row[1:] for row in _selected(select, programme_id, wanted)} if wanted else {}
    users = {
        (known[shared.digest][0], member)
        for shared in plan.shared
        if (member := _real(shared.member_id, newcomers)) != known[shared.digest][1]
    }
    insert(SHARINGS, sorted(users), "ON CONFLICT DO NOTHING")


def _real(number: int, newcomers: Sequence[int]) -> int:
    return number if number > 0 else newcomers[-number - 1]


def _answers(arrivals: Sequence[Arrival], plan: Plan, newcomers: Sequence[int]) -> list[Identified | Unidentified]:
    """The answers with real ids; only the arrival that enrolled somebody says so."""
    answers: list[Identified | Unidentified] = []
    announced: set[int] = set()
    for _, answer in zip(arrivals, plan.answers, strict=True):
        if isinstance(answer, Unidentified):
            answers.append(answer._replace(members=tuple(_real(one, newcomers) for one in answer.members)))
            continue
        first = answer.member_id < 0 and answer.member_id not in announced
        announced.add(answer.member_id)
        answers.append(Identified(_real(answer.member_id, newcomers), answer.enrolled_at, first))
    return answers
