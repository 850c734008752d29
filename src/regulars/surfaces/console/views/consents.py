"""What a member allows, as a part of their page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from regulars.domain.access.policy import Permission
from regulars.domain.consents.operations import record_consents
from regulars.domain.consents.queries import consent_history, consents_of
from regulars.domain.consents.types import ConsentView, NewConsent
from regulars.domain.members.queries import member
from regulars.domain.members.types import Disclosure, MemberState
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.identity_forms import ConsentForm
from regulars.surfaces.console.identity_words import CHANNELS, PURPOSES
from regulars.surfaces.web.messages import text_of


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Permission.SEE_MEMBERS)
def member_consents(request: HttpRequest, desk: Desk, member_id: int) -> HttpResponse:
    """What stands, what was said before, and a form for who may keep a word."""
    programme_id, may = desk.programme.id, desk.may(Permission.MANAGE_CONSENTS)
    view = member(programme_id, member_id, Disclosure.MASKED)
    form = ConsentForm(request.POST or None)
    if may and form.is_bound and form.is_valid():
        try:
            record_consents(programme_id, [_new(desk, member_id, form)])
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            form = ConsentForm()
    context = {
        "view": view,
        "standing": [_line(one) for one in consents_of(programme_id, member_id)],
        "history": [_line(one) for one in consent_history(programme_id, member_id, 50)],
        "form": form,
        "may_record": may and view.state is MemberState.ACTIVE,
    }
    return page(request, desk, "console/member_consents.html", context)


def _new(desk: Desk, member_id: int, form: ConsentForm) -> NewConsent:
    given = form.cleaned_data
    return NewConsent(
        member_id=member_id,
        purpose=given["purpose"],
        channel=given["channel"],
        given=given["given"] == "yes",
        source="console",
        actor=desk.who.username,
        text_version=given["text_version"],
    )


def _line(one: ConsentView) -> dict[str, object]:
    return {
        "consent": one,
        "purpose": PURPOSES.get(one.purpose, one.purpose),
        "channel": CHANNELS.get(one.channel, one.channel),
    }
