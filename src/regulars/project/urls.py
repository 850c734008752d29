"""Addresses: each surface names its own below the root."""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/console/"), name="home"),
    path("", include("regulars.surfaces.web.urls")),
    path("", include("regulars.surfaces.api.urls")),
    path("portal/", include("regulars.surfaces.portal.urls")),
    path("console/", include("regulars.surfaces.console.urls")),
]

handler400 = "regulars.surfaces.web.failures.bad_request"
handler403 = "regulars.surfaces.web.failures.forbidden"
handler404 = "regulars.surfaces.web.failures.not_found"
handler500 = "regulars.surfaces.web.failures.broken"
