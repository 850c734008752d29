"""Forms of the console. They check shapes; what the business allows is decided by the domain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.access.types import ROLES
from regulars.surfaces.console.roles import role_choices, scope_choices


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "current-password"}),
    )


class UserForm(forms.Form):
    """A new user of the console."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=150, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=role_choices, widget=forms.Select(attrs={"class": "form-select"}), initial=ROLES[1]
    )
    password = forms.CharField(
        label=_("First password"),
        max_length=200,
        strip=False,
        help_text=_("At least 8 characters, not a common one. Give it to them in person."),
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "new-password"}),
    )


class RoleForm(forms.Form):
    """Another role for a user."""

    role = forms.ChoiceField(choices=role_choices)


class KeyForm(forms.Form):
    """A new API key."""

    label = forms.CharField(
        label=_("Label"),
        max_length=100,
        help_text=_("Which system uses it, for example: till system, web shop."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A date as browsers want it: always year, month, day, whatever the language."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        **options,
    )
