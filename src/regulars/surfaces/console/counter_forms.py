"""Forms of the counter: where it is, what is shown, what is undone, what a list is narrowed to."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.verifications.types.verifying import VerificationFilter
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.reading.vocabulary import in_language

_TEXT = {"class": "form-control", "autocomplete": "off"}
_SELECT = {"class": "form-select"}


class PlaceForm(forms.Form):
    """The store and the till at which somebody works; kept for as long as they are signed in."""

    store = forms.CharField(label=_("Store"), max_length=100, required=False, widget=forms.TextInput(attrs=_TEXT))
    till = forms.CharField(
        label=_("Till or device"), max_length=100, required=False, widget=forms.TextInput(attrs=_TEXT)
    )


class ShowForm(forms.Form):
    """What is shown: a code from a scanner or a camera, a photo of it, or a member whom staff know."""

    code = forms.CharField(
        label=_("Code"),
        max_length=240,
        required=False,
        widget=forms.TextInput(
            attrs=_TEXT
            | {"autofocus": True, "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )
    photo = forms.FileField(
        label=_("Photo of the code"),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": "image/*", "capture": "environment"}),
    )
    member = forms.CharField(
        label=_("Or the member, without a code"),
        max_length=200,
        required=False,
        help_text=_("Card, mobile, e-mail, external id or member number. See who it is first."),
        widget=forms.TextInput(attrs=_TEXT),
    )


class VerifyForm(forms.Form):
    """One tap: what is used, with the number of this tap, so that two taps are one use."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(max_length=240, required=False, widget=forms.HiddenInput)
    member_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    benefit = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    allotment = forms.CharField(max_length=240, required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is undone or let be."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.TextInput(attrs=_TEXT))


class TillForm(forms.Form):
    """A till to register."""

    code = forms.SlugField(label=_("Code"), max_length=32, widget=forms.TextInput(attrs=_TEXT))
    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=100, widget=forms.TextInput(attrs=_TEXT)
    )
    store = forms.CharField(label=_("Store"), max_length=100, widget=forms.TextInput(attrs=_TEXT))


class VerificationSearchForm(forms.Form):
    """What the list of verifications may be narrowed to."""

    benefit = forms.ChoiceField(label=_("Benefit"), required=False, widget=forms.Select(attrs=_SELECT))
    store = forms.ChoiceField(label=_("Store"), required=False, widget=forms.Select(attrs=_SELECT))
    actor = forms.CharField(label=_("By whom"), required=False, widget=forms.TextInput(attrs=_TEXT))
    day_from = date_field(_("From"), required=False)
    day_to = date_field(_("To"), required=False)

    def __init__(self, programme: LiveProgramme, stores: list[str], data: Any = None) -> None:
        """Offer the benefits that are used, and the stores where something was."""
        super().__init__(data)
        used = [one for one in programme.document.benefits if kind_of(one).used]
        offered = {
            "benefit": [(one.id, in_language(one.name)) for one in used],
            "store": [(name, name) for name in stores],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what is said above
            field.choices = [("", _("Any")), *choices]

    def criteria(self) -> VerificationFilter:
        """The filter as the domain understands it; days are those of the active zone, both included."""
        given = self.cleaned_data
        return VerificationFilter(
            benefit=given["benefit"],
            store=given["store"],
            actor=given["actor"].strip(),
            since=_midnight(given["day_from"]) if given["day_from"] else None,
            before=_midnight(given["day_to"] + timedelta(days=1)) if given["day_to"] else None,
        )


def new_number() -> str:
    """A number for one tap."""
    return str(uuid4())


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
