"""Reading JSON bodies: bounded, with the place of an error."""

from __future__ import annotations

import zlib
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from pydantic_core import from_json

from regulars.surfaces.api.errors import BodyMalformed, BodyTooLarge, BodyTypeWrong

KILOBYTE = 1024
MARK = b"\xef\xbb\xbf"


def read_json(request: HttpRequest, largest: int, types: tuple[str, ...] = ("application/json",)) -> Any:
    """The body as JSON; at most `largest` bytes, also when compressed with gzip.

    Raises BodyTypeWrong, BodyTooLarge, and BodyMalformed with line and column.
    """
    if types and request.content_type not in types:
        raise BodyTypeWrong(given=str(request.content_type)[:100], expected=types[0])
    body = read_bytes(request, largest)
    try:
        return from_json(body.removeprefix(MARK), allow_inf_nan=False, cache_strings="keys")
    except ValueError as error:
        raise BodyMalformed(position=str(error)[:200]) from error


def read_bytes(request: HttpRequest, largest: int) -> bytes:
    """The body, unpacked when it was compressed with gzip, and at most `largest` bytes; raises BodyTooLarge."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > largest:
        raise BodyTooLarge(kilobytes=largest // KILOBYTE)
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise BodyTooLarge(kilobytes=largest // KILOBYTE) from error
    except UnreadablePostError as error:
        raise BodyMalformed(position="") from error
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding == "gzip":
        return _unpacked(body, largest)
    if encoding not in {"", "identity"}:
        raise BodyTypeWrong(given=encoding[:100], expected="gzip")
    if len(body) > largest:
        raise BodyTooLarge(kilobytes=largest // KILOBYTE)
    return body


def _unpacked(body: bytes, largest: int) -> bytes:
    """Unpack, and stop as soon as it is too much: a small body may hide a large one."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = unpacker.decompress(body, largest + 1)
    except zlib.error as error:
        raise BodyMalformed(position=f"gzip: {error}"[:200]) from error
    if len(content) > largest:
        raise BodyTooLarge(kilobytes=largest // KILOBYTE)
    if not unpacker.eof:
        raise BodyMalformed(position="gzip")
    return content
