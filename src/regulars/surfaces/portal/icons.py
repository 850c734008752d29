"""The icon under which the portal is installed: white steps on the brand's colour, drawn for any size."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SIZES = (180, 192, 512)
_UNITS = 32
_STEPS = ((7.2, 16.5), (13.7, 12.0), (20.2, 7.5))
"""Left edge and top of each step, in 32nds of the icon."""
_WIDTH, _BOTTOM, _RADIUS = 4.6, 24.5, 2.3
_FINER = 4


@lru_cache(maxsize=16)
def icon_png(size: int, colour: str) -> bytes:
    """The icon as a PNG with square edges: phones cut their own shape out of it."""
    at = (np.arange(size * _FINER) + 0.5) * _UNITS / (size * _FINER)
    white = np.zeros((size * _FINER, size * _FINER), dtype=bool)
    for left, top in _STEPS:
        white |= _step(at[None, :], at[:, None], left, top)
    share = white.reshape(size, _FINER, size, _FINER).mean(axis=(1, 3))[:, :, None]
    ground = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)], dtype=np.float64)
    return _encoded((ground + (255 - ground) * share).round().astype(np.uint8))


def icon_svg(colour: str) -> str:
    """The same with round edges, for tabs of browsers and the head of the page."""
    steps = "".join(
        f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{_BOTTOM - top}" rx="{_RADIUS}"/>' for left, top in _STEPS
    )
    ground = f'<rect width="{_UNITS}" height="{_UNITS}" rx="8" fill="{colour}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_UNITS} {_UNITS}">'
    return f'{head}{ground}<g fill="#fff">{steps}</g></svg>'


def _step(x: NDArray[np.float64], y: NDArray[np.float64], left: float, top: float) -> NDArray[np.bool_]:
    """The points inside a rectangle with round corners."""
    half_width, half_height = _WIDTH / 2, (_BOTTOM - top) / 2
    beyond_x = np.abs(x - left - half_width) - (half_width - _RADIUS)
    beyond_y = np.abs(y - top - half_height) - (half_height - _RADIUS)
    outside = np.hypot(np.maximum(beyond_x, 0), np.maximum(beyond_y, 0))
    inside: NDArray[np.bool_] = outside <= _RADIUS
    return inside


def _encoded(pixels: NDArray[np.uint8]) -> bytes:
    """Pixels (uint8[height, width, 3]) as a PNG without filters."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
