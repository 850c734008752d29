"""Versions come into force, for all or on pilot, and go again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.domain.access.policy import Permission
from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.errors import ActivationMissing
from regulars.domain.programmes.policy import version_for_all
from regulars.domain.programmes.types import ActivationRecord, VersionView
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.version_forms import PublishForm, ReasonForm, StartForm
from regulars.surfaces.console.views.versions import done, version_context
from regulars.surfaces.web.formatting import clock_time
from regulars.surfaces.web.messages import text_of


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.PUBLISH_PROGRAMME)
def publish_version(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Let an approved version come into force: for everybody, or on pilot for some."""
    view = queries.find_version(desk.programme.id, number)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _publish(desk, view, form)):
        notify(request, _("Scheduled. Below you see when it starts."))
        return _to_versions()
    context = version_context(desk, view) | {"form": form, "own": view.author == desk.who.username}
    return page(request, desk, "console/version_publish.html", context, status=_status(request))


def _publish(desk: Desk, view: VersionView, form: PublishForm) -> ActivationRecord:
    reason, actor, share = form.cleaned_data["reason"], desk.who.username, form.share
    if share is None:
        return operations.publish_version(view.version_id, form.start, reason, actor)
    return operations.pilot_version(view.version_id, share, form.start, reason, actor)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.PUBLISH_PROGRAMME)
def roll_back(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Put an earlier version in force again; what was granted stays."""
    view = queries.find_version(desk.programme.id, number)
    form = StartForm(request.POST or None)

    def deed() -> ActivationRecord:
        return operations.roll_back(view.version_id, form.start, form.cleaned_data["reason"], desk.who.username)

    return _return(request, desk, view, form, deed)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.PUBLISH_PROGRAMME)
def stop_pilot(request: HttpRequest, desk: Desk) -> HttpResponse:
    """End the pilot: everybody is on the same version again."""
    running = queries.pilot(desk.programme.id)
    if running is None:
        return HttpResponseRedirect(reverse("console:pilot"))
    form = StartForm(request.POST or None)

    def deed() -> ActivationRecord:
        return operations.stop_pilot(desk.programme.id, form.start, form.cleaned_data["reason"], desk.who.username)

    return _return(request, desk, running.base, form, deed)


def _return(
    request: HttpRequest, desk: Desk, view: VersionView, form: StartForm, deed: Callable[[], object]
) -> HttpResponse:
    """Ask when and why, tell what it means, and do it."""
    if request.method == "POST" and form.is_valid() and done(form, deed):
        notify(request, _("Scheduled. Below you see when it starts."))
        return _to_versions()
    latest = version_for_all(queries.schedule(desk.programme.id))
    context = {
        "form": form,
        "view": view,
        "stopping": latest is not None and latest.version_id == view.version_id,
    }
    return page(request, desk, "console/version_return.html", context, status=_status(request))


@require_POST
@console_page(Permission.PUBLISH_PROGRAMME)
def cancel_start(request: HttpRequest, desk: Desk, activation_id: int) -> HttpResponse:
    """Let something scheduled not happen."""
    form = ReasonForm(request.POST)
    known = {record.view.id for record in queries.list_activations(desk.programme.id)}
    try:
        if activation_id not in known:
            raise ActivationMissing(activation=activation_id)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        record = operations.cancel_activation(activation_id, reason, desk.who.username)
    except DomainError as error:
        warn(request, text_of(error))
    else:
        text = _("Cancelled: version %(number)s does not start on %(when)s.")
        notify(request, text % {"number": record.number, "when": clock_time(record.view.starts_at)})
    return _to_versions()


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _to_versions() -> HttpResponse:
    return HttpResponseRedirect(reverse("console:versions"))
