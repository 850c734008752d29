"""What transactions add up to: by month, by member and by rule."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.sums import RuleSum, add_points, add_rules
from regulars.engine.outcome import HouseAccount, Outcome
from regulars.engine.postings import HOUSES, PLACES
from regulars.engine.states import Integers, RuleIndex

RULE_SUMS = tuple(column.name.lower() for column in RuleSum)


class Sums(NamedTuple):
    """Points as members' accounts have them, by where they came from or went.

    by_month: int64[months, wallets, places], by_member: int64[members, wallets, places]. by_rule: int64[rules + goals
    + 1, wallets, len(RULE_SUMS)]; rules: their numbers, as transactions say them, the last for what counts as granted.
    """

    by_month: Integers
    by_member: Integers
    by_rule: Integers
    rules: Integers


def sums_of(programme: CompiledProgramme, outcome: Outcome, starts: Integers, places: Integers) -> Sums:
    """An outcome added up, by months that start at these instants, ascending.

    `places`: for each of `HOUSES`, and last for what no house account takes part in, the place where it counts.
    """
    rows = outcome.transactions
    width, wallets = int(places.max()) + 1, len(programme.wallet_ids)
    by_month = np.zeros((len(starts), wallets, width), dtype=np.int64)
    by_member = np.zeros((len(outcome.states.members), wallets, width), dtype=np.int64)
    of_kind = places[PLACES]
    of_kind[0] = places[HOUSES.index(HouseAccount.PARTNERS)]
    add_points(rows, of_kind, starts, by_month, by_member)
    rules, goals = len(programme.rule_ids), len(programme.goal_ids)
    by_rule = np.zeros((rules + goals + 1, wallets, len(RuleSum)), dtype=np.int64)
    add_rules(rows, rules, len(by_member), by_rule)
    numbers = [*range(rules), *(RuleIndex.GOAL - goal for goal in range(goals)), RuleIndex.GRANT]
    return Sums(by_month, by_member, by_rule, np.array(numbers, dtype=np.int64))
