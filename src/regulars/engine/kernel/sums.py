"""Adding transactions up, for answers that need no single one of them."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from regulars.engine.kernel.jit import compiled
from regulars.engine.outcome import Transaction, TransactionKind
from regulars.engine.states import Integers, RuleIndex


class RuleSum(IntEnum):
    """The last axis of sums by rule."""

    TIMES = 0
    MEMBERS = 1
    POINTS = 2  # pending points included


@compiled
def add_points(rows: Integers, places: Integers, starts: Integers, by_month: Integers, by_member: Integers) -> None:
    """Add up what transactions post to members: int64[months, wallets, places] and int64[members, wallets, places].

    `places` says by kind where points count, its first entry where those that a partner takes or gives do. `starts`
    are the first instants of the months; what came before all of them counts in the first.
    """
    month = 0
    for row in range(len(rows)):
        entry = rows[row]
        at = entry[Transaction.OCCURRED_AT]
        while month > 0 and at < starts[month]:
            month -= 1
        while month + 1 < len(starts) and at >= starts[month + 1]:
            month += 1
        place = places[0] if entry[Transaction.PARTNER] == 1 else places[entry[Transaction.KIND]]
        points = entry[Transaction.POINTS] + entry[Transaction.HELD] + entry[Transaction.PENDING]
        points += entry[Transaction.OWED]
        by_month[month, entry[Transaction.WALLET], place] += points
        by_member[entry[Transaction.MEMBER], entry[Transaction.WALLET], place] += points


@compiled
def add_rules(rows: Integers, rules: int, members: int, sums: Integers) -> None:
    """Add up what rules and goals gave: int64[rules + goals + 1, wallets, len(RuleSum)], the rules first.

    In the last row stands what neither gave, as far as this programme knows.
    """
    given = np.zeros((sums.shape[0], sums.shape[1], members), dtype=np.bool_)
    for row in range(len(rows)):
        entry = rows[row]
        if entry[Transaction.KIND] != TransactionKind.EARN:
            continue
        rule = entry[Transaction.RULE]
        if rule <= RuleIndex.GOAL:
            rule = rules + RuleIndex.GOAL - rule
        elif rule < 0:
            rule = len(sums) - 1
        wallet = entry[Transaction.WALLET]
        sums[rule, wallet, RuleSum.TIMES] += 1
        sums[rule, wallet, RuleSum.POINTS] += entry[Transaction.POINTS] + entry[Transaction.PENDING]
        if not given[rule, wallet, entry[Transaction.MEMBER]]:
            given[rule, wallet, entry[Transaction.MEMBER]] = True
            sums[rule, wallet, RuleSum.MEMBERS] += 1
