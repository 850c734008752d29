"""A small mall for the demo: eight rewards with pictures drawn here, and some orders of members who have the points."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import timedelta

from regulars.domain.ledger.queries.roster import list_roster
from regulars.domain.offers.types import (
    CodeSource,
    ItemKind,
    ItemState,
    LimitPer,
    NewItem,
    Price,
    Rules,
    Terms,
    Words,
)
from regulars.domain.rewards.operations import (
    add_item,
    deliver_order,
    fulfil_order,
    import_codes,
    place_order,
    reserve,
    set_item_state,
    set_picture,
    use_voucher,
)
from regulars.domain.rewards.queries import list_items, offer_for, vouchers_of_order
from regulars.domain.rewards.types.orders import Deed, NewOrder
from regulars.domain.rewards.types.vouchers import CodeFile, NewUse
from regulars.platform import clock
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.surfaces.cli.demo.drawing import draw

ACTOR = "demo"
SEED = 615
WALLET = "points"
BUYERS = 40
PARTNER_CODES = 30


@dataclass(frozen=True)
class Ware:
    """A reward of the demo: its drawing is named like its code.

    `starts_in`: it can be had so long after the mall was made, and is announced until then.
    """

    code: str
    kind: ItemKind
    name: Words
    about: Words
    points: int
    amount_minor: int = 0
    cost_minor: int = 0
    total: int | None = None
    rules: Rules = field(default_factory=Rules)
    codes: CodeSource = CodeSource.GENERATED
    voucher_days: int | None = None
    starts_in: timedelta | None = None
    sent: bool = False


WARES = (
    Ware(
        "tote-bag",
        ItemKind.GOODS,
        Words("帆布购物袋", "Canvas tote bag"),
        Words("厚实耐用，可折叠，印有常客会标志。", "Sturdy, folds small, with the club's mark."),
        points=600,
        cost_minor=280,
        total=200,
        sent=True,
    ),
    Ware(
        "mug",
        ItemKind.GOODS,
        Words("手工马克杯", "Hand-made mug"),
        Words("350 毫升，可用于洗碗机。", "350 ml, fit for the dishwasher."),
        points=900,
        cost_minor=450,
        total=60,
        rules=Rules(limit=2, limit_per=LimitPer.YEAR),
        sent=True,
    ),
    Ware(
        "coffee-pass",
        ItemKind.VOUCHER,
        Words("咖啡兑换券", "Coffee voucher"),
        Words("任意门店一杯中杯咖啡。", "A medium coffee in any store."),
        points=300,
        cost_minor=110,
        rules=Rules(limit=4, limit_per=LimitPer.MONTH),
        voucher_days=60,
    ),
    Ware(
        "cinema-ticket",
        ItemKind.VOUCHER,
        Words("影院合作券", "Cinema ticket"),
        Words("合作影院通用，凭券码取票。", "For the partner's cinemas; the code is the ticket."),
        points=1200,
        cost_minor=620,
        codes=CodeSource.POOL,
        rules=Rules(cancel_hours=0),
    ),
    Ware(
        "baking-class",
        ItemKind.SERVICE,
        Words("周末烘焙课", "Weekend baking class"),
        Words("两小时，面包师带你做酸面包。", "Two hours with our baker, and a loaf to take home."),
        points=1500,
        amount_minor=1000,
        cost_minor=1800,
        total=16,
        rules=Rules(limit=1, limit_per=LimitPer.YEAR),
    ),
    Ware(
        "plant-a-tree",
        ItemKind.CHARITY,
        Words("捐种一棵树", "Plant a tree"),
        Words("以你的名义种下一棵树。", "A tree is planted in your name."),
        points=200,
        cost_minor=150,
    ),
    Ware(
        "harvest-hamper",
        ItemKind.GOODS,
        Words("限量丰收礼篮", "Harvest hamper"),
        Words("当季果蔬与奶酪，限量 50 份，先到先得。", "Fruit, cheese and preserves of the season: fifty of them."),
        points=2000,
        cost_minor=2200,
        total=50,
        rules=Rules(limit=1),
        starts_in=timedelta(days=3),
        sent=True,
    ),
    Ware(
        "tasting-evening",
        ItemKind.SERVICE,
        Words("品鉴之夜", "Tasting evening"),
        Words("尊享与领袖会员专属，可携一位同伴。", "For our two highest tiers; bring somebody along."),
        points=2500,
        cost_minor=3000,
        total=12,
        rules=Rules(tiers=("premium", "leader"), limit=1, limit_per=LimitPer.YEAR),
    ),
)
"""What the demo's mall offers."""


def create_mall(programme_id: int) -> None:
    """Fill the mall once: rewards with pictures, codes, and orders in all states. A second time changes nothing."""
    if list_items(programme_id):
        return
    for position, ware in enumerate(WARES):
        add_item(programme_id, NewItem(ware.code, _terms(ware, position), ware.total, ACTOR))
        set_picture(programme_id, ware.code, draw(ware.code), ACTOR)
        set_item_state(programme_id, ware.code, ItemState.LISTED, ACTOR)
    dice = random.Random(SEED)  # noqa: S311 - a demo, not a secret
    rows = "\n".join(f"CINE-{dice.randrange(10**8):08d}-{number:02d}" for number in range(PARTNER_CODES))
    import_codes(programme_id, CodeFile("cinema-ticket", rows, "cinema", ACTOR))
    _order(programme_id, dice)


def _terms(ware: Ware, position: int) -> Terms:
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    rules = ware.rules
    if ware.starts_in is not None:
        rules = replace(rules, announced_at=now, starts_at=now + ware.starts_in)
    return Terms(
        kind=ware.kind,
        name=ware.name,
        wallet=WALLET,
        price=Price(ware.points, ware.amount_minor),
        about=ware.about,
        rules=rules,
        codes=ware.codes,
        voucher_days=ware.voucher_days,
        needs_delivery=ware.sent,
        cost_minor=ware.cost_minor,
        position=position,
    )


def _order(programme_id: int, dice: random.Random) -> None:
    """Orders of the first members who can pay for something; each fate in its turn."""
    roster = list_roster(programme_id, PageRequest(limit=200)).items
    buyers = [line.member_id for line in roster if line.balances.get(WALLET, 0) >= WARES[0].points][:BUYERS]
    codes = [ware.code for ware in WARES]
    for number, member_id in enumerate(buyers):
        code = dice.choice(codes)
        try:
            price = offer_for(programme_id, member_id, code).price
            asked = NewOrder(f"demo-{number}", member_id, code, price, delivery="Demo Street 1", actor=ACTOR)
            (reserve if number % 10 == 9 else place_order)(programme_id, asked)
            _go_on(programme_id, asked, number)
        except DomainError:
            continue  # they have not the points, or do not see it


def _go_on(programme_id: int, order: NewOrder, number: int) -> None:
    """What becomes of it: some wait, some are on their way, some arrived, some codes were used."""
    why = Deed(ACTOR)
    if number % 4 >= 2:
        fulfil_order(programme_id, order.order_id, f"DM{number:06d}", why)
    if number % 4 == 3:
        deliver_order(programme_id, order.order_id, why)
    for voucher in vouchers_of_order(programme_id, order.order_id) if number % 2 else ():
        use_voucher(programme_id, NewUse(voucher.code, f"demo-{voucher.number}", "Demo store", ACTOR, ACTOR))
