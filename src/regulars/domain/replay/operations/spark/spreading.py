"""A pass spread over a cluster: a task for each chunk.

A task reads its chunk, replays it with the local run's own functions and writes its files of members where the local
run would; figures come back. A task that is lost, or done twice, gives the same again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from regulars.domain.replay.operations.passing import Answer, Pass
from regulars.domain.replay.operations.spark.refusing import refusing

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import SparkSession

_TASKS_A_CORE = 16
"""Tasks for each core that are sent at once; then their answers are added up, so that few are held."""


def spread_on(session: SparkSession, one: Pass) -> Iterator[Answer]:
    """All chunks of a pass, on the workers."""
    context = session.sparkContext
    sent = context.broadcast(one)
    numbers, at_once = range(len(one.history.chunks)), context.defaultParallelism * _TASKS_A_CORE
    for first in numbers[::at_once]:
        some = numbers[first : first + at_once]
        with refusing():
            answers = context.parallelize(some, len(some)).map(partial(_answer, sent)).collect()
        yield from answers
    sent.destroy()


def _answer(sent: Broadcast[Pass], number: int) -> Answer:
    """What a worker does with the number of a chunk."""
    return sent.value.answer(number)
