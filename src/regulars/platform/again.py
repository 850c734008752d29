"""A transaction run again when it met another."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import Error, connection, transaction

from regulars.platform.databases import is_race

Answer = TypeVar("Answer")

ATTEMPTS = 6


def in_transaction(deed: Callable[[], Answer]) -> Answer:
    """Run the deed in one transaction and return its answer; again, a few times, when only a race kept it from ending.

    Within a transaction of the caller there is one attempt: only who began it can begin it again.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            with transaction.atomic():
                return deed()
        except Error as error:
            if connection.in_atomic_block or not is_race(error):
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
