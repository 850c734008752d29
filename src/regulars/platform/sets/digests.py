"""A digest of what a computation answers, which is equal on all engines."""

from __future__ import annotations

import hashlib
import math

import polars as pl

_DIGITS = 9
"""Significant digits of fractions that count: engines add in different orders."""


def digest_of(frame: pl.DataFrame) -> str:
    """SHA-256 of the rows in the order of their texts, columns by name; 3 and 3.0 are the same number."""
    names = sorted(frame.columns)
    rows = sorted("\x1f".join(_text(value) for value in row) for row in frame.select(names).iter_rows())
    digest = hashlib.sha256("\x1f".join(names).encode())
    for row in rows:
        digest.update(b"\x1e" + row.encode())
    return digest.hexdigest()


def _text(value: object) -> str:
    if value is None:
        return "\x00"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else f"{value:.{_DIGITS}g}"
    return str(value)
