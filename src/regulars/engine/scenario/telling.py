"""Why each entry of a scenario is as it is, in words, for an author whose expectation did not come true."""

from __future__ import annotations

from collections.abc import Iterator

from regulars.engine.outcome import LotUse, Transaction, TransactionKind
from regulars.engine.scenario.replaying import Replay
from regulars.engine.states import Lot
from regulars.engine.trace import Draw, TraceInput, explain, words

_FIRST_VERSION = 1


def story(replayed: Replay) -> list[str]:
    """One line for each step of each entry, in the order in which the engine posted them; English."""
    return list(_lines(replayed))


def _lines(replayed: Replay) -> Iterator[str]:
    for row in range(len(replayed.outcome.transactions)):
        first, *rest = words(explain(_trace_input(replayed, row), replayed.programme), "en")
        yield first
        yield from (f"  {line}" for line in rest)


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
