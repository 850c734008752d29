"""Telling addresses on the network that somebody wrote into a document: outwards only, over TLS, without detours.

The name is looked up once, every address behind it is checked, and the connection goes to the one that was checked: a
name that answers otherwise a moment later leads nowhere else. Redirects are answers like all others and are not
followed. `REGULARS_CALLS_INNER` allows networks of one's own, `REGULARS_CALLS_PLAIN` connections without TLS.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from django.conf import settings

from regulars.platform.errors import Conflict, Refused


class AddressRefused(Refused):
    """Calls do not go there: `host`, and whether the network is an inner one or the connection without TLS."""

    code = "call_address_refused"


class CallFailed(Conflict):
    """The address answered something else than success; `status` says what."""

    code = "call_failed"


class _Plain(HTTPConnection):
    """A connection to an address that was checked."""

    def connect(self) -> None:
        """Connect to what the name leads to, once that is checked."""
        self.sock = _connected(self.host, self.port, self.timeout)


class _Secure(HTTPSConnection):
    """The same over TLS; the certificate has to be that of the name."""

    def connect(self) -> None:
        """Connect to what the name leads to, once that is checked."""
        sock = _connected(self.host, self.port, self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)


def post(address: str, body: bytes, headers: Mapping[str, str], seconds: float) -> None:
    """Send a body; any answer of the 2xx range counts as taken. Raises AddressRefused, CallFailed and OSError."""
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    if not secure and not settings.CALLS_PLAIN:
        raise AddressRefused(host=host, reason="plain")
    way: HTTPConnection = (_Secure if secure else _Plain)(host, parts.port, timeout=seconds)
    try:
        way.request("POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", body, dict(headers))
        status = way.getresponse().status
    finally:
        way.close()
    if not 200 <= status < 300:
        raise CallFailed(host=host, status=status)


def _connected(host: str, port: int, seconds: float | None) -> socket.socket:
    found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.CALLS_INNER and any(is_inner(str(one)) for one in found):
        raise AddressRefused(host=host, reason="inner")
    return socket.create_connection((str(found[0]), port), seconds)


def is_inner(address: str) -> bool:
    """Whether an address is of this machine or of a network that the world does not reach."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return is_inner(str(found.ipv4_mapped))
    return not found.is_global or found.is_multicast
