"""Taking personal texts out of the log of a member who is erased. Points, instants and orders stay as they were."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from regulars.domain.ledger.models.statements import execute, fetch, listing
from regulars.domain.ledger.operations.locking import lock_members
from regulars.domain.ledger.operations.submissions import canonical
from regulars.domain.programmes.queries import list_versions, text_of
from regulars.platform import clock
from regulars.platform.databases import Rows, insert

GONE = "removed"
"""Stands where a free text stood."""

FREE_TEXTS = frozenset({"reason", "note", "comment"})

REDACTIONS = Rows(
    "ledger_redaction",
    (
        ("programme_id", "integer"),
        ("member_id", "bigint"),
        ("log_seq", "bigint"),
        ("redacted_at", "bigint"),
        ("hash", "bytea"),
    ),
)
_EVENTS = """
    SELECT e.log_seq, e.occurred_at, e.body FROM ledger_event e
    WHERE e.programme_id = %s AND e.member_id = %s AND NOT EXISTS (
        SELECT 1 FROM ledger_redaction r
        WHERE r.programme_id = e.programme_id AND r.member_id = e.member_id AND r.log_seq = e.log_seq
    )
"""
_CHANGE = "UPDATE ledger_event SET body = %s WHERE programme_id = %s AND member_id = %s AND log_seq = %s"
_WITHOUT_MONTH = "UPDATE ledger_member_state SET birth_month = 0 WHERE programme_id = %s AND member_id {any}"


@transaction.atomic
def redact_member(programme_id: int, member_id: int) -> int:
    """Take out what rules do not read: free texts, attributes, the month of birth; how many events were changed.

    What a version of the programme names stays, for it decided about points: the log still proves every entry. The
    hash of what is left is kept with each event. Done again, it changes nothing.
    """
    lock_members(programme_id, [member_id])
    read = words_of(text_of(version.version_id) for version in list_versions(programme_id))
    changes = []
    for seq, occurred_at, body in fetch(_EVENTS, [programme_id, member_id]):
        left = canonical(redacted(json.loads(body), read))
        if left != body:
            changes.append((seq, left, hashlib.sha256(f"{member_id}|{occurred_at}|{left}".encode()).digest()))
    now = clock.now_us()
    insert(REDACTIONS, [(programme_id, member_id, seq, now, digest) for seq, _, digest in changes])
    for seq, left, _ in changes:
        execute(_CHANGE, [left, programme_id, member_id, seq])
    if not reads_birth(read):
        execute(_WITHOUT_MONTH, [programme_id, listing([member_id])])
    return len(changes)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """All names that stand in documents of a programme."""
    return frozenset(word for text in texts for word in re.findall(r"[A-Za-z_][A-Za-z0-9_]*", text))


def reads_birth(read: frozenset[str]) -> bool:
    """Whether a rule or benefit looks at the month of birth."""
    return any("birth" in word for word in read)


def redacted(body: Mapping[str, Any], read: frozenset[str]) -> dict[str, Any]:
    """The body without what is personal and no rule reads."""
    left: dict[str, Any] = {
        name: GONE if name in FREE_TEXTS and isinstance(value, str) else value for name, value in body.items()
    }
    if "birth_month" in left and not reads_birth(read):
        del left["birth_month"]
    if "attributes" in left:
        left["attributes"] = {name: value for name, value in left["attributes"].items() if name in read}
        if not left["attributes"]:
            del left["attributes"]
    return left
