"""Sixteen tills in a process of its own: each verifies the next member's code as soon as the last was answered."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import deque

from bench.benefits.prepare import BENEFIT
from bench.drop.load import drive
from bench.http.load import Request

TILLS = 16


def requests(port: int, key: str, codes: list[str], name: str) -> deque[Request]:
    """A verification of each code."""
    head = f"POST /api/v1/verifications HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {key}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: "
    found: deque[Request] = deque()
    for number, code in enumerate(codes):
        asked = {"id": f"{name}-{number}", "code": code, "store": "330", "till": f"T{number % TILLS}"}
        body = json.dumps(asked | {"benefit": BENEFIT})
        found.append((asked["id"], f"{head}{len(body)}\r\n\r\n{body}".encode()))
    return found


def main() -> None:
    """Read a JSON object from standard input, drive, and print the answer."""
    wanted = json.load(sys.stdin)
    waiting = requests(wanted["port"], wanted["key"], wanted["codes"], wanted["name"])
    print(json.dumps(asyncio.run(drive(wanted["port"], waiting, TILLS))))


if __name__ == "__main__":
    main()
