"""Forms of segments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulars.domain.segments.types import Kind, NewSegment, SegmentView

_INPUT = {"class": "form-control"}
_KINDS = ((Kind.LIVE.value, _("Live: follows the expression")), (Kind.STATIC.value, _("Static: a list as of now")))


class SegmentForm(forms.Form):
    """A segment. Code and kind are asked once, when it is made."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=120, widget=forms.TextInput(attrs=_INPUT)
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Small letters, digits and underscores; expressions name it."),
        widget=forms.TextInput(attrs=_INPUT | {"autocapitalize": "none", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=_KINDS, widget=forms.Select(attrs={"class": "form-select"}))
    about = forms.CharField(
        label=_("What it is for"), required=False, max_length=1_000, widget=forms.TextInput(attrs=_INPUT)
    )
    expression = forms.CharField(
        label=_("Expression"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(
            attrs=_INPUT | {"rows": 4, "spellcheck": "false", "class": "form-control font-monospace"}
        ),
    )
    reason = forms.CharField(
        label=_("Why (for the audit trail)"), required=False, max_length=500, widget=forms.TextInput(attrs=_INPUT)
    )

    def __init__(self, known: SegmentView | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known
        if known is not None:
            del self.fields["code"], self.fields["kind"]

    @classmethod
    def of(cls, known: SegmentView) -> SegmentForm:
        """The form filled with a segment."""
        told = {"name": known.name, "about": known.about, "expression": known.expression}
        return cls(known, initial=told)

    def new(self, actor: str) -> NewSegment:
        """What a valid form says."""
        given, known = self.cleaned_data, self._known
        return NewSegment(
            code=known.code if known else given["code"],
            name=given["name"],
            about=given["about"],
            kind=known.kind if known else Kind(given["kind"]),
            expression=given["expression"],
            actor=actor,
            reason=given["reason"],
        )
