"""Users of the console: create, change the role, disable."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.operations import change_role, create_user, disable_user, enable_user
from regulars.domain.access.policy import Permission
from regulars.domain.access.queries import list_users
from regulars.domain.access.types import ROLES, NewUser
from regulars.platform.errors import DomainError
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.forms import RoleForm, UserForm
from regulars.surfaces.console.notices import notify, warn
from regulars.surfaces.console.roles import role_name
from regulars.surfaces.web.messages import text_of


@require_safe
@console_page(Permission.MANAGE_ACCESS)
def users(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Everybody who can sign in, and who no longer can."""
    return _page(request, desk, UserForm())


@require_POST
@console_page(Permission.MANAGE_ACCESS)
def add_user(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Create a person who can sign in."""
    form = UserForm(request.POST)
    if form.is_valid():
        try:
            who = create_user(NewUser(**form.cleaned_data))
        except DomainError as error:
            form.add_error(None, text_of(error))
        else:
            notify(request, _("%(name)s can sign in now.") % {"name": who.name})
            return HttpResponseRedirect(reverse("console:users"))
    return _page(request, desk, form, status=422)


@require_POST
@console_page(Permission.MANAGE_ACCESS)
def set_role(request: HttpRequest, desk: Desk, user_id: int) -> HttpResponse:
    """Give a user another role."""
    form = RoleForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        return _changed(request, lambda: change_role(user_id, role, desk.who.id))
    return _page(request, desk, UserForm(), status=422)


@require_POST
@console_page(Permission.MANAGE_ACCESS)
def set_active(request: HttpRequest, desk: Desk, user_id: int) -> HttpResponse:
    """Let a user sign in again, or no longer."""
    if request.POST.get("active") == "1":
        return _changed(request, lambda: enable_user(user_id))
    return _changed(request, lambda: disable_user(user_id, desk.who.id))


def _changed(request: HttpRequest, change: Callable[[], None]) -> HttpResponse:
    try:
        change()
    except DomainError as error:
        warn(request, text_of(error))
    else:
        notify(request, _("Saved."))
    return HttpResponseRedirect(reverse("console:users"))


def _page(request: HttpRequest, desk: Desk, form: UserForm, *, status: int = 200) -> HttpResponse:
    lines = [(user, role_name(user.identity.role), user.identity.id == desk.who.id) for user in list_users()]
    context = {"form": form, "lines": lines, "role_names": [(role, role_name(role)) for role in ROLES]}
    return page(request, desk, "console/users.html", context, status=status)
