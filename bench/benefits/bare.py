"""The same statements without anything of ours: sixteen connections that each send the next transaction."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from pathlib import Path

import psycopg

CONNECTIONS = 16


def main(address: str, file: str) -> None:
    """Send the transactions of the file, and print how long it took and how many failed."""
    waiting = deque(json.loads(Path(file).read_text(encoding="utf-8"))["statements"])
    with psycopg.connect(address, autocommit=True) as connection:
        # numbers of rows that other connections write differ from those noted: only this reference would break
        connection.execute(_WITHOUT_REFERENCE)
    failed: list[str] = []
    start = threading.Barrier(CONNECTIONS + 1)

    def send() -> None:
        with psycopg.connect(address, autocommit=True) as connection:
            start.wait()
            while True:
                try:
                    transaction = waiting.popleft()
                except IndexError:
                    return
                try:
                    for statement in transaction:
                        connection.execute(statement.rstrip("; "), prepare=False)
                except psycopg.Error as error:
                    failed.append(str(error))
                    connection.rollback()

    threads = [threading.Thread(target=send) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    start.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "failed": len(failed), "first": failed[:1]}))


_WITHOUT_REFERENCE = """
DO $$ DECLARE named text; BEGIN
  FOR named IN SELECT conname FROM pg_constraint
    WHERE conrelid = 'verifications_showncode'::regclass AND contype = 'f'
  LOOP EXECUTE format('ALTER TABLE verifications_showncode DROP CONSTRAINT %I', named); END LOOP;
END $$
"""


if __name__ == "__main__":
    main(*sys.argv[1:3])
