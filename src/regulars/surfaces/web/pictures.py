"""Pictures that were uploaded, for everybody: their names are hashes, so they never change."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.platform.pictures import picture_path


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A picture; it may be kept for a year."""
    path = picture_path(name)
    if path is None:
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type="image/webp")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
