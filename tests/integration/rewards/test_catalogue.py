"""Keeping the catalogue: what is said of items, pictures, stock, and who waits for it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from regulars.domain.offers import errors as offer_errors
from regulars.domain.offers.types import CodeSource, ItemKind, ItemState, NewItem, Price, Rules, Stock, Words
from regulars.domain.programmes.types import stream_of
from regulars.domain.rewards import errors
from regulars.domain.rewards.operations import (
    add_item,
    cancel_order,
    change_item,
    change_stock,
    join_waiting_list,
    leave_waiting_list,
    place_order,
    set_item_state,
    set_picture,
    tell_all_waiting,
)
from regulars.domain.rewards.queries import catalogue_for, item, list_items, stock_changes, waiting_for
from regulars.domain.rewards.types.orders import Deed
from regulars.platform import clock, outbox
from regulars.platform.outbox import OutboxFilter
from regulars.platform.paging import PageRequest
from regulars.platform.pictures import PictureInvalid, PictureTooLarge, picture_path
from tests.mall import MUG, offer, stock, wish

ANNA = Deed("anna", "counted")


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 600)) -> bytes:
    """A picture as somebody would upload it."""
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def test_an_item_is_added_changed_and_listed(mall) -> None:
    programme, (member, *_) = mall
    added = add_item(programme.id, NewItem("mug", MUG, 5, "anna"))
    assert (added.state, added.stock, catalogue_for(programme.id, member)) == (ItemState.DRAFT, Stock(5, 0, 0), [])
    with pytest.raises(errors.RewardExists):
        add_item(programme.id, NewItem("mug", MUG, 5, "anna"))
    dearer = replace(MUG, price=Price(200, 50))
    changed = change_item(programme.id, "mug", dearer, added.revision, "anna")
    assert changed.terms.price == Price(200, 50)
    with pytest.raises(errors.RewardChanged):
        change_item(programme.id, "mug", MUG, added.revision, "bert")
    set_item_state(programme.id, "mug", ItemState.LISTED, "anna")
    assert [one.item.code for one in catalogue_for(programme.id, member)] == ["mug"]
    assert [one.code for one in list_items(programme.id, ItemState.DRAFT)] == []
    with pytest.raises(errors.RewardMissing):
        set_item_state(programme.id, "nothing", ItemState.LISTED, "anna")


def test_what_was_ordered_keeps_its_kind(mall) -> None:
    programme, (member, *_) = mall
    view = offer(programme)
    place_order(programme.id, wish(member))
    with pytest.raises(offer_errors.RewardNumberInvalid):
        change_item(programme.id, "mug", replace(MUG, kind=ItemKind.SERVICE), view.revision, "anna")


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        (replace(MUG, name=Words("杯", " ")), offer_errors.RewardTextMissing),
        (replace(MUG, price=Price(0)), offer_errors.RewardPriceInvalid),
        (replace(MUG, price=Price(5, -1)), offer_errors.RewardPriceInvalid),
        (replace(MUG, wallet="growth"), offer_errors.RewardPriceInvalid),
        (replace(MUG, wallet="nothing"), offer_errors.RewardPriceInvalid),
        (replace(MUG, tier_points={"nobody": 5}), offer_errors.RewardTierUnknown),
        (replace(MUG, rules=Rules(tiers=("nobody",))), offer_errors.RewardTierUnknown),
        (replace(MUG, rules=Rules(reserve_minutes=0)), offer_errors.RewardNumberInvalid),
        (replace(MUG, rules=Rules(limit=0)), offer_errors.RewardNumberInvalid),
        (replace(MUG, voucher_days=3), offer_errors.RewardNumberInvalid),
    ],
)
def test_terms_that_are_wrong(mall, terms, error) -> None:
    programme, _ = mall
    with pytest.raises(error):
        add_item(programme.id, NewItem("mug", terms, 5, "anna"))
    assert list_items(programme.id) == []


def test_dates_that_are_not_in_order(mall) -> None:
    programme, _ = mall
    now = clock.now()
    for rules in (
        Rules(starts_at=now, ends_at=now),
        Rules(starts_at=now, announced_at=now + timedelta(1)),
        Rules(announced_at=now),
    ):
        with pytest.raises(offer_errors.RewardDatesInvalid):
            add_item(programme.id, NewItem("mug", replace(MUG, rules=rules), 5, "anna"))


def test_stock_by_hand(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, total=2)
    place_order(programme.id, wish(member, quantity=2))
    assert change_stock(programme.id, "mug", 3, ANNA).stock == Stock(5, 0, 2)
    with pytest.raises(errors.StockTooLow):
        change_stock(programme.id, "mug", -4, ANNA)
    assert change_stock(programme.id, "mug", -3, ANNA).stock.free == 0
    assert [one.change for one in stock_changes(programme.id, "mug")] == [-3, 3, 2]
    offer(programme, "endless", total=None)
    with pytest.raises(offer_errors.RewardNumberInvalid):
        change_stock(programme.id, "endless", 3, ANNA)
    offer(programme, "codes", kind=ItemKind.VOUCHER, codes=CodeSource.POOL)
    with pytest.raises(errors.CodesPooled):
        change_stock(programme.id, "codes", 3, ANNA)


def test_those_who_wait_are_told_in_order(mall, frozen_clock) -> None:
    programme, (first, second, third) = mall
    offer(programme, total=1)
    with pytest.raises(errors.NothingToWaitFor):
        join_waiting_list(programme.id, first, "mug")
    place_order(programme.id, wish(third))
    for member in (second, first, second):
        join_waiting_list(programme.id, member, "mug")
    assert [one.member_id for one in waiting_for(programme.id, "mug", PageRequest()).items] == [second, first]
    assert (item(programme.id, "mug").waiting, catalogue_for(programme.id, first)[0].waiting) == (2, True)
    cancel_order(programme.id, "o1", Deed(""), third)
    assert told(programme) == [f"member {second}"]
    assert tell_all_waiting(programme.id) == 0
    frozen_clock.advance(timedelta(hours=25))
    assert tell_all_waiting(programme.id) == 1
    assert told(programme) == [f"member {first}", f"member {second}"]
    place_order(programme.id, wish(first, "o2"))
    assert waiting_for(programme.id, "mug", PageRequest()).items == ()
    join_waiting_list(programme.id, second, "mug")
    assert (leave_waiting_list(programme.id, second, "mug"), leave_waiting_list(programme.id, second, "mug")) == (
        True,
        False,
    )


def told(programme) -> list[str]:
    """Who was told that something is there again, newest first."""
    found = outbox.list_messages(stream_of(programme.id), PageRequest(), OutboxFilter("reward.back_in_stock"))
    return [one.subject for one in found.items]


def test_nobody_waits_for_what_is_not_theirs(mall) -> None:
    programme, (member, *_) = mall
    offer(programme, total=0, tiers=(programme.document.ladder.tiers[-1].id,))
    with pytest.raises(offer_errors.NotOffered):
        join_waiting_list(programme.id, member, "mug")
    with pytest.raises(errors.RewardMissing):
        join_waiting_list(programme.id, member, "nothing")


def test_pictures_are_made_anew(mall) -> None:
    programme, _ = mall
    offer(programme)
    hidden = picture("JPEG") + b"<script>alert(1)</script>"
    name = set_picture(programme.id, "mug", hidden, "anna").picture
    path = picture_path(name)
    assert path is not None
    assert b"script" not in path.read_bytes()
    with Image.open(path) as kept:
        assert (kept.format, kept.size) == ("WEBP", (960, 480))
    assert set_picture(programme.id, "mug", hidden, "anna").picture == name
    for wrong in (b"", b"GIF89a" + b"0" * 50, picture()[:200], b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        with pytest.raises(PictureInvalid):
            set_picture(programme.id, "mug", wrong, "anna")
    for large in (b"0" * (8 * 1024**2 + 1), picture(size=(8000, 8000))):
        with pytest.raises(PictureTooLarge):
            set_picture(programme.id, "mug", large, "anna")
    assert [picture_path(odd) for odd in ("../secrets", "0" * 64, "", "A" * 64)] == [None] * 4
    assert stock(programme) == Stock(10, 0, 0)
