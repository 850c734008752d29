"""Merging two members' streams, and undoing it: both are facts on the streams of both."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from django.db import transaction

from regulars.domain.ledger.errors import HoldsOpen, MergeMissing
from regulars.domain.ledger.models import MemberState
from regulars.domain.ledger.models.loading import Loaded, load_whole, lock_states
from regulars.domain.ledger.models.parts import is_tally
from regulars.domain.ledger.models.reading import merges_of
from regulars.domain.ledger.models.statements import fetch
from regulars.domain.ledger.operations.batch import apply_batch
from regulars.domain.ledger.operations.locking import bring_up_to
from regulars.domain.ledger.types import EventResult, NewEvent
from regulars.domain.programmes.queries import live_programme, version
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.extras import counter_name, origin_name
from regulars.engine.states import Account, Draw, Header, Integers, Lot, LotStatus

SOURCE = "merge"

_TALLIES = "SELECT counter, key, value FROM ledger_tally WHERE programme_id = %s AND member_id = %s"
_KEPT_BACK = (Lot.WALLET, Lot.RULE, Lot.SOURCE_SEQ, Lot.STATUS)


class Why(NamedTuple):
    """Who did it, and for what reason."""

    actor: str
    reason: str


@transaction.atomic
def merge_streams(programme_id: int, survivor: int, merged: int, merge_id: str, at: int) -> list[EventResult]:
    """Move all that `merged` has to `survivor`, at an instant that comes after all events of both.

    Refused while `merged` has an open hold (HoldsOpen). Both are locked in ascending order; the answers are those to
    the two events, `merged` first. No point is lost: what leaves one is what arrives with the other, lot by lot.
    """
    programme = live_programme(programme_id)
    locked = lock_states(programme, sorted((survivor, merged)))
    at = max(at, int(locked.header[:, Header.CLOCK].max()) + 1)
    bring_up_to(programme_id, (survivor, merged), at - 1)
    locked = lock_states(programme, sorted((survivor, merged)))
    owned_under = version(int(locked.versions[locked.of(np.array([merged]))[0]]))
    whole = load_whole(owned_under, locked, np.array([merged], dtype=np.int64))
    if whole.states.accounts[0, :, Account.HELD].any():
        raise HoldsOpen(member_id=merged)
    brought = _brought(owned_under, whole, merged)
    events = [
        NewEvent(
            SOURCE, f"{merge_id}:out", merged, at, {"kind": "merge_out", "member": survivor, "merge_id": merge_id}
        ),
        NewEvent(SOURCE, f"{merge_id}:in", survivor, at, {"kind": "merge_in", "merge_id": merge_id, **brought}),
    ]
    return [apply_batch(programme_id, [event])[0] for event in events]


@transaction.atomic
def undo_merge(programme_id: int, survivor: int, merged: int, why: Why, at: int) -> list[EventResult]:
    """Take the newest merge of `merged` into `survivor` out of both histories.

    Lots go back with all that is known of them; what the survivor spent from them meanwhile is drawn from the
    survivor's own lots instead. Events that came in for the survivor since stay with the survivor.
    """
    programme = live_programme(programme_id)
    locked = lock_states(programme, sorted((survivor, merged)))
    at = max(at, int(locked.header[:, Header.CLOCK].max()) + 1)
    merges = [one for one in merges_of(programme_id, [survivor]) if one.body["member"] == merged]
    if not merges:
        raise MergeMissing(survivor=survivor, merged=merged)
    newest = max(merges, key=lambda one: one.seq)
    told = {"kind": "void", "actor": why.actor, "reason": why.reason}
    out = newest.body["upto"] + 1
    events = [
        NewEvent(SOURCE, f"{newest.body['merge_id']}:undo:in", survivor, at, {**told, "voids": newest.seq}),
        NewEvent(SOURCE, f"{newest.body['merge_id']}:undo:out", merged, at, {**told, "voids": out}),
    ]
    return [apply_batch(programme_id, [event])[0] for event in events]


def _brought(programme: LiveProgramme, whole: Loaded, merged: int) -> dict[str, Any]:
    """What a member has, as the body of the event that brings it to another."""
    states = whole.states
    lots = states.lots[states.lots[:, Lot.STATUS] != LotStatus.SUPERSEDED]
    tallies = np.array(fetch(_TALLIES, [programme.id, merged]), dtype=np.int64).reshape(-1, 3)
    progress = np.concatenate([states.progress[~is_tally(states.progress)], tallies])
    upto = MemberState.objects.values_list("log_seq", flat=True).get(programme_id=programme.id, member_id=merged)
    return {
        "member": merged,
        "upto": upto,
        "tier": programme.compiled.tier_ids[int(states.header[0, Header.TIER])],
        "lots": [_lot(programme, lot) for lot in lots],
        "draws": [_draw(programme, draw) for draw in states.draws if draw[Draw.SPENT] > 0],
        "accounts": [_account(programme, index, account) for index, account in enumerate(states.accounts[0])],
        "progress": [[counter_name(programme.compiled, row[0]), row[1], row[2]] for row in progress.tolist()],
    }


def _lot(programme: LiveProgramme, lot: Integers) -> dict[str, Any]:
    body: dict[str, Any] = {
        column.name.lower(): int(lot[column]) for column in Lot if column not in _KEPT_BACK and lot[column]
    }
    body["wallet"] = programme.compiled.wallet_ids[int(lot[Lot.WALLET])]
    body["rule"] = origin_name(programme.compiled, int(lot[Lot.RULE]))
    return body


def _draw(programme: LiveProgramme, draw: Integers) -> dict[str, Any]:
    body: dict[str, Any] = {
        column.name.lower(): int(draw[column])
        for column in Draw
        if column not in (Draw.WALLET, Draw.SPEND_SEQ, Draw.PLACE, Draw.STATUS) and draw[column]
    }
    body["wallet"] = programme.compiled.wallet_ids[int(draw[Draw.WALLET])]
    return body


def _account(programme: LiveProgramme, index: int, account: Integers) -> dict[str, Any]:
    return {
        "wallet": programme.compiled.wallet_ids[index],
        "debt": int(account[Account.DEBT]),
        "owed": int(account[Account.OWED]),
        "earned": int(account[Account.EARNED]),
    }
