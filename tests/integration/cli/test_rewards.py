"""The mall at the command line."""

import pytest
from PIL import Image

from regulars.domain.offers.types import ItemState
from regulars.domain.rewards.checks import verify_rewards
from regulars.domain.rewards.queries import item, list_items, list_orders, order, vouchers_of
from regulars.domain.rewards.types.orders import OrderState
from regulars.platform.paging import PageRequest
from regulars.surfaces.cli.demo.mall import WARES, create_mall
from tests.families import enrol, give, points_of
from tests.mall import install_mall


@pytest.fixture
def mall(db, frozen_clock):
    return install_mall(1)


@pytest.fixture
def cup(mall, regulars):
    """A tea cup that is offered."""
    given = "--code cup --zh 杯 --en Cup --points 100 --stock 3 --limit 2 --listed"
    regulars("rewards", "add", *given.split())
    return item(mall[0].id, "cup")


def rows(out: str) -> list[list[str]]:
    """The rows of a table without its headings."""
    return [line.split() for line in out.splitlines()[1:]]


def test_the_catalogue(mall, cup, regulars, tmp_path):
    programme, (member,) = mall
    assert rows(regulars("rewards", "list")[1])[0][:5] == ["cup", "listed", "goods", "Cup", "100"]
    assert regulars("rewards", "stock", "cup", "2", "--reason", "delivery")[0] == 0
    assert regulars("rewards", "stock", "cup", "--reason", "delivery", "--", "-9")[0] == 1
    Image.new("RGB", (40, 30)).save(tmp_path / "cup.png")
    assert regulars("rewards", "picture", "cup", str(tmp_path / "cup.png"))[0] == 0
    assert rows(regulars("rewards", "offers", f"#{member}")[1]) == [["cup", "open", "100"]]
    regulars("rewards", "state", "cup", "withdrawn")
    assert rows(regulars("rewards", "offers", f"#{member}")[1]) == []
    assert regulars("rewards", "waiting", "cup")[0] == 0
    assert item(programme.id, "cup").stock.total == 5


def test_orders(mall, cup, regulars):
    programme, (member,) = mall
    assert rows(regulars("rewards", "order", "place", "cup", f"#{member}", "--id", "o1")[1])[0][:2] == ["o1", "placed"]
    regulars("rewards", "order", "pay", "o1", "till")
    regulars("rewards", "order", "fulfil", "o1", "--tracking", "SF-1")
    regulars("rewards", "order", "deliver", "o1")
    regulars("rewards", "order", "refund", "o1", "--reason", "broken", "--points", "50")
    assert (order(programme.id, "o1").state, points_of(programme, [member])) == (OrderState.REFUNDED, [950])
    regulars("rewards", "order", "reserve", "cup", f"#{member}", "--id", "o2")
    regulars("rewards", "order", "confirm", "o2")
    regulars("rewards", "order", "cancel", "o2", "--reason", "no longer")
    assert len(rows(regulars("rewards", "order", "list", "--state", "cancelled")[1])) == 1
    assert "cancelled" in regulars("rewards", "order", "show", "o2")[1]
    assert regulars("rewards", "release")[1] == "released 0, told 0, expired 0\n"
    assert regulars("rewards", "verify")[1] == "rewards: everything adds up\n"


def test_codes(mall, regulars, tmp_path):
    programme, (member,) = mall
    given = "--code pass --zh 券 --en Pass --points 100 --kind voucher --pool --listed"
    regulars("rewards", "add", *given.split())
    made = regulars("rewards", "code", "make", "pass", "2")[1].split()
    assert len(made) == 2
    (tmp_path / "codes.csv").write_text("PARTNER-0001\nshort\n")
    code, out, err = regulars("rewards", "code", "import", "pass", str(tmp_path / "codes.csv"))
    assert (code, out, err.startswith("  2: ")) == (0, "added 1, wrong 1\n", True)
    regulars("rewards", "order", "place", "pass", f"#{member}", "--id", "o1")
    (voucher,) = vouchers_of(programme.id, member).items
    assert regulars("rewards", "code", "use", voucher.code, "--place", "Store")[0] == 0
    assert regulars("rewards", "code", "use", voucher.code)[0] == 1
    assert regulars("rewards", "code", "take-back", str(voucher.number), "--reason", "wrong")[0] == 0
    assert regulars("rewards", "code", "void", str(voucher.number), "--reason", "wrong")[0] == 0
    assert len(rows(regulars("rewards", "code", "list", "--state", "new")[1])) == 2


def test_the_mall_of_the_demo(club, frozen_clock):
    members = enrol(club, 20)
    for member in members:
        give(club, member, 5000)
    create_mall(club.id)
    create_mall(club.id)
    found = list_items(club.id)
    assert [one.code for one in found] == [ware.code for ware in WARES]
    assert all(one.picture and one.state is ItemState.LISTED for one in found)
    states = {one.state for one in list_orders(club.id, PageRequest(limit=200)).items}
    assert states >= {OrderState.PLACED, OrderState.FULFILLED}
    assert verify_rewards(club.id) == []
