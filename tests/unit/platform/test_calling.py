"""Calls go outwards only, over TLS, and follow nobody."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from regulars.platform.calling import AddressRefused, CallFailed, is_inner, post


class _Server(BaseHTTPRequestHandler):
    """A server that sends everybody on, but takes what comes to `/taken`."""

    asked: list[str] = []  # noqa: RUF012 - one server for each test, emptied by it

    def do_POST(self) -> None:
        """Remember the path."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(self.path)
        self.send_response(204 if self.path.startswith("/taken") else 302)
        self.send_header("Location", "/taken")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    _Server.asked.clear()
    listening = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_what_is_taken_is_taken(server: str, settings: Any) -> None:
    settings.CALLS_INNER = settings.CALLS_PLAIN = True
    post(f"{server}/taken?by=7", b"{}", {}, 5)
    assert _Server.asked == ["/taken?by=7"]


def test_redirects_are_not_followed(server: str, settings: Any) -> None:
    settings.CALLS_INNER = settings.CALLS_PLAIN = True
    with pytest.raises(CallFailed) as refusal:
        post(f"{server}/elsewhere", b"{}", {}, 5)
    assert refusal.value.params["status"] == 302
    assert _Server.asked == ["/elsewhere"]


def test_without_tls_nothing_is_sent(server: str, settings: Any) -> None:
    settings.CALLS_INNER = True
    with pytest.raises(AddressRefused) as refusal:
        post(f"{server}/taken", b"{}", {}, 5)
    assert (refusal.value.params["reason"], _Server.asked) == ("plain", [])


def test_inner_networks_are_refused_however_they_are_named(server: str, settings: Any, monkeypatch: Any) -> None:
    settings.CALLS_PLAIN = True
    with pytest.raises(AddressRefused) as refusal:
        post(f"{server}/taken", b"{}", {}, 5)
    assert refusal.value.params["reason"] == "inner"
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: answer)
    with pytest.raises(AddressRefused):
        post("https://shop.example/taken", b"{}", {}, 5)
    assert _Server.asked == []


@pytest.mark.parametrize(
    ("address", "inner"),
    [
        *(("127.0.0.1", True), ("10.1.2.3", True), ("192.168.0.1", True), ("172.16.0.1", True)),
        *(("169.254.169.254", True), ("0.0.0.0", True), ("100.64.0.1", True), ("224.0.0.1", True)),
        *(("::1", True), ("fe80::1%eth0", True), ("fd00::1", True), ("::ffff:10.0.0.1", True)),
        *(("93.184.216.34", False), ("2606:4700::1111", False)),
    ],
)
def test_which_networks_are_inner(address: str, *, inner: bool) -> None:
    assert is_inner(address) is inner
