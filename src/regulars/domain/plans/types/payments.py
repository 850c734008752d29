"""What is said to the payment page, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """What the payment page tells: money was taken (or given back), could not be taken, or the member said no."""

    PAID = "paid"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Charge:
    """What the payment page is asked: to take an amount from a member, or to give it back (`refund_of`).

    `mandate` is the page's own word for how the member paid before, so that it can take a renewal without asking.
    """

    reference: str
    amount_minor: int
    currency: str
    description: str
    return_url: str
    mandate: str = ""
    refund_of: str = ""


@dataclass(frozen=True)
class Notice:
    """Something the payment page tells of a payment. The same `notice_id` twice is one notice."""

    notice_id: str
    reference: str
    kind: NoticeKind
    amount_minor: int | None = None
    currency: str = ""
    mandate: str = ""
    invoice: str = ""
    error: str = ""


@dataclass(frozen=True)
class Opened:
    """The page's answer to a charge: its name for it and where the member pays; perhaps what came of it at once."""

    session: str
    url: str
    notice: Notice | None = None
