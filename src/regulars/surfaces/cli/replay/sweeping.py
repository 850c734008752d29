"""`regulars sweep`: one number of a programme with many values, and the value that gives what is wanted."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.surfaces.cli.options import with_options
from regulars.surfaces.cli.output import chosen_language, print_table, ready, wrong_usage
from regulars.surfaces.cli.programmes import text_in
from regulars.surfaces.cli.replay.asking import Columns, history_at, progress_on, slice_of
from regulars.surfaces.cli.replay.machines import Engine, Machines, Master, OnEngine
from regulars.surfaces.cli.replay.words import word

if TYPE_CHECKING:
    from regulars.domain.replay.types import Goal, Results, Search, Sweep
    from regulars.engine.errors import Finding
    from regulars.engine.programme.model import Programme


@dataclass(frozen=True)
class Options:
    """What `regulars sweep` is asked."""

    history: Annotated[
        Path, typer.Option(help="A folder of `regulars history`, or a CSV or Parquet file of orders.", exists=True)
    ]
    programme: Annotated[Path, typer.Option(help="A document.", exists=True, dir_okay=False)]
    parameter: Annotated[str, typer.Option(help="The address of a number; without one, all are listed.")] = ""
    values: Annotated[str, typer.Option(help="As 300..3000/20 (so many, evenly apart) or 300,500,1000.")] = ""
    wanted: Annotated[
        str,
        typer.Option(help="Look for the value that gives this: gold=10%, gold<=10%, issued<=50000, liability=9000."),
    ] = ""
    alone: Annotated[bool, typer.Option(help="Leave what keeps a tier as it is when what enters it moves.")] = False
    days: Annotated[str, typer.Option(help="Only these, as 2026-01-01..2026-06-30; either end may be open.")] = ""
    out: Annotated[Path | None, typer.Option(help="Where Parquet files of the results go.")] = None
    columns: Columns = None
    engine: OnEngine = Engine.LOCAL
    master: Master = ""


@with_options(Options)
def sweep(asked: Options) -> None:
    """Replay a programme with many values of one of its numbers, reading the history once."""
    ready()
    from regulars.domain.replay.operations import SweepQuestion, run_search, run_sweep, write_sweep
    from regulars.domain.replay.types import Search
    from regulars.engine.programme.loading import load_programme

    document = load_programme(text_in(asked.programme))
    if not asked.parameter or not asked.values:
        _tell_parameters(document, asked.parameter)
        return
    goal = _goal(document, asked.wanted)
    with tempfile.TemporaryDirectory(prefix="regulars-sweep-") as scratch:
        runs = (asked.out or Path(scratch)) / ".runs"
        question = SweepQuestion(
            history_at(asked.history, document, Path(scratch) / "history", asked.columns),
            document,
            asked.parameter,
            values_in(asked.values),
            runs,
            slice_of(asked.days, document.time_zone),
            () if asked.alone else None,
        )
        with Machines(asked.engine, asked.master).sharing(runs) as workforce:
            found = (
                run_sweep(question, progress_on, workforce)
                if goal is None
                else run_search(question, goal, progress_on, workforce)
            )
        shutil.rmtree(runs, ignore_errors=True)
    print(file=sys.stderr)
    swept = found.sweep if isinstance(found, Search) else found
    _tell(document, swept)
    if isinstance(found, Search):
        _tell_best(found, document)
    if asked.out is not None:
        write_sweep(swept, asked.out)
        print(word("written", chosen_language().value, folder=asked.out))


def values_in(text: str) -> tuple[Decimal, ...]:
    """The values that were asked for, from one to another or one by one."""
    try:
        if ".." not in text:
            return tuple(Decimal(part) for part in text.split(","))
        span, _, count = text.partition("/")
        low, high = (Decimal(part) for part in span.split(".."))
        steps = int(count or 10)
    except (InvalidOperation, ValueError):
        wrong_usage(f"{text} is neither 300..3000/20 nor 300,500,1000")
    if steps < 2 or not low < high:
        wrong_usage(f"{text} names no two values: the first has to be below the last")
    exponent = low.as_tuple().exponent, high.as_tuple().exponent
    places = max(-min(int(one) for one in exponent), 0)
    between = [low + (high - low) * step / (steps - 1) for step in range(steps)]
    return tuple(dict.fromkeys(round(value, places) for value in between))


def _goal(document: Programme, wanted: str) -> Goal | None:
    from regulars.domain.replay.policy.seeking import goal_of
    from regulars.engine.money import CURRENCY_DECIMALS

    tiers = tuple(tier.id for tier in document.ladder.tiers)
    return goal_of(wanted, tiers, 10 ** CURRENCY_DECIMALS[document.currency]) if wanted else None


def _tell_parameters(document: Programme, address: str) -> None:
    """All numbers of the programme, or the one that was asked for."""
    from regulars.domain.replay.policy.parameters import find_parameters, parameter_at

    found = (parameter_at(document, address),) if address else find_parameters(document)
    language = chosen_language().value
    print_table([word("parameter", language), word("value", language)], [(one.address, one.value) for one in found])


def _tell(document: Programme, swept: Sweep) -> None:
    """One line a value: members by tier at the end, points issued, what they are worth."""
    language = chosen_language().value
    now = swept.parameter.value
    tiers = tuple(tier.id for tier in document.ladder.tiers)
    wallets = [wallet.id for wallet in document.wallets]
    columns = [word("value", language), *tiers, *(f"{word('issued', language)}: {wallet}" for wallet in wallets)]
    columns += [word("worth", language), word("liability", language), ""]
    rows = []
    for point in swept.points:
        mark = word("now", language) if point.value == now else ""
        if point.results is None:
            reason = "; ".join(_what(finding, language) for finding in point.findings)
            rows.append((point.value, *("-",) * (len(columns) - 2), reason))
        else:
            rows.append((point.value, *_figures(point.results, document), mark))
    print_table(columns, rows)
    if swept.along:
        print(word("along", language, addresses=", ".join(swept.along)))
    print(word("behaviour", language))


def _what(finding: Finding, language: str) -> str:
    return finding.chinese.what if language == "zh" and finding.chinese is not None else finding.what


def _figures(results: Results, document: Programme) -> list[str]:
    from regulars.engine.money import CURRENCY_DECIMALS

    units = 10 ** CURRENCY_DECIMALS[document.currency]
    last = results.tier_months[-1].month
    members = [one.members for one in results.tier_months if one.month == last]
    worth = sum(one.issued_minor or 0 for one in results.wallets) / units
    liability = sum(one.liability_minor or 0 for one in results.wallets) / units
    decimals = {wallet.id: wallet.decimals for wallet in document.wallets}
    issued = [f"{one.issued / 10 ** decimals[one.wallet]:,.0f}" for one in results.wallets]
    shares = [f"{count / results.members:.1%}" for count in members]
    return [*shares, *issued, f"{worth:,.2f}", f"{liability:,.2f}"]


def _tell_best(found: Search, document: Programme) -> None:
    """The value that was looked for, or that there is none."""
    from regulars.engine.money import CURRENCY_DECIMALS

    language = chosen_language().value
    if found.best is None or found.reached is None:
        print(word("none_found", language))
        return
    units = 1 if found.goal.figure == "tier" else 10 ** CURRENCY_DECIMALS[document.currency]
    reached = f"{found.reached / units:,.2f}" + ("%" if found.goal.figure == "tier" else "")
    print(word("best", language, value=found.best, reached=reached, tried=len(found.sweep.points)))
