"""The audit trail: who did what to what, and when."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.platform import audit as trail
from regulars.platform import clock
from regulars.platform.audit import AuditFilter
from regulars.platform.paging import Page, PageRequest
from regulars.surfaces.console.audit_words import action_name, particulars
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.forms import date_field

_SELECT = {"class": "form-select"}


class AuditForm(forms.Form):
    """What the trail may be narrowed to."""

    actor = forms.ChoiceField(label=_("Who"), required=False, widget=forms.Select(attrs=_SELECT))
    action = forms.ChoiceField(label=_("What was done"), required=False, widget=forms.Select(attrs=_SELECT))
    subject = forms.CharField(
        label=_("To what"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}),
    )
    day_from = date_field(_("From"), required=False)
    day_to = date_field(_("To"), required=False)

    def __init__(self, data: Any = None) -> None:
        """Offer whoever and whatever stands in the trail."""
        super().__init__(data)
        offered = {
            "actor": [(name, name) for name in trail.list_actors()],
            "action": [(code, action_name(code)) for code in trail.list_actions()],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what is said above
            field.choices = [("", _("Any")), *choices]

    def criteria(self) -> AuditFilter:
        """The filter as the trail understands it; days are those of the active zone, both included."""
        given = self.cleaned_data
        return AuditFilter(
            actor=given["actor"],
            action=given["action"],
            subject=given["subject"].strip(),
            recorded_from=_midnight(given["day_from"]) if given["day_from"] else None,
            recorded_before=_midnight(given["day_to"] + timedelta(days=1)) if given["day_to"] else None,
        )


@require_safe
@console_page(Permission.SEE_AUDIT)
def audit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Deeds that meet the filters, newest first."""
    form = AuditForm(request.GET)
    cursor = request.GET.get("after") or None
    valid = form.is_valid()
    found: Page[Any] = trail.list_entries(PageRequest(cursor), form.criteria()) if valid else Page(())
    context = {
        "form": form,
        "found": found,
        "lines": [(line, action_name(line.action), particulars(line.params)) for line in found.items],
        "first_page": cursor is not None,
        "backups": trail.list_entries(PageRequest(limit=1), AuditFilter(action="backup_made")).items,
        "narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return page(request, desk, "console/audit.html", context, status=200 if valid else 422)


def _midnight(day: Any) -> int:
    return clock.to_us(timezone.make_aware(datetime.combine(day, time.min)))
