"""Pools at the console."""

import re

import pytest

from regulars.domain.pools.queries import list_pools, pool
from regulars.platform.paging import PageRequest
from tests.families import enrol, give, install_family, points_of


@pytest.fixture
def family(db, frozen_clock):
    return install_family()


@pytest.fixture
def two(family):
    """Two members with 30 and 50 points."""
    members = enrol(family, 2)
    for member, points in zip(members, (30, 50), strict=True):
        give(family, member, points)
    return members


@pytest.fixture
def home(family, two, client_as):
    """A pool made at the console by service staff: the client, the pool's address, its number."""
    client = client_as("service")
    made = client.post("/console/pools/create", {"owner": f"#{two[0]}", "name": "Li"})
    address = made.headers["Location"]
    client.post(f"{address}invite", {"member": f"#{two[1]}", "contributes": "on", "may_spend": "on"})
    client.post(f"{address}members/{two[1]}/accept")
    return client, address, int(re.search(r"pools/(\d+)/", address)[1])


def deed_id(page: str) -> str:
    """The number of the form on a page."""
    return re.search(r'name="deed_id" value="([^"]+)"', page)[1]


def test_a_pool_is_made_and_joined(family, two, home) -> None:
    client, address, number = home
    context = client.get(address).context
    assert [(one.label, one.standing.value) for one in context["people"]] == [
        (f"88000{family.id:02d}000", "joined"),
        (f"88000{family.id:02d}001", "joined"),
    ]
    assert [str(holding) for holding in context["holdings"]] == ["80"]
    assert client.get(f"/console/members/{two[1]}/").context["pool"].id == number


def test_points_are_spent_after_a_look(family, two, home) -> None:
    client, address, number = home
    form = {"spender": str(two[0]), "wallet": "points", "points": "60", "order_id": "o1", "reason": ""}
    form["deed_id"] = deed_id(client.get(f"{address}spend").content.decode())
    shown = client.post(f"{address}spend", form | {"step": "preview"}).context
    assert [str(points) for _, points in shown["parts"]] == ["30", "30"]
    assert points_of(family, two) == [30, 50]
    for _ in range(2):
        assert client.post(f"{address}spend", form | {"step": "confirm"}).headers["Location"] == address
    assert points_of(family, two) == [0, 20]
    (line,) = client.get(address).context["lines"]
    assert (line.spending.order_id, str(line.points), str(line.returned)) == ("o1", "60", "0")
    too_much = client.post(f"{address}spend", form | {"step": "confirm", "points": "500"})
    assert (too_much.status_code, set(too_much.context["form"].errors)) == (422, {"__all__"})
    assert pool(family.id, number).line.balances == {"points": 20}


def test_points_are_given_back_by_hand(family, two, home) -> None:
    client, address, _ = home
    form = {"spender": str(two[0]), "wallet": "points", "points": "60", "order_id": "", "reason": ""}
    form["deed_id"] = deed_id(client.get(f"{address}spend").content.decode())
    client.post(f"{address}spend", form | {"step": "confirm"})
    back = f"/console/pools/redemptions/{form['deed_id']}/return"
    for given in ({"points": "20"}, {"points": "20"}, {"points": "1.5"}, {"points": "", "reason": ""}):
        sent = {"reason": "Broken", "deed_id": "5f0c9d0e-7a53-4f4c-9d2e-0d8a3a1b2c3d"} | given
        assert client.post(back, sent).headers["Location"] == address
    assert points_of(family, two) == [10, 30]
    client.post(back, {"points": "", "reason": "Broken", "deed_id": "6f0c9d0e-7a53-4f4c-9d2e-0d8a3a1b2c3d"})
    assert points_of(family, two) == [30, 50]
    assert client.get(address).context["lines"][0].form is None


def test_rights_leaving_and_closing(family, two, home) -> None:
    client, address, number = home
    client.post(f"{address}members/{two[1]}/rights", {"may_spend": "on", "monthly_limit": "12"})
    person = client.get(address).context["people"][1]
    assert (person.rights.contributes, person.rights.may_spend, person.rights.monthly_limit) == (False, True, 12)
    client.post(f"{address}members/{two[1]}/rights", {"monthly_limit": "-1"})
    assert client.get(address).context["people"][1].rights == person.rights
    client.post(f"{address}members/{two[1]}/leave")
    assert client.get(address).context["people"][1].standing == "left"
    refused = client.post(f"{address}members/{two[0]}/leave", follow=True).content.decode()
    assert "notice-bad" in refused
    client.post(f"{address}close")
    assert pool(family.id, number).line.closed_at is not None
    assert not client.get(address).context["may_manage"]


def test_pools_are_found_by_name_and_member(family, two, home) -> None:
    client, _, number = home
    card = f"88000{family.id:02d}001"
    for query, found in (
        ("", [number]),
        ("q=li", [number]),
        ("q=wang", []),
        (f"member={card}", [number]),
        (f"member=%23{two[1]}", [number]),
        ("member=nobody", []),
        ("open=on", [number]),
    ):
        assert [line.id for line, *_ in client.get(f"/console/pools/?{query}").context["lines"]] == found, query


def test_an_analyst_finds_by_number_only(family, two, home, client_as) -> None:
    client = client_as("analyst")
    assert client.get(f"/console/pools/?member=88000{family.id:02d}001").context["lines"] == []
    assert len(client.get(f"/console/pools/?member={two[1]}").context["lines"]) == 1
    assert not client.get(home[1]).context["may_manage"]


def test_what_cannot_be_made_is_told(family, two, home) -> None:
    client = home[0]
    for form in ({"owner": "nobody", "name": "x"}, {"owner": f"#{two[0]}", "name": "x"}, {"owner": "", "name": ""}):
        response = client.post("/console/pools/create", form)
        assert response.status_code == 422
        assert response.context["form"].errors
    assert len(list_pools(family.id, PageRequest()).items) == 1


def test_without_pools_the_page_says_so(minimal, client_as) -> None:
    context = client_as("operator").get("/console/pools/").context
    assert (context["off"], context["may_manage"]) == (True, False)
