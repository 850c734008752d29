"""Histories on the disk from records, for tests of replays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from regulars.domain.history.operations.storing import Store, writing
from regulars.domain.history.policy.frames import frames_of
from regulars.domain.history.types import Logged, Manifest, Origin, Table
from regulars.engine.records import Record


def history_of(records: Sequence[Record], folder: Path, files: int = 1) -> Path:
    """A folder with these records, in so many files."""
    with writing(folder):
        store = Store(folder, Manifest(Origin.FILE, "test", 0, 1, 0, complete=True))
        for number in range(files):
            logged = [
                Logged(one.member, one.seq, one.key, one.occurred_at, 0, 0, json.dumps(one.body))
                for one in records[number::files]
            ]
            frames = frames_of(logged)
            store.add({Table.EVENTS: frames.events, Table.LINES: frames.lines})
    return folder
