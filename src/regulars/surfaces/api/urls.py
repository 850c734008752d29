"""Addresses of this surface."""

from django.urls import path

from regulars.surfaces.api import health, segment
from regulars.surfaces.api.application import api

CALLS = (*segment.CALLS, "batch", "import")

urlpatterns = [
    path("api/", api.urls),
    *[path(f"segment/v1/{call}", segment.receive, {"call": call}, name=f"segment_{call}") for call in CALLS],
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
