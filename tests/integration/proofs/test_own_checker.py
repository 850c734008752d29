"""docs/concepts/proofs.md is exact: a checker written from it alone, without a line of ours, accepts our proofs."""

from __future__ import annotations

import hashlib
import json
import struct
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.operations import anchor_heads
from regulars.domain.proofs.queries import anchor_lines, prove_entry
from regulars.project.settings.paths import ROOT

pytestmark = pytest.mark.django_db

PAGE = (ROOT / "docs" / "concepts" / "proofs.md").read_text(encoding="utf-8")


def sha256(*parts: bytes) -> bytes:
    """The hash of joined bytes."""
    return hashlib.sha256(b"".join(parts)).digest()


def whole(*numbers: int) -> bytes:
    """Numbers as the page says."""
    return struct.pack(f"<{len(numbers)}q", *numbers)


def documented_names() -> list[str]:
    """The sealed numbers, read from the page."""
    listed = PAGE.split("*the entry's numbers*, in this order:")[1].split("- postings")[0]
    return [part for part in listed.split("`")[1::2] if part]


def signed(anchor: dict[str, Any]) -> bytes:
    """What of an anchor is signed."""
    numbers = whole(anchor["programme_id"], anchor["number"], anchor["made_at"], anchor["leaves"])
    return b"regulars-anchor-1\n" + bytes.fromhex(anchor["previous"]) + numbers + bytes.fromhex(anchor["root"])


def check(proof: dict[str, Any]) -> None:
    """The five steps of the page, but for knowing the key."""
    programme, seq, leaf = proof["programme"]["id"], proof["seq"], proof["leaf"]
    head = bytes.fromhex(proof["hash_before"])
    for number, entry in enumerate(proof["entries"]):
        names, numbers = zip(*entry["sealed"], strict=True)
        assert list(names) == documented_names()
        assert numbers[:3] == (proof["member_id"], proof["wallet"]["number"], seq + number)
        assert sum(points for _, _, points in entry["postings"]) == 0
        legs = [value for leg in entry["postings"] for value in leg]
        head = sha256(head, whole(programme, *numbers, *legs), (entry["detail"] or "").encode())
        assert head.hex() == entry["hash"]
    assert (head.hex(), seq + len(proof["entries"]) - 1) == (leaf["chain_head"], leaf["seq"])
    node = sha256(b"\x00", whole(programme, proof["member_id"], proof["wallet"]["number"], leaf["seq"]), head)
    for step in proof["path"]:
        sibling = bytes.fromhex(step["hash"])
        node = sha256(b"\x01", sibling, node) if step["side"] == "left" else sha256(b"\x01", node, sibling)
    anchor = proof["anchor"]
    assert node.hex() == anchor["root"]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(anchor["public_key"]))
    key.verify(bytes.fromhex(anchor["signature"]), signed(anchor))


def test_every_entry_passes_a_checker_written_from_the_page(lived: LiveProgramme) -> None:
    anchor_heads(lived.id)
    for member in (1, 2, 3):
        for wallet in ("points", "growth"):
            last = prove_entry(lived.id, member, wallet, 1)["leaf"]["seq"]
            for seq in range(1, last + 1):
                check(json.loads(json.dumps(prove_entry(lived.id, member, wallet, seq))))


def test_it_refuses_another_signature(lived: LiveProgramme) -> None:
    anchor_heads(lived.id)
    proof = prove_entry(lived.id, 2, "points", 3)
    proof["anchor"]["signature"] = "00" * 64
    with pytest.raises(InvalidSignature):
        check(proof)


def test_exported_anchors_follow_from_one_another_as_the_page_says(lived: LiveProgramme) -> None:
    anchor_heads(lived.id)
    header, *anchors = [json.loads(line) for line in anchor_lines(lived.id)]
    assert header == {"format": "regulars-anchors/1", "programme_id": lived.id, "programme": "story"}
    before = bytes(32)
    for anchor in anchors:
        assert bytes.fromhex(anchor["previous"]) == before
        level = [
            sha256(b"\x00", whole(anchor["programme_id"], *place), bytes.fromhex(head))
            for *place, head in anchor["heads"]
        ]
        while len(level) > 1:
            pairs = [sha256(b"\x01", *level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
            level = pairs + level[len(pairs) * 2 :]
        assert level[0].hex() == anchor["root"]
        before = sha256(signed(anchor))
