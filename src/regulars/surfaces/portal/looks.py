"""How a programme looks: its colours as a style sheet, its manifest, its logo."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.programme.brand import Brand, legible_on_dark
from regulars.engine.programme.model import Programme
from regulars.surfaces.portal.icons import SIZES
from regulars.surfaces.portal.words import in_language

SHELL = ("portal/portal.css", "portal/portal.js", "portal/icons.svg")
"""The static files that a phone keeps."""


def style_of(programme: Programme) -> str:
    """The brand's and the tiers' colours as properties of CSS, for both themes."""
    light, dark = programme.brand.colour, dark_colour(programme.brand)
    tiers = "".join(f".tier-{tier.id}{{--tier:{tier.colour}}}" for tier in programme.ladder.tiers)
    darkened = f"--brand:{light};--brand-ink:{dark}"
    return (
        f":root{{--brand:{light};--brand-ink:{light}}}"
        f':root[data-theme="dark"]{{{darkened}}}'
        f'@media(prefers-color-scheme:dark){{:root[data-theme="auto"]{{{darkened}}}}}'
        f"{tiers}"
    )


def dark_colour(brand: Brand) -> str:
    """The colour of links on dark ground."""
    return brand.dark_colour or legible_on_dark(brand.colour)


def manifest_of(programme: LiveProgramme) -> dict[str, Any]:
    """What a phone needs to install the portal."""
    document = programme.document
    start = reverse("portal:card")
    name = in_language(document.name)
    icons = [
        {"src": reverse("portal:icon", args=[size]), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES[1:]
        for purpose in ("any", "maskable")
    ]
    return {
        "id": start,
        "name": name,
        "short_name": in_language(document.brand.short_name) if document.brand.short_name else name,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#f5f6f5",
        "theme_color": document.brand.colour,
        "icons": icons,
    }


def logo_of(brand: Brand) -> tuple[str, bytes] | None:
    """Type and content of the logo."""
    if brand.logo is None:
        return None
    head, _, content = brand.logo.partition(";base64,")
    return head.removeprefix("data:"), base64.b64decode(content)


def shell_files(programme: LiveProgramme) -> list[str]:
    """The addresses of what a phone keeps to show the card without a network."""
    own = [reverse("portal:style", args=[programme.version_id]), reverse("portal:mark"), reverse("portal:offline")]
    return [*map(static, SHELL), *own]


def shell_version(programme: LiveProgramme) -> str:
    """A name that changes when one of the files does."""
    return f"{_digest()}-{programme.version_id}"


@lru_cache(maxsize=1)
def _digest() -> str:
    content = b"".join(Path(str(finders.find(name))).read_bytes() for name in SHELL)
    return hashlib.sha256(content).hexdigest()[:12]
