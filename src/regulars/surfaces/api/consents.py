"""What members allow, and the profile they told, at any instant."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Status

from regulars.domain.consents.operations import record_consents
from regulars.domain.consents.queries import consent_history, consented, consents_of
from regulars.domain.consents.types import NewConsent
from regulars.domain.ledger.queries.profile import attribute_history, attributes_at
from regulars.domain.members.queries import member
from regulars.platform.clock import to_us
from regulars.surfaces.api.identity_shapes import (
    AttributeShape,
    ConsentBody,
    ConsentedBody,
    ConsentedShape,
    ConsentShape,
    ConsentsShape,
    ProfileShape,
)
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import number_of

router = Router(tags=["members"])
READ, WRITE = Key("consents:read"), Key("consents:write")


@router.get("/members/{member_id}/consents", auth=READ, response=ConsentsShape, summary="What a member allows")
def show_consents(request: HttpRequest, member_id: str, at: datetime | None = None) -> ConsentsShape:
    """What holds now, or held at an instant, with all that was ever told."""
    return _consents(key_of(request).programme_id, number_of(member_id), at)


@router.post(
    "/members/{member_id}/consents", auth=WRITE, response={201: ConsentsShape}, summary="Record what a member says"
)
def record_consent(request: HttpRequest, member_id: str, body: ConsentBody) -> Status[ConsentsShape]:
    """Given or taken back; what was told before stays as evidence."""
    key, number = key_of(request), number_of(member_id)
    at = None if body.at is None else to_us(body.at)
    told = NewConsent(
        member_id=number,
        purpose=body.purpose,
        channel=body.channel,
        given=body.given,
        source="api",
        actor=key.created_by,
        at=at,
        text_version=body.text_version,
    )
    record_consents(key.programme_id, [told])
    return Status(201, _consents(key.programme_id, number, None))


@router.post("/consents/check", auth=READ, response=ConsentedShape, summary="Who allows a purpose by a channel")
def check_consents(request: HttpRequest, body: ConsentedBody) -> ConsentedShape:
    """Those of the members who do now, or did at an instant."""
    found = consented(key_of(request).programme_id, body.members, body.purpose, body.channel, body.at)
    return ConsentedShape(members=sorted(found))


@router.get(
    "/members/{member_id}/profile", auth=Key("members:read"), response=ProfileShape, summary="Attributes over time"
)
def show_profile(request: HttpRequest, member_id: str, at: datetime | None = None) -> ProfileShape:
    """Attributes that the programme declares, as they hold now or held at an instant, and every change of them."""
    programme_id, number = key_of(request).programme_id, member(key_of(request).programme_id, number_of(member_id)).id
    return ProfileShape(
        attributes=[AttributeShape(**asdict(one)) for one in attributes_at(programme_id, number, at)],
        changes=[AttributeShape(**asdict(one)) for one in attribute_history(programme_id, number, at)],
    )


def _consents(programme_id: int, number: int, at: datetime | None) -> ConsentsShape:
    member(programme_id, number)
    return ConsentsShape(
        standing=[ConsentShape(**asdict(one)) for one in consents_of(programme_id, number, at)],
        history=[ConsentShape(**asdict(one)) for one in consent_history(programme_id, number)],
    )
