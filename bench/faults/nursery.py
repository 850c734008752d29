"""A process that has everything loaded and forks senders: a sender then lives at once, and dies as any process does.

It reads orders as lines of JSON, answers each with the number of the process, and with how it ended.
"""

from __future__ import annotations

import json
import os
import sys
import threading

from bench.faults.sender import Order, main


def serve() -> None:
    """Fork a sender for each order and wait for its end, until no more orders come."""
    import django

    django.setup()
    warm_up()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(Order(**json.loads(line)))
        tell(child)
        tell(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def warm_up() -> None:
    """Load what takes long; no thread must stay, which rules out everything that Polars does."""
    from regulars.domain.intake import operations  # noqa: F401 - loads the libraries
    from regulars.engine.kernel.arithmetic import greatest_common_divisor

    greatest_common_divisor(6, 4)
    if threading.active_count() > 1:
        raise RuntimeError("a process with threads must not be forked")


def run(order: Order) -> None:
    """Be a sender, and end without going back to the nursery's work."""
    status = 1
    try:
        main(order)
        status = 0
    finally:
        os._exit(status)


def tell(number: int) -> None:
    """Answer with a number."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    serve()
