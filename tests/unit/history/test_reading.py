"""Reading parts of a history: slices of time and members, chunks, manifests."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from regulars.domain.history.policy.manifests import manifest_in, text_of
from regulars.domain.history.queries import Slice, chunks_of, read_chunk, read_manifest, span_of
from regulars.domain.history.types import Manifest
from regulars.engine.records import Record
from tests.property.replays import history_of

DAY = 86_400_000_000


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Ten members with three purchases each, on days 100 to 129, in two files a month."""
    records = [
        Record(member, seq, member * 10 + seq, (100 + (member - 1) + 10 * (seq - 1)) * DAY, body(member, seq))
        for member in range(1, 11)
        for seq in (1, 2, 3)
    ]
    return history_of(records, tmp_path, files=2)


def body(member: int, seq: int) -> dict[str, object]:
    lines = [{"line_id": str(number), "quantity": 1, "amount_minor": 100 * number} for number in (1, 2)]
    return {"kind": "purchase", "order_id": f"{member}-{seq}", "amount_minor": 300, "lines": lines}


def read(folder: Path, part: Slice, at_once: int = 4) -> list[tuple[int, int]]:
    """Member and number of all events of a slice, in the order in which chunks bring them."""
    manifest = read_manifest(folder)
    found = []
    for chunk in chunks_of(folder, manifest, part, at_once):
        frames = read_chunk(folder, manifest, part, chunk)
        assert frames.events.height == chunk.events
        assert frames.lines.height == 2 * chunk.events
        assert frames.lines["amount"].to_list() == [100, 200] * chunk.events
        found += frames.events.select("member", "seq").rows()
    return found


def test_chunks_hold_every_member_once_and_whole(history: Path) -> None:
    everything = [(member, seq) for member in range(1, 11) for seq in (1, 2, 3)]
    manifest = read_manifest(history)
    for at_once in (1, 4, 7, 1000):
        assert read(history, Slice(), at_once) == everything
        chunks = list(chunks_of(history, manifest, Slice(), at_once))
        assert all(one.high < other.low for one, other in pairwise(chunks))


def test_a_slice_is_half_open(history: Path) -> None:
    first, rest = Slice(until=110 * DAY), Slice(since=110 * DAY)
    assert read(history, first) == [(member, 1) for member in range(1, 11)]
    assert sorted(read(history, first) + read(history, rest)) == read(history, Slice())
    assert span_of(history, read_manifest(history), rest) == (110 * DAY, 129 * DAY)


def test_a_larger_share_keeps_who_is_in(history: Path) -> None:
    few, many = ({member for member, _ in read(history, Slice(share=share))} for share in (3000, 8000))
    assert few < many < set(range(1, 11))


def test_shares_are_about_as_large_as_they_say() -> None:
    members = pl.DataFrame({"member": range(1, 20_001)}, schema={"member": pl.Int64})
    for share in (500, 5000):
        assert members.filter(*Slice(share=share).conditions()).height == pytest.approx(2 * share, rel=0.1)


def test_a_manifest_is_read_as_it_was_written(history: Path) -> None:
    manifest = read_manifest(history)
    assert manifest_in(text_of(manifest)) == manifest
    assert isinstance(manifest, Manifest)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "files": [{}]}', "null"])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        manifest_in(text)


def test_a_manifest_says_its_format(history: Path) -> None:
    assert json.loads(text_of(read_manifest(history)))["format"] == 1
