"""How lists of contexts become parts of what is told of a member: plain rows, all pages of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from regulars.domain.privacy.types import Rows
from regulars.platform.paging import LARGEST, Page, PageRequest

Reader = Callable[[int, int], Rows]
_STAFF = frozenset({"actor", "requested_by", "decided_by", "reversed_by", "withdrawn_by", "put_by", "undone_by", "by"})


def each(read: Callable[[int, int], Any]) -> Reader:
    """A part from a query that answers a list of frozen data."""
    return lambda programme_id, member_id: [asdict(one) for one in read(programme_id, member_id)]


def paged(read: Callable[[int, int, PageRequest], Page[Any]]) -> Reader:
    """A part from a query that answers pages."""
    return lambda programme_id, member_id: list(all_of(lambda asked: read(programme_id, member_id, asked)))


def all_of(listed: Callable[[PageRequest], Page[Any]]) -> Iterator[dict[str, Any]]:
    """All pages of a list, as plain data."""
    request = PageRequest(limit=LARGEST)
    while True:
        found = listed(request)
        yield from (asdict(one) for one in found.items)
        if found.next_cursor is None:
            return
        request = PageRequest(found.next_cursor, LARGEST)


def unsigned(read: Reader) -> Reader:
    """The same without which person of the operator did it: that is not the member's to know."""
    return lambda programme_id, member_id: [
        {name: value for name, value in row.items() if name not in _STAFF} for row in read(programme_id, member_id)
    ]
