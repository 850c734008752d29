"""From identities to members, thousands at a time, in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection, transaction

from regulars.domain.members.policy import normalise, region_of
from regulars.domain.members.types import Arrival, Identified, IdentifierKind, Identity, MemberState, Unidentified
from regulars.domain.programmes.queries import live_programme
from regulars.platform import clock
from regulars.platform.databases import SQLITE_VARIABLES, Rows, insert, is_postgres, parts
from regulars.platform.encryption import blind_index, encrypt
from regulars.platform.errors import Busy

ATTEMPTS = 5
KINDS = tuple(IdentifierKind)

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
        ("blind_index", "bytea"),
        ("value", "bytea"),
    ),
)


class _Key(NamedTuple):
    """An identifier in its one spelling, with its digest."""

    kind: IdentifierKind
    text: str
    digest: bytes


class _Owner(NamedTuple):
    """Who has an identifier: a member, or (below 0) a newcomer of this call."""

    member_id: int
    enrolled_at: int
    closed: bool


@dataclass
class _Plan:
    """What a set of identities comes to: an owner or a reason each, and what is to be written."""

    answers: list[_Owner | Unidentified] = field(default_factory=list)
    enrolments: list[int] = field(default_factory=list)
    attachments: dict[bytes, tuple[_Key, int]] = field(default_factory=dict)


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
    enrol the same person at once agree on one member: who comes second starts again and finds them.
    """
    keyed = [_keys(arrival.identity, region) for arrival in arrivals]
    for _ in range(ATTEMPTS):
        owners = _owners(programme_id, {key.digest for keys in keyed if isinstance(keys, list) for key in keys})
        plan = _plan(arrivals, keyed, owners)
        written = _write(programme_id, plan)
        if written is not None:
            return _answers(arrivals, plan, written)
    raise Busy


def _keys(identity: Identity, region: str | None) -> list[_Key] | Unidentified:
    keys = []
    for kind, text in zip(KINDS, identity, strict=True):
        if text is None:
            continue
        spelling = normalise(kind, text, region)
        if spelling is None:
            return Unidentified("identifier_invalid", {"kind": kind.value, "given": text[:60]})
        keys.append(_Key(kind, spelling, blind_index(spelling, kind)))
    return keys or Unidentified("identifier_missing", {})


def _owners(programme_id: int, digests: Iterable[bytes]) -> dict[bytes, _Owner]:
    """Who has which identifier already: one statement on PostgreSQL, one per 30,000 on SQLite."""
    wanted = sorted(digests)
    owners: dict[bytes, _Owner] = {}
    select = (
        "SELECT i.blind_index, m.id, m.enrolled_at, m.state FROM members_identifier i"
        " JOIN members_member m ON m.id = i.member_id WHERE i.programme_id = %s AND i.blind_index "
    )
    with connection.cursor() as cursor:
        for part in parts(wanted, len(wanted) or 1) if is_postgres() else parts(wanted, SQLITE_VARIABLES - 1):
            if is_postgres():
                cursor.execute(select + "= ANY(%s)", [programme_id, list(part)])
            else:
                cursor.execute(select + f"IN ({', '.join(['%s'] * len(part))})", [programme_id, *part])
            for digest, member_id, enrolled_at, state in cursor.fetchall():
                owners[bytes(digest)] = _Owner(member_id, enrolled_at, state != MemberState.ACTIVE)
    return owners


def _plan(
    arrivals: Sequence[Arrival], keyed: Sequence[list[_Key] | Unidentified], owners: dict[bytes, _Owner]
) -> _Plan:
    """Decide for each arrival in turn; newcomers get numbers below 0 until they are written."""
    plan = _Plan()
    for arrival, keys in zip(arrivals, keyed, strict=True):
        plan.answers.append(keys if isinstance(keys, Unidentified) else _decide(arrival, keys, owners, plan))
    return plan


def _decide(arrival: Arrival, keys: list[_Key], owners: dict[bytes, _Owner], plan: _Plan) -> _Owner | Unidentified:
    known = {owner.member_id: owner for key in keys if (owner := owners.get(key.digest)) is not None}
    if len(known) > 1:
        kinds = sorted(key.kind.value for key in keys if key.digest in owners)
        return Unidentified("identity_conflict", {"kinds": ", ".join(kinds)})
    owner = next(iter(known.values()), None)
    if owner is None:
        if arrival.enrol_at is None:
            return Unidentified("member_not_found", {"kinds": ", ".join(key.kind.value for key in keys)})
        plan.enrolments.append(arrival.enrol_at)
        owner = _Owner(-len(plan.enrolments), arrival.enrol_at, closed=False)
    if owner.closed:
        return Unidentified("member_closed", {})
    for key in keys:
        if key.digest not in owners:
            owners[key.digest] = owner
            plan.attachments[key.digest] = (key, owner.member_id)
    return owner


def _write(programme_id: int, plan: _Plan) -> list[int] | None:
    """Write newcomers and attachments; their member ids in order, or None when another call was first."""
    if not plan.attachments:
        return []
    with transaction.atomic():
        rows = [(programme_id, MemberState.ACTIVE.value, at, "", "{}", 0) for at in plan.enrolments]
        ids = sorted(row[0] for row in insert(MEMBERS, rows, "RETURNING id"))
        identifiers = [
            (programme_id, _real(owner, ids), key.kind.value, digest, encrypt(key.text, key.kind))
            for digest, (key, owner) in sorted(plan.attachments.items())
        ]
        kept = insert(IDENTIFIERS, identifiers, "ON CONFLICT (programme_id, blind_index) DO NOTHING RETURNING id")
        if len(kept) == len(identifiers):
            return ids
        transaction.set_rollback(True)
    return None


def _real(number: int, newcomers: Sequence[int]) -> int:
    return number if number > 0 else newcomers[-number - 1]


def _answers(arrivals: Sequence[Arrival], plan: _Plan, newcomers: Sequence[int]) -> list[Identified | Unidentified]:
    """The answers with real ids; only the arrival that enrolled somebody says so."""
    answers: list[Identified | Unidentified] = []
    announced: set[int] = set()
    for _, answer in zip(arrivals, plan.answers, strict=True):
        if isinstance(answer, Unidentified):
            answers.append(answer)
            continue
        first = answer.member_id < 0 and answer.member_id not in announced
        announced.add(answer.member_id)
        answers.append(Identified(_real(answer.member_id, newcomers), answer.enrolled_at, first))
    return answers
