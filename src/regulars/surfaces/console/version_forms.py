"""Forms for drafts, reviews and activations. They check shapes; the domain decides."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.engine.programme.reading import LARGEST_TEXT
from regulars.platform import clock

NOW, LATER = "now", "later"
EVERYBODY, SOME = "all", "pilot"
_HUNDRED = 100


def _text_area(rows: int, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "form-control", "rows": rows} | attributes)


class DraftForm(forms.Form):
    """The text of a draft, and why it is made."""

    reason = forms.CharField(
        label=gettext_lazy("Why, and what you expect of it"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Kept with the version, so that the effect can be held against it later."),
        widget=_text_area(2),
    )
    text = forms.CharField(
        label=gettext_lazy("Document (YAML or JSON)"),
        max_length=LARGEST_TEXT,
        strip=False,
        required=False,
        widget=_text_area(28, spellcheck="false", autocomplete="off", autocapitalize="off", wrap="off"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReviewForm(forms.Form):
    """What a reviewer has to say."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Needed to reject."),
        widget=_text_area(3),
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, required=False, widget=_text_area(2))


class StartForm(ReasonForm):
    """When something starts, and why."""

    field_order: tuple[str, ...] = ("when", "starts_at", "reason")
    when = forms.ChoiceField(
        label=gettext_lazy("Start"),
        choices=[
            (NOW, gettext_lazy("As soon as possible (in about a minute)")),
            (LATER, gettext_lazy("At a time of my choice")),
        ],
        initial=NOW,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Date and time"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=gettext_lazy("In the programme's time zone; only for a time of your choice."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "form-control"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the time when one is to be chosen."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("when") == LATER and given.get("starts_at") is None and "starts_at" not in self.errors:
            self.add_error("starts_at", _("Say when it starts."))
        return given

    @property
    def start(self) -> int | None:
        """The instant in microseconds; None for as soon as possible."""
        given = self.cleaned_data
        return clock.to_us(given["starts_at"]) if given["when"] == LATER else None


class PublishForm(StartForm):
    """For whom a version comes into force, when, and why."""

    field_order = ("audience", "percent", "when", "starts_at", "reason")
    audience = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=[
            (EVERYBODY, gettext_lazy("All members")),
            (SOME, gettext_lazy("A pilot with some of the members")),
        ],
        initial=EVERYBODY,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    percent = forms.DecimalField(
        label=gettext_lazy("Share of members in per cent"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal("99.99"),
        decimal_places=2,
        help_text=gettext_lazy("Only for a pilot. Who is in stays in when it is widened."),
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "0.01"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the share of a pilot."""
        given = super().clean()
        if given.get("audience") == SOME and given.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", _("Say how many of the members."))
        return given

    @property
    def share(self) -> int | None:
        """The share of a pilot in ten-thousandths; None for all members."""
        given = self.cleaned_data
        return int(given["percent"] * _HUNDRED) if given["audience"] == SOME else None
