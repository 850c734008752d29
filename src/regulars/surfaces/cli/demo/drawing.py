"""Pictures of the demo's rewards, drawn with a few shapes, so that nobody else's pictures are needed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 960, 720
SAND, CREAM, INK, TEAL, BRICK, MOSS, PLUM, GOLD = (
    "#f3e9d8",
    "#fff8ec",
    "#2b2f36",
    "#2a7f7a",
    "#b5533c",
    "#5c7d3c",
    "#6b4a7d",
    "#d9a441",
)

Pen = ImageDraw.ImageDraw


def draw(name: str) -> bytes:
    """The picture of a reward as a PNG."""
    ground, motif = _MOTIFS[name]
    picture = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((-200, 520, WIDTH + 200, 1100), fill=CREAM)
    motif(pen)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _bag(pen: Pen) -> None:
    pen.arc((380, 120, 580, 420), 180, 360, fill=INK, width=22)
    pen.polygon([(300, 280), (660, 280), (700, 620), (260, 620)], fill=TEAL)
    pen.ellipse((420, 390, 540, 510), fill=CREAM)


def _mug(pen: Pen) -> None:
    pen.ellipse((580, 300, 740, 500), outline=BRICK, width=34)
    pen.rounded_rectangle((300, 240, 640, 620), 40, fill=BRICK)
    pen.ellipse((300, 205, 640, 285), fill=INK)


def _coffee(pen: Pen) -> None:
    pen.rounded_rectangle((200, 220, 760, 560), 36, fill=CREAM, outline=BRICK, width=10)
    pen.line((590, 235, 590, 545), fill=BRICK, width=6)
    pen.ellipse((300, 300, 480, 480), fill=BRICK)
    pen.arc((350, 320, 430, 460), 90, 270, fill=CREAM, width=12)
    for top in (300, 360, 420, 480):
        pen.rectangle((630, top, 720, top + 24), fill=INK)


def _cinema(pen: Pen) -> None:
    pen.rounded_rectangle((220, 200, 740, 580), 24, fill=PLUM)
    for top in range(220, 570, 60):
        pen.rectangle((235, top, 275, top + 34), fill=CREAM)
        pen.rectangle((685, top, 725, top + 34), fill=CREAM)
    pen.polygon([(430, 300), (430, 480), (580, 390)], fill=GOLD)


def _bread(pen: Pen) -> None:
    pen.ellipse((230, 280, 730, 600), fill=GOLD)
    for left in (330, 440, 550):
        pen.line((left, 340, left + 80, 520), fill=BRICK, width=18)


def _tree(pen: Pen) -> None:
    pen.rectangle((455, 420, 505, 640), fill=BRICK)
    for left, top, wide in ((330, 220, 200), (430, 160, 220), (390, 280, 240)):
        pen.ellipse((left, top, left + wide, top + wide), fill=MOSS)


def _hamper(pen: Pen) -> None:
    pen.ellipse((300, 300, 430, 430), fill=BRICK)
    pen.ellipse((420, 270, 560, 410), fill=GOLD)
    pen.ellipse((540, 300, 660, 430), fill=MOSS)
    pen.arc((300, 140, 660, 560), 180, 360, fill=INK, width=18)
    pen.polygon([(260, 380), (700, 380), (640, 620), (320, 620)], fill="#a9743f")
    for top in range(420, 620, 50):
        pen.line((280, top, 680, top), fill=SAND, width=8)


def _glasses(pen: Pen) -> None:
    for left, wine in ((300, BRICK), (500, GOLD)):
        pen.pieslice((left, 120, left + 170, 460), 0, 180, fill=wine)
        pen.line((left + 85, 450, left + 85, 600), fill=INK, width=12)
        pen.line((left + 30, 605, left + 140, 605), fill=INK, width=14)


_MOTIFS: Mapping[str, tuple[str, Callable[[Pen], None]]] = {
    "tote-bag": (SAND, _bag),
    "mug": ("#e8d4c9", _mug),
    "coffee-pass": ("#e9dccb", _coffee),
    "cinema-ticket": ("#ddd3e4", _cinema),
    "baking-class": ("#f1e3c4", _bread),
    "plant-a-tree": ("#dfe8d2", _tree),
    "harvest-hamper": ("#e6ddc9", _hamper),
    "tasting-evening": ("#e3dbe6", _glasses),
}
