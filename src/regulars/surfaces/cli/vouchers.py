"""`regulars rewards code`: codes of vouchers, made, taken in, used, taken back and voided."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from regulars.surfaces.cli.output import print_table
from regulars.surfaces.cli.points import chosen_programme
from regulars.surfaces.cli.rewards import ACTOR, RewardCode, Why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regulars.domain.rewards.types.vouchers import VoucherView

app = typer.Typer(no_args_is_help=True, help="Codes of vouchers.")

Batch = Annotated[str, typer.Option(help="What these codes are called together.")]
HandedOut = Annotated[bool, typer.Option("--handed-out", help="They are given out by hand, not by orders.")]
Number = Annotated[int, typer.Argument(help="The voucher's number.")]
Code = Annotated[str, typer.Argument(help="The code.")]


@app.command()
def make(
    reward: RewardCode,
    count: Annotated[int, typer.Argument(help="How many.")],
    batch: Batch = "",
    handed_out: HandedOut = False,
) -> None:
    """Make codes and print them, one a line."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import make_codes
    from regulars.domain.rewards.types.vouchers import NewCodes

    print("\n".join(make_codes(live.id, NewCodes(reward, count, batch, ACTOR, handed_out)).codes))


@app.command(name="import")
def take_in(
    reward: RewardCode,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A row each: code, and its last good day.")],
    batch: Batch = "",
    handed_out: HandedOut = False,
) -> None:
    """Take codes in from a file; rows that are wrong are told and left out."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import import_codes
    from regulars.domain.rewards.types.vouchers import CodeFile
    from regulars.surfaces.web.messages import text_for

    text = file.read_text(encoding="utf-8-sig")
    report = import_codes(live.id, CodeFile(reward, text, batch or file.stem[:60], ACTOR, handed_out))
    print(f"added {report.added}, wrong {len(report.problems)}")
    for one in report.problems:
        print(f"  {one.row}: {text_for(one.code, one.params)}", file=sys.stderr)


@app.command(name="list")
def list_all(
    reward: Annotated[str, typer.Option(help="Only those of this reward.")] = "",
    state: Annotated[str, typer.Option(help="Only those in this state.")] = "",
) -> None:
    """List the newest vouchers by the ends of their codes."""
    live = chosen_programme()
    from regulars.domain.rewards.queries import list_vouchers
    from regulars.domain.rewards.types.vouchers import VoucherFilter, VoucherState
    from regulars.platform.paging import PageRequest

    criteria = VoucherFilter(VoucherState(state) if state else None, reward)
    _tell(list_vouchers(live.id, PageRequest(limit=200), criteria).items)


@app.command()
def use(
    code: Code,
    place: Annotated[str, typer.Option(help="Where.")] = "",
    use_id: Annotated[str, typer.Option("--id", help="The same id twice is one use.")] = "",
) -> None:
    """Use a code, once and only once."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import use_voucher
    from regulars.domain.rewards.types.vouchers import NewUse

    _tell([use_voucher(live.id, NewUse(code, use_id or str(uuid4()), place, ACTOR, "cli"))])


@app.command(name="take-back")
def take_back(number: Number, reason: Why) -> None:
    """Take a use back: the code is good again."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import take_use_back
    from regulars.domain.rewards.types.orders import Deed

    _tell([take_use_back(live.id, number, Deed(ACTOR, reason))])


@app.command()
def void(number: Number, reason: Why) -> None:
    """Take a code out of use."""
    live = chosen_programme()
    from regulars.domain.rewards.operations import void_voucher
    from regulars.domain.rewards.types.orders import Deed

    _tell([void_voucher(live.id, number, Deed(ACTOR, reason))])


def _tell(found: Sequence[VoucherView]) -> None:
    rows = [(one.number, one.item, one.code, one.state.value, one.member_id or "", one.used_place) for one in found]
    print_table(("number", "reward", "code", "state", "member", "used at"), rows)
