"""Asking for a code. What happens is the same whether somebody is known by the identifier or not."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from regulars.domain.members.errors import MemberMissing
from regulars.domain.members.policy import normalise, region_of
from regulars.domain.members.queries import find_member_by
from regulars.domain.members.types import IdentifierKind, MemberState, MemberView
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.sign_ins.errors import ContactInvalid, SignInUnavailable
from regulars.domain.sign_ins.models import CODE, SignInCode
from regulars.domain.sign_ins.operations.delivering import SENT, SHOWN, ways_to_send
from regulars.domain.sign_ins.operations.limiting import demand_room, hash_of, note, subject_of
from regulars.domain.sign_ins.policy.limits import CODE_DIGITS, CODE_MINUTES, network_of
from regulars.domain.sign_ins.types import Channel, CodeRequest, CodeTicket, Letter
from regulars.platform import clock, jobs
from regulars.platform.encryption import blind_index, encrypt

SEND = "sign_ins.send_code"
_KINDS = (IdentifierKind.EMAIL, IdentifierKind.MOBILE, IdentifierKind.CARD)
_CHANNELS = {IdentifierKind.EMAIL: Channel.EMAIL, IdentifierKind.MOBILE: Channel.SMS}


@transaction.atomic
def request_code(asked: CodeRequest) -> CodeTicket:
    """Make a code and have it sent to whoever has the identifier; the ticket is the same when nobody has.

    A code for a card goes to the member's e-mail address, else to their mobile. Raises SignInUnavailable where nothing
    can be sent, ContactInvalid for what cannot be an identifier, TooManyCodes by identifier and by address.
    """
    if settings.SIGN_IN_CODES == SENT and not ways_to_send():
        raise SignInUnavailable
    programme = live_programme(asked.programme_id)
    spellings = dict(_spellings(programme, asked.identifier))
    if not spellings:
        raise ContactInvalid
    _count(programme, asked, next(iter(spellings.values())))
    found = _known(programme, spellings)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    handle = secrets.token_urlsafe(32)
    letter = _letter(programme, asked, found, code)
    now = clock.now()
    row = SignInCode.objects.create(
        programme_id=programme.id,
        handle_hash=hash_of(handle),
        code_hash=code_hash(handle, code),
        member_id=found[1].id if found else None,
        letter=encrypt(json.dumps(asdict(letter)), CODE) if letter else None,
        asked_at=clock.to_us(now),
        ends_at=clock.to_us(now + timedelta(minutes=CODE_MINUTES)),
    )
    jobs.enqueue(SEND, {"code": row.pk})
    return CodeTicket(handle, CODE_MINUTES, code if settings.SIGN_IN_CODES == SHOWN else "")


def code_hash(handle: str, code: str) -> bytes:
    """What is stored of a code: keyed, for a million codes are soon tried."""
    return blind_index(f"{handle}:{code}", CODE)


def _spellings(programme: LiveProgramme, text: str) -> Iterator[tuple[IdentifierKind, str]]:
    region = region_of(programme.document.currency)
    for kind in _KINDS:
        if (spelling := normalise(kind, text, region)) is not None:
            yield kind, spelling


def _count(programme: LiveProgramme, asked: CodeRequest, spelling: str) -> None:
    identifier = subject_of("ask", f"{programme.id}:{spelling}")
    address = subject_of("ask_address", network_of(asked.visit.address))
    demand_room("ask", identifier)
    demand_room("ask_address", address)
    note("ask", identifier)
    note("ask_address", address)


def _known(programme: LiveProgramme, spellings: dict[IdentifierKind, str]) -> tuple[IdentifierKind, MemberView] | None:
    """The member who has the identifier and takes part, and of which kind it is."""
    for kind, spelling in spellings.items():
        try:
            view = find_member_by(programme.id, kind, spelling)
        except MemberMissing:
            continue
        if view.state is MemberState.ACTIVE:
            return kind, view
    return None


def _letter(
    programme: LiveProgramme, asked: CodeRequest, found: tuple[IdentifierKind, MemberView] | None, code: str
) -> Letter | None:
    """What is to be sent where; None when there is nobody, or no way to reach them."""
    if found is None:
        return None
    kind, view = found
    reachable = [one for one in view.identifiers if one.kind in _CHANNELS and kind in (one.kind, IdentifierKind.CARD)]
    if settings.SIGN_IN_CODES == SENT:
        reachable = [one for one in reachable if _CHANNELS[one.kind] in ways_to_send()]
    if not reachable and settings.SIGN_IN_CODES == SENT:
        return None
    reachable.sort(key=lambda one: one.kind is not IdentifierKind.EMAIL)
    name = programme.document.name
    return Letter(
        channel=_CHANNELS[reachable[0].kind] if reachable else Channel.EMAIL,
        to=reachable[0].value if reachable else "",
        code=code,
        language=asked.language,
        programme_name=name.zh if asked.language.startswith("zh") else name.en,
        minutes=CODE_MINUTES,
    )
