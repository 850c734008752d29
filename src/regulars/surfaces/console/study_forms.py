"""Forms of the replay studio. They check shapes; the domain decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.programmes.types import VersionState, VersionView
from regulars.domain.studies.operations.asking import MOST_DRAFTS
from regulars.domain.studies.operations.sharing import MOST_DAYS
from regulars.domain.studies.types import Given, HistoryState, HistoryView, NewStudy, Responding
from regulars.engine.programme.reading import LARGEST_TEXT
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.study_words import OWN
from regulars.surfaces.console.version_words import STATES

_HUNDRED = 100
_OWN, _AS_LOGGED = "own", "0"
_REPLAYABLE = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED, VersionState.PUBLISHED)


class StudySearchForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "form-control", "type": "search", "placeholder": gettext_lazy("Name, author or draft")}
        ),
    )


class SegmentsForm(forms.Form):
    """Which segments are looked at in an answer, and as of when; the second is all others where none is chosen."""

    segment = forms.ChoiceField(label=gettext_lazy("Segment"), widget=forms.Select(attrs={"class": "form-select"}))
    other = forms.ChoiceField(
        label=gettext_lazy("Beside"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    when = forms.ChoiceField(
        label=gettext_lazy("Members as of"),
        required=False,
        choices=[("end", gettext_lazy("the end of the slice")), ("start", gettext_lazy("the start of the slice"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, segments: Sequence[tuple[str, str]], data: Mapping[str, Any]) -> None:
        super().__init__(data or None)
        for name, first in (("segment", _("Choose a segment")), ("other", _("All others"))):
            choices = [("", first), *segments]
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def codes(self) -> tuple[str, ...]:
        """The segments that were chosen."""
        told = (self.cleaned_data["segment"], self.cleaned_data["other"])
        return tuple(code for code in told if code)


class StudyForm(forms.Form):
    """A question: over which history, and which drafts against which baseline."""

    name = forms.CharField(
        label=gettext_lazy("Name of the study"), max_length=200, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    history = forms.ChoiceField(
        label=gettext_lazy("History"), widget=forms.Select(attrs={"class": "form-select"}), initial=_OWN
    )
    baseline = forms.ChoiceField(
        label=gettext_lazy("Compare with"), widget=forms.Select(attrs={"class": "form-select"}), initial=_AS_LOGGED
    )
    since_on = date_field(gettext_lazy("From day"), required=False)
    until_on = date_field(gettext_lazy("To day"), required=False)
    percent = forms.DecimalField(
        label=gettext_lazy("Share of members in per cent"),
        min_value=Decimal("0.01"),
        max_value=_HUNDRED,
        decimal_places=2,
        initial=_HUNDRED,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "0.01"}),
    )
    draft_name = forms.CharField(
        label=gettext_lazy("Name of the draft"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Document of the draft (YAML or JSON)"),
        max_length=LARGEST_TEXT,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "class": "form-control",
                "rows": 26,
                "spellcheck": "false",
                "autocomplete": "off",
                "autocapitalize": "off",
                "wrap": "off",
                "hx-post": reverse_lazy("console:study_findings"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#study-findings",
                "hx-swap": "outerHTML",
                "hx-params": "text,csrfmiddlewaretoken",
                "hx-include": "closest form",
                "hx-sync": "this:replace",
            }
        ),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Other versions, replayed beside it"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def offer(self, histories: list[HistoryView], versions: list[VersionView]) -> None:
        """Say which histories and versions there are."""
        ready = [(str(one.id), one.name) for one in histories if one.state is HistoryState.READY]
        shown = [one for one in versions if one.state in _REPLAYABLE]
        named = [
            (str(one.number), f"{one.number} · {STATES[one.state].name} · {one.reason or one.author}"[:90])
            for one in shown
        ]
        chosen = {
            "history": [(_OWN, str(OWN)), *ready],
            "baseline": [(_AS_LOGGED, _("The version in force, as it was logged")), *named],
            "others": named,
        }
        for name, choices in chosen.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
            field.choices = choices

    def clean_others(self) -> list[str]:
        """Some versions beside the draft, not too many."""
        chosen: list[str] = self.cleaned_data["others"]
        if len(chosen) > MOST_DRAFTS - 1:
            raise forms.ValidationError(_("Choose at most %(most)d beside the draft.") % {"most": MOST_DRAFTS - 1})
        return chosen

    def clean_text(self) -> str:
        """The text with the ends of lines that editors keep."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")

    def asked(
        self, programme_id: int, others: list[Given], base: int | None, responding: Responding | None
    ) -> NewStudy:
        """The question; `base`: the version that says what the draft says, if one does."""
        given = self.cleaned_data
        return NewStudy(
            programme_id=programme_id,
            name=given["name"],
            drafts=(Given(given["draft_name"], given["text"], base), *others),
            history_id=None if given["history"] == _OWN else int(given["history"]),
            since_on=given["since_on"],
            until_on=given["until_on"],
            share=int(given["percent"] * _HUNDRED),
            baseline=int(given["baseline"]),
            responding=responding,
        )


class HistoryForm(forms.Form):
    """A file of past orders."""

    file = forms.FileField(
        label=gettext_lazy("File of past orders (CSV or Parquet)"),
        help_text=gettext_lazy("Next you say what its columns are. Nothing is posted to any member."),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".csv,.txt,.tsv,.parquet"}),
    )


class LinkForm(forms.Form):
    """How long a link holds."""

    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=14,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )


class HandInForm(forms.Form):
    """Why a draft is handed in."""

    reason = forms.CharField(
        label=gettext_lazy("Why, and what you expect of it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
