"""What the member allows, a copy of all that is kept of them, and their erasure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.consents.operations import record_consents
from regulars.domain.consents.queries import consents_of
from regulars.domain.consents.types import CHANNELS, PURPOSES, NewConsent
from regulars.domain.privacy import operations, queries
from regulars.domain.privacy.types import RequestKind, RequestState
from regulars.platform.errors import DomainError
from regulars.surfaces.portal.door import Guest, page, portal_page
from regulars.surfaces.web.messages import text_of

TEXT_VERSION = "portal-1"
"""The wording of this page, kept with each consent as evidence; raise it with every change of the words below."""

_OPEN = (RequestState.REQUESTED, RequestState.APPROVED)
_PURPOSES: dict[str, tuple[Promise, Promise]] = {
    "marketing": (gettext_lazy("Offers and news"), gettext_lazy("We may tell you of offers and news by")),
    "profiling": (
        gettext_lazy("Offers made for you"),
        gettext_lazy("We may choose offers by what you bought, sent by"),
    ),
    "partners": (gettext_lazy("Partners"), gettext_lazy("Our partners may reach you by")),
    "research": (gettext_lazy("Surveys"), gettext_lazy("We may ask for your opinion by")),
}
_CHANNELS: dict[str, Promise] = {
    "email": gettext_lazy("E-mail"),
    "sms": gettext_lazy("Text message"),
    "push": gettext_lazy("App notice"),
    "wechat": gettext_lazy("WeChat"),
    "phone": gettext_lazy("Telephone"),
    "post": gettext_lazy("Post"),
}

_BLOCKS: dict[str, tuple[Promise, str, Promise, str]] = {
    "family": (gettext_lazy("You are in a family."), "portal:family", gettext_lazy("Leave the family"), "users"),
    "holds": (
        gettext_lazy("Points of yours are held for a checkout that is under way. They come free when it is done."),
        "portal:points",
        gettext_lazy("See your points"),
        "lock",
    ),
    "reward_order": (
        gettext_lazy("A reward that you ordered has not arrived yet."),
        "portal:rewards_mine",
        gettext_lazy("See or cancel your orders"),
        "receipt",
    ),
    "subscription": (
        gettext_lazy("Your paid membership is running."),
        "portal:plans",
        gettext_lazy("End the membership"),
        "crown",
    ),
}
"""What stands in the way of an erasure, told to the member, where they end it, and a picture."""


@require_safe
@portal_page
def privacy(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What is allowed, and what was asked for."""
    standing = {(one.purpose, one.channel): one.given for one in consents_of(guest.programme.id, guest.id)}
    requests = queries.requests_of(guest.programme.id, guest.id, 5)
    context = {
        "purposes": [_purpose(purpose, standing) for purpose in PURPOSES],
        "copies": [one for one in requests if one.kind is RequestKind.COPY],
        "erasure": next((one for one in requests if one.kind is RequestKind.ERASURE and one.state in _OPEN), None),
        "may_copy": not any(one.kind is RequestKind.COPY and one.state in _OPEN for one in requests),
        "blocks": [_BLOCKS[name] for name in operations.what_blocks(guest.programme.id, guest.id)],
        "waiting_days": settings.ERASURE_DAYS,
        "copy_days": settings.COPY_DAYS,
    }
    return page(request, guest, "portal/privacy.html", context)


@require_POST
@portal_page
def consents(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Keep what the boxes say, as far as it differs from before."""
    standing = {(one.purpose, one.channel): one.given for one in consents_of(guest.programme.id, guest.id)}
    wanted = set(request.POST.getlist("allow"))
    told = [
        NewConsent(
            guest.id, purpose, channel, given=given, source="portal", actor=guest.actor, text_version=TEXT_VERSION
        )
        for purpose in PURPOSES
        for channel in CHANNELS
        if (given := f"{purpose}:{channel}" in wanted) != standing.get((purpose, channel), False)
    ]
    return _done(request, _("Saved."), lambda: record_consents(guest.programme.id, told))


@require_POST
@portal_page
def ask_copy(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Have a copy made."""
    deed = _("Your copy is being made. Look here again in a few minutes.")
    return _done(request, deed, lambda: operations.ask_for_copy(guest.programme.id, guest.id, guest.actor))


@require_safe
@portal_page
def copy_file(request: HttpRequest, guest: Guest, number: int) -> HttpResponseBase:  # noqa: ARG001 - a view's signature
    """The file of one's own copy."""
    path = queries.copy_path(guest.programme.id, number, guest.id)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{guest.programme.code}-{guest.id}.zip")


@require_POST
@portal_page
def ask_erasure(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Ask to be erased."""
    deed = _("You asked to be erased. Somebody looks at it, and you can take it back.")
    if operations.what_blocks(guest.programme.id, guest.id):
        messages.error(request, _("Something has to end first. Look below for what, and how you end it."))
        return HttpResponseRedirect(f"{reverse('portal:privacy')}#erasure")
    ask = partial(operations.ask_for_erasure, guest.programme.id, guest.id, guest.actor, "asked for by the member")
    return _done(request, deed, ask)


@require_POST
@portal_page
def cancel_erasure(request: HttpRequest, guest: Guest, number: int) -> HttpResponse:
    """Stay after all."""
    deed = _("You stay a member.")
    return _done(
        request, deed, lambda: operations.cancel_request(guest.programme.id, number, guest.actor, member_id=guest.id)
    )


def _purpose(purpose: str, standing: dict[tuple[str, str], bool]) -> dict[str, Any]:
    title, text = _PURPOSES[purpose]
    boxes = [(f"{purpose}:{one}", _CHANNELS[one], standing.get((purpose, one), False)) for one in CHANNELS]
    return {"id": purpose, "title": title, "text": text, "boxes": boxes}


def _done(request: HttpRequest, text: str, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except DomainError as error:
        messages.error(request, text_of(error))
    else:
        messages.success(request, text)
    return HttpResponseRedirect(reverse("portal:privacy"))
