"""Codes on photographs: what a QR code or a bar code on a picture says, for phones whose browser cannot read it."""

from __future__ import annotations

import zxingcpp

from regulars.platform.pictures import upright_picture

EDGE = 1600
"""Pixels of the longer edge that are looked at, at most: a code that a phone can be held over is large enough."""


def codes_on_picture(data: bytes) -> list[str]:
    """The texts of the codes on a picture, in no certain order; raises PictureTooLarge and PictureInvalid."""
    picture = upright_picture(data, EDGE).convert("L")
    return [found.text for found in zxingcpp.read_barcodes(picture) if found.text]
