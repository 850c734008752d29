"""Differences in words, with the story of the entries concerned, for an author whose expectation did not come true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from regulars.engine.outcome import LotUse, Transaction, TransactionKind
from regulars.engine.scenario.comparing import Difference
from regulars.engine.scenario.replaying import Replay
from regulars.engine.scenario.results import TierStep
from regulars.engine.scenario.texts import TEXTS
from regulars.engine.states import Lot
from regulars.engine.trace import Draw, Trace, TraceInput, explain, words
from regulars.engine.trace.words import Language

Traces = Mapping[str, Sequence[Trace]]
"""By wallet, why each entry is as it is, in the order in which they were posted."""

_FIRST_VERSION = 1


def told(found: Iterable[Difference], traces: Traces, tiers: Sequence[TierStep], language: Language) -> list[str]:
    """The differences, each with both sides, then why the entries concerned are as they are."""
    found = list(found)
    lines = [line for difference in found for line in _sides(difference, language)]
    lines += [line for wallet in traces for line in _story(wallet, traces[wallet], found, language)]
    if any(difference.part in {"tier", "tiers"} for difference in found):
        lines.append(say("tiers" if tiers else "no_tiers", language))
        lines += [f"  {step.on} → {step.to} ({step.because})" for step in tiers]
    return lines


def say(code: str, language: Language, **fields: str | int) -> str:
    """One of the texts about scenarios."""
    return TEXTS[code][language].format(**fields)


def _sides(difference: Difference, language: Language) -> Iterator[str]:
    nothing = say("nothing", language)
    where, number = difference.where, difference.number
    yield where if number is None else say("number", language, where=where, number=number)
    yield "  " + say("expected", language, expected=difference.expected or nothing)
    yield "  " + say("found", language, found=difference.found or nothing)


def _story(wallet: str, traces: Sequence[Trace], found: Sequence[Difference], language: Language) -> Iterator[str]:
    """The entries of a wallet that a difference concerns: one by its number, or all that led to a sum."""
    concerning = [difference for difference in found if difference.wallet == wallet]
    sums = any(difference.part not in {"entries", "written"} for difference in concerning)
    numbers = {difference.number for difference in concerning}
    concerned = [trace for number, trace in enumerate(traces, start=1) if sums or number in numbers]
    if concerned and concerning:
        yield say("entries", language, wallet=wallet)
    for trace in concerned if concerning else ():
        first, *rest = words(trace, language)
        yield f"  {first}"
        yield from (f"    {line}" for line in rest)


def traces_of(replayed: Replay) -> Traces:
    """Why each entry of a replay is as it is."""
    traces: dict[str, list[Trace]] = {wallet: [] for wallet in replayed.programme.wallet_ids}
    for row in range(len(replayed.outcome.transactions)):
        trace = explain(_trace_input(replayed, row), replayed.programme)
        traces[replayed.programme.wallet_ids[replayed.outcome.transactions[row, Transaction.WALLET]]].append(trace)
    return traces


def _trace_input(replayed: Replay, row: int) -> TraceInput:
    """An entry of the replay as the ledger would keep it."""
    posted = replayed.outcome.transactions[row].tolist()
    wallet = posted[Transaction.WALLET]
    lots = {lot[Lot.NUMBER]: lot for lot in replayed.outcome.states.lots.tolist() if lot[Lot.WALLET] == wallet}
    lot = lots.get(posted[Transaction.LOT])
    uses = [use for use in replayed.outcome.uses.tolist() if use[LotUse.TRANSACTION] == row]
    event = posted[Transaction.EVENT]
    return TraceInput(
        kind=TransactionKind(posted[Transaction.KIND]),
        wallet=wallet,
        points=posted[Transaction.POINTS],
        occurred_at=posted[Transaction.OCCURRED_AT],
        version=_FIRST_VERSION,
        rule=posted[Transaction.RULE],
        basis=posted[Transaction.BASIS],
        numerator=posted[Transaction.NUMERATOR],
        denominator=posted[Transaction.DENOMINATOR],
        uncapped=posted[Transaction.UNCAPPED],
        tier=posted[Transaction.TIER],
        multipliers=posted[Transaction.MULTIPLIERS],
        lot_earned_at=lot[Lot.EARNED_AT] if lot else None,
        lot_expires_day=lot[Lot.EXPIRES_DAY] if lot else None,
        draws=tuple(Draw(lots[use[LotUse.LOT]][Lot.EARNED_AT], use[LotUse.POINTS]) for use in uses),
        body=replayed.log[event].body if event >= 0 else None,
    )
