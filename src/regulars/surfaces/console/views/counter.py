"""The counter: a code is scanned, what may be used is shown, one tap uses it, another undoes that."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.benefits.types import Place
from regulars.domain.privacy.operations import note_looks
from regulars.domain.privacy.types import Look
from regulars.domain.verifications import operations, queries
from regulars.domain.verifications.types.verifying import (
    Found,
    NewReversal,
    NewVerification,
    Showing,
    VerificationFilter,
    VerificationView,
)
from regulars.platform.errors import DomainError
from regulars.platform.paging import PageRequest
from regulars.platform.scanning import codes_on_picture
from regulars.surfaces.console.companions import labels, names_in, typed_member
from regulars.surfaces.console.counter_forms import PlaceForm, ReasonForm, ShowForm, VerifyForm
from regulars.surfaces.console.counter_lines import lines, taps
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.web.messages import text_of

_KEPT = "counter"
_NEWEST = 5
_CAMERA = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"


@never_cache
@require_safe
@console_page(Permission.VERIFY_BENEFITS)
def counter(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ready for the next code."""
    return _page(request, desk, {})


@require_POST
@console_page(Permission.VERIFY_BENEFITS)
def set_place(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say at which store and till one works."""
    form = PlaceForm(request.POST)
    if form.is_valid():
        request.session[_KEPT] = {"store": form.cleaned_data["store"], "till": form.cleaned_data["till"]}
    return _page(request, desk, {})


@never_cache
@require_POST
@console_page(Permission.VERIFY_BENEFITS)
def look_up(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What may be used with what was shown."""
    form = ShowForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, desk, {"form": form}, status=422)
    try:
        showing = _showing(request, desk, *_shown(desk, form))
        if not (showing.code or showing.member_id):
            return _page(request, desk, {"refused": _("Scan a code, or say who the member is.")}, status=422)
        found = operations.look_up(desk.programme.id, showing)
    except DomainError as error:
        return _page(request, desk, {"refused": text_of(error)}, status=409)
    return _page(request, desk, _found(desk, showing, found))


@never_cache
@require_POST
@console_page(Permission.VERIFY_BENEFITS)
def verify(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Use it."""
    form = VerifyForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, {"refused": _("Scan the code once more.")}, status=422)
    given = form.cleaned_data
    asked = NewVerification(
        request_id=f"console {given['request_id']}",
        showing=_showing(request, desk, given["code"], given["member_id"]),
        benefit=given["benefit"],
        key=given["allotment"],
    )
    try:
        made = operations.verify(desk.programme.id, asked)
    except DomainError as error:
        return _page(request, desk, {"refused": text_of(error)}, status=409)
    return _page(request, desk, {"done": _line(desk, made), "undo_form": ReasonForm()})


@require_POST
@console_page(Permission.VERIFY_BENEFITS)
def undo(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Undo what was just done, or what others did for those who may."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    of_others = desk.may(Permission.REVERSE_VERIFICATIONS)
    try:
        back = operations.reverse(desk.programme.id, NewReversal(number, reason, desk.who.username, of_others))
    except DomainError as error:
        return _page(request, desk, {"refused": text_of(error)}, status=409)
    return _page(request, desk, {"undone": _line(desk, back)})


def _shown(desk: Desk, form: ShowForm) -> tuple[str, int | None]:
    """The code, from the scanner or off the photo; or the member that staff named."""
    given = form.cleaned_data
    code: str = given["code"].strip()
    if not code and given["photo"] is not None:
        code = next(iter(sorted(codes_on_picture(given["photo"].read()), key=len, reverse=True)), "?")
    if code or not given["member"].strip():
        return code, None
    return "", typed_member(desk.programme.id, given["member"].strip()).id


def _showing(request: HttpRequest, desk: Desk, code: str, member_id: int | None) -> Showing:
    kept = request.session.get(_KEPT, {})
    place = Place("store", kept.get("store", ""), kept.get("till", ""))
    who = desk.who.username
    address = request.META.get("REMOTE_ADDR", "")
    return Showing(place, who, f"staff {who}", code, None if code else member_id, address)


def _found(desk: Desk, showing: Showing, found: Found) -> dict[str, Any]:
    member = found.member_id
    if member is not None:
        note_looks(desk.programme.id, [Look(member, desk.who.username, "counter", "look_up_code")])
    return {
        "found": found,
        "taps": taps(found),
        "member": "" if member is None else labels(desk.programme.id, [member], desk.disclosure).get(member, ""),
        "code": showing.code,
        "member_id": showing.member_id or "",
    }


def _line(desk: Desk, made: VerificationView) -> Any:
    names = labels(desk.programme.id, [made.member_id] if made.member_id else [], desk.disclosure)
    return lines(desk.programme.document, [made], names)[0]


def _page(request: HttpRequest, desk: Desk, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    kept = request.session.get(_KEPT, {})
    mine = VerificationFilter(actor=desk.who.username)
    newest = queries.list_verifications(desk.programme.id, PageRequest(limit=_NEWEST), mine).items
    names = names_in(desk, {one.member_id for one in newest if one.member_id})
    shared = {
        "form": ShowForm(),
        "place_form": PlaceForm(initial=kept),
        "place": kept,
        "newest": lines(desk.programme.document, newest, names),
    }
    answer = page(request, desk, "console/counter.html", shared | context, status=status)
    answer["Permissions-Policy"] = _CAMERA
    return answer
