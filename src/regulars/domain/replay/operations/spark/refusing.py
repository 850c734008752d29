"""What Spark raises, told as a refusal of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from regulars.domain.replay.errors import SparkFailed


@contextmanager
def refusing() -> Iterator[None]:
    """Raises SparkFailed with the last word of whatever Spark raises."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as error:
        raise SparkFailed(reason=last_word(str(error))) from error


def last_word(text: str) -> str:
    """The line of a long message that says what happened: the exception in the worker's Python, else the first line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("at ", "File ", "...", "Driver stacktrace"))]
    errors = [line for line in told if "Error: " in line and "pyspark" not in line]
    return (errors or told or [text])[-1 if errors else 0]
