"""A copy of all that is kept of a member, and who looked at them."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest

from regulars.domain.privacy.errors import CopyGone, RequestOpen, RequestSettled, RequestUnknown
from regulars.domain.privacy.operations import ask_for_copy, expire_copies, make_copy, note_looks, prune_looks
from regulars.domain.privacy.queries import copy_path, find_request, list_looks
from regulars.domain.privacy.types import Look, LookFilter, RequestState
from regulars.platform.jobs import run_due
from regulars.platform.paging import PageRequest
from regulars.project.personal import PARTS

pytestmark = pytest.mark.django_db


def test_a_copy_has_every_part_as_json_and_csv(programme, people):
    request = ask_for_copy(programme.id, people[0], "ann")
    with pytest.raises(RequestOpen):
        ask_for_copy(programme.id, people[0], "ann")
    run_due()
    made = find_request(programme.id, request.id)
    assert (made.state, made.counts["events"], made.counts["identifiers"]) == (RequestState.READY, 3, 3)
    with zipfile.ZipFile(copy_path(programme.id, request.id, people[0])) as file:
        assert set(file.namelist()) == {f"{part.name}.{kind}" for part in PARTS for kind in ("json", "csv")}
        read = {part.name: json.loads(file.read(f"{part.name}.json")) for part in PARTS}
        sheet = list(csv.DictReader(io.StringIO(file.read("profile.csv").decode("utf-8-sig"))))
    assert {one["value"] for one in read["identifiers"]} == {"1", "+8613800138001", "lilei1@example.com"}
    assert read["profile"][0]["name"] == "Li Lei"
    assert read["consents"][0]["purpose"] == "marketing"
    assert all(one["why"] and one["why_zh"] for one in read["ledger"])
    assert sheet[0]["name"] == "Li Lei"
    with pytest.raises(RequestSettled):
        make_copy(programme.id, request.id)
    with pytest.raises(RequestUnknown):
        copy_path(programme.id, request.id, people[1])


def test_a_copy_is_deleted_after_its_days(programme, people, frozen_clock):
    request = ask_for_copy(programme.id, people[0], "ann")
    with pytest.raises(CopyGone):
        copy_path(programme.id, request.id)
    run_due()
    path = copy_path(programme.id, request.id)
    assert path.stat().st_mode & 0o077 == 0
    assert expire_copies() == 0
    frozen_clock.advance(timedelta(days=8))
    assert expire_copies() == 1
    assert not path.exists()
    with pytest.raises(CopyGone):
        copy_path(programme.id, request.id)


def test_who_looked_is_noted_once_in_a_while(programme, people, frozen_clock, django_capture_on_commit_callbacks):
    look = Look(people[0], "ann", "console", "member")
    with django_capture_on_commit_callbacks(execute=True):
        assert note_looks(programme.id, [look, look, Look(people[1], "till", "api", "events")]) == 2
    assert note_looks(programme.id, [look]) == 0
    frozen_clock.advance(timedelta(minutes=11))
    assert note_looks(programme.id, [look]) == 1
    found = list_looks(programme.id, PageRequest(), LookFilter(member_id=people[0])).items
    assert [one.look for one in found] == [look, look]
    assert len(list_looks(programme.id, PageRequest(), LookFilter(who="till", via="api")).items) == 1


def test_looks_are_kept_for_a_stated_time(programme, people, frozen_clock):
    note_looks(programme.id, [Look(people[0], "ann", "console", "member")])
    frozen_clock.advance(timedelta(days=401))
    assert prune_looks() == 1
    assert list_looks(programme.id, PageRequest()).items == ()
