"""Points transferred at the console, and taken back."""

import re

import pytest
from django.test import Client

from regulars.domain.members.queries import member
from regulars.domain.transfers.queries import list_transfers
from regulars.platform.paging import PageRequest
from tests.families import enrol, give, install_family, points_of


@pytest.fixture
def family(db, frozen_clock):
    return install_family(transfers={"wallets": ["points"], "fee_percent": 10})


@pytest.fixture
def two(family):
    """A sender with 110 points, and a receiver."""
    members = enrol(family, 2)
    give(family, members[0], 110, "2026-12-31")
    return members


def filled(client: Client, address: str, **fields: str) -> dict[str, str]:
    """The form as the page gives it, filled in."""
    page = client.get(address).content.decode()
    return {"deed_id": re.search(r'name="deed_id" value="([^"]+)"', page)[1], "step": "preview"} | fields


def card(family, number: int) -> str:
    """The card of a member."""
    return member(family.id, number).identifiers[0].value


def test_a_transfer_is_shown_before_it_is_made_and_once(family, two, client_as) -> None:
    client, address = client_as("operator"), f"/console/members/{two[0]}/transfer-points"
    form = filled(client, address, receiver=card(family, two[1]), wallet="points", points="100", reason="Birthday")
    shown = client.post(address, form).context
    assert [str(holding) for holding in (*shown["sender_change"], *shown["receiver_change"], shown["fee"])] == [
        *("110", "0", "0", "100", "10")
    ]
    assert points_of(family, two) == [110, 0]
    for _ in range(2):
        done = client.post(address, form | {"step": "confirm"})
        assert (done.status_code, done.headers["Location"]) == (302, f"/console/transfers/{form['deed_id']}/")
    assert points_of(family, two) == [0, 100]


def test_both_timelines_name_the_other_by_a_shortened_card(family, two, client_as) -> None:
    client, address = client_as("operator"), f"/console/members/{two[0]}/transfer-points"
    form = filled(client, address, receiver=f"#{two[1]}", wallet="points", points="100", reason="")
    client.post(address, form | {"step": "confirm"})
    for one, other in (two, two[::-1]):
        page = client.get(f"/console/members/{one}/?tab=timeline", headers={"Accept-Language": "en"})
        line = next(line for line in page.context["lines"] if line.address)
        assert card(family, other)[-3:] in line.details[0]
        assert card(family, other) not in page.content.decode()
        assert line.address == f"/console/transfers/{form['deed_id']}/"
        assert "100" in line.amount
        assert client.get(f"/console/members/{one}/").status_code == 200


def test_a_transfer_is_taken_back_with_a_reason(family, two, client_as) -> None:
    client, address = client_as("operator"), f"/console/members/{two[0]}/transfer-points"
    form = filled(client, address, receiver=f"#{two[1]}", wallet="points", points="100", reason="")
    client.post(address, form | {"step": "confirm"})
    transfer = f"/console/transfers/{form['deed_id']}/"
    assert client.get(transfer).context["may_undo"]
    assert client.post(f"{transfer}undo", {"reason": ""}, follow=True).context["may_undo"]
    after = client.post(f"{transfer}undo", {"reason": "Wrong member"}, follow=True)
    assert (after.context["may_undo"], after.context["transfer"].undone_by) == (False, "operator")
    assert points_of(family, two) == [110, 0]
    again = client.post(f"{transfer}undo", {"reason": "Again"}, follow=True).content.decode()
    assert "此前已撤销" in again or "undone before" in again


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"receiver": "nobody"}, {"__all__"}),
        ({"receiver": "#999999"}, {"__all__"}),
        ({"points": "101"}, {"__all__"}),
        ({"points": "1.5"}, {"points"}),
        ({"points": ""}, {"points"}),
        ({"wallet": "growth"}, {"wallet"}),
    ],
)
def test_what_cannot_be_is_told(fields, wrong, family, two, client_as) -> None:
    client, address = client_as("operator"), f"/console/members/{two[0]}/transfer-points"
    form = filled(client, address, receiver=f"#{two[1]}", wallet="points", points="5", reason="") | fields
    response = client.post(address, form | {"step": "confirm"})
    assert (response.status_code, set(response.context["form"].errors)) == (422, wrong)
    assert list_transfers(family.id, PageRequest()).items == ()


def test_where_the_programme_has_no_transfers_nothing_is_offered(minimal, client_as, frozen_clock) -> None:
    (member_id,) = enrol(minimal, 1)
    client = client_as("operator")
    assert not client.get(f"/console/members/{member_id}/").context["may_transfer"]
    assert client.get(f"/console/members/{member_id}/transfer-points").context["off"]
