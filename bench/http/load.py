"""A load generator in a process of its own: keep-alive connections that each send the next request when answered.

Plain asyncio protocols over HTTP/1.1, with nothing of ours in between. It prints JSON: how long it took, the
latencies' percentiles, how often which status came, and the ids of the events that were answered 201.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

Request = tuple[str, bytes]
"""An event's id (empty for a ping) and the bytes to be sent."""


@dataclass
class Tally:
    """What came back."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    accepted: list[str] = field(default_factory=list)
    last_at: float = 0.0


class Connection(asyncio.Protocol):
    """One connection: it sends a request, waits for the answer, and goes on until the time is over."""

    def __init__(self, following: Callable[[], Request], tally: Tally, ends_at: float) -> None:
        self.following, self.tally, self.ends_at = following, tally, ends_at
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.received = b""
        self.sent_at = 0.0
        self.event_id = ""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """A connection that ends before its time loses a request."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        """Note a whole answer and send the next request."""
        self.received += data
        head, separator, body = self.received.partition(b"\r\n\r\n")
        if not separator or len(body) < _length(head):
            return
        self.tally.last_at = time.perf_counter()
        self.tally.latencies.append(self.tally.last_at - self.sent_at)
        status = int(head[9:12])
        self.tally.statuses[status] += 1
        if status == 201:
            self.tally.accepted.append(self.event_id)
        self.received = b""
        if self.tally.last_at < self.ends_at:
            self._send()
        else:
            self.done.set_result(None)
            self.transport.close()

    def _send(self) -> None:
        self.event_id, request = self.following()
        self.sent_at = time.perf_counter()
        self.transport.write(request)


def _length(head: bytes) -> int:
    """The length of the body that a head announces."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def pings(port: int, key: str) -> Callable[[], Request]:
    """Requests that do nothing, with a key."""
    request = f"GET /api/v1/ping HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
    return lambda: ("", request)


def events(port: int, key: str, members: int, name: str) -> Callable[[], Request]:
    """Purchases of three lines by random members, each under an id of its own."""
    head = f"POST /api/v1/events HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {key}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: "
    dice = random.Random(name)
    number = 0

    def following() -> Request:
        nonlocal number
        number += 1
        event_id = f"{name}-{number}"
        lines = [
            {"sku": f"s{dice.randrange(5000)}", "category": "COFFEE", "department": "GROCERY", "amount": amount}
            for amount in ("4.20", "12.99", "7.50")
        ]
        event = {
            "type": "purchase",
            "id": event_id,
            "order_id": event_id,
            "occurred_at": datetime.now(UTC).isoformat(),
            "member": {"external_id": f"m{dice.randrange(members)}"},
            "store": "330",
            "lines": lines,
        }
        body = json.dumps(event)
        return event_id, f"{head}{len(body)}\r\n\r\n{body}".encode()

    return following


async def drive(port: int, following: Callable[[], Request], connections: int, seconds: float) -> dict[str, object]:
    """Keep the connections busy for some seconds, then let each finish its last request."""
    tally = Tally()
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    opened = [
        await loop.create_connection(lambda: Connection(following, tally, started + seconds), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await asyncio.gather(*(connection.done for _, connection in opened))
    ordered = sorted(tally.latencies)
    return {
        "rate": len(ordered) / (tally.last_at - started),
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[len(ordered) * 99 // 100],
        "statuses": tally.statuses,
        "accepted": tally.accepted,
    }


def main() -> None:
    """Read a JSON object from standard input, drive, and print the answer."""
    wanted = json.load(sys.stdin)
    port, key = wanted["port"], wanted["key"]
    following = pings(port, key) if wanted["what"] == "ping" else events(port, key, wanted["members"], wanted["name"])
    print(json.dumps(asyncio.run(drive(port, following, wanted["connections"], wanted["seconds"]))))


if __name__ == "__main__":
    main()
