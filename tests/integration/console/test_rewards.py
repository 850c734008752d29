"""The mall at the console."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from regulars.domain.offers.types import CodeSource, ItemKind, ItemState, Price, Stock
from regulars.domain.rewards.operations import place_order, reserve
from regulars.domain.rewards.queries import item, list_vouchers, order, vouchers_of
from regulars.domain.rewards.types.orders import OrderState
from regulars.domain.rewards.types.vouchers import VoucherFilter, VoucherState
from regulars.platform.paging import PageRequest
from tests.families import points_of
from tests.mall import install_mall, offer, wish

FORM = {
    "code": "cup",
    "kind": "goods",
    "name_zh": "茶杯",
    "name_en": "Tea cup",
    "about_en": "Holds tea.",
    "wallet": "points",
    "points": "300",
    "amount": "9.9",
    "total": "20",
    "limit_per": "month",
    "limit": "2",
    "starts_at": "2026-06-20T10:00",
    "reserve_minutes": "15",
    "cancel_hours": "24",
    "refund_days": "30",
    "codes": "generated",
    "position": "0",
}


@pytest.fixture
def mall(db, frozen_clock):
    return install_mall(3)


@pytest.fixture
def operator(client_as, mall):
    return client_as("operator")


def test_a_reward_is_added_edited_pictured_and_offered(mall, operator) -> None:
    programme, _ = mall
    assert operator.get("/console/rewards/").context["lines"] == []
    made = operator.post("/console/rewards/new", FORM)
    assert made.headers["Location"] == "/console/rewards/items/cup/"
    view = item(programme.id, "cup")
    assert (view.terms.price, view.stock, view.state) == (Price(300, 990), Stock(20, 0, 0), ItemState.DRAFT)
    assert view.terms.rules.starts_at.isoformat() == "2026-06-20T02:00:00+00:00"
    page = operator.get("/console/rewards/items/cup/edit")
    assert 'value="2026-06-20T10:00"' in page.content.decode()
    tier = programme.document.ladder.tiers[-1].id
    changed = FORM | {"points": "350", f"tier-{tier}": "280", "revision": "1"}
    assert operator.post("/console/rewards/items/cup/edit", changed).status_code == 302
    assert operator.post("/console/rewards/items/cup/edit", changed).status_code == 422
    assert item(programme.id, "cup").terms.tier_points == {tier: 280}
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "PNG")
    operator.post("/console/rewards/items/cup/picture", {"picture": SimpleUploadedFile("a.png", written.getvalue())})
    name = item(programme.id, "cup").picture
    shown = operator.get(f"/pictures/{name}.webp")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/webp")
    assert "immutable" in shown.headers["Cache-Control"]
    assert operator.get(f"/pictures/{'0' * 64}.webp").status_code == 404
    bad = operator.post(
        "/console/rewards/items/cup/picture", {"picture": SimpleUploadedFile("a.png", b"no")}, follow=True
    )
    assert "无法识别该图片" in bad.content.decode()
    operator.post("/console/rewards/items/cup/stock", {"change": "5", "reason": "delivery"})
    operator.post("/console/rewards/items/cup/stock", {"change": "-50", "reason": "delivery"})
    operator.post("/console/rewards/items/cup/state/listed")
    assert operator.post("/console/rewards/items/cup/state/nonsense").status_code == 404
    view = item(programme.id, "cup")
    assert (view.stock.total, view.state) == (25, ItemState.LISTED)
    assert operator.get("/console/rewards/items/cup/").status_code == 200


def test_forms_say_what_is_wrong(mall, operator) -> None:
    again = operator.post("/console/rewards/new", FORM | {"points": "1.5", "code": "No good"})
    assert (again.status_code, set(again.context["form"].errors)) == (422, {"points", "code"})
    dates = operator.post("/console/rewards/new", FORM | {"ends_at": "2026-06-19T10:00"})
    assert (dates.status_code, set(dates.context["form"].errors)) == (422, {"__all__"})


def test_an_order_is_paid_sent_delivered_and_refunded(mall, operator) -> None:
    programme, (member, *_) = mall
    offer(programme, price=Price(100, 990))
    place_order(programme.id, wish(member, amount_minor=990, delivery="Li Lei"))
    address = "/console/orders/o1/"
    shown = operator.get(address).content.decode()
    assert "Li Lei" in shown
    operator.post(f"{address}fulfil", {"tracking": "SF-1"})
    assert order(programme.id, "o1").state is OrderState.PLACED
    operator.post(f"{address}payment", {"reference": "checkout 7"})
    operator.post(f"{address}fulfil", {"tracking": "SF-1"})
    operator.post(f"{address}deliver")
    assert order(programme.id, "o1").state is OrderState.DELIVERED
    assert operator.get(address).status_code == 200
    operator.post(f"{address}refund", {"reason": ""})
    operator.post(f"{address}refund", {"reason": "Broken", "points": "40", "restock": ""})
    assert (points_of(programme, [member]), item(programme.id, "mug").stock.sold) == ([940], 1)
    assert order(programme.id, "o1").state is OrderState.REFUNDED


def test_orders_are_narrowed_and_cancelled(mall, operator) -> None:
    programme, (member, other, _) = mall
    offer(programme)
    place_order(programme.id, wish(member, "o1"))
    reserve(programme.id, wish(other, "o2"))

    def listed(query: str) -> list[str]:
        lines = operator.get(f"/console/orders/?{query}").context["lines"]
        return [line["order"].order_id for line in lines]

    assert (listed(""), listed("state=placed"), listed(f"member=%23{other}")) == (["o2", "o1"], ["o1"], ["o2"])
    assert (listed("q=o1"), listed("member=nobody"), listed("reward=cup")) == (["o1"], [], [])
    operator.post("/console/orders/o2/cancel", {"reason": "Asked for"})
    assert order(programme.id, "o2").state is OrderState.CANCELLED


def test_where_an_order_goes_is_hidden_from_analysts(mall, client_as) -> None:
    programme, (member, *_) = mall
    offer(programme)
    place_order(programme.id, wish(member, delivery="Li Lei, 1 Main Street"))
    shown = client_as("analyst").get("/console/orders/o1/")
    assert "Main Street" not in shown.content.decode()


def test_codes_from_making_to_use(mall, operator) -> None:
    programme, (member, *_) = mall
    offer(programme, kind=ItemKind.VOUCHER, codes=CodeSource.POOL)
    address = "/console/rewards/items/mug/"
    made = operator.post(f"{address}codes", {"count": "3", "batch": "spring"})
    codes = made.content.decode().split()
    assert (len(codes), made.headers["Cache-Control"]) == (3, "no-store")
    file = SimpleUploadedFile("codes.csv", b"PARTNER-0001\nshort\n")
    report = operator.post(f"{address}codes/import", {"file": file, "batch": "paper", "handed_out": "on"})
    assert [row for row, _ in report.context["problems"]] == [2]
    good = SimpleUploadedFile("codes.csv", b"PARTNER-0002\n")
    assert operator.post(f"{address}codes/import", {"file": good}).headers["Location"] == address
    place_order(programme.id, wish(member))
    (mine,) = vouchers_of(programme.id, member).items
    assert mine.code in codes
    use = "/console/rewards/vouchers/use"
    form = {"code": mine.code, "place": "Store 7", "deed_id": "5f0c9d0e-7a53-4f4c-9d2e-0d8a3a1b2c3d"}
    assert operator.post(use, form).context["used"].number == mine.number
    again = operator.post(use, form | {"deed_id": "6f0c9d0e-7a53-4f4c-9d2e-0d8a3a1b2c3d"})
    assert (again.status_code, "Store 7" in again.content.decode()) == (422, True)
    listed = operator.get("/console/rewards/vouchers/?reward=mug&state=used")
    assert [line["voucher"].number for line in listed.context["lines"]] == [mine.number]
    assert mine.code not in listed.content.decode()
    operator.post(f"/console/rewards/vouchers/{mine.number}/take-back", {"reason": "Wrong guest"})
    operator.post(f"/console/rewards/vouchers/{mine.number}/void", {"reason": "Wrong guest"})
    voided = list_vouchers(programme.id, PageRequest(), VoucherFilter(VoucherState.VOID)).items
    assert [one.number for one in voided] == [mine.number]
