"""Who may be one person: found with reasons, decided by people, and remembered."""

import hashlib
from pathlib import Path

import pytest

from regulars.domain.duplicates.errors import SuggestionDecided, SuggestionMissing
from regulars.domain.duplicates.operations import (
    find_duplicates,
    merge_suggested,
    reject_suggestion,
    start_search,
)
from regulars.domain.duplicates.queries import list_suggestions, suggestions_of
from regulars.domain.members.operations import identify_members, record_profiles
from regulars.domain.members.queries import find_member
from regulars.domain.members.types import Arrival, Identity, Profile, Told
from regulars.platform.jobs import find_job, run_due
from regulars.platform.paging import PageRequest

pytestmark = pytest.mark.django_db

AT = 1_780_000_000_000_000


def enrol(programme, name, month, **identifiers):
    found = identify_members(programme.id, [Arrival(Identity(**identifiers), AT)])[0].member_id
    record_profiles(programme.id, [Told(found, AT, Profile(name=name, birth_month=month))])
    return found


@pytest.fixture
def people(minimal):
    """Li Lei twice, another Li Lei, and some who are like nobody."""
    twice = [
        enrol(minimal, "Li Lei", 5, mobile="13800138000", email="lilei@example.com"),
        enrol(minimal, "LI  LEI", 5, mobile="13800138001", email="li.lei@example.org"),
    ]
    other = enrol(minimal, "Li Lei", 9, mobile="13912345678", email="ll1990@example.com")
    for number in range(20):
        word = hashlib.sha256(str(number).encode()).hexdigest()[:9]
        mobile = f"137{number * 79_190_017 % 10**8:08d}"
        enrol(minimal, word, number % 12 + 1, mobile=mobile, email=f"{word[::-1]}@example.com")
    return [*twice, other]


def search(programme):
    return find_duplicates(programme.id, lambda done, total: None)


def pairs(programme):
    return [one.pair for one in list_suggestions(programme.id, PageRequest()).items]


def test_likely_pairs_are_found_with_reasons(minimal, people):
    report = search(minimal)
    assert (report.members, report.pairs, report.new) == (23, 1, 1)
    (pair,) = pairs(minimal)
    assert (pair.first, pair.second) == (people[0], people[1])
    assert pair.score > 0.99
    assert pair.reasons == ("name_same", "mobile_alike", "email_same_name", "birth_month_same")
    assert [one.pair for one in suggestions_of(minimal.id, people[1])] == [pair]
    again = search(minimal)
    assert (again.pairs, again.new, pairs(minimal)) == (1, 0, [pair])


def test_nothing_that_was_compared_is_written(minimal, people, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    search(minimal)
    assert list(Path.cwd().rglob("*")) == []


def test_identifiers_that_came_together_are_a_reason(minimal, people):
    enrol(minimal, "Somebody", 1, card="77")
    for _ in range(2):
        identify_members(minimal.id, [Arrival(Identity(mobile="13912345678", card="77"), AT, AT)])
    search(minimal)
    (pair,) = [one for one in pairs(minimal) if one.first == people[2]]
    assert (pair.score, pair.reasons) == (0.97, ("met:card+mobile",))


def test_not_the_same_is_remembered(minimal, people):
    search(minimal)
    (found,) = list_suggestions(minimal.id, PageRequest()).items
    assert reject_suggestion(minimal.id, found.id, "ann").decided_by == "ann"
    with pytest.raises(SuggestionDecided):
        reject_suggestion(minimal.id, found.id, "bob")
    search(minimal)
    assert pairs(minimal) == []
    assert [one.id for one in list_suggestions(minimal.id, PageRequest(), decided=True).items] == [found.id]


def test_who_is_merged_is_suggested_no_more(minimal, people):
    search(minimal)
    (found,) = list_suggestions(minimal.id, PageRequest()).items
    with pytest.raises(SuggestionMissing):
        merge_suggested(minimal.id, found.id, people[2], "one person", "ann")
    merge_suggested(minimal.id, found.id, people[0], "one person", "ann")
    assert find_member(minimal.id, "13800138001").id == people[0]
    assert pairs(minimal) == []
    search(minimal)
    assert pairs(minimal) == []


def test_a_search_is_a_job_with_progress(minimal, people):
    job = start_search(minimal.id, "ann")
    assert start_search(minimal.id, "ann") is None
    run_due()
    done = find_job(job)
    assert (done.state, done.result, done.progress_done) == ("done", {"members": 23, "pairs": 1, "new": 1}, 23)


def test_a_programme_without_members_has_no_duplicates(minimal):
    assert search(minimal).pairs == 0
