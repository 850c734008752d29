"""Orders from many connections, each sent once, as fast as they are answered; it prints how they were answered."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import deque

from bench.drop.prepare import PRICE
from bench.http.load import Connection, Request, Tally


class Buyer(Connection):
    """A connection that ends when nobody wants anything any more."""

    def __init__(self, waiting: deque[Request], tally: Tally) -> None:
        super().__init__(waiting.popleft, tally, float("inf"))
        self.waiting = waiting

    def _send(self) -> None:
        if self.waiting:
            super()._send()
        elif not self.done.done():
            self.done.set_result(None)
            self.transport.close()


def orders(port: int, key: str, reward: str, members: list[int]) -> deque[Request]:
    """One order for each member, in no order."""
    head = f"POST /api/v1/orders HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {key}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: "
    requests: list[Request] = []
    for member in members:
        name = f"{reward}-{member}"
        body = json.dumps({"id": name, "member": {"id": member}, "reward": reward, "seen": {"points": PRICE}})
        requests.append((name, f"{head}{len(body)}\r\n\r\n{body}".encode()))
    random.Random(7).shuffle(requests)
    return deque(requests)


async def drive(port: int, waiting: deque[Request], connections: int) -> dict[str, object]:
    """Send them all and say how long it took."""
    tally = Tally()
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    opened = [
        await loop.create_connection(lambda: Buyer(waiting, tally), "127.0.0.1", port) for _ in range(connections)
    ]
    await asyncio.gather(*(connection.done for _, connection in opened))
    ordered = sorted(tally.latencies)
    return {
        "seconds": tally.last_at - started,
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[len(ordered) * 99 // 100],
        "statuses": tally.statuses,
        "accepted": tally.accepted,
    }


def main() -> None:
    """Read a JSON object from standard input, drive, and print the answer."""
    wanted = json.load(sys.stdin)
    waiting = orders(wanted["port"], wanted["key"], wanted["reward"], wanted["members"])
    print(json.dumps(asyncio.run(drive(wanted["port"], waiting, wanted["connections"]))))


if __name__ == "__main__":
    main()
