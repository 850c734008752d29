"""A member's number for scanners: a QR code and a Code 128, drawn here as shapes of an SVG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno
from barcode.codex import Code128

_QR_BORDER = 2  # ISO/IEC 18004 asks for four; the white field around the drawing is the rest
_QUIET_MODULES = 10  # ISO/IEC 15417: ten modules of silence on either side


@dataclass(frozen=True)
class Shape:
    """Dark fields as the path of an SVG, and how wide and high the drawing is, in modules."""

    path: str
    width: int
    height: int


@lru_cache(maxsize=1024)
def qr_of(text: str) -> Shape:
    """A QR code of which a quarter may be dirty or scratched."""
    code = segno.make_qr(text, error="q", boost_error=False)
    rows = [list(row) for row in code.matrix_iter(border=_QR_BORDER)]
    return Shape("".join(_row(row, at) for at, row in enumerate(rows)), len(rows[0]), len(rows))


@lru_cache(maxsize=1024)
def code128_of(text: str) -> Shape | None:
    """A Code 128, one module high; None for a text with signs that it does not have."""
    if not text.isascii() or not text.isprintable():
        return None
    bars = [int(bar) for bar in Code128(text).build()[0]]
    quiet = [0] * _QUIET_MODULES
    row = [*quiet, *bars, *quiet]
    return Shape(_row(row, 0), len(row), 1)


def _row(row: list[int], at: int) -> str:
    """The dark stretches of a row as rectangles."""
    parts, start = [], None
    for column, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            parts.append(f"M{start} {at}h{column - start}v1h-{column - start}z")
            start = None
    return "".join(parts)
