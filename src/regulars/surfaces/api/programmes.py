"""The live programme."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from regulars.domain.programmes.queries import live_programme
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.shapes import ProgrammeShape

router = Router(tags=["programme"])


@router.get("/programme", auth=Key("programmes:read"), response=ProgrammeShape, summary="The programme in force")
def show_programme(request: HttpRequest) -> ProgrammeShape:
    """The whole document, as `regulars schema` describes it."""
    live = live_programme(key_of(request).programme_id)
    document = live.document.model_dump(mode="json", exclude_defaults=True)
    return ProgrammeShape(id=live.id, code=live.code, version=live.number, document=document)
