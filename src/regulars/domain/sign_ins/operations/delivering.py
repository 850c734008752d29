"""Bringing codes to members: by e-mail, by short message through the operator's webhook, or into the server's log.

A short message is a POST of JSON to the webhook, `{"to", "text", "code", "language", "minutes"}`, signed like this:
`Regulars-Signature: t=<seconds since 1970>,v1=<hex of HMAC-SHA256 over "t.body" with the secret>`. Any answer of the
2xx range counts as taken.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.mail import send_mail

from regulars.domain.sign_ins.policy.letters import wording
from regulars.domain.sign_ins.types import Channel, Letter
from regulars.platform import clock

SENT, LOGGED, SHOWN = "send", "log", "page"
"""What SIGN_IN_CODES may be: codes are sent; written to the log; or that, and shown on the page as well."""
_SECONDS = 10

_log = logging.getLogger(__name__)


def ways_to_send() -> tuple[Channel, ...]:
    """The channels that this installation can send by."""
    given = ((Channel.EMAIL, settings.SIGN_IN_MAIL), (Channel.SMS, settings.SIGN_IN_SMS_URL))
    return tuple(channel for channel, set_up in given if set_up)


def deliver(letter: Letter) -> None:
    """Send a letter by its channel, or log it where codes are logged; raises what the way raises, to be tried again."""
    adapter = to_log if settings.SIGN_IN_CODES != SENT else ADAPTERS[letter.channel]
    adapter(letter)


def by_mail(letter: Letter) -> None:
    """As an e-mail of plain text."""
    texts = wording(letter)
    send_mail(texts.subject, texts.body, None, [letter.to])


def by_webhook(letter: Letter) -> None:
    """As a short message, by the operator's gateway."""
    said = {"to": letter.to, "text": wording(letter).short, "code": letter.code}
    body = json.dumps(said | {"language": letter.language, "minutes": letter.minutes}, ensure_ascii=False).encode()
    stamp = str(int(clock.now().timestamp()))
    signature = hmac.new(settings.SIGN_IN_SMS_SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "Regulars-Signature": f"t={stamp},v1={signature}"}
    request = Request(settings.SIGN_IN_SMS_URL, body, headers, method="POST")  # noqa: S310 - checked when it was set
    urlopen(request, timeout=_SECONDS).close()  # noqa: S310 - the same


def to_log(letter: Letter) -> None:
    """Into the server's log, where whoever runs it reads it."""
    _log.warning("sign-in code %s for %s", letter.code, letter.to or "a member without e-mail and mobile")


ADAPTERS: dict[Channel, Callable[[Letter], None]] = {Channel.EMAIL: by_mail, Channel.SMS: by_webhook}
"""How letters of each channel go out."""
