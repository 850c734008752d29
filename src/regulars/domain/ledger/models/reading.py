"""Reading members' logs and what they posted, for replays."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from regulars.domain.ledger.models.statements import fetch, listing
from regulars.domain.ledger.models.wallets import wallet_indexes
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import HouseAccount
from regulars.engine.postings import HOUSES
from regulars.engine.records import Record
from regulars.engine.states import Integers

_EVENTS = """
    SELECT member_id, log_seq, key, occurred_at, body FROM ledger_event
    WHERE programme_id = %s AND member_id {any} ORDER BY member_id, log_seq
"""
_HOUSE = """
    SELECT member_id, wallet, account, SUM(points) FROM ledger_posting
    WHERE programme_id = %s AND member_id {any} AND account >= 100 GROUP BY member_id, wallet, account
"""


def read_records(programme_id: int, members: Sequence[int]) -> list[Record]:
    """The members' whole logs, by member and number; redemptions in it were accepted, so they are decided."""
    rows = fetch(_EVENTS, [programme_id, listing(members)])
    return [Record(row[0], row[1], row[2], row[3], json.loads(row[4]), decided=True) for row in rows]


def house_points(programme: LiveProgramme, members: Integers) -> Integers:
    """Points that members (ascending) posted to the house accounts: int64[members, wallets, len(HOUSES)]."""
    points = np.zeros((len(members), len(programme.compiled.wallet_ids), len(HOUSES)), dtype=np.int64)
    indexes = wallet_indexes(programme)
    for member, wallet, account, total in fetch(_HOUSE, [programme.id, listing(members.tolist())]):
        place = (np.searchsorted(members, member), indexes[wallet], HOUSES.index(HouseAccount(account)))
        points[place] = int(total)
    return points
