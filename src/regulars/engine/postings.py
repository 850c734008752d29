"""Double entry: what each transaction posts to the member's accounts and to the programme's own."""

from __future__ import annotations

import numpy as np

from regulars.engine.outcome import HOUSE_ACCOUNT, HouseAccount, Transaction, TransactionKind
from regulars.engine.states import Integers

HOUSES = tuple(HouseAccount)
"""The order of the house accounts in arrays of legs."""

MEMBER_LEGS = [Transaction.POINTS, Transaction.HELD, Transaction.PENDING, Transaction.OWED]
"""The columns of transactions that are posted to the member's accounts, in the order of `MemberAccount`."""

_NOWHERE = len(HOUSES)
PLACES = np.full(max(TransactionKind) + 1, _NOWHERE, dtype=np.int64)
"""The place in `HOUSES` of the account that each kind of transaction posts to, by kind; `len(HOUSES)`: to none."""

for _kind, _account in HOUSE_ACCOUNT.items():
    PLACES[_kind] = HOUSES.index(_account)


def house_places(transactions: Integers) -> Integers:
    """The place in `HOUSES` of the account that each transaction posts to; `len(HOUSES)`: to none."""
    places = PLACES[transactions[:, Transaction.KIND]]
    of_partners = transactions[:, Transaction.PARTNER] == 1
    return np.where(of_partners, HOUSES.index(HouseAccount.PARTNERS), places).astype(np.int64)


def house_legs(transactions: Integers) -> Integers:
    """The points of each transaction on each house account, int64[n, len(HOUSES)]: the other side of the member's."""
    places = house_places(transactions)
    legs = np.zeros((len(transactions), len(HOUSES) + 1), dtype=np.int64)
    legs[np.arange(len(transactions)), places] = -transactions[:, MEMBER_LEGS].sum(axis=1)
    return legs[:, :_NOWHERE]
