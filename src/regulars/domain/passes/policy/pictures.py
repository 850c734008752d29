"""The pictures of a pass: a mark in the tier's colour, which needs no font and no file."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

ICON, LOGO = (29, 29), (50, 50)
"""Points; pictures are made for screens with one, two and three pixels to a point."""
_FINER = 4


def pictures(colour: str) -> dict[str, bytes]:
    """Icon and logo by their names in a pass."""
    made = {}
    for name, (width, height) in (("icon", ICON), ("logo", LOGO)):
        for scale in (1, 2, 3):
            suffix = "" if scale == 1 else f"@{scale}x"
            made[f"{name}{suffix}.png"] = _mark((width * scale, height * scale), colour)
    return made


def ink_on(colour: str) -> str:
    """White or near-black, whichever is easier to read on a colour (relative luminance, WCAG 2.2)."""
    return "#ffffff" if _luminance(colour) < 0.35 else "#1a1a1a"


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mark(size: tuple[int, int], colour: str) -> bytes:
    """Two rings on the colour, drawn larger and made smaller, so that edges are smooth."""
    width, height = size[0] * _FINER, size[1] * _FINER
    picture = Image.new("RGB", (width, height), colour)
    drawn, ink = ImageDraw.Draw(picture), ink_on(colour)
    edge = min(width, height)
    for share, filled in ((0.8, False), (0.4, True)):
        half = edge * share / 2
        box = (width / 2 - half, height / 2 - half, width / 2 + half, height / 2 + half)
        drawn.ellipse(box, fill=ink if filled else None, outline=ink, width=max(1, edge // 14))
    written = io.BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
    return written.getvalue()
