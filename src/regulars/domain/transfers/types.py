"""Values of the transfers context. Points are in the wallet's smallest unit, instants are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


@dataclass(frozen=True)
class NewTransfer:
    """A transfer that is asked for. The same `transfer_id` twice is one transfer."""

    transfer_id: str
    sender: int
    receiver: int
    wallet: str
    points: int
    reason: str = ""
    actor: str = ""


class Given(NamedTuple):
    """Points that the receiver got, and their last good day; None: they never expire."""

    points: int
    valid_until: date | None


@dataclass(frozen=True)
class TransferView:
    """A transfer as others see it. `sent_seq` and `received_seq` are its events in the members' logs."""

    transfer_id: str
    sender: int
    receiver: int
    wallet: str
    points: int
    fee: int
    reason: str
    actor: str
    made_at: datetime
    sent_seq: int
    received_seq: int
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_why: str = ""


@dataclass(frozen=True)
class Receipt:
    """A transfer that was made; `repeated` when it had been made before, and nothing moved now."""

    transfer: TransferView
    lots: tuple[Given, ...]
    repeated: bool = False


@dataclass(frozen=True)
class Preview:
    """What a transfer would do: the fee, what the receiver would get, and what each has available before and after."""

    points: int
    fee: int
    lots: tuple[Given, ...]
    sender: tuple[int, int]
    receiver: tuple[int, int]


@dataclass(frozen=True)
class Sent:
    """What a member has given others in a wallet, less what was undone, on the local day and in its month."""

    on_day: int
    in_month: int
