"""The server that sends e-mail, the gateway that sends short messages, and what becomes of sign-in codes."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECONDS = 10
_PORTS = {"smtp": 587, "smtps": 465}
_CODES = ("send", "log", "page")


@dataclass(frozen=True)
class MailServer:
    """How to reach a server that takes e-mail; without a host there is none."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False


def server_from(url: str) -> MailServer:
    """`smtp://user:password@host:587` begins in the clear and turns to TLS; `smtps://` is TLS from the start.

    Without a user, `smtp://` stays in the clear, as for a relay on the same machine.
    """
    if not url:
        return MailServer()
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ImproperlyConfigured("REGULARS_MAIL_URL must look like smtp://user:password@host:587 or smtps://...")
    user = unquote(parts.username or "")
    return MailServer(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=user,
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp" and bool(user),
        is_tls=parts.scheme == "smtps",
    )


def codes_from(value: str) -> str:
    """What becomes of sign-in codes: `send`, `log`, or `page` for demonstrations."""
    if value not in _CODES:
        raise ImproperlyConfigured(f"REGULARS_SIGN_IN_CODES is {value!r}; write one of {', '.join(_CODES)}")
    return value


def webhook_from(url: str) -> str:
    """The address of the gateway for short messages: HTTPS, or HTTP on this machine."""
    parts = urlsplit(url)
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if url and not ((parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and is_here)):
        raise ImproperlyConfigured("REGULARS_SMS_URL must be an https:// address")
    return url
