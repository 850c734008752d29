"""Secrets: from the environment, else generated once into the data folder, readable by its owner only.

Losing `secrets.json` means losing the members' identifiers: they are encrypted with its keys. Back it up apart
from the database. `anchor_key.json` signs anchors of the ledger; with a new one, anchors go on under a new key.
"""

import base64
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_KEY_BYTES = 32


@dataclass(frozen=True)
class Secrets:
    """The secrets of one installation; the first key of several is used to write, all of them to read and to find."""

    secret_key: str
    encryption_keys: tuple[bytes, ...]
    index_keys: tuple[bytes, ...]
    anchor_key: bytes


def read_secrets(data: Path) -> Secrets:
    """The installation's secrets; generates what neither the environment nor the data folder has."""
    names = ("REGULARS_SECRET_KEY", "REGULARS_ENCRYPTION_KEYS", "REGULARS_INDEX_KEY")
    given = _given(*names)
    if len(given) < len(names):
        given = _stored(data / "secrets.json", _new_secrets) | given
    anchor = _given("REGULARS_ANCHOR_KEY") or _stored(data / "anchor_key.json", _new_anchor_key)
    return Secrets(
        secret_key=given[names[0]],
        encryption_keys=tuple(_key(names[1], part) for part in given[names[1]].split(",")),
        index_keys=tuple(_key(names[2], part) for part in given[names[2]].split(",")),
        anchor_key=_key("REGULARS_ANCHOR_KEY", anchor["REGULARS_ANCHOR_KEY"]),
    )


def _given(*names: str) -> dict[str, str]:
    return {name: os.environ[name] for name in names if os.environ.get(name)}


def _stored(path: Path, values: Callable[[], dict[str, str]]) -> dict[str, str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _generate(path, values())
    stored: dict[str, str] = json.loads(path.read_text(encoding="ascii"))
    return stored


def _new_secrets() -> dict[str, str]:
    return {
        "REGULARS_SECRET_KEY": secrets.token_urlsafe(50),
        "REGULARS_ENCRYPTION_KEYS": _new_key(),
        "REGULARS_INDEX_KEY": _new_key(),
    }


def _new_anchor_key() -> dict[str, str]:
    return {"REGULARS_ANCHOR_KEY": _new_key()}


def _generate(path: Path, values: dict[str, str]) -> None:
    """Write new secrets; of several processes that start at once the first one wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        json.dump(values, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode("ascii")


def _key(name: str, value: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(value.strip())
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be base64 of {_KEY_BYTES} random bytes") from error
    if len(key) != _KEY_BYTES:
        raise ImproperlyConfigured(f"{name} must be base64 of {_KEY_BYTES} random bytes, it has {len(key)}")
    return key
