"""The last diagnosis of the programme, and making one anew."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from regulars.domain.diagnosis.operations import ask_for_diagnosis
from regulars.domain.diagnosis.queries import last_diagnosis
from regulars.domain.programmes.queries import live_programme
from regulars.platform.clock import from_us
from regulars.surfaces.api.diagnosis_shapes import DiagnosisShape
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.tier_shapes import RefreshShape
from regulars.surfaces.web.diagnosis_data import diagnosis_data

router = Router(tags=["diagnosis"])


@router.get("/diagnosis", auth=Key("replays:read"), response=DiagnosisShape, summary="The last diagnosis")
def show_diagnosis(request: HttpRequest) -> DiagnosisShape:
    """Fifteen measures with findings, evidence and proposed changes, and six outcomes; 404 before the first."""
    programme_id = key_of(request).programme_id
    told = last_diagnosis(programme_id).diagnosis
    data = diagnosis_data(told, live_programme(programme_id).document)
    instants = {name: from_us(data[name]) for name in ("made_at", "first_at", "last_at")}
    return DiagnosisShape.model_validate({**data, **instants})


@router.post("/diagnosis/refresh", auth=Key("replays:write"), response=RefreshShape, summary="Diagnose anew")
def refresh_diagnosis(request: HttpRequest) -> RefreshShape:
    """Let a job copy what is new into the history, and diagnose it."""
    key = key_of(request)
    number = ask_for_diagnosis(key.programme_id, key.created_by)
    return RefreshShape(asked=number is not None, job=number)
