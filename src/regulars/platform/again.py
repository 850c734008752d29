"""Transactions that are run again when they met another."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection, transaction

from regulars.platform.databases import is_race

Answer = TypeVar("Answer")

ATTEMPTS = 6


def in_transaction(deed: Callable[[], Answer], worth: Callable[[Exception], bool] = is_race) -> Answer:
    """Run the deed in one transaction and return its answer; again, a few times, after an error that is `worth` it.

    Within a transaction of the caller there is one attempt: only who began it can begin it again.
    """
    return in_savepoint(deed, lambda error: not connection.in_atomic_block and worth(error))


def in_savepoint(deed: Callable[[], Answer], worth: Callable[[Exception], bool]) -> Answer:
    """As `in_transaction`; within a transaction of the caller the deed alone is taken back and run again."""
    for attempt in range(1, ATTEMPTS):
        try:
            with transaction.atomic():
                return deed()
        except Exception as error:
            if not worth(error):
                raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - spreads out what met
    with transaction.atomic():
        return deed()


def without_trace(deed: Callable[[], Answer]) -> Answer:
    """What the deed would answer now; nothing of it is kept."""
    with transaction.atomic():
        answer = deed()
        transaction.set_rollback(True)
    return answer
