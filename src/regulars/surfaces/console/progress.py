"""How far work in the background has come, on pages that ask again and again until it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from regulars.platform.jobs import JobView
from regulars.surfaces.console.desk import Desk, page
from regulars.surfaces.web.messages import text_for


def progress_of(job: JobView | None) -> dict[str, Any]:
    """The job at work, if one is, and why it was given up, if it was."""
    running = job is not None and job.state in ("waiting", "running")
    done, total = (job.progress_done, job.progress_total or 0) if job else (0, 0)
    failed = job.error if job is not None and job.state == "failed" else None
    return {
        "running": running,
        "done": done,
        "total": total,
        "percent": percent_of(done, total),
        "failed": text_for(failed["code"], failed["params"]) if failed else "",
    }


def percent_of(done: int, total: int) -> float:
    """How much of the work is done, in per cent; nothing where nobody knows how much there is."""
    return min(done * 100 / total, 100.0) if total else 0.0


def progress_page(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], *, running: bool
) -> HttpResponse:
    """The part of a page that tells of progress; once the work is done, the whole page is asked for anew."""
    response = page(request, desk, template, context)
    if not running:
        response["HX-Refresh"] = "true"
    return response
