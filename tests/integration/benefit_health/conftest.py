"""A shop with a year behind it, some of whose members use its benefits."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.platform.clock import from_us
from regulars.surfaces.cli import main
from tests.benefits import benefit, every_tier
from tests.conftest import FrozenClock
from tests.integration.ledger.stories import at, document, purchase
from tests.integration.tiers.stories import enrolled

OCTOBER = 280
"""A day of the last quarter, as days after the story's first."""


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> Path:
    """Histories of each test in a folder of its own."""
    settings.HISTORY_ROOT = tmp_path / "history"
    return tmp_path


def used(member: int, number: int, day: int, name: str, cost: int = 200, kind: str = "benefit_used") -> NewEvent:
    """A use of a benefit as the log is told of it."""
    said = {"benefit": name, "use": number, "origin": "tier", "cost_minor": cost}
    body = {"kind": "activity", "name": kind, "attributes": said}
    return NewEvent("benefit", f"{kind}:{number}", member, at(day), body)


def rated(member: int, number: int, day: int, name: str, score: int) -> NewEvent:
    """What a member thinks of a benefit as the log is told of it."""
    body = {"kind": "activity", "name": "benefit_rated", "attributes": {"benefit": name, "score": score}}
    return NewEvent("benefit", f"rated:{number}", member, at(day), body)


@pytest.fixture
def shop(db: None, frozen_clock: FrozenClock) -> LiveProgramme:
    """Sixty-four members who buy every month; from October on half of them buy twice and use a coupon.

    Four used what is hardly used; one use was taken back; what is dear cost more than it is worth,
    and 32 members rate it low, one of them anew.
    """
    frozen_clock.set(from_us(at(365)))
    data = document()
    data["goals"] = []
    data["benefits"] = [
        benefit("liked", tiers=every_tier(), worth=3),
        benefit("forgotten", tiers=every_tier(quota=2, per="month")),
        benefit("dear", tiers=every_tier(quota=4, per="month"), cost=1, worth=2),
        benefit("cake", birthday={}),
    ]
    live = install_programme(json.dumps(data), actor="test")
    members = enrolled(live, 64)
    events = [
        purchase(member, 100 * week + place + 10_000 * again, 7 * week + again / 4 + place / 1000, 10 + place % 10)
        for week in (10, 26, 30, 34, 38, 40, 44, 48)
        for place, member in enumerate(members)
        for again in range(2 if week >= 40 and place < 32 else 1)
    ]
    events += [used(member, 1 + place, OCTOBER, "liked") for place, member in enumerate(members[:32])]
    events += [used(member, 101 + place, OCTOBER + 7, "liked") for place, member in enumerate(members[:10])]
    events += [used(member, 201 + place, OCTOBER - 200, "forgotten") for place, member in enumerate(members[:10])]
    events += [used(member, 301 + place, OCTOBER, "forgotten") for place, member in enumerate(members[:5])]
    events += [used(members[4], 305, OCTOBER + 1, "forgotten", kind="benefit_returned")]
    events += [rated(member, 1 + place, OCTOBER + 3, "dear", 2) for place, member in enumerate(members[:32])]
    events += [rated(members[0], 33, OCTOBER + 4, "dear", 5)]
    events += [used(member, 401 + place, OCTOBER, "dear", cost=500) for place, member in enumerate(members[:48])]
    for first in range(0, len(events), 500):
        apply_batch(live.id, events[first : first + 500])
    return live


@pytest.fixture
def regulars(capsys, monkeypatch) -> Callable[..., tuple[int, str]]:
    """Run `regulars ...`: exit code, and what it says."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["regulars", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out + shown.err

    return run


@pytest.fixture
def regulars_said(regulars: Callable[..., tuple[int, str]]) -> Callable[..., str]:
    """Run `regulars ...`, which must go well: what it says."""

    def run(*words: str) -> str:
        code, said = regulars(*words)
        assert code == 0, said
        return said

    return run
