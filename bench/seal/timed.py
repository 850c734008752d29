"""A process like that of `ingest`, which also takes the time that sealing takes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.ingest import door

SEALING = ("canonical_rows", "seal")


def main(batches: int) -> None:
    """Send batches through the write door; answers seconds in all, and of these in sealing, warming up included."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")
    import django

    django.setup()
    from regulars.domain.ledger.operations import writing

    spent = [0.0]

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            started = time.perf_counter()
            try:
                return work(*arguments)
            finally:
                spent[0] += time.perf_counter() - started

        return run

    for name in SEALING:
        setattr(writing, name, timed(getattr(writing, name)))
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        door.main(batches)
    answer = json.loads(told.getvalue().splitlines()[-1])
    share = batches / (batches + door.WARM_UP)
    print(json.dumps({"seconds": answer["seconds"], "sealing": spent[0] * share, "events": answer["events"]}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
