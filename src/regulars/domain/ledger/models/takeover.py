"""Members' states taken over by another version of their programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from regulars.domain.ledger.models.loading import GENESIS, Loaded, load_entire, load_open, read_locked
from regulars.domain.ledger.models.reading import read_records, valid
from regulars.domain.programmes.queries import version
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.batch import EventBatch
from regulars.engine.compile import CompiledProgramme
from regulars.engine.joining import together
from regulars.engine.records import batch_from_records
from regulars.engine.states import NEVER_DAY, Draw, Lot, LotStatus, States, empty_states
from regulars.engine.succession import succeed, wallet_map


def taken_over(before: LiveProgramme, after: LiveProgramme, entire: Loaded, at: int) -> Loaded:
    """Entirely loaded states under `before` as those under `after`, which begins at an instant.

    All draws are told anew.
    """
    members = entire.states.members.tolist()

    def history(programme: CompiledProgramme) -> EventBatch:
        records = valid(read_records(before.id, members))
        return batch_from_records(programme, [record for record in records if record.occurred_at < at])

    states = succeed(before.compiled, after.compiled, entire.states, at, history)
    states.draws[:, Draw.STATUS] = LotStatus.NEW
    wallets = wallet_map(before.compiled, after.compiled)
    count, width = len(members), len(after.compiled.wallet_ids)
    heads = [GENESIS] * (count * width)
    for row in range(count):
        for index, wallet in enumerate(wallets.tolist()):
            heads[row * width + wallet] = entire.chain_heads[row * len(wallets) + index]
    unread = np.full((count, width), NEVER_DAY, dtype=np.int64)
    return replace(entire, states=states, unread_expiry=unread, chain_heads=heads)


def read_states(programme: LiveProgramme, members: Sequence[int], at: int) -> States:
    """The states of members who have one, with all their open lots, as of `programme`, which is in force at an instant.

    Nothing is locked. Those who have not been seen since it came into force are shown as it will take them over.
    """
    locked = read_locked(programme.id, members)
    parts = []
    for earlier in np.unique(locked.versions).tolist():
        own = locked.members[locked.versions == earlier]
        if earlier == programme.version_id:
            parts.append(load_open(programme, locked, own).states)
            continue
        before = version(earlier)
        states = taken_over(before, programme, load_entire(before, locked, own), at).states
        parts.append(with_open_lots(states))
    if not parts:
        return empty_states(locked.members, len(programme.compiled.wallet_ids))
    return together(parts)


def stored_states(programme: LiveProgramme, members: Sequence[int]) -> States:
    """The states of members as they are stored under `programme`, with all their open lots; nothing is locked."""
    locked = read_locked(programme.id, members)
    return load_open(programme, locked, locked.members).states


def with_open_lots(states: States) -> States:
    """States without lots that are closed."""
    is_open = states.lots[:, Lot.REMAINING] > 0
    before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(is_open)])
    return states._replace(lots=states.lots[is_open], lot_offsets=before[states.lot_offsets])
