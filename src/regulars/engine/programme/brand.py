"""How a programme looks to its members, and findings about colours in or on which text cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from regulars.engine.errors import Finding, found
from regulars.engine.programme.basics import Part, Text

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Picture = Annotated[
    str, StringConstraints(pattern=r"^data:image/(png|webp|svg\+xml);base64,[A-Za-z0-9+/]+=*$", max_length=60_000)
]

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA
WHITE, DARK_GROUND = "#ffffff", "#171c1a"


class Brand(Part):
    """How members see the programme in their portal. White text stands on `colour`."""

    short_name: Text | None = Field(
        default=None, description="under the icon of a phone; default: the programme's name"
    )
    colour: Colour = Field(default="#0b6b57", description="buttons and links")
    dark_colour: Colour | None = Field(default=None, description="links on dark ground; default: a lighter `colour`")
    logo: Picture | None = Field(default=None, description="a PNG, WebP or SVG picture as a data address")


def check_brand(brand: Brand) -> Iterator[Finding]:
    """A finding for each colour on which, or in which, text is hard to read."""
    for field, colour, ground in (("colour", brand.colour, WHITE), ("dark_colour", brand.dark_colour, DARK_GROUND)):
        if colour is not None and (measured := contrast(colour, ground)) < LEAST_CONTRAST:
            shown = {"colour": colour, "ground": ground, "contrast": f"{measured:.1f}", "least": LEAST_CONTRAST}
            yield found(f"brand.{field}", "brand_contrast", "warning", **shown)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours such as `#5b6b7b`, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible_on_dark(colour: str) -> str:
    """The colour itself, or as much lighter as text in it on dark ground needs to be read."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(21):
        mixed = [channel + (255 - channel) * step // 20 for channel in channels]
        lighter = "#" + "".join(f"{channel:02x}" for channel in mixed)
        if contrast(lighter, DARK_GROUND) >= LEAST_CONTRAST + 1:
            return lighter
    return WHITE


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
