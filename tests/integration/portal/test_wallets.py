"""The card for wallets of phones, and vouchers with codes that change."""

import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from regulars.domain.benefits.types import Place
from regulars.domain.members.queries import find_member
from regulars.domain.offers.types import CodeSource, ItemKind, ItemState, NewItem, Price, Terms, Words
from regulars.domain.rewards.operations import add_item, import_codes, place_order, set_item_state
from regulars.domain.rewards.queries import offer_for, vouchers_of
from regulars.domain.rewards.types.orders import NewOrder
from regulars.domain.rewards.types.vouchers import CodeFile
from regulars.domain.verifications.operations import verify
from regulars.domain.verifications.types.verifying import NewVerification, Showing
from tests.integration.passes.test_passes import apple, google
from tests.integration.portal.conftest import FRIEND
from tests.integration.portal.test_pages import text_of

__all__ = ["apple", "google"]


def test_nothing_is_offered_where_no_keys_are_set_up(client) -> None:
    assert "Wallet" not in text_of(client.get("/portal/"))
    for address in ("apple", "google"):
        assert "There is no pass for this wallet" in text_of(client.get(f"/portal/wallet/{address}", follow=True))


def test_the_card_goes_to_both_wallets(client, apple, google) -> None:
    words = text_of(client.get("/portal/"))
    assert "Add to Apple Wallet" in words
    assert "Add to Google Wallet" in words
    file = client.get("/portal/wallet/apple")
    assert file.headers["Content-Type"] == "application/vnd.apple.pkpass"
    assert "pass.json" in zipfile.ZipFile(BytesIO(file.content)).namelist()
    assert client.get("/portal/wallet/google").url.startswith("https://pay.google.com/gp/v/save/")


@pytest.fixture
def order(programme, member_id):
    """Order a number of vouchers; answers their numbers."""

    def place(source: CodeSource = CodeSource.GENERATED, quantity: int = 1) -> list[int]:
        terms = Terms(ItemKind.VOUCHER, Words("咖啡券", "Coffee voucher"), "points", Price(100), codes=source)
        add_item(programme.id, NewItem(source.value, terms, None, "staff"))
        set_item_state(programme.id, source.value, ItemState.LISTED, "staff")
        if source is CodeSource.POOL:
            import_codes(programme.id, CodeFile(source.value, "CINEMA-000123", "cinema", "staff"))
        price = offer_for(programme.id, member_id, source.value).price
        place_order(programme.id, NewOrder("o1", member_id, source.value, price, quantity))
        return [one.number for one in vouchers_of(programme.id, member_id).items]

    return place


def codes(answer) -> list[str]:
    return re.findall(r'class="voucher-code">([^<]+)<', answer.content.decode())


def test_a_voucher_shows_a_code_that_changes_until_it_is_used(
    programme, client, signed_in, order, frozen_clock
) -> None:
    (number,) = order()
    address = f"/portal/rewards/vouchers/{number}/"
    shown, own = codes(client.get(address))
    assert shown.startswith("RG")
    assert codes(client.get("/portal/rewards/orders/o1/"))[1] == own
    frozen_clock.advance(timedelta(seconds=40))
    (later,) = codes(client.get(f"{address}code"))
    assert later != shown
    verify(programme.id, NewVerification("v1", Showing(Place("store", "S1"), "anna", "anna", later)))
    assert "voucher-code" not in client.get(f"{address}code").content.decode()
    used = client.get(address)
    assert "used on 15 Jun 2026" in text_of(used)
    assert codes(used) == [own]
    assert find_member(programme.id, FRIEND)
    assert signed_in(FRIEND).get(address).status_code == 404


def test_a_partners_code_is_shown_as_it_is(client, order) -> None:
    (number,) = order(CodeSource.POOL)
    page = client.get(f"/portal/rewards/vouchers/{number}/")
    assert codes(page) == ["CINEMA-000123"]
    assert "QR code of the voucher" in page.content.decode()


def test_several_vouchers_of_an_order_are_pages_of_their_own(client, order) -> None:
    numbers = order(quantity=3)
    page = client.get("/portal/rewards/orders/o1/").content.decode()
    assert [int(number) for number in re.findall(r"rewards/vouchers/(\d+)/", page)] == sorted(numbers)
    assert "live-code" not in page
