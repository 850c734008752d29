"""The ledger's numbers of wallets, and the programme's indexes of them."""

from __future__ import annotations

import numpy as np

from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.states import Integers


def wallet_indexes(programme: LiveProgramme) -> Integers:
    """The programme's index of each of the ledger's wallet numbers, -1 for numbers it no longer has."""
    numbers = wallet_numbers(programme)
    indexes = np.full(max(int(numbers.max()), *programme.wallet_numbers.values()) + 1, -1, dtype=np.int64)
    indexes[numbers] = np.arange(len(numbers))
    return indexes


def wallet_numbers(programme: LiveProgramme) -> Integers:
    """The ledger's number of each of the programme's wallets, in the programme's order."""
    return np.array([programme.wallet_numbers[wallet] for wallet in programme.compiled.wallet_ids], dtype=np.int64)
