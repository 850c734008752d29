"""API keys: create (shown once), list, revoke."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.operations import create_api_key, revoke_api_key
from regulars.domain.access.policy import Permission
from regulars.domain.access.queries import list_api_keys
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.forms import KeyForm
from regulars.surfaces.console.notices import notify


@require_safe
@console_page(Permission.MANAGE_ACCESS)
def keys(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All keys of the programme, revoked ones last used and all."""
    return _page(request, desk, {"form": KeyForm()})


@never_cache
@require_POST
@console_page(Permission.MANAGE_ACCESS)
def create_key(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Create a key and show it, this once."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, {"form": form}, status=422)
    new = create_api_key(desk.programme.id, form.cleaned_data["label"], form.cleaned_data["scopes"], desk.who.username)
    return _page(request, desk, {"form": KeyForm(), "new_key": new, "new_label": form.cleaned_data["label"]})


@require_POST
@console_page(Permission.MANAGE_ACCESS)
def revoke_key(request: HttpRequest, desk: Desk, key_id: int) -> HttpResponse:  # noqa: ARG001 - a page's signature
    """End a key."""
    revoke_api_key(key_id)
    notify(request, _("The key is revoked. Programs that use it are refused within ten seconds."))
    return HttpResponseRedirect(reverse("console:keys"))


def _page(request: HttpRequest, desk: Desk, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return page(request, desk, "console/keys.html", context | {"keys": list_api_keys(desk.programme.id)}, status=status)
