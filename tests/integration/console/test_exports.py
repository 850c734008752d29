"""Whoever takes members out, or looks at a list of them in clear, is known."""

import inspect
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, reverse

from regulars.domain.privacy.operations.looking import forget_recent
from regulars.domain.privacy.queries import list_looks
from regulars.domain.tags.operations.by_hand import make_manual_tag, put_tag
from regulars.domain.tags.operations.rules import NewTag
from regulars.domain.tags.types import Words
from regulars.platform.audit import AuditFilter, list_entries
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.urls import urlpatterns
from tests.integration.console.conftest import purchase

pytestmark = pytest.mark.django_db

FILES = ("table_file(", "StreamingHttpResponse(", "FileResponse(", "Content-Disposition", "_download(")
NO_MEMBERS = {
    "anchors_file": "hashes",
    "copy_file": "one member, noted by itself",
    "data_quality": "counts",
    "entry_proof": "one member, whose page is a look",
    "event_catalogue": "counts",
    "import_reconciliation": "sums of the file that was uploaded",
    "import_report": "rows of the file that was uploaded, given back",
    "insight_file": "figures",
    "liability_file": "sums",
    "make_codes": "codes that nobody has yet",
    "prediction_file": "figures of a model",
    "programme_file": "the programme",
    "segment_overlap": "counts",
    "study_segments": "figures by segments",
    "tags": "counts",
}
"""Addresses that answer files, and why nobody needs to know who took them."""


def _addresses(patterns) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in patterns:
        found += _addresses(one.url_patterns) if isinstance(one, URLResolver) else [one]
    return found


def test_every_file_of_members_is_noted() -> None:
    sources = {str(one.name): inspect.getsource(inspect.unwrap(one.callback)) for one in _addresses(urlpatterns)}
    files = {name for name, source in sources.items() if any(word in source for word in FILES)}
    unnoted = {name for name in files if "noted(" not in sources[name]}
    assert unnoted - NO_MEMBERS.keys() == set(), "take the rows through exports.noted"
    assert len(files - unnoted) >= 10


@pytest.fixture
def people(club, send) -> list[int]:
    forget_recent()
    return sorted(send(*[purchase(number, f"c0{number}") for number in range(1, 4)]))


def _taken() -> list[tuple[str, str, dict[str, object]]]:
    found = list_entries(PageRequest(), AuditFilter(action="members_exported")).items
    return [(one.actor, one.subject, dict(one.params)) for one in found]


def _read(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_files_are_noted_with_rows_and_what_they_are_narrowed_to(club, people, client_as) -> None:
    make_manual_tag(club.id, NewTag("guest", Words("客人", "Guest"), Words("到店的客人", "Who came as a guest"), "ann"))
    put_tag(club.id, "guest", people[:2], "ann")
    client = client_as("analyst")
    for kind in ("csv", "xlsx"):
        assert client.get(reverse("console:tag_file", args=["guest", kind])).status_code == 200
    _read(client.get(reverse("console:forecast_file"), {"tab": "rising", "tier": "none"}))
    _read(client_as("service").get(reverse("console:verifications_file"), {"actor": "bob"}))
    assert sorted(_taken(), key=str) == [
        ("analyst", "forecast", {"members": 0, "file": "csv", "tab": "rising"}),
        ("analyst", "tag guest", {"members": 2, "file": "csv"}),
        ("analyst", "tag guest", {"members": 2, "file": "xlsx"}),
        ("service", "verifications", {"members": 0, "file": "csv", "actor": "bob"}),
    ]


def test_what_is_refused_is_not_noted(club, people, client_as) -> None:
    assert client_as("service").get(reverse("console:tag_file", args=["none", "csv"])).status_code == 403
    assert client_as("analyst").get(reverse("console:tag_file", args=["none", "csv"])).status_code == 404
    assert _taken() == []


def test_a_list_in_clear_is_one_look(club, people, client_as, frozen_clock, django_capture_on_commit_callbacks) -> None:
    client = client_as("service")
    with django_capture_on_commit_callbacks(execute=True):
        client.get(reverse("console:members"))
    client.get(reverse("console:members"))
    looks = [one.look for one in list_looks(club.id, PageRequest()).items]
    assert [(one.member_id, one.who, one.what, one.members) for one in looks] == [(None, "service", "members", 3)]
    frozen_clock.advance(timedelta(minutes=11))
    client.get(reverse("console:members"))
    assert len(list_looks(club.id, PageRequest()).items) == 2
    page = client_as("admin").get(reverse("console:access_log"), headers={"Accept-Language": "en"}).content.decode()
    assert "3 members in a list" in page


def test_a_masked_list_is_no_look(club, people, client_as) -> None:
    client_as("analyst").get(reverse("console:members"))
    assert list_looks(club.id, PageRequest()).items == ()


def test_one_found_in_clear_is_a_look_at_them(club, people, client_as) -> None:
    client_as("service").get(reverse("console:members"), {"q": "c02"})
    assert [one.look.member_id for one in list_looks(club.id, PageRequest()).items] == [people[1]]
