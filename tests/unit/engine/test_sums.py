"""Sums of transactions are what adding them up one by one gives."""

import numpy as np

from regulars.engine.compile import compile_programme
from regulars.engine.outcome import HouseAccount, Outcome, Transaction, TransactionKind
from regulars.engine.postings import HOUSES
from regulars.engine.states import RuleIndex, empty_states
from regulars.engine.sums import RULE_SUMS, Sums, sums_of
from tests.unit.engine.documents import programme

COMPILED = compile_programme(programme())
STARTS = np.array([100, 200, 300], dtype=np.int64)
ISSUED, OTHERS, NOWHERE = range(3)
PLACES = np.array([ISSUED if house is HouseAccount.ISSUED else OTHERS for house in HOUSES] + [NOWHERE])


def row(member: int, kind: TransactionKind, at: int, points: int, **more: int) -> list[int]:
    made = [0] * len(Transaction)
    told = {"MEMBER": member, "KIND": kind, "OCCURRED_AT": at, "POINTS": points, "RULE": RuleIndex.NONE, **more}
    for name, value in told.items():
        made[Transaction[name]] = int(value)
    return made


def added(*rows: list[int]) -> Sums:
    states = empty_states(np.array([7, 8], dtype=np.int64), len(COMPILED.wallet_ids))
    nothing = np.zeros((0, 6), dtype=np.int64)
    transactions = np.array(rows, dtype=np.int64).reshape(-1, len(Transaction))
    outcome = Outcome(states, transactions, nothing, nothing, nothing, np.zeros(0, dtype=np.int64))
    return sums_of(COMPILED, outcome, STARTS, PLACES)


def test_nothing_adds_up_to_nothing() -> None:
    sums = added()
    assert sums.by_month.shape == (3, 2, 3)
    assert not any(one.any() for one in (sums.by_month, sums.by_member, sums.by_rule))


def test_a_month_begins_with_its_first_instant_whatever_the_order() -> None:
    sums = added(
        row(1, TransactionKind.EARN, 299, 4, RULE=0),
        row(0, TransactionKind.EARN, 300, 1, RULE=0),
        row(1, TransactionKind.EARN, 99, 2, RULE=0),
        row(1, TransactionKind.EARN, 199, 8, RULE=0),
    )
    assert sums.by_month[:, 0, ISSUED].tolist() == [10, 4, 1]
    assert sums.by_member[:, 0, ISSUED].tolist() == [1, 14]


def test_points_count_where_the_other_side_is() -> None:
    sums = added(
        row(0, TransactionKind.EARN, 100, 5, RULE=0, PENDING=2),
        row(0, TransactionKind.HOLD, 100, -3, HELD=3),
        row(0, TransactionKind.EARN, 100, 9, RULE=0, PARTNER=1),
        row(0, TransactionKind.REDEEM, 100, -4, WALLET=1),
    )
    assert sums.by_member[0].tolist() == [[7, 9, 0], [0, -4, 0]]


def test_rules_and_goals_are_told_with_the_members_they_gave_to() -> None:
    sums = added(
        row(0, TransactionKind.EARN, 100, 5, RULE=1),
        row(1, TransactionKind.EARN, 100, 6, RULE=1, PENDING=1),
        row(0, TransactionKind.EARN, 200, 7, RULE=1),
        row(0, TransactionKind.EARN, 200, 50, RULE=RuleIndex.GOAL, WALLET=1),
        row(0, TransactionKind.EARN, 200, 3, RULE=RuleIndex.GRANT),
        row(0, TransactionKind.GRANT, 200, 9, RULE=RuleIndex.GRANT),
    )
    told = {
        (int(sums.rules[rule]), wallet): dict(zip(RULE_SUMS, sums.by_rule[rule, wallet].tolist(), strict=True))
        for rule, wallet in zip(*np.nonzero(sums.by_rule[..., 0]), strict=True)
    }
    assert told == {
        (1, 0): {"times": 3, "members": 2, "points": 19},
        (RuleIndex.GOAL, 1): {"times": 1, "members": 1, "points": 50},
        (RuleIndex.GRANT, 0): {"times": 1, "members": 1, "points": 3},
    }
