"""The member's card for the wallet of their phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulars.domain.passes.policy.apple import MEDIA_TYPE
from regulars.domain.passes.queries import apple_pass, google_pass_link
from regulars.platform.errors import DomainError
from regulars.surfaces.portal.door import Guest, portal_page
from regulars.surfaces.web.messages import text_of


@require_safe
@portal_page
def apple(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The file for Apple's wallet, made and signed now."""
    try:
        content = apple_pass(guest.programme.id, guest.id)
    except DomainError as error:
        messages.error(request, text_of(error))
        return HttpResponseRedirect(reverse("portal:card"))
    headers = {"Content-Disposition": f'attachment; filename="{guest.programme.code}.pkpass"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


@require_safe
@portal_page
def google(request: HttpRequest, guest: Guest) -> HttpResponse:
    """To Google's page that saves the card to its wallet."""
    try:
        return HttpResponseRedirect(google_pass_link(guest.programme.id, guest.id))
    except DomainError as error:
        messages.error(request, text_of(error))
        return HttpResponseRedirect(reverse("portal:card"))
