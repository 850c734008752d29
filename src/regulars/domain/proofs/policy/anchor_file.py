"""The file of exported anchors: lines of JSON, the first about the file, then an anchor each with its leaves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from regulars.domain.proofs.errors import AnchorFileInvalid
from regulars.domain.proofs.types import Anchor, Leaf

FORMAT = "regulars-anchors/1"


class ExportedAnchor(NamedTuple):
    """An anchor as exported; without its leaves when only roots were."""

    anchor: Anchor
    leaves: tuple[Leaf, ...] | None


def header_line(programme_id: int, code: str) -> str:
    """The first line."""
    return json.dumps({"format": FORMAT, "programme_id": programme_id, "programme": code})


def anchor_line(anchor: Anchor, leaves: Sequence[Leaf] | None) -> str:
    """The line of an anchor."""
    body: dict[str, Any] = anchor_body(anchor)
    if leaves is not None:
        body["heads"] = [[leaf.member_id, leaf.wallet, leaf.seq, leaf.chain_head.hex()] for leaf in leaves]
    return json.dumps(body, separators=(",", ":"))


def anchor_body(anchor: Anchor) -> dict[str, Any]:
    """An anchor as JSON has it: numbers, and bytes in hexadecimal."""
    return {
        "programme_id": anchor.programme_id,
        "number": anchor.number,
        "made_at": anchor.made_at,
        "leaves": anchor.leaves,
        "root": anchor.root.hex(),
        "previous": anchor.previous.hex(),
        "public_key": anchor.public_key.hex(),
        "signature": anchor.signature.hex(),
    }


def anchor_from(body: Any) -> Anchor:
    """The anchor that JSON tells; raises KeyError, TypeError or ValueError."""
    return Anchor(
        programme_id=int(body["programme_id"]),
        number=int(body["number"]),
        made_at=int(body["made_at"]),
        leaves=int(body["leaves"]),
        root=hash_from(body["root"]),
        previous=hash_from(body["previous"]),
        public_key=hash_from(body["public_key"]),
        signature=bytes.fromhex(body["signature"]),
    )


def hash_from(text: Any) -> bytes:
    """32 bytes from hexadecimal; raises TypeError or ValueError."""
    value = bytes.fromhex(text)
    if len(value) != 32:
        raise ValueError(f"{len(value)} bytes are not 32")
    return value


def read_anchors(lines: Iterable[str]) -> Iterator[ExportedAnchor]:
    """The anchors of a file; raises AnchorFileInvalid with the line at fault."""
    number = 0
    for number, line in enumerate(lines, start=1):
        try:
            body = json.loads(line)
            if number == 1:
                _demand_format(body)
            else:
                yield _exported(body)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise AnchorFileInvalid(line=number) from error
    if number == 0:
        raise AnchorFileInvalid(line=1)


def _demand_format(body: Any) -> None:
    if body["format"] != FORMAT:
        raise ValueError(body["format"])


def _exported(body: Any) -> ExportedAnchor:
    if not isinstance(body, dict):
        raise TypeError("an anchor is an object")
    heads = body.get("heads")
    leaves = None
    if heads is not None:
        leaves = tuple(Leaf(int(member), int(wallet), int(seq), hash_from(head)) for member, wallet, seq, head in heads)
    return ExportedAnchor(anchor_from(body), leaves)
