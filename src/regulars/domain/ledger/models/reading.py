"""Reading members' logs and what they posted, for replays."""

from __future__ import annotations

import json
from collections.abc import Container, Sequence

import numpy as np

from regulars.domain.ledger.models.statements import fetch, listing
from regulars.domain.ledger.models.wallets import wallet_indexes
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.outcome import HouseAccount
from regulars.engine.postings import HOUSES
from regulars.engine.records import Record, order_key
from regulars.engine.states import Integers

_EVENTS = """
    SELECT member_id, log_seq, key, occurred_at, body FROM ledger_event
    WHERE programme_id = %s AND member_id {any} ORDER BY member_id, log_seq
"""
_MERGES = """
    SELECT member_id, log_seq, key, occurred_at, body FROM ledger_event
    WHERE programme_id = %s AND member_id {any} AND kind IN ('merge_in', 'void') ORDER BY member_id, log_seq
"""
_SALES = """
    SELECT key, occurred_at, body, log_seq FROM ledger_event
    WHERE programme_id = %s AND member_id = %s AND log_seq <= %s AND order_key <> 0 AND kind IN ('purchase', 'refund')
"""
_HOUSE = """
    SELECT member_id, wallet, account, SUM(points) FROM ledger_posting
    WHERE programme_id = %s AND member_id {any} AND account >= 100 GROUP BY member_id, wallet, account
"""


def read_records(programme_id: int, members: Sequence[int]) -> list[Record]:
    """The members' whole logs, by member and number; what was asked in it was accepted, so it is decided."""
    rows = fetch(_EVENTS, [programme_id, listing(members)])
    return [Record(row[0], row[1], row[2], row[3], json.loads(row[4]), decided=True) for row in rows]


def valid(records: Sequence[Record]) -> list[Record]:
    """The records that no other of their member voids."""
    voided = {(record.member, record.body["voids"]) for record in records if record.body["kind"] == "void"}
    return [record for record in records if (record.member, record.seq) not in voided]


def merges_of(programme_id: int, members: Sequence[int]) -> list[Record]:
    """The merges into these members that stand."""
    return merges_in(rewriting_of(programme_id, members))


def rewriting_of(programme_id: int, members: Sequence[int]) -> list[Record]:
    """The merges into these members and the voids of their events."""
    rows = fetch(_MERGES, [programme_id, listing(members)])
    return [Record(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows]


def merges_in(records: Sequence[Record]) -> list[Record]:
    """The merges among records that none of them voids."""
    return [record for record in valid(records) if record.body["kind"] == "merge_in"]


def merged_sales(
    programme_id: int, merges: Sequence[Record], orders: Container[tuple[int, int]] | None = None
) -> list[Record]:
    """Sales and refunds of the members who were merged into others, told as those of these, as of the merge.

    `orders` (member, key) narrows them.
    """
    return [sale for merge in merges for sale in _sales_before(programme_id, merge, orders)]


def _sales_before(programme_id: int, merge: Record, orders: Container[tuple[int, int]] | None) -> list[Record]:
    other, until = merge.body["member"], merge.body["upto"]
    rows = fetch(_SALES, [programme_id, other, until])
    told = [one for one in rewriting_of(programme_id, [other]) if one.seq <= until]
    voided = {one.body["voids"] for one in told if one.body["kind"] == "void"}
    own = [Record(other, 0, row[0], row[1], json.loads(row[2]), decided=True) for row in rows if row[3] not in voided]
    further = merged_sales(programme_id, merges_in(told))
    return [
        sale._replace(member=merge.member, seq=merge.seq)
        for sale in (*own, *further)
        if orders is None or (merge.member, order_key(sale.body["order_id"])) in orders
    ]


def house_points(programme: LiveProgramme, members: Integers) -> Integers:
    """Points that members (ascending) posted to the house accounts: int64[members, wallets, len(HOUSES)]."""
    points = np.zeros((len(members), len(programme.compiled.wallet_ids), len(HOUSES)), dtype=np.int64)
    indexes = wallet_indexes(programme)
    for member, wallet, account, total in fetch(_HOUSE, [programme.id, listing(members.tolist())]):
        place = (np.searchsorted(members, member), indexes[wallet], HOUSES.index(HouseAccount(account)))
        points[place] = int(total)
    return points
