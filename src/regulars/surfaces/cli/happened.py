"""`regulars event`: what happened to a member, and what should have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.instants import instant
from regulars.surfaces.cli.members import Who, named_member
from regulars.surfaces.cli.merges import DryRun, Why
from regulars.surfaces.cli.output import print_table, wrong_usage
from regulars.surfaces.cli.people import Person, person
from regulars.surfaces.cli.points import choose_programme, chosen_programme, units
from regulars.surfaces.cli.stands import print_stands

if TYPE_CHECKING:
    from regulars.domain.corrections.types import Amendment, NewVoid
    from regulars.domain.programmes.types import LiveProgramme

app = typer.Typer(no_args_is_help=True, help="Events of members: taken back, or put right.")
app.callback()(choose_programme)

TraceId = Annotated[
    str, typer.Argument(metavar="EVENT", help="Its trace id: the member's number and its own, such as 12-3.")
]
Figures = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="FIGURE=VALUE",
        help="What it should have said: at=INSTANT, amount=AMOUNT, points=POINTS, or line.ID=QUANTITY:AMOUNT, of which"
        " either may be empty; a quantity of 0 takes a line out.",
    ),
]


@app.command(name="list")
def list_events(member: Who) -> None:
    """List the newest events of a member with their trace ids, and which were taken back."""
    live = chosen_programme()
    from regulars.domain.ledger.queries import events, voids_of

    found = named_member(live.id, member).id
    voided = voids_of(live.id, found)
    rows = [
        (
            f"{found}-{one.seq}",
            f"{one.occurred_at:%Y-%m-%dT%H:%M:%S}Z",
            one.kind,
            one.source,
            one.event_id,
            "taken back" if one.seq in voided else "",
        )
        for one in events(live.id, found).items
    ]
    print_table(("event", "when", "kind", "source", "id", ""), rows)


@app.command()
def void(event: TraceId, reason: Why, by: Person, dry_run: DryRun = False) -> None:
    """Take an event back; all that came after it is told anew, and the difference posted."""
    live = chosen_programme()
    _correct(live, _asked(event, reason, by), None, dry_run=dry_run)


@app.command()
def correct(event: TraceId, figures: Figures, reason: Why, by: Person, dry_run: DryRun = False) -> None:
    """Put an event right: it is taken back and another stands instead, in one go."""
    live = chosen_programme()
    asked = _asked(event, reason, by)
    _correct(live, asked, _amendment(live, asked, figures), dry_run=dry_run)


def _asked(event: str, reason: str, by: str) -> NewVoid:
    from regulars.domain.access.policy import Permission
    from regulars.domain.corrections.types import NewVoid

    member, _, seq = event.partition("-")
    if not (member.isdigit() and seq.isdigit() and len(event) < 19):
        wrong_usage(f"{event} is no trace id; `regulars event list` shows them")
    return NewVoid(int(member), int(seq), reason, person(by, Permission.CORRECT_EVENTS))


def _correct(live: LiveProgramme, asked: NewVoid, amendment: Amendment | None, *, dry_run: bool) -> None:
    from regulars.domain.corrections import operations

    if dry_run:
        found = operations.preview_correction(live.id, asked, amendment)
    elif amendment is None:
        found = operations.void_event(live.id, asked)
    else:
        found = operations.correct_event(live.id, asked, amendment)
    print_stands(live, ("before", "after"), [found.before, found.after])
    if not dry_run:
        instead = f"; event {asked.member_id}-{found.new_seq} stands instead" if found.new_seq else ""
        print(f"event {asked.member_id}-{asked.seq} is taken back{instead}")


def _amendment(live: LiveProgramme, asked: NewVoid, figures: list[str]) -> Amendment:
    from regulars.domain.corrections.types import Amendment, LineAmendment
    from regulars.domain.ledger.queries import event_of
    from regulars.platform.clock import to_us

    given = dict(figure.partition("=")[::2] for figure in figures)
    lines = {}
    for name, value in given.items():
        if name.startswith("line."):
            quantity, colon, amount = value.partition(":")
            if not colon or not (quantity.isdigit() or not quantity):
                wrong_usage(f"{name}={value} is no line; write {name}=QUANTITY:AMOUNT")
            lines[name.removeprefix("line.")] = LineAmendment(int(quantity) if quantity else None, _minor(live, amount))
        elif name not in ("at", "amount", "points"):
            wrong_usage(f"{name} is no figure of an event; choose at, amount, points or line.ID")
    wallet = event_of(live.id, asked.member_id, asked.seq).body.get("wallet", live.document.wallets[0].id)
    return Amendment(
        occurred_at=to_us(instant(given["at"])) if "at" in given else None,
        amount_minor=_minor(live, given.get("amount", "")),
        points=units(live, wallet, given["points"]) if "points" in given else None,
        lines=lines,
    )


def _minor(live: LiveProgramme, text: str) -> int | None:
    """An amount in minor units; ends with exit code 2 when it is none."""
    from decimal import Decimal, InvalidOperation

    from regulars.engine.money import CURRENCY_DECIMALS

    if not text:
        return None
    try:
        scaled = Decimal(text).scaleb(CURRENCY_DECIMALS[live.document.currency])
    except InvalidOperation:
        wrong_usage(f"{text} is not an amount")
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        wrong_usage(f"{text} has too many decimals")
    return int(scaled)
