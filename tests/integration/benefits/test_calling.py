"""Uses of custom benefits are told to an address of the operator's own, signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from regulars.domain.benefits import tasks
from regulars.domain.benefits.operations import return_use, signing_key
from regulars.platform.calling import CallFailed
from regulars.platform.jobs import list_jobs
from tests.benefits import benefit, every_tier, install_benefits, use
from tests.families import enrol


class _Heard(BaseHTTPRequestHandler):
    """An operator's server that remembers what it was told."""

    told: list[tuple[str, bytes]] = []  # noqa: RUF012 - one server for each test, emptied by it
    status = 204

    def do_POST(self) -> None:
        """Remember signature and body."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append((self.headers["Regulars-Signature"], body))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """The address of such a server."""
    _Heard.told.clear()
    _Heard.status = 204
    server = HTTPServer(("127.0.0.1", 0), _Heard)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/told"
    server.shutdown()
    thread.join()
    server.server_close()


class _Job:
    """A job with what it is to do."""

    def __init__(self, payload: dict[str, Any]) -> None:
        self.payload = payload


def test_an_address_is_told_of_a_use(db: None, frozen_clock: object, address: str, settings: Any) -> None:
    settings.CALLS_INNER = settings.CALLS_PLAIN = True
    terms = {"item": {"zh": "x", "en": "x"}, "address": address}
    programme = install_benefits(benefits=[benefit("spa", "custom", terms=terms, tiers=every_tier())], choices=[])
    (member,) = enrol(programme, 1)
    use(programme, member, "spa", "u1", order_id="A-1")
    (job,) = list_jobs("benefits.call")
    tasks.call_addresses(_Job(job.payload))
    ((signature, body),) = _Heard.told
    stamp, _, told = signature.removeprefix("t=").partition(",v1=")
    key = signing_key("family").encode()
    assert hmac.new(key, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest() == told
    said = json.loads(body)
    assert (said["use"], said["benefit"], said["member_id"], said["order"]) == ("u1", "spa", member, "A-1")
    _Heard.status = 500
    with pytest.raises(CallFailed):
        tasks.call_addresses(_Job(job.payload))
    return_use(programme.id, "u1", "mistake", "anna")
    tasks.call_addresses(_Job(job.payload))
    assert len(_Heard.told) == 2
