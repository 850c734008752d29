"""The mall over HTTP."""

import io
from functools import partial

import pytest
from PIL import Image

from regulars.domain.access.operations import create_api_key
from tests.families import points_of
from tests.mall import install_mall

CUP = {"code": "cup", "kind": "goods", "name": {"zh": "茶杯", "en": "Tea cup"}, "price": {"points": 300}, "stock": 2}
SEEN = {"points": 300}


@pytest.fixture
def mall(db, frozen_clock):
    return install_mall(3)


@pytest.fixture
def ask(asking, mall):
    """Call the API with a key for the mall's programme."""
    return partial(asking(mall[0]), "test")


@pytest.fixture
def cup(ask):
    """A tea cup that is offered."""
    ask("POST", "/rewards", CUP)
    return ask("POST", "/rewards/cup/state", {"state": "listed"})[1]


def test_the_catalogue(ask, mall, cup, client) -> None:
    assert (cup["state"], cup["stock"]) == ("listed", {"total": 2, "reserved": 0, "sold": 0, "free": 2})
    assert ask("POST", "/rewards", CUP)[0] == 409
    change = CUP | {"price": {"points": 280, "amount": "1.50"}, "revision": cup["revision"]}
    del change["code"], change["stock"]
    status, changed = ask("PUT", "/rewards/cup", change)
    assert (status, changed["points"], changed["amount"]) == (200, 280, "1.50")
    assert ask("PUT", "/rewards/cup", change)[1]["code"] == "reward_changed"
    assert ask("POST", "/rewards/cup/stock", {"change": 3, "reason": "delivery"})[1]["stock"]["free"] == 5
    assert [one["code"] for one in ask("GET", "/rewards?state=draft")[1]["items"]] == []
    assert ask("GET", "/rewards/nothing")[0] == 404
    offers = ask("GET", f"/rewards/offers?member_id={mall[1][0]}")[1]["items"]
    assert [(one["reward"], one["points"], one["phase"], one["refusal"]) for one in offers] == [
        ("cup", 280, "open", None)
    ]
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "PNG")
    key = create_api_key(mall[0].id, "test", ["rewards:write"], "test").text
    headers = {"Authorization": f"Bearer {key}"}
    sent = client.put("/api/v1/rewards/cup/picture", written.getvalue(), content_type="image/png", headers=headers)
    assert client.get(sent.json()["picture"]).status_code == 200
    wrong = client.put("/api/v1/rewards/cup/picture", b"no", content_type="image/png", headers=headers)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "picture_invalid")


def test_an_order_from_placing_to_refund(ask, mall, cup) -> None:
    programme, (member, *_) = mall
    body = {"id": "o1", "member": {"id": member}, "reward": "cup", "seen": SEEN, "delivery": "Li Lei"}
    status, order = ask("POST", "/orders", body)
    assert (status, order["state"], order["points"]) == (201, "placed", 300)
    assert ask("POST", "/orders", body)[0] == 200
    assert ask("POST", "/orders", body | {"quantity": 2})[1]["code"] == "order_conflict"
    status, problem = ask("POST", "/orders", body | {"id": "o2", "seen": {"points": 250}})
    assert (status, problem["code"], problem["params"]["points"]) == (409, "price_changed", "300")
    assert ask("POST", "/orders", body | {"id": "o3", "quantity": 2})[1]["code"] == "sold_out"
    assert (ask("GET", "/orders/o1")[1]["delivery"], ask("GET", "/orders")[1]["items"][0]["delivery"]) == ("Li Lei", "")
    assert ask("GET", "/orders/o1", scopes=("rewards:read",))[1]["delivery"] == ""
    assert ask("POST", "/orders/o1/payment", {"reference": "7"})[1]["paid_reference"] == "7"
    assert ask("POST", "/orders/o1/fulfil", {"tracking": "SF-1"})[1]["tracking"] == "SF-1"
    assert ask("POST", "/orders/o1/deliver")[1]["state"] == "delivered"
    refunded = ask("POST", "/orders/o1/refund", {"reason": "broken", "points": 100})[1]
    assert (refunded["state"], refunded["returned_points"], points_of(programme, [member])) == ("refunded", 100, [800])
    assert ask("POST", "/orders/o1/cancel", {}, scopes=("rewards:read",))[0] == 403


def test_reservations_and_waiting_lists(ask, mall, cup) -> None:
    programme, (first, second, third) = mall
    for place, member in enumerate((first, second)):
        body = {"id": f"o{place}", "member": {"id": member}, "reward": "cup", "seen": SEEN}
        assert ask("POST", "/orders/reservations", body)[1]["state"] == "reserved"
    assert ask("POST", "/orders/o0/place", {"member": {"id": second}})[0] == 404
    assert ask("POST", "/orders/o0/place", {"member": {"id": first}})[1]["state"] == "placed"
    assert ask("POST", "/rewards/cup/waiting-list", {"member": {"id": third}})[0] == 201
    assert [one["member_id"] for one in ask("GET", "/rewards/cup/waiting-list")[1]["items"]] == [third]
    assert ask("POST", "/orders/o1/cancel", {"member": {"id": second}})[1]["state"] == "cancelled"
    assert ask("GET", "/rewards/cup/waiting-list")[1]["items"][0]["told_at"] is not None
    assert ask("POST", "/rewards/cup/waiting-list/leave", {"member": {"id": third}}) == (200, {"left": True})
    assert points_of(programme, [first, second]) == [700, 1000]


def test_vouchers(ask, mall) -> None:
    _, (member, *_) = mall
    ask("POST", "/rewards", CUP | {"kind": "voucher", "codes": "pool"})
    ask("POST", "/rewards/cup/state", {"state": "listed"})
    made = ask("POST", "/rewards/cup/codes", {"count": 2, "batch": "a"})[1]
    assert (made["added"], len(made["codes"])) == (2, 2)
    taken = ask("POST", "/rewards/cup/codes/import", {"rows": "PARTNER-0001\nshort"})[1]
    assert (taken["added"], [(one["row"], one["code"]) for one in taken["problems"]]) == (1, [(2, "code_too_short")])
    ask("POST", "/orders", {"id": "o1", "member": {"id": member}, "reward": "cup", "seen": SEEN})
    (voucher,) = ask("GET", "/orders/o1/vouchers")[1]["items"]
    assert voucher["code"] in made["codes"]
    assert ask("POST", "/vouchers/check", {"code": voucher["code"]})[1]["state"] == "assigned"
    use = {"id": "u1", "code": voucher["code"], "place": "store 7"}
    assert ask("POST", "/vouchers/use", use)[0] == 201
    assert ask("POST", "/vouchers/use", use)[0] == 200
    assert ask("POST", "/vouchers/use", use | {"id": "u2"})[1]["code"] == "voucher_used"
    assert ask("POST", "/vouchers/use", use | {"id": "u3", "code": "nonsense"})[0] == 404
    number = voucher["number"]
    assert ask("POST", f"/vouchers/{number}/take-back", {"reason": "wrong"})[1]["state"] == "assigned"
    assert ask("POST", f"/vouchers/{number}/void", {"reason": "wrong"})[1]["state"] == "void"
    assert ask("POST", "/vouchers/x/void", {"reason": "wrong"})[0] == 404
    listed = ask("GET", "/vouchers?state=void")[1]["items"]
    assert [one["code"] for one in listed] == [f"…{voucher['code'][-4:]}"]
