"""Changing the keys of encrypted texts: a new pair in front, and the old ones away once nothing needs them."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from django.conf import settings

from regulars.platform import clock
from regulars.platform.backup.errors import KeysElsewhere, KeysInUse
from regulars.platform.backup.keys import ENCRYPTION_KEYS, INDEX_KEY, read_keys, write_keys
from regulars.platform.resealing import count_sealed


def add_keys() -> Path:
    """Put new keys before the present ones; from the next start they are written with. The old file is kept beside.

    Raises KeysElsewhere where the environment sets the keys.
    """
    place, values = _stored()
    for name in (ENCRYPTION_KEYS, INDEX_KEY):
        values[name] = f"{_new()},{values[name]}"
    return _replaced(place, values)


def retire_keys() -> Path:
    """Forget all keys but the first ones; raises KeysElsewhere, and KeysInUse while anything is under older ones."""
    place, values = _stored()
    if left := sum(one.old for one in count_sealed()):
        raise KeysInUse(count=left)
    first = (settings.ENCRYPTION_KEYS[0], settings.INDEX_KEYS[0])
    for name, key in zip((ENCRYPTION_KEYS, INDEX_KEY), first, strict=True):
        kept = values[name].split(",")[0]
        if base64.urlsafe_b64decode(kept) != key:
            raise KeysInUse(count=0)  # keys were added since this process started: nothing is under them yet
        values[name] = kept
    return _replaced(place, values)


def _stored() -> tuple[Path, dict[str, str]]:
    if os.environ.get(ENCRYPTION_KEYS) or os.environ.get(INDEX_KEY):
        raise KeysElsewhere
    place: Path = settings.DATA / "secrets.json"
    return place, read_keys(place)


def _replaced(place: Path, values: dict[str, str]) -> Path:
    """Write the file anew in one step; where the old one is kept."""
    kept = place.with_name(f"secrets.json.before-{clock.now():%Y%m%dT%H%M%S%fZ}")
    draft = place.with_name(f".secrets.json.{os.getpid()}")
    draft.unlink(missing_ok=True)
    write_keys(draft, values)
    os.link(place, kept)
    draft.replace(place)
    return kept


def _new() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
