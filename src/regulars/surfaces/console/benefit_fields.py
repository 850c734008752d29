"""Fields of which the form of a benefit is made, with what each is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.surfaces.console.forms import date_field

HAS = ":has"
"""Behind the place of a tier or an occasion: whether it has the benefit at all."""
OCCASIONS: Mapping[str, tuple[str, ...]] = {
    "birthday": ("quota", "from_tier"),
    "anniversary": ("quota", "days", "from_tier"),
    "upgrade": ("tiers", "quota", "days"),
    "moment": ("when", "minutes", "quota", "from_tier", "pause_days"),
}
"""Occasions on which members have a benefit, with what can be said of each."""
LABELS: Mapping[str, Promise] = {
    "name.zh": _("Chinese name"),
    "name.en": _("English name"),
    "about.zh": _("Description in Chinese"),
    "about.en": _("Description in English"),
    "guide.zh": _("How it is used, in Chinese"),
    "guide.en": _("How it is used, in English"),
    "example.zh": _("An example, in Chinese"),
    "example.en": _("An example, in English"),
    "conditions.zh": _("What else holds, in Chinese"),
    "conditions.en": _("What else holds, in English"),
    "benefit_class": _("Class"),
    "nature": _("Nature"),
    "scenes": _("Scenes (nothing chosen: those of its kind)"),
    "channels": _("Channels, with commas (empty: everywhere)"),
    "stores": _("Stores, with commas (empty: all)"),
    "starts_on": _("From"),
    "ends_on": _("Before"),
    "cost": _("What one use costs you"),
    "worth": _("What one use is worth to a member"),
    "members": _("Only members who meet (a condition)"),
    "by_hand": _("Granted by hand and by campaigns"),
    "valid_days": _("Days for which a grant is good"),
    "on_rise": _("Who rises within a period has"),
    "shared": _("The family may use it"),
    "giftable": _("A use may be given to a friend"),
    "replaces": _("Stands for what lower tiers have"),
    "quota": _("Uses"),
    "per": _("Within"),
    "days": _("Good for days"),
    "minutes": _("Good for minutes"),
    "pause_days": _("Days before it comes again"),
    "from_tier": _("From the tier on"),
    "birthday": _("In the month of birth"),
    "anniversary": _("After each year as a member"),
    "upgrade": _("On rising to a tier"),
    "upgrade.tiers": _("Rising to"),
    "moment": _("At once on an event"),
    "moment.when": _("When (a condition on the event)"),
    "terms.percent": _("Per cent off"),
    "terms.amount": _("Amount"),
    "terms.most": _("At most"),
    "terms.minimum": _("Orders from"),
    "terms.factor": _("Times the points"),
    "terms.multiplier": _("Multiplier of the programme"),
    "terms.item.zh": _("What, in Chinese"),
    "terms.item.en": _("What, in English"),
    "terms.pieces": _("Pieces a use"),
    "terms.minutes": _("Minutes"),
    "terms.hours_ahead": _("Hours ahead of others"),
    "terms.guests": _("Guests"),
    "terms.address": _("Address that is told of each use"),
}
_TEXT, _SELECT, _CHECK = {"class": "form-control"}, {"class": "form-select"}, {"class": "form-check-input"}


def line_field(label: Any, *, required: bool = False) -> forms.CharField:
    """A line of text."""
    widget = forms.TextInput(attrs={**_TEXT, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=500, required=required, widget=widget)


def prose_field(label: Any) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={**_TEXT, "rows": 2})
    )


def list_field(label: Any) -> forms.CharField:
    """Names with commas between them."""
    return line_field(label)


def money_field(label: Any) -> forms.DecimalField:
    """A number that may have decimals."""
    widget = forms.NumberInput(attrs={**_TEXT, "inputmode": "decimal", "step": "any"})
    return forms.DecimalField(label=label, min_value=0, max_digits=12, required=False, widget=widget)


def whole_field(label: Any) -> forms.IntegerField:
    """A whole number."""
    widget = forms.NumberInput(attrs={**_TEXT, "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000, required=False, widget=widget)


def day_field(label: Any) -> forms.DateField:
    """A day."""
    return date_field(label, required=False)


def check_field(label: Any) -> forms.BooleanField:
    """Yes or no."""
    return forms.BooleanField(label=label, required=False, widget=forms.CheckboxInput(attrs=_CHECK))


def choice_field(label: Any, choices: Sequence[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=forms.Select(attrs=_SELECT))


def many_field(label: Any, choices: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Some of several."""
    widget = forms.CheckboxSelectMultiple(attrs=_CHECK)
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)
