"""Partners in the console: added, given rates and caps, looked through, settled."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regulars.domain.access.operations import create_api_key
from regulars.domain.ledger.errors import EventRefused
from regulars.domain.partners import queries
from regulars.domain.partners.operations import add_partner, add_rate, record_item
from regulars.domain.partners.types import DisputeState, ItemKind, Names, NewPartner, Rate, Request, StatementState
from regulars.platform.paging import PageRequest
from tests.integration.console.conftest import purchase

AIR = "/console/partners/air/"
JUNE = "/console/partners/air/2026-06/"
NEW = {
    "code": "air",
    "name_zh": "蓝天航空",
    "name_en": "Blue Air",
    "currency_zh": "里程",
    "currency_en": "miles",
    "wallet": "points",
}
RATE = {"valid_from": "2026-06-15", "units_in": "1.5", "units_out": "0.5", "price": "0.01"}


@pytest.fixture
def reading_english(client_as):
    """A browser of a role, in English."""

    def signed_in(role):
        client = client_as(role)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return signed_in


@pytest.fixture
def operator(reading_english):
    return reading_english("operator")


@pytest.fixture
def airline(club, send):
    """A partner for which a member earned, spent and exchanged."""
    (member,) = send(purchase(1, "8800000001", amount="400.00"))
    names = Names("蓝天航空", "Blue Air"), Names("里程", "miles")
    add_partner(club.id, NewPartner("air", *names, "points"), "test")
    add_rate(club.id, "air", Rate(0, date(2026, 6, 1), Decimal("1.5"), Decimal("0.5"), Decimal("0.01")), "test")
    for number, (kind, amount) in enumerate((("earn", 50), ("burn", 100), ("exchange_in", 30))):
        record_item(club.id, Request("air", ItemKind(kind), f"r{number}", member, amount))
    return queries.partner(club.id, "air")


def test_a_partner_is_added_and_given_a_rate_and_caps(club, operator, frozen_clock):
    assert b"No partners yet" in operator.get("/console/partners/").content
    response = operator.post("/console/partners/add", NEW)
    assert (response.status_code, response.headers["Location"]) == (302, AIR)
    assert operator.post("/console/partners/add", NEW).status_code == 422
    assert operator.post("/console/partners/add", NEW | {"code": "Air!"}).status_code == 422
    assert operator.post(AIR + "rates", RATE).status_code == 302
    again = operator.post(AIR + "rates", RATE)
    assert (again.status_code, b"Rates never change" in again.content) == (422, True)
    assert operator.post(AIR + "rates", RATE | {"units_in": "0"}).status_code == 422
    caps = {"member_day-gained": "100", "partner_month-spent": "5000"}
    assert operator.post(AIR + "caps", caps).status_code == 302
    found = queries.partner(club.id, "air")
    assert sorted((cap.scope.value, cap.direction.value, cap.points) for cap in found.caps) == [
        ("member_day", "gained", 100),
        ("partner_month", "spent", 5000),
    ]
    page = operator.get(AIR)
    assert page.context["caps_form"]["member_day-gained"].value() == 100
    assert operator.post(AIR + "active", {"active": "0"}).status_code == 302
    assert queries.partner(club.id, "air").active is False
    assert b"Paused" in operator.get("/console/partners/").content


def test_a_key_is_bound_by_an_administrator(airline, club, reading_english):
    admin = reading_english("admin")
    assert b"create an API key" in admin.get(AIR).content
    key = create_api_key(club.id, "air's own", ["partner:earn"], "test")
    create_api_key(club.id, "till", ["events:write"], "test")
    page = admin.get(AIR)
    assert [value for value, _ in page.context["key_form"].fields["key"].choices] == [key.id]
    assert admin.post(AIR + "keys", {"key": key.id}).status_code == 302
    assert queries.partner(club.id, "air").keys == (key.id,)
    assert b"air&#x27;s own" in admin.get(AIR).content


def test_items_are_listed_filtered_and_taken_back(airline, operator):
    page = operator.get(AIR + "items/")
    assert [line.item.reference for line in page.context["lines"]] == ["r2", "r1", "r0"]
    assert [line.points for line in page.context["lines"]] == ["+20", "\u2212100", "+50"]
    burned = operator.get(AIR + "items/?kind=burn&day_from=2026-06-15")
    assert [line.item.reference for line in burned.context["lines"]] == ["r1"]
    assert operator.get(AIR + "items/?kind=nothing").status_code == 422
    assert operator.post(AIR + "items/reverse", {"reference": "r1", "reason": "mistake"}).status_code == 302
    first = operator.get(AIR + "items/").context["lines"][0]
    assert (first.item.reference, first.points, first.can_be_reversed) == ("r1#reversed", "+100", False)
    again = operator.post(AIR + "items/reverse", {"reference": "r1", "reason": "again"}, follow=True)
    assert b"was reversed before" in again.content
    without = operator.post(AIR + "items/reverse", {"reference": "r0"}, follow=True)
    assert b"Say why" in without.content


@pytest.mark.parametrize("more", [0, 3])
def test_a_list_costs_the_same_however_long(more, airline, club, operator, django_assert_max_num_queries):
    member = queries.items(airline, PageRequest()).items[0].member_id
    for number in range(more):
        record_item(club.id, Request("air", ItemKind.EARN, f"m{number}", member, 5))
    operator.get(AIR + "items/")
    with django_assert_max_num_queries(9):
        operator.get(AIR + "items/")


def test_a_month_is_settled(airline, club, operator, frozen_clock):
    page = operator.get(JUNE)
    assert [str(figure) for _, figure in page.context["figures"]] == [
        "0",
        "+70",
        "\u2212100",
        "0",
        "\u221230",
        "\u221230",
        "$0.30",
    ]
    assert b"Issue the statement" not in page.content
    frozen_clock.set(datetime(2026, 7, 2, 16, tzinfo=UTC))
    books = SimpleUploadedFile("june.csv", b"reference,points\nr0,50\nr1,-100\nr2,19\n")
    assert operator.post(JUNE + "books", {"file": books}).status_code == 302
    bad = operator.post(JUNE + "books", {"file": SimpleUploadedFile("june.csv", b"nothing")})
    assert (bad.status_code, b"Line 1 cannot be read" in bad.content) == (422, True)
    page = operator.get(JUNE)
    ((line, _),) = page.context["lines"]
    assert (line.dispute.reference, str(line.kind), line.ours, line.theirs) == ("r2", "Points differ", "+20", "+19")
    assert operator.post(JUNE + "issue").status_code == 302
    refused = operator.post(JUNE + "agree", follow=True)
    assert b"1 differences in 2026-06 are open" in refused.content
    verdict = {"state": "rejected", "note": "ours is right"}
    assert operator.post(f"{JUNE}differences/{line.dispute.id}", verdict).status_code == 302
    assert operator.post(f"{JUNE}differences/{line.dispute.id}", {"state": "x"}).status_code == 302
    assert queries.disputes(airline, date(2026, 6, 1), PageRequest()).items[0].state is DisputeState.REJECTED
    operator.post(JUNE + "agree")
    assert queries.statement(airline, date(2026, 6, 1)).state is StatementState.AGREED
    assert [view.period for view, *_ in operator.get(AIR).context["statements"]] == [date(2026, 6, 1)]


def test_a_month_is_downloaded(airline, operator):
    csv = b"".join(operator.get(JUNE + "statement.csv").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1] for line in csv.splitlines()[-3:]] == ["r0", "r1", "r2"]
    assert operator.get(JUNE + "statement.xlsx").content.startswith(b"PK")
    assert operator.get("/console/partners/air/june/").status_code == 404
    assert operator.get("/console/partners/rail/").status_code == 404


def test_an_analyst_sees_and_changes_nothing(airline, reading_english):
    analyst = reading_english("analyst")
    assert b"Set rate" not in analyst.get(AIR).content
    assert b"Take back" not in analyst.get(AIR + "items/").content
    assert analyst.post(JUNE + "issue").status_code == 403


def test_what_the_programme_refuses_is_refused_here_too(airline, club):
    member = queries.items(airline, PageRequest()).items[0].member_id
    with pytest.raises(EventRefused) as caught:
        record_item(club.id, Request("air", ItemKind.BURN, "small", member, 20))
    assert caught.value.params["why"] == "below_minimum"
