"""Points and tiers given by hand."""

import re

import pytest

from regulars.domain.ledger.queries import balances, events
from regulars.domain.tiers.queries import standing
from tests.integration.console.conftest import purchase


@pytest.fixture
def member_id(send) -> int:
    return send(purchase(1, "8800000001", "40.00"))[0]


def fill(client, address: str, **fields: str) -> dict[str, str]:
    """The form as the page gives it, filled in."""
    page = client.get(address).content.decode()
    return {"event_id": re.search(r'name="event_id" value="([^"]+)"', page)[1], "step": "preview"} | fields


def points(club, member_id: int) -> int:
    """What the member can spend."""
    return balances(club.id, member_id)[0].available


def test_points_are_shown_before_they_are_given(club, member_id, client_as) -> None:
    client, address = client_as("operator"), f"/console/members/{member_id}/grant-points"
    form = fill(client, address, wallet="points", points="250", reason="Late delivery")
    shown = client.post(address, form)
    assert [(change.name, change.before, change.after) for change in shown.context["consequences"]] == [
        ("积分", "40", "290")
    ]
    assert points(club, member_id) == 40
    done = client.post(address, form | {"step": "confirm"})
    assert (done.status_code, done.headers["Location"]) == (302, f"/console/members/{member_id}/")
    assert points(club, member_id) == 290
    body = events(club.id, member_id).items[0].body
    assert body == {"kind": "grant", "wallet": "points", "points": 250, "reason": "Late delivery", "actor": "operator"}


def test_confirming_twice_gives_once(club, member_id, client_as, frozen_clock) -> None:
    client, address = client_as("operator"), f"/console/members/{member_id}/grant-points"
    form = fill(client, address, wallet="points", points="250", reason="Late delivery") | {"step": "confirm"}
    statuses = [client.post(address, form).status_code for _ in range(2)]
    frozen_clock.set(frozen_clock.instant.replace(hour=5))
    statuses.append(client.post(address, form).status_code)
    assert statuses == [302, 302, 302]
    assert points(club, member_id) == 290


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"points": "250", "reason": ""}, {"reason"}),
        ({"points": "0", "reason": "x"}, {"points"}),
        ({"points": "-5", "reason": "x"}, {"points"}),
        ({"points": "1.5", "reason": "x"}, {"points"}),
        ({"points": "many", "reason": "x"}, {"points"}),
        ({"points": "2000000", "reason": "x"}, {"points"}),
        ({"points": "5", "reason": "x", "wallet": "gold"}, {"wallet"}),
        ({"points": "5", "reason": "x", "event_id": "no"}, {"event_id"}),
    ],
)
def test_a_grant_that_cannot_be_names_its_field(fields, wrong, club, member_id, client_as) -> None:
    client, address = client_as("operator"), f"/console/members/{member_id}/grant-points"
    response = client.post(address, fill(client, address, wallet="points") | fields | {"step": "confirm"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == wrong
    assert points(club, member_id) == 40


def test_a_tier_is_given_until_a_day(club, member_id, client_as) -> None:
    client, address = client_as("admin"), f"/console/members/{member_id}/grant-tier"
    form = fill(client, address, tier="premium", until="2026-12-31", reason="Status match")
    (change,) = client.post(address, form).context["consequences"]
    assert (change.name, change.before, change.after) == ("等级", "入门", "尊享")
    client.post(address, form | {"step": "confirm"})
    found = standing(club.id, member_id)
    assert (found.tier, found.floor) == ("premium", "premium")
    page = client.get(f"/console/members/{member_id}/").content.decode()
    assert "手动授予" in page


def test_the_first_tier_cannot_be_granted(member_id, client_as) -> None:
    client, address = client_as("admin"), f"/console/members/{member_id}/grant-tier"
    response = client.post(address, fill(client, address, tier="entry", reason="x"))
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"tier"})
