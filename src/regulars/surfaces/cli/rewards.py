"""`regulars rewards`: the catalogue of the mall, its stock, who waits, and whether all of it adds up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.members import named_member
from regulars.surfaces.cli.options import with_options
from regulars.surfaces.cli.output import REFUSED, print_table
from regulars.surfaces.cli.points import choose_programme, chosen_programme, shown, wallet_and_units

if TYPE_CHECKING:
    from regulars.domain.offers.types import ItemView
    from regulars.domain.programmes.types import LiveProgramme

app = typer.Typer(no_args_is_help=True, help="The mall: rewards, orders, vouchers.")
app.callback()(choose_programme)

ACTOR = "cli"

RewardCode = Annotated[str, typer.Argument(help="The reward's code.")]
Why = Annotated[str, typer.Option("--reason", help="Why.")]


@dataclass(frozen=True)
class NewReward:
    """What `regulars rewards add` is told."""

    code: Annotated[str, typer.Option(help="Its code.")]
    zh: Annotated[str, typer.Option(help="Its Chinese name.")]
    en: Annotated[str, typer.Option(help="Its English name.")]
    points: Annotated[str, typer.Option(help="Points for a piece; where several wallets can be meant, WALLET:POINTS.")]
    kind: Annotated[str, typer.Option(help="goods, service, voucher or charity.")] = "goods"
    amount: Annotated[str, typer.Option(help="Money for a piece, besides.")] = "0"
    stock: Annotated[int, typer.Option(help="Pieces there are; below 0: without end.")] = -1
    limit: Annotated[int, typer.Option(help="Pieces a member may have; 0: any number.")] = 0
    per: Annotated[str, typer.Option(help="In a day, week, month, year, or ever.")] = "ever"
    pool: Annotated[bool, typer.Option(help="Codes of the voucher are put in, not made.")] = False
    listed: Annotated[bool, typer.Option(help="Offer it at once.")] = False


@app.command(name="list")
def list_all() -> None:
    """List the catalogue with its stock."""
    live = chosen_programme()
    from regulars.domain.rewards.queries import list_items

    _tell(live, list_items(live.id))


@app.command()
@with_options(NewReward)
def add(given: NewReward) -> None:
    """Add a reward."""
    live = chosen_programme()
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
    from regulars.domain.rewards.operations import add_item, set_item_state
    from regulars.engine.money import CURRENCY_DECIMALS

    spent = [wallet.id for wallet in live.document.wallets if wallet.purpose != "status"]
    wallet, points = wallet_and_units(live, given.points, spent)
    amount = int(Decimal(given.amount).scaleb(CURRENCY_DECIMALS[live.document.currency]))
    terms = Terms(
        ItemKind(given.kind),
        Words(given.zh, given.en),
        wallet,
        Price(points, amount),
        rules=Rules(limit=given.limit or None, limit_per=LimitPer(given.per)),
        codes=CodeSource.POOL if given.pool else CodeSource.GENERATED,
    )
    view = add_item(live.id, NewItem(given.code, terms, None if given.stock < 0 else given.stock, ACTOR))
    if given.listed:
        view = set_item_state(live.id, given.code, ItemState.LISTED, ACTOR)
    _tell(live, [view])


@app.command()
def state(code: RewardCode, to: Annotated[str, typer.Argument(help="draft, listed or withdrawn.")]) -> None:
    """List a reward, withdraw it, or take it back to draft."""
    live = chosen_programme()
    from regulars.domain.offers.types import ItemState
    from regulars.domain.rewards.operations import set_item_state

    _tell(live, [set_item_state(live.id, code, ItemState(to), ACTOR)])


@app.command()
def stock(
    code: RewardCode, change: Annotated[int, typer.Argument(help="Pieces that come or go.")], reason: Why
) -> None:
    """Add pieces, or take some away."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import change_stock
    from regulars.domain.rewards.types.orders import Deed

    _tell(live, [change_stock(live.id, code, change, Deed(ACTOR, reason))])


@app.command()
def picture(code: RewardCode, file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Give a reward a picture: JPEG, PNG or WebP."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import set_picture

    print(f"picture {set_picture(live.id, code, file.read_bytes(), ACTOR).picture}")


@app.command()
def offers(
    member: Annotated[str, typer.Argument(help="Card, mobile, e-mail, external id, device, or #NUMBER.")],
) -> None:
    """Show what a member is offered, at their price."""
    live = chosen_programme()
    from regulars.domain.rewards.queries import catalogue_for

    rows = [
        (one.item.code, one.phase.value, shown(live, one.item.terms.wallet, one.price.points), one.refusal)
        for one in catalogue_for(live.id, named_member(live.id, member).id)
    ]
    print_table(("reward", "phase", "points", "refusal"), rows)


@app.command()
def waiting(code: RewardCode) -> None:
    """Show who waits for a reward, in their order."""
    live = chosen_programme()
    from regulars.domain.rewards.queries import waiting_for
    from regulars.platform.paging import PageRequest

    rows = [
        (one.member_id, f"{one.joined_at:%Y-%m-%d %H:%M}", f"{one.told_at:%Y-%m-%d %H:%M}" if one.told_at else "")
        for one in waiting_for(live.id, code, PageRequest(limit=200)).items
    ]
    print_table(("member", "since", "told"), rows)


@app.command()
def release() -> None:
    """Let reservations go whose time is over, tell who waits, and mark codes that expired; a job does so too."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import expire_vouchers, release_lapsed, tell_all_waiting

    released, told, expired = release_lapsed(live.id), tell_all_waiting(live.id), expire_vouchers(live.id)
    print(f"released {released}, told {told}, expired {expired}")


@app.command()
def verify() -> None:
    """Hold stock against orders and codes, and orders against the ledger."""
    live = chosen_programme()
    from regulars.domain.rewards.checks import verify_rewards

    found = verify_rewards(live.id)
    if not found:
        print("rewards: everything adds up")
        return
    print_table(("what", "of", "expected", "found"), found)
    raise typer.Exit(REFUSED)


def _tell(live: LiveProgramme, items: list[ItemView]) -> None:
    rows = [
        (
            one.code,
            one.state.value,
            one.terms.kind.value,
            one.terms.name.en,
            f"{shown(live, one.terms.wallet, one.terms.price.points)} {one.terms.wallet}",
            "without end" if one.stock.free is None else one.stock.free,
            one.stock.reserved,
            one.stock.sold,
            one.waiting,
        )
        for one in items
    ]
    print_table(("code", "state", "kind", "name", "price", "free", "reserved", "sold", "waiting"), rows)
