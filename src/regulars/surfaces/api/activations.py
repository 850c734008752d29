"""Versions of the programme come into force, for all or on pilot, and go again."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Status

from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.errors import ActivationMissing
from regulars.domain.programmes.types import ActivationRecord
from regulars.platform.clock import from_us, to_us
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.version_shapes import ActivationShape, PilotBody, ReasonBody, StartBody
from regulars.surfaces.api.versions import found_version

router = Router(tags=["programme versions"])
READ, PUBLISH = Key("programmes:read"), Key("programmes:publish")


@router.get("/programme/activations", auth=READ, response=list[ActivationShape], summary="What is in force when")
def list_activations(request: HttpRequest) -> list[ActivationShape]:
    """All that came or will come into force, and what was cancelled; latest start first."""
    return [_shape(record) for record in queries.list_activations(key_of(request).programme_id)]


@router.post(
    "/programme/versions/{number}/publish", auth=PUBLISH, response={201: ActivationShape}, summary="Publish a version"
)
def publish_version(request: HttpRequest, number: int, body: StartBody) -> Status[ActivationShape]:
    """Let an approved version come into force for everybody, a minute from now at the earliest."""
    found, actor = found_version(request, number), key_of(request).created_by
    return Status(201, _shape(operations.publish_version(found.version_id, _start(body.starts_at), body.reason, actor)))


@router.post(
    "/programme/versions/{number}/pilot", auth=PUBLISH, response={201: ActivationShape}, summary="Pilot a version"
)
def pilot_version(request: HttpRequest, number: int, body: PilotBody) -> Status[ActivationShape]:
    """Try an approved version on a share of the members, or widen its pilot: who is in stays in."""
    found, actor = found_version(request, number), key_of(request).created_by
    share = round(body.share_percent * 100)
    record = operations.pilot_version(found.version_id, share, _start(body.starts_at), body.reason, actor)
    return Status(201, _shape(record))


@router.post("/programme/pilot/stop", auth=PUBLISH, response={201: ActivationShape}, summary="Stop the pilot")
def stop_pilot(request: HttpRequest, body: StartBody) -> Status[ActivationShape]:
    """Bring all members back to the version of everybody else. Nothing is recomputed; needs a reason."""
    key = key_of(request)
    record = operations.stop_pilot(key.programme_id, _start(body.starts_at), body.reason, key.created_by)
    return Status(201, _shape(record))


@router.post(
    "/programme/versions/{number}/roll-back", auth=PUBLISH, response={201: ActivationShape}, summary="Roll back"
)
def roll_back(request: HttpRequest, number: int, body: StartBody) -> Status[ActivationShape]:
    """Put a version in force again that was in force before. What was granted stays; needs a reason."""
    found, actor = found_version(request, number), key_of(request).created_by
    return Status(201, _shape(operations.roll_back(found.version_id, _start(body.starts_at), body.reason, actor)))


@router.post(
    "/programme/activations/{activation_id}/cancel", auth=PUBLISH, response=ActivationShape, summary="Cancel a start"
)
def cancel_activation(request: HttpRequest, activation_id: int, body: ReasonBody) -> ActivationShape:
    """Let something scheduled not happen; needs a reason."""
    key = key_of(request)
    if activation_id not in {record.view.id for record in queries.list_activations(key.programme_id)}:
        raise ActivationMissing(activation=activation_id)
    return _shape(operations.cancel_activation(activation_id, body.reason, key.created_by))


def _start(instant: datetime | None) -> int | None:
    return None if instant is None else to_us(instant)


def _shape(record: ActivationRecord) -> ActivationShape:
    view = record.view
    return ActivationShape(
        id=view.id,
        version=record.number,
        kind=view.kind,
        starts_at=from_us(view.starts_at) if view.starts_at else None,
        share_percent=view.share / 100,
        known_at=from_us(view.known_at),
        actor=record.actor,
        reason=record.reason,
        reviewed_by=record.reviewed_by,
        cancelled_at=from_us(record.cancelled_at) if record.cancelled_at else None,
    )
