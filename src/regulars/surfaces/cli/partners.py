"""`regulars partner`: partners, their rates, months with them, and the proof that both sides balance."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.output import REFUSED, print_table, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme

if TYPE_CHECKING:
    from regulars.domain.partners.types import PartnerView, StatementView

app = typer.Typer(no_args_is_help=True, help="Partners, and settling with them.")

Partner = Annotated[str, typer.Argument(help="Code of the partner.")]
Month = Annotated[str, typer.Argument(help="As 2026-06.")]
ACTOR = "cli"


@app.command("list")
def list_partners(programme: Code = "") -> None:
    """List partners with the rate of today."""
    ready()
    from regulars.domain.partners import queries

    live = only_programme(programme)
    found = queries.list_partners(live.id)
    rates = queries.rates_on([one.id for one in found], queries.today(live.id))
    rows = []
    for one in found:
        rate = rates.get(one.id)
        told = ("-", "-", "-") if rate is None else (rate.units_in, rate.units_out, rate.price)
        rows.append((one.code, one.name.en, one.wallet, "active" if one.active else "paused", *told))
    print_table(("code", "name", "wallet", "state", "units in", "units out", "price"), rows)


@app.command()
def add(
    partner: Partner,
    name: Annotated[tuple[str, str], typer.Option(help="Name in Chinese and in English.")],
    currency: Annotated[tuple[str, str], typer.Option(help="Its currency in Chinese and in English.")],
    wallet: Annotated[str, typer.Option(help="The wallet whose points are used there.")],
    programme: Code = "",
) -> None:
    """Add a partner."""
    ready()
    from regulars.domain.partners.operations import add_partner
    from regulars.domain.partners.types import Names, NewPartner

    new = NewPartner(partner, Names(*name), Names(*currency), wallet)
    print(f"partner {add_partner(only_programme(programme).id, new, ACTOR).code} is added")


@app.command()
def rate(
    partner: Partner,
    units: Annotated[
        tuple[str, str], typer.Option(help="Units of its currency that a member gives, and gets, for a point.")
    ],
    price: Annotated[str, typer.Option(help="Currency units at which a point is settled.")],
    valid_from: Annotated[str, typer.Option(help="As 2026-07-01; default: today.")] = "",
    programme: Code = "",
) -> None:
    """Set a rate from today or a later day on."""
    ready()
    from regulars.domain.partners import operations, queries
    from regulars.domain.partners.types import Rate

    live = only_programme(programme)
    since = _day(valid_from) if valid_from else queries.today(live.id)
    numbers = (_number(units[0]), _number(units[1]), _number(price))
    made = operations.add_rate(live.id, partner, Rate(0, since, *numbers), ACTOR)
    print(f"rate of {partner} from {made.valid_from} on: {made.units_in} in, {made.units_out} out, price {made.price}")


@app.command()
def items(
    partner: Partner,
    member: Annotated[int | None, typer.Option(min=1, help="Of this member only.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    programme: Code = "",
) -> None:
    """List what was done for a partner, newest first."""
    ready()
    from regulars.domain.partners import queries
    from regulars.domain.partners.types import ItemFilter
    from regulars.platform.paging import PageRequest

    found = queries.partner(only_programme(programme).id, partner)
    page = queries.items(found, PageRequest(limit=limit), ItemFilter(member_id=member))
    rows = [
        (one.booked_on, one.reference, one.kind.value, one.member_id, _points(found, one.points), one.units)
        for one in page.items
    ]
    print_table(("booked", "reference", "kind", "member", "points", "units"), rows)


@app.command()
def reverse(
    partner: Partner,
    reference: Annotated[str, typer.Argument()],
    reason: Annotated[str, typer.Option()],
    programme: Code = "",
) -> None:
    """Take back all of an item."""
    ready()
    from regulars.domain.partners.operations import reverse_item

    receipt = reverse_item(only_programme(programme).id, partner, reference, reason, ACTOR)
    print(f"{reference} is reversed by {receipt.item.reference}")


@app.command()
def statement(
    partner: Partner,
    month: Month,
    output: Annotated[Path | None, typer.Option(help="Write it with its items to this .csv or .xlsx.")] = None,
    programme: Code = "",
) -> None:
    """Show a month with a partner: as it was issued, or as it stands now."""
    ready()
    from regulars.domain.partners import queries

    live = only_programme(programme)
    view = queries.statement(queries.partner(live.id, partner), _month(month))
    _tell(live.id, view)
    if output is not None:
        _write(live.id, view, output)


@app.command()
def issue(partner: Partner, month: Month, programme: Code = "") -> None:
    """Freeze a month that is over."""
    ready()
    from regulars.domain.partners.operations import issue_statement

    live = only_programme(programme)
    _tell(live.id, issue_statement(live.id, partner, _month(month), ACTOR))


@app.command()
def agree(partner: Partner, month: Month, programme: Code = "") -> None:
    """Note that the partner agrees with a month that was issued."""
    ready()
    from regulars.domain.partners.operations import agree_statement

    live = only_programme(programme)
    _tell(live.id, agree_statement(live.id, partner, _month(month), ACTOR))


@app.command()
def compare(
    partner: Partner,
    month: Month,
    file: Annotated[Path, typer.Argument(help="CSV with reference and points.", exists=True, dir_okay=False)],
    programme: Code = "",
) -> None:
    """Compare the partner's books with a month. Exit code 1 when they differ."""
    ready()
    from regulars.domain.partners import operations, queries
    from regulars.domain.partners.types import Books
    from regulars.platform.paging import LARGEST, PageRequest

    live = only_programme(programme)
    books = Books(_month(month), file.name, file.read_bytes())
    upload = operations.compare_books(live.id, partner, books, ACTOR)
    print(f"{upload.lines:,} lines, {upload.matched:,} agree, {upload.differences:,} differ")
    found = queries.partner(live.id, partner)
    page = queries.disputes(found, books.period, PageRequest(limit=LARGEST))
    rows = [
        (one.id, one.reference, one.kind.value, _points(found, one.ours), _points(found, one.theirs), one.state.value)
        for one in page.items
    ]
    print_table(("number", "reference", "kind", "ours", "theirs", "state"), rows)
    if upload.differences:
        raise SystemExit(REFUSED)


@app.command()
def verify(programme: Code = "") -> None:
    """Prove that items, ledger and issued statements balance. Exit code 1 when something does not."""
    ready()
    from regulars.domain.partners.checks import verify_partners

    imbalances = verify_partners(only_programme(programme).id)
    for one in imbalances:
        where = f"item {one.item_id}" if one.item_id else f"wallet {one.wallet} {one.params.get('period', '')}".strip()
        print(f"DIVERGES {one.partner or 'all partners'}, {where}: items say {one.said}, the ledger says {one.posted}")
    if imbalances:
        raise SystemExit(REFUSED)
    print("both sides balance")


def _tell(programme_id: int, view: StatementView) -> None:
    from regulars.domain.partners import queries
    from regulars.engine.money import CURRENCY_DECIMALS
    from regulars.surfaces.web.formatting import plain_points

    found = queries.partner(programme_id, view.partner)
    figures = view.figures
    print(f"{view.partner} {view.period:%Y-%m}: {view.state.value}, {figures.items} items")
    for name in ("opening", "earned", "burned", "reversed", "net", "closing"):
        print(f"  {name:9} {_points(found, getattr(figures, name))}")
    print(f"  to be paid {plain_points(figures.money_minor, CURRENCY_DECIMALS[view.currency])} {view.currency}")
    if view.sha256:
        print(f"  seal {view.sha256}")
    if view.open_disputes:
        print(f"  {view.open_disputes} differences are open", file=sys.stderr)


def _write(programme_id: int, view: StatementView, output: Path) -> None:
    from regulars.domain.partners import queries
    from regulars.domain.partners.queries.partners import wallet_decimals
    from regulars.surfaces.web.statements import statement_csv, statement_xlsx

    found = queries.partner(programme_id, view.partner)
    decimals = wallet_decimals(programme_id, found.wallet)
    lines = queries.items_of_month(found, view.period)
    if output.suffix == ".xlsx":
        output.write_bytes(statement_xlsx(view, lines, decimals))
    elif output.suffix == ".csv":
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(statement_csv(view, lines, decimals))
    else:
        wrong_usage(f"{output} is neither .csv nor .xlsx")


def _points(found: PartnerView, points: int | None) -> str:
    from regulars.domain.partners.queries.partners import wallet_decimals
    from regulars.surfaces.web.formatting import plain_points

    if points is None:
        return "-"
    return plain_points(points, wallet_decimals(found.programme_id, found.wallet))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        wrong_usage(f"{text} is not a month; write it as 2026-06")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong_usage(f"{text} is not a date; write it as 2026-07-01")


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        wrong_usage(f"{text} is not a number")
