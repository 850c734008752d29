"""Pages by key: a cursor names the last row seen, so a page costs the same however far it lies."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from regulars.platform.errors import Invalid

Item = TypeVar("Item")
LARGEST = 200
_LARGEST_NUMBER = 2**63 - 1


class CursorInvalid(Invalid):
    """The cursor was not made by this list."""

    code = "cursor_invalid"


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows of a list, and the cursor of the next page when there is one."""

    items: tuple[Item, ...]
    next_cursor: str | None = None


@dataclass(frozen=True)
class PageRequest:
    """Where to go on, and how many rows at most."""

    cursor: str | None = None
    limit: int = 50

    @property
    def size(self) -> int:
        """The limit, at least 1 and at most LARGEST."""
        return max(1, min(self.limit, LARGEST))

    def after(self, width: int) -> tuple[int, ...] | None:
        """The key of the last row seen (`width` numbers), or None for the first page; raises CursorInvalid."""
        if self.cursor is None:
            return None
        key = decode_cursor(self.cursor, width)
        if not all(type(value) is int and abs(value) <= _LARGEST_NUMBER for value in key):
            raise CursorInvalid(cursor=self.cursor[:40])
        return key


def page_of(rows: Sequence[Item], request: PageRequest, key: Callable[[Item], tuple[Any, ...]]) -> Page[Item]:
    """The page, from `request.size + 1` rows in order: the row too many only tells that there are more."""
    items = tuple(rows[: request.size])
    more = len(rows) > request.size
    return Page(items, encode_cursor(key(items[-1])) if more else None)


def encode_cursor(key: tuple[Any, ...]) -> str:
    """A text fit for an address from numbers and texts."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, width: int) -> tuple[Any, ...]:
    """The key of a cursor, which must have so many values; raises CursorInvalid."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise CursorInvalid(cursor=cursor[:40]) from error
    if not isinstance(key, list) or len(key) != width or not all(isinstance(value, int | str) for value in key):
        raise CursorInvalid(cursor=cursor[:40])
    return tuple(key)
