"""Probes: whether the process lives, whether it can work, and a call that does nothing."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from regulars.surfaces.api.keys import Key

router = Router(tags=["monitoring"])


@router.get("/ping", auth=Key(), response={200: dict[str, bool]}, summary="Do nothing, with a key")
def ping(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """For monitoring, and to measure what a request costs before it does anything."""
    return HttpResponse(b'{"ok":true}', content_type="application/json")


def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The process answers; says nothing of what it depends on."""
    return JsonResponse({"alive": True})


def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The database answers and is at the version of the program; 503 otherwise."""
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    if behind:
        return JsonResponse({"ready": False, "database": "not migrated"}, status=503)
    return JsonResponse({"ready": True})
