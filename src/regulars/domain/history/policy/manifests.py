"""A manifest as JSON, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from regulars.domain.history.types import FilePart, Manifest, Origin, Table

FORMAT = 1
NAME = "manifest.json"


def text_of(manifest: Manifest) -> str:
    """The manifest as it is kept."""
    return json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1)


def manifest_in(text: str) -> Manifest:
    """The manifest that a text is; raises ValueError for any other text."""
    try:
        found: dict[str, Any] = json.loads(text)
        if found.pop("format") != FORMAT:
            raise ValueError("another format")
        files = tuple(FilePart(**{**part, "table": Table(part["table"])}) for part in found.pop("files"))
        return Manifest(**{**found, "origin": Origin(found["origin"])}, files=files)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no manifest") from error
