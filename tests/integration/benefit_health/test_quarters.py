"""Reports by quarter: the versions that were in force in it, quarters without uses, and what came of proposals."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from regulars.domain.benefit_health.operations import open_change, read_health
from regulars.domain.benefit_health.queries import find_health, opened_changes, quarters_offered, quarters_read
from regulars.domain.benefit_health.types import FlagCode, HealthReport, Since, Unknown
from regulars.domain.history.operations import sync_history
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.types import NewEvent
from regulars.domain.programmes import operations as programmes
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import Decision, LiveProgramme, NewDraft, VersionState
from regulars.platform.clock import from_us
from regulars.surfaces.web import benefit_health_words as words
from tests.benefits import benefit, every_tier
from tests.conftest import FrozenClock
from tests.integration.benefit_health.conftest import used
from tests.integration.ledger.stories import at, document, purchase
from tests.integration.tiers.stories import enrolled

pytestmark = pytest.mark.django_db

PAGE = "/console/benefits/health/"
ENGLISH = {"Accept-Language": "en"}
AUGUST, SEPTEMBER, NOVEMBER, YEAR, SPRING = 211, 236, 300, 365, 450
"""Days of the story, which begins on 10 January 2026: the 9th of August, the 3rd of September, and so on."""

OLD = benefit("old", tiers=every_tier())
NEW = benefit("new", tiers=every_tier())


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Words of these tests are English, whoever asked for others before."""
    with translation.override("en"):
        yield


@pytest.fixture
def plain(frozen_clock: FrozenClock) -> LiveProgramme:
    """A programme without benefits, installed when the story begins, with forty members."""
    return began(frozen_clock)


def began(clock: FrozenClock, *benefits: dict[str, Any]) -> LiveProgramme:
    """A programme with these benefits, installed when the story begins, with forty members."""
    clock.set(from_us(at(0)))
    live = install_programme(json.dumps(document() | {"benefits": list(benefits)}), actor="test")
    enrolled(live, 40)
    return live


def approved(live: LiveProgramme, benefits: Sequence[dict[str, Any]]) -> int:
    """A version with these benefits that ann changed and bob approved."""
    draft = programmes.create_draft(NewDraft(live.id, json.dumps(document() | {"benefits": [*benefits]}), "why"), "ann")
    programmes.submit_draft(draft.version_id, "ann")
    return programmes.review_version(draft.version_id, Decision.APPROVED, "", "bob").version_id


def published(live: LiveProgramme, clock: FrozenClock, day: float, *benefits: dict[str, Any]) -> None:
    """Let a version with these benefits come into force on a day, decided an hour before."""
    clock.set(from_us(at(day - 1 / 24)))
    programmes.publish_version(approved(live, benefits), at(day), "", "bob")


def lived(
    live: LiveProgramme,
    clock: FrozenClock,
    *uses: tuple[str, float, int],
    until: float = YEAR,
    also: Sequence[NewEvent] = (),
) -> None:
    """Everybody buys in every quarter; of each (benefit, day, count) so many use it then; and something else."""
    clock.set(from_us(at(until)))
    members = enrolled(live, 40)
    events: list[NewEvent] = [
        purchase(member, 1000 * place + day, day + place / 1000, 20)
        for day in (60, 150, 240, 340)
        for place, member in enumerate(members)
    ]
    for number, (name, day, count) in enumerate(uses):
        events += [used(member, 100 * number + place + 1, day, name) for place, member in enumerate(members[:count])]
    apply_batch(live.id, [*events, *also])


def told(live: LiveProgramme, quarter: str) -> HealthReport:
    """The report on a quarter, with the history as it is by now."""
    sync_history(live.id)
    return read_health(live.id, quarter)


def test_benefits_that_began_after_the_quarter_are_not_in_it(plain: LiveProgramme, frozen_clock) -> None:
    published(plain, frozen_clock, NOVEMBER, OLD)
    lived(plain, frozen_clock, ("old", NOVEMBER + 1, 3))
    report = told(plain, "2026Q3")
    assert (report.versions, report.version, report.benefits, report.changes()) == ((1,), 2, (), [])
    assert words.record_words(report).startswith("No version that was in force in 2026Q3 had benefits.")
    (late,) = told(plain, "2026Q4").benefits
    assert (late.benefit, late.began_on, late.days) == ("old", date(2026, 11, 6), 56)


def test_what_began_late_is_marked_and_not_flagged(frozen_clock: FrozenClock) -> None:
    live = began(frozen_clock, OLD)
    published(live, frozen_clock, SEPTEMBER, OLD, NEW)
    lived(live, frozen_clock, ("old", AUGUST - 60, 2), ("old", AUGUST, 4), ("new", SEPTEMBER + 5, 2))
    report = told(live, "2026Q3")
    old, new = report.benefits
    assert report.versions == (1, 2)
    assert [flag.code for flag in old.flags] == [FlagCode.LOW_USE]
    assert (new.holders, new.users, new.days, new.began_on, new.flags) == (40, 2, 28, date(2026, 9, 3), ())
    assert (new.is_judged, new.unknown) == (False, Unknown.NEW)
    assert words.standing_words(new) == "since 3 Sep 2026"
    following = told(live, "2026Q4").benefits
    assert [(one.days, one.began_on) for one in following] == [(92, None), (92, None)]


def test_what_was_left_out_is_told_of_its_days_and_not_proposed_again(frozen_clock: FrozenClock) -> None:
    live = began(frozen_clock, OLD, NEW)
    published(live, frozen_clock, SEPTEMBER, benefit("old", tiers=every_tier(), worth=5))
    lived(live, frozen_clock, ("old", AUGUST - 60, 2), ("old", AUGUST, 4), ("new", AUGUST, 2))
    old, gone = told(live, "2026Q3").benefits
    assert (old.benefit, old.since, old.worth_minor) == ("old", Since.SAME, 500)
    assert (gone.benefit, gone.since, gone.ended_on) == ("new", Since.GONE, date(2026, 9, 4))
    assert [(flag.code, flag.change) for flag in gone.flags] == [(FlagCode.LOW_USE, None)]
    assert words.standing_words(gone) == "until 3 Sep 2026, left out since the quarter"
    before, _ = told(live, "2026Q2").benefits
    assert (before.since, before.worth_minor) == (Since.CHANGED, 300)
    assert words.standing_words(before) == "changed since the quarter"


def test_only_who_was_on_a_pilot_had_what_it_brought(plain: LiveProgramme, frozen_clock: FrozenClock) -> None:
    frozen_clock.set(from_us(at(AUGUST - 1)))
    version_id = approved(plain, [OLD])
    programmes.pilot_version(version_id, 5000, at(AUGUST), "try", "bob")
    lived(plain, frozen_clock, ("old", AUGUST + 1, 0))
    report = told(plain, "2026Q3")
    (tried,) = report.benefits
    assert tried.holders == sum(in_sample(version_id, member, 5000) for member in enrolled(plain, 40))
    assert 0 < tried.holders < 40
    assert (report.versions, tried.began_on, tried.since) == ((1, 2), date(2026, 8, 9), Since.GONE)


def test_members_have_a_benefit_of_their_days_only(plain: LiveProgramme, frozen_clock: FrozenClock) -> None:
    """Who was born in July had no birthday while the benefit stood."""
    silver = {"silver": {}, "gold": {}}
    published(plain, frozen_clock, SEPTEMBER, benefit("lounge", tiers=silver), benefit("cake", birthday={}))
    members = enrolled(plain, 40)
    risen = [purchase(member, 9000 + member, AUGUST, 1500) for member in members[:10]]
    born = [
        NewEvent("shop", f"born:{member}", member, at(1), {"kind": "profile", "birth_month": month})
        for month, member in zip((7, 8, 9, 9), members[20:24], strict=True)
    ]
    lived(plain, frozen_clock, ("lounge", SEPTEMBER + 1, 1), also=[*born, *risen])
    lounge, cake = told(plain, "2026Q3").benefits
    assert (lounge.holders, cake.holders) == (10, 2)


def test_a_quarter_without_uses_says_so_and_proposes_nothing(frozen_clock: FrozenClock) -> None:
    live = began(frozen_clock, OLD, NEW)
    lived(live, frozen_clock)
    report = told(live, "2026Q4")
    assert ([one.holders for one in report.benefits], report.uses, report.is_recorded) == ([40, 40], 0, False)
    assert (report.changes(), [one.flags for one in report.benefits]) == ([], [(), ()])
    assert words.record_words(report).startswith("No uses are recorded yet in 2026Q4")


def test_where_uses_are_recorded_only_lately_nothing_is_judged(frozen_clock: FrozenClock) -> None:
    live = began(frozen_clock, OLD)
    lived(live, frozen_clock, ("old", 340, 2))
    report = told(live, "2026Q4")
    assert (report.recorded_from, report.is_recorded, report.changes()) == (date(2026, 12, 16), False, [])
    assert words.record_words(report).startswith("Uses are recorded from 16 Dec 2026 on only")


def test_the_first_version_counts_from_its_installation(frozen_clock: FrozenClock) -> None:
    """Unless uses from before were taken over: then it holds from the beginning, as it does for everything else."""
    live = began(frozen_clock, OLD)
    lived(live, frozen_clock, ("old", 100, 2))
    (one,) = told(live, "2026Q1").benefits
    assert one.began_on == date(2026, 1, 10)
    apply_batch(live.id, [used(enrolled(live, 40)[0], 999, -5, "old")])
    assert told(live, "2026Q1").benefits[0].began_on is None
    assert told(live, "2025Q4").benefits[0].days == 92


def test_each_quarter_has_its_report_and_proposals_stay_in_sight(
    frozen_clock: FrozenClock, client_as, regulars_said
) -> None:
    live = began(frozen_clock, OLD, NEW)
    lived(live, frozen_clock, ("old", AUGUST - 60, 30), ("old", AUGUST, 4), ("new", AUGUST, 30), until=SEPTEMBER + 40)
    assert quarters_offered(live.id) == ["2026Q3", "2026Q2", "2026Q1", "2025Q4"]
    report = told(live, "2026Q3")
    assert quarters_offered(live.id) == ["2026Q3", "2026Q2", "2026Q1"]
    draft = open_change(live.id, "without.old", "Hardly used", "ann", "2026Q3")
    (opened,) = opened_changes(live.id, report)
    assert (opened.number, opened.state, opened.in_force_at) == (2, VersionState.DRAFT, None)
    told(live, "2026Q2")
    assert opened_changes(live.id, find_health(live.id, "2026Q2")) == []

    programmes.submit_draft(draft.version_id, "ann")
    programmes.review_version(draft.version_id, Decision.APPROVED, "", "bob")
    frozen_clock.set(from_us(at(NOVEMBER - 1)))
    programmes.publish_version(draft.version_id, at(NOVEMBER), "", "bob")
    frozen_clock.set(from_us(at(YEAR)))
    assert live_programme(live.id).number == 2
    apply_batch(live.id, [used(enrolled(live, 40)[0], 900, NOVEMBER - 1, "old")])
    later = told(live, "2026Q4")
    (opened,) = opened_changes(live.id, later)
    assert (opened.quarter, opened.state, opened.in_force_at) == ("2026Q3", VersionState.PUBLISHED, at(NOVEMBER))
    assert opened.then is not None
    assert opened.now is not None
    assert (opened.then.users, opened.now.users, opened.now.ended_on) == (4, 1, date(2026, 11, 7))
    assert [one.name for one in quarters_read(live.id)] == ["2026Q4", "2026Q3", "2026Q2"]

    client = client_as("analyst")
    page = client.get(f"{PAGE}?quarter=2026Q4", headers=ENGLISH)
    said = page.content.decode()
    assert "What came of proposals" in said
    assert "Leave “old” out." in said
    assert page.context["before"].quarter.name == "2026Q3"
    old = next(line for line in page.context["lines"] if line.told.benefit == "old")
    assert (old.standing, old.before.use_rate) == ("until 6 Nov 2026, left out since the quarter", "10%")
    chosen = client.get(f"{PAGE}?quarter=2026Q3", headers=ENGLISH)
    assert [flag.opened.told.number for flag in chosen.context["flags"] if flag.opened] == [2]
    assert "ann opened it as version 2." in chosen.content.decode()
    assert client.get(f"{PAGE}?quarter=1999Q1").context["quarter"] == "2026Q4"
    assert [line.split()[0] for line in regulars_said("benefits", "quarters").splitlines()[-3:]] == [
        *("2026Q4", "2026Q3", "2026Q2"),
    ]
    assert "= 2026Q3: Leave “old” out. Version 2, published, by ann" in regulars_said("benefits", "health")
