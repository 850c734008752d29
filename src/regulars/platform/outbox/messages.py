"""What is sent, and what is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


class NewMessage(NamedTuple):
    """A message to send: `key` is sent once on its topic, `subject` reads like `member 12`."""

    topic: str
    key: str
    subject: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class OutboxMessage:
    """A message that was sent; `taken_at` is None while nobody has taken it. Instants are aware and in UTC."""

    id: int
    stream: str
    topic: str
    key: str
    subject: str
    body: Mapping[str, Any]
    created_at: datetime
    taken_at: datetime | None


@dataclass(frozen=True)
class OutboxFilter:
    """What a list of messages is narrowed to; empty fields narrow nothing. `waiting`: only those nobody took."""

    topic: str = ""
    subject: str = ""
    waiting: bool = False
