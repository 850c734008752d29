"""Baselines that earlier studies replayed, kept in the data folder under the hash of all that they depend on.

They are a convenience: whoever removes the folder loses nothing but time. The oldest go when there are many.
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from regulars.domain.replay.types import Results
from regulars.domain.studies.policy.answers import results_in, text_of_results
from regulars.domain.studies.queries.folders import known_folder

MOST_KNOWN = 12
RESULTS = "results.json"
MEMBERS = "members"


@dataclass(frozen=True)
class Known:
    """What a baseline did, and the folder that tells of its members."""

    results: Results
    members: Path


def find_known(key: str) -> Known | None:
    """What is known under a key. It counts as used now."""
    folder = known_folder(key)
    try:
        results = results_in((folder / RESULTS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if results is None:
        return None
    os.utime(folder)
    return Known(results, folder / MEMBERS)


def keep_known(key: str, results: Results, members: Path) -> None:
    """Keep what a baseline did; the folder appears whole or not at all."""
    target = known_folder(key)
    draft = target.with_name(f"{key}.{secrets.token_hex(4)}.part")
    shutil.copytree(members, draft / MEMBERS)
    (draft / RESULTS).write_text(text_of_results(results), encoding="utf-8")
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
    _forget_oldest(target.parent)


def _forget_oldest(folder: Path) -> None:
    whole = [path for path in folder.iterdir() if not path.name.endswith(".part")]
    for path in sorted(whole, key=lambda one: one.stat().st_mtime)[:-MOST_KNOWN]:
        shutil.rmtree(path, ignore_errors=True)
