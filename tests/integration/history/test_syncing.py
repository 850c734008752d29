"""The history copies each row of the ledger once, whatever happens in between."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from regulars.domain.history.checks import check_history
from regulars.domain.history.errors import HistoryAhead, HistoryBusy, HistoryForeign, HistoryMissing
from regulars.domain.history.operations import storing, sync_history, syncing
from regulars.domain.history.operations.merging import merge_files
from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.queries import read_manifest, scan
from regulars.domain.history.types import Manifest, Table
from regulars.domain.ledger.models import Event, Journal
from regulars.domain.ledger.operations import apply_batch, tick
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.types import LiveProgramme
from tests.integration.ledger.crowd import crowd

COUNTED = (Table.EVENTS, Table.LINES, Table.ENTRIES)


class Killed(Exception):
    """Stands for `kill -9`."""


def apply_all(story: LiveProgramme, events: Sequence[NewEvent]) -> None:
    for first in range(0, len(events), 100):
        apply_batch(story.id, events[first : first + 100])


def some_events() -> list[NewEvent]:
    return [event for event in crowd() if event.member_id <= 8]


def keys(folder: Path, manifest: Manifest, table: Table, columns: Sequence[str]) -> list[tuple[object, ...]]:
    return sorted(scan(folder, manifest, table).select(columns).collect().rows())


def assert_whole(folder: Path, story: LiveProgramme) -> None:
    """The history holds every event and entry of the ledger once."""
    manifest = read_manifest(folder)
    events = Event.objects.filter(programme_id=story.id).values_list("member_id", "log_seq")
    assert keys(folder, manifest, Table.EVENTS, ("member", "seq")) == sorted(events)
    entries = Journal.objects.filter(programme_id=story.id).values_list("member_id", "wallet", "seq")
    names = {number: wallet for wallet, number in story.wallet_numbers.items()}
    legs = set(keys(folder, manifest, Table.ENTRIES, ("member", "wallet", "seq")))
    assert legs == {(member, names[wallet], seq) for member, wallet, seq in entries}
    legs = keys(folder, manifest, Table.ENTRIES, ("member", "wallet", "seq", "leg"))
    assert len(legs) == len(set(legs))
    report = check_history(folder)
    assert (report.differences, report.behind) == ((), 0)


def test_copies_all_and_then_nothing(story: LiveProgramme, tmp_path: Path) -> None:
    apply_all(story, some_events())
    report = sync_history(story.id, tmp_path)
    assert report.events == Event.objects.count()
    assert report.members == 8
    assert report.manifest.complete
    assert_whole(tmp_path, story)
    again = sync_history(story.id, tmp_path)
    assert (again.members, again.events, again.lines, again.entries) == (0, 0, 0, 0)
    assert again.manifest.files == report.manifest.files


def test_goes_on_where_the_ledger_has_moved_on(story: LiveProgramme, tmp_path: Path) -> None:
    events = some_events()
    total = 0
    for first in range(0, len(events), 97):
        apply_all(story, events[first : first + 97])
        total += sync_history(story.id, tmp_path, step=50).events
        assert_whole(tmp_path, story)
    tick(story.id, events[-1].occurred_at + 200 * 86_400_000_000)
    total += sync_history(story.id, tmp_path).events
    assert total == Event.objects.count()
    assert_whole(tmp_path, story)


def test_copies_late_events_and_what_they_restate(story: LiveProgramme, tmp_path: Path) -> None:
    events = some_events()
    late = events[50:60]
    apply_all(story, [event for event in events if event not in late])
    sync_history(story.id, tmp_path)
    apply_all(story, late)
    report = sync_history(story.id, tmp_path)
    assert report.events == 10
    kinds = scan(tmp_path, report.manifest, Table.ENTRIES).select("kind").collect()["kind"]
    assert "restate" in set(kinds)
    assert_whole(tmp_path, story)


def test_facts_are_those_of_the_run(story: LiveProgramme, tmp_path: Path) -> None:
    apply_all(story, some_events())
    manifest = sync_history(story.id, tmp_path).manifest
    posted = (
        scan(tmp_path, manifest, Table.ENTRIES)
        .filter(pl.col("account") == 1)
        .group_by("member", "wallet")
        .agg(pl.col("points").sum())
    )
    accounts = scan(tmp_path, manifest, Table.ACCOUNTS).join(posted, on=["member", "wallet"], how="left").collect()
    assert accounts["available"].to_list() == accounts["points"].to_list()
    members = scan(tmp_path, manifest, Table.MEMBERS).collect()
    assert members["member"].to_list() == list(range(1, 9))
    assert set(members["tier"]) <= {"base", "silver", "gold"}


@pytest.mark.parametrize("killed_at", range(1, 30, 4))
def test_goes_on_after_it_was_killed(
    story: LiveProgramme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    apply_all(story, some_events())
    put, left = storing._put, [killed_at]

    def put_or_die(path: Path, write: storing.Write) -> None:
        left[0] -= 1
        if not left[0]:
            path.with_name(f"{path.name}.part").write_bytes(b"half")
            raise Killed
        put(path, write)

    with monkeypatch.context() as patched:
        patched.setattr(storing, "_put", put_or_die)
        with pytest.raises(Killed):
            sync_history(story.id, tmp_path, step=100)
    sync_history(story.id, tmp_path, step=100)
    assert_whole(tmp_path, story)
    named = {part.path for part in read_manifest(tmp_path).files}
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet*")} == named


def test_merging_keeps_every_row(story: LiveProgramme, tmp_path: Path) -> None:
    events = some_events()
    for first in range(0, len(events), 80):
        apply_all(story, events[first : first + 80])
        manifest = sync_history(story.id, tmp_path, step=60).manifest
    with writing(tmp_path):
        store = Store(tmp_path, replace(manifest, generation=manifest.generation + 1))
        assert merge_files(store, most=1) > 0
    assert len(read_manifest(tmp_path).files) < len(manifest.files)
    assert [read_manifest(tmp_path).rows(table) for table in COUNTED] == [manifest.rows(table) for table in COUNTED]
    assert_whole(tmp_path, story)


def test_what_is_in_months_happened_in_them(story: LiveProgramme, tmp_path: Path) -> None:
    apply_all(story, some_events())
    manifest = sync_history(story.id, tmp_path).manifest
    for part in manifest.of(Table.EVENTS):
        instants = pl.read_parquet(tmp_path / part.path)["occurred_at"]
        assert set(pl.from_epoch(instants, time_unit="us").dt.strftime("%Y-%m")) == {part.month}


def test_check_tells_what_was_changed(story: LiveProgramme, tmp_path: Path) -> None:
    apply_all(story, some_events())
    manifest = sync_history(story.id, tmp_path).manifest
    part = manifest.of(Table.EVENTS)[0]
    kept = (tmp_path / part.path).read_bytes()
    (tmp_path / part.path).write_bytes(kept + b" ")
    assert [one.where for one in check_history(tmp_path).differences] == [part.path]
    (tmp_path / part.path).unlink()
    assert [(one.where, one.kept) for one in check_history(tmp_path).differences] == [(part.path, 0)]


def test_check_tells_rows_that_the_ledger_has_otherwise(story: LiveProgramme, tmp_path: Path) -> None:
    apply_all(story, some_events())
    manifest = sync_history(story.id, tmp_path).manifest
    part = manifest.of(Table.EVENTS)[-1]
    store = Store(tmp_path, replace(manifest, generation=manifest.generation + 1))
    rows = pl.read_parquet(tmp_path / part.path)
    store.exchange([store.write(part.table, part.month, rows.with_columns(pl.col("amount") + 1).lazy())], [part])
    found = check_history(tmp_path).differences
    assert [(one.table, one.kept == one.expected) for one in found] == [(Table.EVENTS, True)]
    assert found[0].where == f"member {rows['member'].min()}"


def test_refuses_folders_that_are_not_its_own(story: LiveProgramme, tmp_path: Path) -> None:
    with pytest.raises(HistoryMissing):
        check_history(tmp_path)
    apply_all(story, some_events()[:40])
    sync_history(story.id, tmp_path)
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"programme": "another"}))
    with pytest.raises(HistoryForeign):
        sync_history(story.id, tmp_path)


def test_refuses_to_follow_a_ledger_that_was_set_back(
    story: LiveProgramme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_all(story, some_events()[:40])
    sync_history(story.id, tmp_path)
    marks = syncing.reached_marks(story.id)
    marks[0, 2] -= 1
    monkeypatch.setattr(syncing, "reached_marks", lambda _programme: marks)
    with pytest.raises(HistoryAhead) as refused:
        sync_history(story.id, tmp_path)
    assert refused.value.params["members"] == 1


def test_only_one_writes(story: LiveProgramme, tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(HistoryBusy):
        sync_history(story.id, tmp_path)


def test_touches_nothing_that_is_not_its_own(story: LiveProgramme, tmp_path: Path) -> None:
    apply_all(story, some_events()[:40])
    other = tmp_path / "events" / "mine.parquet"
    other.parent.mkdir()
    other.write_bytes(b"somebody else's")
    sync_history(story.id, tmp_path)
    sync_history(story.id, tmp_path)
    assert other.read_bytes() == b"somebody else's"
    (tmp_path / "manifest.json").write_text("{}")
    before = sorted(tmp_path.rglob("*.parquet"))
    with pytest.raises(HistoryMissing):
        sync_history(story.id, tmp_path)
    assert sorted(tmp_path.rglob("*.parquet")) == before
