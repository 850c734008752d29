"""The forecast: who will rise or fall, and what is missing; and the notices that tell of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.programmes.types import stream_of
from regulars.domain.tiers import queries
from regulars.domain.tiers.operations import ask_for_forecast, forecast_job
from regulars.domain.tiers.types import ForecastFilter, Tab
from regulars.platform import outbox as messages
from regulars.platform.outbox import OutboxFilter
from regulars.platform.paging import PageRequest
from regulars.surfaces.console.companions import names_in
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.exports import Export, noted
from regulars.surfaces.console.forecast_lines import forecast_csv, forecast_lines, tier_counts
from regulars.surfaces.console.giving_forms import text_field
from regulars.surfaces.console.notices import notify
from regulars.surfaces.console.progress import progress_of, progress_page
from regulars.surfaces.console.topic_words import message_line, topic_name

_PER_PAGE = 25


class OutboxForm(forms.Form):
    """What the list of notices is narrowed to."""

    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    member = text_field(gettext_lazy("Member number"), 20, required=False)
    waiting = forms.BooleanField(
        label=gettext_lazy("Only those nobody has taken"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


@require_safe
@console_page(Permission.SEE_FORECASTS)
def forecast(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who will fall, or who will rise or is near, with counts and what other terms would change."""
    document, cursor = desk.programme.document, request.GET.get("after") or None
    criteria = _criteria(request, desk)
    found = queries.list_forecasts(desk.programme.id, PageRequest(cursor, _PER_PAGE), criteria)
    names = names_in(desk, [one.member_id for one in found.items])
    summary = queries.forecast_summary(desk.programme.id)
    context = _progress(desk) | {
        "found": found,
        "first_page": cursor is not None,
        "lines": forecast_lines(document, found.items, names),
        "summary": summary,
        "counts": tier_counts(document, summary),
        "ladder": document.ladder,
        "rising": criteria.tab is Tab.RISING,
        "tier": criteria.tier,
        "may_run": desk.may(Permission.MANAGE_INSIGHT),
    }
    return page(request, desk, "console/forecast.html", context)


@require_safe
@console_page(Permission.SEE_FORECASTS)
def forecast_progress(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How far the making of the forecast has come, for a page that asks again and again."""
    context = _progress(desk)
    return progress_page(request, desk, "console/forecast_progress.html", context, running=context["running"])


@require_POST
@console_page(Permission.MANAGE_INSIGHT)
def refresh_forecast(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make the forecast anew."""
    ask_for_forecast(desk.programme.id, desk.who.username)
    notify(request, _("The forecast is being made anew."))
    return HttpResponseRedirect(reverse("console:forecast"))


@require_safe
@console_page(Permission.SEE_FORECASTS)
def forecast_file(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The whole list as a CSV file."""
    criteria = _criteria(request, desk)
    export = Export("forecast", "csv", {"tab": criteria.tab.value, "tier": criteria.tier})
    found = noted(desk, export, queries.iterate_forecasts(desk.programme.id, criteria))
    lines = forecast_csv(desk.programme.document, found)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="forecast.csv"'
    return response


@require_safe
@console_page(Permission.SEE_OUTBOX)
def outbox(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Notices that were sent, newest first."""
    stream, cursor = stream_of(desk.programme.id), request.GET.get("after") or None
    form = OutboxForm(request.GET)
    field = form.fields["topic"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
    field.choices = [("", _("Any")), *((topic, topic_name(topic)) for topic in messages.list_topics(stream))]
    valid = form.is_valid()
    criteria = _narrowed(form.cleaned_data) if valid else OutboxFilter()
    found = messages.list_messages(stream, PageRequest(cursor), criteria)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "lines": [message_line(one, desk.programme.document) for one in found.items],
        "waiting": messages.count_waiting(stream),
        "first_page": cursor is not None,
        "narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return page(request, desk, "console/outbox.html", context, status=200 if valid else 422)


def _narrowed(given: dict[str, Any]) -> OutboxFilter:
    number = given["member"].strip().removeprefix("#")
    return OutboxFilter(given["topic"], f"member {number}" if number else "", given["waiting"])


def _criteria(request: HttpRequest, desk: Desk) -> ForecastFilter:
    tier = request.GET.get("tier", "")
    tab = Tab.RISING if request.GET.get("tab") == Tab.RISING else Tab.FALLING
    return ForecastFilter(tab, tier if tier in desk.programme.compiled.tier_ids else None)


def _progress(desk: Desk) -> dict[str, Any]:
    """The job at work, if one is."""
    return progress_of(forecast_job(desk.programme.id))
