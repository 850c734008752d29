"""What is kept of members, as the project has wired it."""

from __future__ import annotations

from regulars.domain.privacy.types import Blocker, Eraser, Part

_parts: dict[str, Part] = {}
_erasers: dict[str, Eraser] = {}
_blockers: dict[str, Blocker] = {}


def register_parts(*parts: Part) -> None:
    """Let parts be in every copy, in this order."""
    _parts.update({part.name: part for part in parts})


def register_erasers(*erasers: Eraser) -> None:
    """Let parts be taken away in every erasure, in this order."""
    _erasers.update({eraser.name: eraser for eraser in erasers})


def register_blockers(*blockers: Blocker) -> None:
    """Let something stand in the way of erasures."""
    _blockers.update({blocker.name: blocker for blocker in blockers})


def parts() -> list[Part]:
    """All parts."""
    return list(_parts.values())


def erasers(*, after: bool) -> list[Eraser]:
    """All erasers inside the database, or those after it."""
    return [eraser for eraser in _erasers.values() if eraser.after is after]


def blockers() -> list[Blocker]:
    """All that may stand in the way."""
    return list(_blockers.values())
