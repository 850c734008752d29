"""The list of members."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.integration.console.conftest import purchase

ADDRESS = "/console/members/"


def cards(response) -> list[str]:
    """What the list shows, top to bottom."""
    return [line.label for line in response.context["found"].items]


@pytest.fixture
def three(send) -> list[int]:
    return send(
        purchase(1, "8800000001", "40.00", "2026-06-09"),
        purchase(2, "8800000002", "1500.00", "2026-03-01"),
        purchase(3, "8800000003", "15.00", "2026-06-14"),
    )


def test_newest_members_come_first(three, client_as) -> None:
    response = client_as("admin").get(ADDRESS)
    assert cards(response) == ["8800000003", "8800000002", "8800000001"]
    assert response.context["total"] == "共 3 位会员"
    newest = response.context["found"].items[0]
    assert (newest.tier.id, str(newest.holding), newest.joined_on.isoformat()) == ("entry", "15", "2026-06-14")


@pytest.mark.parametrize(
    "typed", ["8800000002", "8800-0000 02", "8800000002@EXAMPLE.com", "+14155550102", "(415) 555-0102"]
)
def test_any_identifier_finds_its_member(typed, three, client_as) -> None:
    assert cards(client_as("service").get(ADDRESS, {"q": typed})) == ["8800000002"]


def test_a_number_finds_its_member(three, client_as) -> None:
    client = client_as("admin")
    assert cards(client.get(ADDRESS, {"q": f"#{three[0]}"})) == ["8800000001"]
    assert cards(client.get(ADDRESS, {"q": "999999"})) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"tier": "growth"}, ["8800000002"]),
        ({"activity": "30"}, ["8800000003", "8800000001"]),
        ({"activity": "silent"}, ["8800000002"]),
        ({"joined_from": "2026-06-11"}, ["8800000003"]),
        ({"joined_to": "2026-06-09"}, ["8800000002", "8800000001"]),
        ({"joined_from": "2026-06-09", "joined_to": "2026-06-09"}, ["8800000001"]),
        ({"balance": "40"}, ["8800000002", "8800000001"]),
        ({"balance": "41"}, ["8800000002"]),
        ({"q": "8800000001", "tier": "growth"}, []),
        ({"q": "8800000002", "tier": "growth"}, ["8800000002"]),
    ],
)
def test_filters_narrow_the_list(filters, expected, three, client_as) -> None:
    assert cards(client_as("admin").get(ADDRESS, filters)) == expected


@pytest.mark.parametrize(
    "filters", [{"joined_from": "yesterday"}, {"balance": "-1"}, {"tier": "emperor"}, {"balance": "1e40"}]
)
def test_a_filter_that_cannot_be_is_answered_with_its_field(filters, three, client_as) -> None:
    response = client_as("admin").get(ADDRESS, filters)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(filters)
    assert cards(response) == []


def test_dates_stay_in_their_fields_in_both_languages(three, client_as) -> None:
    client = client_as("admin")
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        page = client.get(ADDRESS, {"joined_from": "2026-06-11"}).content.decode()
        assert 'value="2026-06-11"' in page


def test_pages_follow_each_other_without_gap_or_repeat(send, client_as, monkeypatch) -> None:
    monkeypatch.setattr("regulars.surfaces.console.views.members._PER_PAGE", 2)
    send(*[purchase(number, f"88000000{number:02}") for number in range(1, 6)])
    client, seen, cursor = client_as("admin"), [], None
    while True:
        found = client.get(ADDRESS, {"after": cursor} if cursor else {}).context["found"]
        seen += [line.label for line in found.items]
        cursor = found.next_cursor
        if cursor is None:
            break
    assert seen == [f"88000000{number:02}" for number in range(5, 0, -1)]


def test_a_made_up_cursor_is_a_bad_request(three, client_as) -> None:
    assert client_as("admin").get(ADDRESS, {"after": "bm9uc2Vuc2U"}).status_code == 400


def test_an_analyst_sees_no_personal_data(three, client_as) -> None:
    page = client_as("analyst").get(ADDRESS).content.decode()
    assert "8800000001" not in page
    assert "******0001" in page or "****0001" in page or "*001" in page


def test_an_analyst_finds_by_number_only(three, client_as) -> None:
    client = client_as("analyst")
    assert [len(cards(client.get(ADDRESS, {"q": typed}))) for typed in ("8800000001", f"#{three[0]}")] == [0, 1]


def test_three_members_cost_as_many_queries_as_one(send, client_as) -> None:
    client = client_as("admin")
    send(purchase(1, "8800000001"))
    client.get(ADDRESS)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(ADDRESS)
    send(purchase(2, "8800000002"), purchase(3, "8800000003"))
    with CaptureQueriesContext(connection) as three:
        assert len(cards(client.get(ADDRESS))) == 3
    assert len(three) == len(one)
