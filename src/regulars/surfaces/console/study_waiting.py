"""From a question to its page: with the answer, where that comes at once."""

from __future__ import annotations

from time import monotonic, sleep

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from regulars.domain.studies.queries import is_answered

_PATIENCE_SECONDS, _LOOK_EVERY_SECONDS = 1.0, 0.02


def to_study(study_id: int) -> HttpResponseRedirect:
    """Lead to the page of a study that was just asked.

    A server that does its own jobs mostly has the answer sooner than a page could ask for it, so the way there takes
    that long, a second at most.
    """
    until = monotonic() + (_PATIENCE_SECONDS if settings.JOBS_IN_SERVER else 0)
    while monotonic() < until and not is_answered(study_id):
        sleep(_LOOK_EVERY_SECONDS)
    return HttpResponseRedirect(reverse("console:study", args=[study_id]))
