"""Rows of a file of opening balances: the event they make together, and what came of each."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence

from pydantic_core import PydanticCustomError

from regulars.domain.intake.policy.mapping import IDENTIFIERS
from regulars.domain.intake.policy.rows import fields_of, instant_of, text_of, value_of
from regulars.domain.intake.types.files import Mapping, ReconciledRow, Row
from regulars.domain.intake.types.public import Raw
from regulars.domain.intake.types.results import Answer, Problem, Rejection
from regulars.domain.intake.types.values import LARGEST_POINTS, Reading, scaled
from regulars.domain.ledger.types import EventStatus

ID = "opening"
"""The id of an opening; the member's number becomes part of it, so that a member has one a source."""

LOT_FIELDS = ("points", "wallet", "until")
TAKEN_IN = {EventStatus.ACCEPTED, EventStatus.DUPLICATE}


def opening_of_rows(rows: Sequence[Row], mapping: Mapping, reading: Reading) -> Raw | Rejection:
    """The public event that the rows of one member make; rows have values. Their tiers must not differ."""
    every = [fields_of(row, mapping) for row in rows]
    raw: Raw = {"type": "opening", "id": ID, "source": mapping.source}
    raw["occurred_at"] = instant_of(dict(every[0]), mapping.time_zone)
    raw["member"] = {name: text_of(every[0][name]) for name in IDENTIFIERS if name in every[0]}
    raw |= {name: text_of(every[0][name]) for name in ("channel", "store") if name in every[0]}
    raw["lots"] = [_lot(fields, reading) for fields in every if "points" in fields]
    tiers = {
        (text_of(one["tier"]), value_of("tier_until", one.get("tier_until"), reading)) for one in every if "tier" in one
    }
    if len(tiers) > 1:
        return Rejection((Problem("tier", "opening_tiers"),))
    if tiers:
        raw["tier"], raw["until"] = tiers.pop()
    return {name: value for name, value in raw.items() if value is not None}


def _lot(fields: Raw, reading: Reading) -> Raw:
    lot = {name: value_of(name, fields[name], reading) for name in LOT_FIELDS if name in fields}
    return {name: value for name, value in lot.items() if value is not None}


def opening_column(place: str, rows: Sequence[Row], mapping: Mapping) -> tuple[int, str]:
    """Which row of the member and which column a field's place (`lots[2].points`) comes from."""
    match = re.match(r"lots\[(\d+)\]\.?(.*)", place)
    if match is not None:
        return _lot_rows(rows, mapping)[int(match[1])], mapping.columns.get(match[2], "")
    field = {"until": "tier_until"}.get(place, place.removeprefix("member."))
    return 0, mapping.columns.get(field, "")


def _lot_rows(rows: Sequence[Row], mapping: Mapping) -> list[int]:
    return [place for place, row in enumerate(rows) if "points" in fields_of(row, mapping)]


def reconciled(rows: Sequence[Row], answer: Answer, mapping: Mapping, reading: Reading) -> list[ReconciledRow]:
    """What each row says and what came of it."""
    return [_reconciled(row, answer, mapping, reading) for row in rows]


def _reconciled(row: Row, answer: Answer, mapping: Mapping, reading: Reading) -> ReconciledRow:
    fields = fields_of(row, mapping)
    wallet = text_of(fields.get("wallet")) or (reading.spend_wallets[0] if len(reading.spend_wallets) == 1 else "")
    points = _units(fields, wallet, reading)
    member, taken_in, result, balances = _outcome(answer)
    return ReconciledRow(
        line=row.line,
        member=member,
        wallet=wallet if "points" in fields else "",
        given=text_of(fields.get("points")) or "",
        points=points,
        posted=(points or 0) if taken_in else 0,
        balance=balances.get(wallet) if "points" in fields else None,
        result=result,
    )


def _outcome(answer: Answer) -> tuple[int, bool, str, AnyMapping[str, int]]:
    if isinstance(answer, Rejection):
        return 0, False, answer.problems[0].code, {}
    taken_in = answer.status in TAKEN_IN
    code = answer.status.value if taken_in else code_of(answer.status, answer.code)
    return answer.member_id, taken_in, code, answer.balances


def code_of(status: EventStatus, code: str) -> str:
    """The code of an opening that was not taken in; a conflict means that the member has one already."""
    return "opening_repeated" if status is EventStatus.CONFLICT else code or f"event_{status.value}"


def _units(fields: Raw, wallet: str, reading: Reading) -> int | None:
    """A row's points in the wallet's smallest unit, where they can be read."""
    if "points" not in fields or wallet not in reading.wallet_decimals:
        return None
    try:
        return scaled(value_of("points", fields["points"], reading), reading.wallet_decimals[wallet], LARGEST_POINTS)
    except PydanticCustomError:
        return None
