"""Pictures that people upload: checked, made anew, and kept among the uploads, which a backup copies.

What comes in is never what goes out: the picture is decoded, turned as its camera said, made smaller, and encoded again
as WebP, so that nothing that hides in a file reaches anybody. A picture is named by the hash of its bytes, so its
address never changes and it may be cached for ever.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import warnings
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from regulars.platform.errors import Invalid

FOLDER = "pictures"
LARGEST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
EDGE = 960
"""Pixels of the longer edge, at most, once a picture is kept."""
FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 80
_NAME = re.compile(r"[0-9a-f]{64}")


class PictureInvalid(Invalid):
    """This is no picture of a kind that is taken."""

    code = "picture_invalid"


class PictureTooLarge(Invalid):
    """The picture has more bytes or pixels than are taken."""

    code = "picture_too_large"


def keep_picture(data: bytes) -> str:
    """Keep a picture and return its name; the same picture twice is kept once.

    Raises PictureTooLarge and PictureInvalid.
    """
    encoded = _encoded(data)
    name = hashlib.sha256(encoded).hexdigest()
    path = _path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{name}.{os.getpid()}")
        draft.write_bytes(encoded)
        draft.replace(path)
    return name


def picture_path(name: str) -> Path | None:
    """Where a picture is kept; None when there is none of this name."""
    if _NAME.fullmatch(name) is None:
        return None
    path = _path(name)
    return path if path.is_file() else None


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{name}.webp"


def upright_picture(data: bytes, edge: int) -> Image.Image:
    """A picture decoded, turned as its camera said, its longer edge at most so many pixels.

    Raises PictureTooLarge and PictureInvalid.
    """
    if len(data) > LARGEST_BYTES:
        raise PictureTooLarge(megabytes=LARGEST_BYTES // 1024**2, megapixels=MOST_PIXELS // 1_000_000)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureTooLarge(megabytes=LARGEST_BYTES // 1024**2, megapixels=MOST_PIXELS // 1_000_000)
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((edge, edge))
            return upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(megabytes=LARGEST_BYTES // 1024**2, megapixels=MOST_PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureInvalid(kinds=", ".join(FORMATS)) from error


def _encoded(data: bytes) -> bytes:
    plain = upright_picture(data, EDGE)
    plain.info.clear()
    written = io.BytesIO()
    plain.save(written, "WEBP", quality=_QUALITY, method=4)
    return written.getvalue()
