"""Vouchers, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from regulars.domain.offers.types import Words


class VoucherState(StrEnum):
    """A new code waits for an order; an assigned one is somebody's, or was handed out."""

    NEW = "new"
    ASSIGNED = "assigned"
    USED = "used"
    VOID = "void"
    EXPIRED = "expired"


@dataclass(frozen=True)
class VoucherView:
    """A voucher; `code` is whole for its member and for those who may hand codes out, else only its end."""

    number: int
    item: str
    name: Words
    code: str
    state: VoucherState
    member_id: int | None
    order_id: str
    batch: str
    made_at: datetime
    assigned_at: datetime | None
    expires_at: datetime | None
    used_at: datetime | None
    used_place: str
    used_by: str
    repeated: bool = False


@dataclass(frozen=True)
class VoucherFilter:
    """What a list of vouchers is narrowed to; empty fields narrow nothing."""

    state: VoucherState | None = None
    item: str = ""
    batch: str = ""
    member_id: int | None = None


@dataclass(frozen=True)
class NewCodes:
    """Codes to make for an item. `handed_out`: they are given out by hand, not by orders."""

    item: str
    count: int
    batch: str
    actor: str
    handed_out: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True)
class CodeFile:
    """Codes to take in, a row each: the code, and perhaps its last good day."""

    item: str
    text: str
    batch: str
    actor: str
    handed_out: bool = False


class RowProblem(NamedTuple):
    """What is wrong with a row of a file of codes; `code` is that of a message."""

    row: int
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class CodesReport:
    """What came of codes that were made or taken in."""

    added: int
    batch: str
    problems: tuple[RowProblem, ...] = ()
    codes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class NewUse:
    """A code shown at a counter. The same `use_id` twice is one use.

    `who` is who asks: wrong codes are counted against them.
    """

    code: str
    use_id: str
    place: str
    actor: str
    who: str
