"""What a member holds, read from the engine's states: for a replay, and for a ledger that has kept them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from regulars.engine.compile import CompiledProgramme
from regulars.engine.scenario.results import OpenLot
from regulars.engine.states import NEVER_DAY, Account, Header, Integers, Lot, RuleIndex, States
from regulars.engine.time import date_of


class Holdings(NamedTuple):
    """By wallet the points that can be spent, are held, wait, or are owed; the lots that can be spent; the tier."""

    balances: dict[str, int]
    held: dict[str, int]
    pending: dict[str, int]
    owed: dict[str, int]
    lots: dict[str, list[OpenLot]]
    tier: str


def holdings_of(programme: CompiledProgramme, states: States, row: int) -> Holdings:
    """The holdings of the member in a row of the states."""
    wallets = programme.wallet_ids
    lots = states.lots[states.lot_offsets[row] : states.lot_offsets[row + 1]]
    accounts = states.accounts[row]

    def by_wallet(column: Account) -> dict[str, int]:
        return dict(zip(wallets, accounts[:, column].tolist(), strict=True))

    return Holdings(
        balances=by_wallet(Account.AVAILABLE),
        held=by_wallet(Account.HELD),
        pending=by_wallet(Account.PENDING),
        owed=by_wallet(Account.OWED),
        lots={wallet: _open_lots(programme, lots, index) for index, wallet in enumerate(wallets)},
        tier=programme.tier_ids[states.header[row, Header.TIER]],
    )


def origin_of(programme: CompiledProgramme, rule: int) -> tuple[str | None, str | None]:
    """The ids of the rule and of the goal that stand in a rule column."""
    if rule <= RuleIndex.GOAL:
        return None, programme.goal_ids[RuleIndex.GOAL - rule]
    return (programme.rule_ids[rule] if rule >= 0 else None), None


def _open_lots(programme: CompiledProgramme, lots: Integers, wallet: int) -> list[OpenLot]:
    """What can be spent, in the order in which it is."""
    held = lots[(lots[:, Lot.WALLET] == wallet) & (lots[:, Lot.REMAINING] > 0) & (lots[:, Lot.PENDING_DAY] == 0)]
    drawn = np.lexsort((held[:, Lot.NUMBER], held[:, Lot.SOURCE_SEQ], held[:, Lot.EARNED_AT], held[:, Lot.EXPIRES_DAY]))
    return [
        OpenLot(int(lot[Lot.REMAINING]), _last_day(lot[Lot.EXPIRES_DAY]), *origin_of(programme, int(lot[Lot.RULE])))
        for lot in held[drawn]
    ]


def _last_day(expires_day: int) -> date | None:
    return None if expires_day >= NEVER_DAY else date_of(int(expires_day) - 1)
