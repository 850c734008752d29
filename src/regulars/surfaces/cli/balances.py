"""`regulars ledger balance`: why a member's balance is what it is."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from regulars.surfaces.cli.output import print_json, ready, wrong_usage
from regulars.surfaces.cli.programmes import Code, only_programme


def balance(
    member: Annotated[int, typer.Argument(help="The member's number.", min=1)],
    wallet: str,
    on: Annotated[str, typer.Option(help="A date, or a period: 2026-01-01/2026-03-31. Default: today.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    programme: Code = "",
) -> None:
    """Explain the balance of a member's wallet at the end of a date: what moved it, and its lots; with a
    period only what moved it since the beginning of that."""
    ready()
    from regulars.domain.members.queries import member as find_member
    from regulars.domain.proofs.queries import explain_balance
    from regulars.engine.time import date_of
    from regulars.platform.clock import now_us
    from regulars.surfaces.web.balance_words import balance_document, balance_words

    live = only_programme(programme)
    find_member(live.id, member)
    first, _, last = on.rpartition("/")
    until = _date(last) if last else date_of(live.compiled.zone.day_of(now_us()))
    told = explain_balance(live.id, member, wallet, until, _date(first) if first else None)
    if as_json:
        print_json(balance_document(told, live.document))
        return
    for line in balance_words(told, live.document):
        print(line)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong_usage(f"{text} is not a date; write it as 2026-03-31")
