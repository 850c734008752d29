"""What members do: give points, spend together, choose and give benefits, order rewards."""

import re
from datetime import timedelta
from html import unescape

import pytest

from regulars.domain.benefits.operations import use_benefit
from regulars.domain.benefits.queries import member_benefits
from regulars.domain.benefits.types import NewUse
from regulars.domain.intake.operations import accept_events
from regulars.domain.ledger.queries import available_points
from regulars.domain.members.queries import find_member
from regulars.domain.offers.types import ItemKind, ItemState, NewItem, Price, Rules, Terms, Words
from regulars.domain.pools.queries import pool_of_member
from regulars.domain.rewards.operations import add_item, set_item_state
from tests.integration.portal.conftest import CARD, FRIEND, sale
from tests.integration.portal.test_pages import text_of


@pytest.fixture
def friend_id(programme) -> int:
    """The other member."""
    return find_member(programme.id, FRIEND).id


def fields(answer) -> dict[str, str]:
    """The hidden and filled fields of the page's form."""
    page = answer.content.decode().split("<main")[1]
    found = {}
    for tag in re.findall(r"<input[^>]+>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1])
    return found


def points(programme, *members: int) -> list[int]:
    held = available_points(programme.id, members)
    return [held[member]["points"] for member in members]


def test_points_for_a_friend(programme, client, member_id, friend_id) -> None:
    before = points(programme, member_id, friend_id)
    form = fields(client.get("/portal/give"))
    asked = client.post("/portal/give", form | {"receiver": FRIEND, "points": "200", "message": "Cake"})
    assert "200 Points" in text_of(asked)
    assert points(programme, member_id, friend_id) == before
    sent = fields(asked) | {"step": "confirm"}
    for _ in range(2):
        done = client.post("/portal/give", sent, follow=True)
        assert "Done: 200 Points are with your friend now." in text_of(done)
    assert points(programme, member_id, friend_id) == [before[0] - 210, before[1] + 200]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"receiver": "8899999999"}, "No member has this number or identifier."),
        ({"points": "20"}, "these are 20"),
        ({"points": "5.5"}, "at most 0 decimals"),
        ({"points": ""}, "required"),
    ],
)
def test_gifts_that_are_refused(client, programme, change, told) -> None:
    form = fields(client.get("/portal/give")) | {"receiver": FRIEND, "points": "200"}
    answer = client.post("/portal/give", form | change)
    assert answer.status_code == 422
    assert told in text_of(answer)


def test_looking_for_friends_has_an_end(client, programme) -> None:
    form = fields(client.get("/portal/give")) | {"points": "200"}
    for number in range(10):
        client.post("/portal/give", form | {"receiver": f"889999{number:04d}"})
    answer = client.post("/portal/give", form | {"receiver": FRIEND})
    assert "You have looked for other members too often." in text_of(answer)


def test_a_family_is_begun_joined_and_left(programme, client, signed_in, member_id, friend_id) -> None:
    friend = signed_in(FRIEND)
    client.post("/portal/family/begin", {"name": "The Lins"})
    client.post("/portal/family/invite", {"member": FRIEND, "may_spend": "on"})
    pool = pool_of_member(programme.id, member_id)
    assert "A family asks you to join." in text_of(friend.get("/portal/"))
    assert "asks you into “The Lins”" in text_of(friend.get("/portal/family"))
    friend.post(f"/portal/family/{pool.id}/accept")
    assert pool_of_member(programme.id, friend_id) == pool
    assert friend.post(f"/portal/family/members/{member_id}/remove").status_code == 404
    assert friend.post("/portal/family/close").status_code == 404
    friend.post(f"/portal/family/{pool.id}/leave")
    assert pool_of_member(programme.id, friend_id) is None
    client.post("/portal/family/close")
    assert pool_of_member(programme.id, member_id) is None
    assert "Please look at what you typed." in text_of(client.post("/portal/family/begin", {}, follow=True))


def test_a_benefit_is_seen_and_given_on(programme, client, member_id, friend_id) -> None:
    listed = text_of(client.get("/portal/benefits/"))
    assert "A coupon of your own every month" in listed
    page = client.get("/portal/benefits/monthly_coupon/")
    assert "How to use it" in text_of(page)
    answer = client.post("/portal/benefits/monthly_coupon/give", fields(page) | {"member": FRIEND}, follow=True)
    assert "Done: your friend has it now." in text_of(answer)
    assert "monthly_coupon" in {one.benefit.id for one in member_benefits(programme.id, friend_id)}
    refused = client.post("/portal/benefits/monthly_coupon/give", fields(page) | {"member": "8899999999"}, follow=True)
    assert "No member has this number or identifier." in text_of(refused)


def test_a_benefit_shows_a_code_that_changes(programme, client, frozen_clock) -> None:
    page = client.get("/portal/benefits/monthly_coupon/").content.decode()
    (first,) = re.findall(r'class="voucher-code">(\w+)<', page)
    frozen_clock.advance(timedelta(minutes=1))
    part = client.get("/portal/benefits/monthly_coupon/code").content.decode()
    (second,) = re.findall(r'class="voucher-code">(\w+)<', part)
    assert ("<html" in part, first != second) == (False, True)
    assert "QR code to show at the till" in part
    used_up = client.get("/portal/benefits/tasting/code").content.decode()
    assert "voucher-code" not in used_up
    assert "notice-warn" in used_up
    assert client.get("/portal/benefits/none/code").status_code == 404


def test_a_benefit_that_was_used_is_rated(programme, client, member_id) -> None:
    address = "/portal/benefits/monthly_coupon/"
    assert "How much is it worth to you?" not in client.get(address).content.decode()
    assert "was not used yet" in client.post(f"{address}rate", {"score": "4"}, follow=True).content.decode()
    use_benefit(programme.id, NewUse("till-1", member_id, "monthly_coupon", "till", amount_minor=9000))
    done = client.post(f"{address}rate", {"score": "4"}, follow=True).content.decode()
    assert "Thank you: your rating is kept." in done
    assert 'value="4" aria-pressed="true"' in done
    for wrong in ("", "many", "40"):
        assert "is no rating" in client.post(f"{address}rate", {"score": wrong}, follow=True).content.decode()


def test_benefits_are_chosen(programme, client, member_id) -> None:
    choice = next((one for one in programme.document.choices if one.pick.get("growth")), None)
    assert choice is not None
    address = f"/portal/benefits/choices/{choice.id}/"
    assert client.get(address).status_code == 200
    taken = choice.benefits[: choice.pick["growth"]]
    assert client.post(address, {"benefit": taken}).url == "/portal/benefits/"
    assert set(taken) <= {one.benefit.id for one in member_benefits(programme.id, member_id)}
    refused = client.post(address, {"benefit": choice.benefits})
    assert refused.status_code == 422
    assert client.get("/portal/benefits/choices/none/").status_code == 404


@pytest.fixture
def rewards(programme) -> None:
    """A voucher, something that is sent, and something sold out."""
    goods = Terms(ItemKind.GOODS, Words("帆布袋", "Canvas tote"), "points", Price(800), needs_delivery=True)
    voucher = Terms(ItemKind.VOUCHER, Words("咖啡券", "Coffee voucher"), "points", Price(300), rules=Rules(limit=2))
    mug = Terms(ItemKind.GOODS, Words("马克杯", "Mug"), "points", Price(600))
    for code, terms, total in (("tote", goods, 5), ("coffee", voucher, None), ("mug", mug, 0)):
        add_item(programme.id, NewItem(code, terms, total, "staff"))
        set_item_state(programme.id, code, ItemState.LISTED, "staff")


def test_a_reward_is_ordered_and_cancelled(programme, client, signed_in, rewards, member_id) -> None:
    before = points(programme, member_id)[0]
    assert "Coffee voucher" in text_of(client.get("/portal/rewards/"))
    form = fields(client.get("/portal/rewards/items/coffee/"))
    for _ in range(2):
        done = client.post("/portal/rewards/items/coffee/", form, follow=True)
        assert "Done: it is yours." in text_of(done)
    order = f"/portal/rewards/orders/{form['deed_id']}/"
    assert points(programme, member_id) == [before - int(form["seen_points"])]
    assert "QR code to show at the till" in client.get(order).content.decode()
    assert signed_in(FRIEND).get(order).status_code == 404
    assert "Coffee voucher" in text_of(client.get("/portal/rewards/mine"))
    assert "Cancelled. Your points are back." in text_of(client.post(f"{order}cancel", follow=True))
    assert points(programme, member_id) == [before]
    listed = text_of(client.get("/portal/points/"))
    assert re.search(r"Redeemed.{0,80}Coffee voucher", listed)
    assert re.search(r"Back from an order.{0,80}Coffee voucher", listed)
    assert "咖啡券" in text_of(signed_in(language="zh-hans").get("/portal/points/"))


def test_a_purchase_that_came_in_late_is_told_as_one(programme, client, member_id) -> None:
    accept_events(programme.id, "till", [sale(CARD, "2026-05-01", "25.00")])
    assert re.search(r"Put right.{0,80}A purchase that came in late", text_of(client.get("/portal/points/")))


def test_orders_that_are_refused(programme, client, rewards) -> None:
    form = fields(client.get("/portal/rewards/items/coffee/"))
    changed = client.post("/portal/rewards/items/coffee/", form | {"seen_points": "1"})
    assert changed.status_code == 422
    assert fields(changed)["seen_points"] == form["seen_points"]
    tote = fields(client.get("/portal/rewards/items/tote/"))
    assert client.post("/portal/rewards/items/tote/", tote).status_code == 422
    placed = client.post("/portal/rewards/items/tote/", tote | {"delivery": "Mei, 1 Main Street"})
    assert "Mei, 1 Main Street" in text_of(client.get(placed.url))
    assert client.get("/portal/rewards/items/none/").status_code == 404


def test_waiting_for_a_reward(client, rewards) -> None:
    address = "/portal/rewards/items/mug/"
    assert "Tell me when it is there again" in text_of(client.get(address))
    assert "We tell you when it is there again." in text_of(client.post(f"{address}wait", follow=True))
    assert "You are no longer on the list." in text_of(client.post(f"{address}wait", {"step": "leave"}, follow=True))
    assert client.post("/portal/rewards/items/coffee/wait", follow=True).status_code == 200
