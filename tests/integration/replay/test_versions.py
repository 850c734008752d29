"""A baseline is what really happened: through the versions that were in force, and pilots."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.domain.history.operations import sync_history
from regulars.domain.history.queries import Slice, folder_of, read_manifest
from regulars.domain.ledger.models import Account
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import NewEvent
from regulars.domain.observations.operations import observe
from regulars.domain.observations.types import Subject
from regulars.domain.programmes import operations
from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.queries import document_text, live_programme, text_of, version
from regulars.domain.programmes.types import Decision, LiveProgramme, NewDraft
from regulars.domain.replay.operations import Question, run_replay
from regulars.domain.replay.queries.courses import as_it_was, course_of
from regulars.domain.replay.types import Candidate, Course, Results
from regulars.engine.compile import compile_programme
from regulars.engine.programme.loading import load_programme
from regulars.platform import clock
from tests.conftest import FrozenClock
from tests.integration.cli.conftest import regulars
from tests.integration.ledger.stories import START, at, document, named, purchase, redeem, refund

__all__ = ["regulars"]

pytestmark = pytest.mark.django_db
MEMBERS = range(1, 11)
Regulars = Callable[..., tuple[int, str, str]]


@pytest.fixture
def days() -> Iterator[FrozenClock]:
    frozen = FrozenClock(START)
    with clock.set_to(frozen):
        yield frozen


def dear(text: dict[str, Any]) -> None:
    """Two points for each yuan, no gold, and another rule."""
    text["rules"][0]["award"] = {"points": 2, "per": 1}
    text["rules"].append(
        {
            "id": "welcome",
            "name": named("welcome"),
            "wallet": "points",
            "when": "event = 'purchase' and amount >= 600",
            "award": {"points": 9},
        }
    )
    text["ladder"]["tiers"].pop()
    text["multipliers"] = []


def bronze(text: dict[str, Any]) -> None:
    """A tier more, and three points for each yuan."""
    dear(text)
    text["rules"][0]["award"] = {"points": 3, "per": 1}
    text["ladder"]["tiers"].insert(1, {"id": "bronze", "name": named("bronze"), "enter": "spend >= 50"})


def _approved(programme: LiveProgramme, change: Callable[[dict[str, Any]], None]) -> int:
    text = document()
    change(text)
    draft = operations.create_draft(NewDraft(programme.id, json.dumps(text), "Better"), "ann")
    operations.submit_draft(draft.version_id, "ann")
    return operations.review_version(draft.version_id, Decision.APPROVED, "", "bob").version_id


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """The history of each test in a folder of its own."""
    settings.HISTORY_ROOT = tmp_path / "history"


@pytest.fixture
def club(db: None, days: FrozenClock) -> LiveProgramme:
    """Version 1, then 2 for everybody from day 40 on, and 3 on pilot for some from day 80 on; members in all of them.

    Everybody buys for 1,200 and for 100 under the first, for 100 under the others. One sale is refunded late.
    """
    live = operations.install_programme(json.dumps(document()), actor="test")
    operations.publish_version(_approved(live, dear), at(40), "", "bob")
    days.advance(timedelta(days=50))
    operations.pilot_version(_approved(live, bronze), 4_000, at(80), "", "bob")
    days.advance(timedelta(days=50))
    for place, (day, amount) in enumerate([(1, 1200), (2, 100), (50, 100), (90, 100)]):
        apply_batch(live.id, [purchase(member, 100 * place + member, day, amount) for member in MEMBERS])
    apply_batch(live.id, [refund(1, 901, 91, 101), redeem(2, 902, 91, 500), purchase(11, 903, 92, 80)])
    apply_batch(
        live.id, [NewEvent("clock", f"{member}", member, at(95), {"kind": "tick"}) for member in (*MEMBERS, 11)]
    )
    sync_history(live.id)
    return live


def _told(club: LiveProgramme, scratch: Path, **question: Any) -> Results:
    live, folder = live_programme(club.id), folder_of(club.code)
    baseline = as_it_was(Candidate("live", live.compiled, as_logged=True), read_manifest(folder))
    return run_replay(Question(folder, (baseline,), scratch, **question)).results[0]


def _tried(club: LiveProgramme) -> list[int]:
    """Who is in the pilot."""
    third = _course(club).schedule.activations[-1].version_id
    return [member for member in (*MEMBERS, 11) if in_sample(third, member, 4_000)]


def _course(club: LiveProgramme) -> Course:
    course = course_of(read_manifest(folder_of(club.code)))
    assert course is not None
    return course


def test_figures_are_those_of_the_ledger(club: LiveProgramme, tmp_path: Path) -> None:
    results = _told(club, tmp_path)
    inside = len(_tried(club))
    assert 0 < inside < 11
    assert results.versions == (1, 2, 3)
    points, growth = results.wallets
    kept = Account.objects.filter(programme_id=club.id)
    for wallet, told in ((1, points), (2, growth)):
        assert told.outstanding == sum(kept.filter(wallet=wallet).values_list("available", flat=True))
    # Under the first version 1,200 and, on gold, twice 100; then twice 100; then twice or on pilot three times as much.
    after = sum(3 if member in _tried(club) else 2 for member in MEMBERS) * 100
    eleventh = 3 * 80 if 11 in _tried(club) else 2 * 80
    assert points.issued == 10 * (1200 + 200 + 200) + after + eleventh
    assert points.redeemed == 500
    assert results.disallowed == ()


def test_tiers_are_told_across_ladders(club: LiveProgramme, tmp_path: Path) -> None:
    results = _told(club, tmp_path)
    assert results.tiers == ("base", "bronze", "silver", "gold")
    at_end = {
        month: {one.tier: one.members for one in results.tier_months if one.month == month}
        for month in ("2026-01", "2026-02", "2026-04")
    }
    assert at_end["2026-01"] == {"base": 0, "bronze": 0, "silver": 0, "gold": 10}
    # The second version has no gold: its members stand on silver.
    assert at_end["2026-02"] == {"base": 0, "bronze": 0, "silver": 10, "gold": 0}
    assert sum(one.fell for one in results.tier_months if one.tier == "silver") == 10
    on_bronze = int(11 in _tried(club))
    assert at_end["2026-04"] == {"base": 1 - on_bronze, "bronze": on_bronze, "silver": 10, "gold": 0}


def test_rules_of_all_versions_are_told(club: LiveProgramme, tmp_path: Path) -> None:
    live = live_programme(club.id)
    assert [one.rule for one in _told(club, tmp_path).rules] == [
        "spend_points",
        "growth_points",
        "welcome",
        "goal:third_visit",
    ]
    assert live.number == 2


def test_a_slice_under_one_version_tells_that_one(club: LiveProgramme, tmp_path: Path) -> None:
    assert _told(club, tmp_path, part=Slice(until=at(30))).versions == (1,)


def test_only_the_document_in_force_is_told_as_it_was(club: LiveProgramme) -> None:
    manifest = read_manifest(folder_of(club.code))
    written = compile_programme(load_programme(text_of(live_programme(club.id).version_id)))
    course = as_it_was(Candidate("written", written), manifest).course
    assert course is not None
    assert course.last == live_programme(club.id).version_id
    first = Candidate("first", version(club.version_id).compiled, as_logged=True)
    assert as_it_was(first, manifest) is first


def test_measures_are_of_what_happened(club: LiveProgramme, tmp_path: Path) -> None:
    live, folder = live_programme(club.id), folder_of(club.code)
    known = observe(Subject(live.compiled, live.number, folder, course=_course(club)))
    points = known.gathered.tally.points
    assert points.filter(wallet=0)["issued"].sum() == _told(club, tmp_path).wallets[0].issued
    rules = {row["rule"]: row for row in known.gathered.used.rules.iter_rows(named=True)}
    welcome = rules[2]
    # It came with the second version, after the only sales that it would have met.
    assert (welcome["matched"], welcome["asked"], welcome["gave"]) == (10, 0, 0)
    assert known.gathered.members["tier"].max() == 1


def test_the_report_says_so(club: LiveProgramme, regulars: Regulars, tmp_path: Path) -> None:
    path = tmp_path / "live.yaml"
    path.write_text(document_text(live_programme(club.id).document))
    words = ["replay", "--history", str(folder_of(club.code)), "--programme", str(path)]
    code, shown, noted = regulars("--lang", "en", *words)
    assert code == 0, noted
    assert "the programme as it was, versions 1 to 3" in shown
    code, shown, _ = regulars("--lang", "zh", *words)
    assert "方案的实际历程：第 1 至 3 版" in shown
    code, shown, _ = regulars("--lang", "en", *words, "--from-start")
    assert "as it was" not in shown
