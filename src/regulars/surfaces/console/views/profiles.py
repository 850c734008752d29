"""What a member said of themselves, on any day, as a part of their page."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.ledger.queries.profile import attribute_history, attributes_at
from regulars.domain.members.queries import member
from regulars.domain.members.types import Disclosure
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.forms import date_field


class OnForm(forms.Form):
    """The day that is looked back to."""

    on = date_field(_("As it was at the end of"), required=False)


@require_safe
@console_page(Permission.SEE_PERSONAL_DATA)
def member_profile(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """Attributes that the programme declares, as they were on a day, and every change of them."""
    view = member(desk.programme.id, member_id, Disclosure.MASKED)
    form = OnForm(request.GET if "on" in request.GET else None)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    at = timezone.make_aware(datetime.combine(on, time.max)) if on else None
    context = {
        "view": view,
        "form": form,
        "on": on,
        "standing": attributes_at(desk.programme.id, member_id, at),
        "changes": attribute_history(desk.programme.id, member_id, at)[:50],
    }
    return page(request, desk, "console/member_profile.html", context)
