"""The form for a benefit granted to everybody in a segment."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.benefits.operations.granting import LARGEST_QUOTA
from regulars.domain.campaigns.types import NewCampaign
from regulars.domain.segments.types import SegmentView
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.giving_forms import text_field
from regulars.surfaces.console.segment_words import kind_name
from regulars.surfaces.web.benefit_words import gives_overall, in_language
from regulars.surfaces.web.formatting import number

_SELECT = {"class": "form-select"}


class CampaignForm(forms.Form):
    """Who, what, how often, until when and why. The form has a number of its own: sending it twice grants once.

    `size` is how many members the segment had when the page was shown.
    """

    segment = forms.ChoiceField(label=_("Segment"), widget=forms.Select(attrs=_SELECT))
    benefit = forms.ChoiceField(
        label=_("Benefit"),
        widget=forms.Select(attrs=_SELECT),
        help_text=_("Those that the programme lets people grant."),
    )
    quota = forms.IntegerField(
        label=_("Uses for each member"),
        min_value=1,
        max_value=LARGEST_QUOTA,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )
    until = forms.DateTimeField(
        label=_("Good before"),
        required=False,
        help_text=_("Empty: for as long as the benefit says, from the grant on."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "form-control"}),
    )
    reason = text_field(_("Reason"), 200)
    spare = forms.BooleanField(
        label=_("Leave out members who have uses of it left anyway"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    size = forms.IntegerField(required=False, widget=forms.HiddenInput)
    deed_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, programme: Programme, segments: list[SegmentView], data: Any = None, initial: Any = None
    ) -> None:
        """Offer segments, and what people may grant and members use."""
        super().__init__(data, initial={"deed_id": uuid4()} | (initial or {}))
        benefits = [one for one in programme.benefits if one.by_hand and kind_of(one).used]
        offered = {
            "segment": [(one.code, f"{one.name} · {kind_name(one.kind)} · {number(one.size)}") for one in segments],
            "benefit": [(one.id, f"{in_language(one.name)} · {gives_overall(programme, one)}") for one in benefits],
        }
        self.complete = all(offered.values())
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
            field.choices = choices

    def asked(self, actor: str) -> NewCampaign:
        """The campaign that the form asks for."""
        given = self.cleaned_data
        code = f"{given['segment'][:40]}-{given['benefit']}-{given['deed_id'].hex[:8]}"
        return NewCampaign(
            code=code,
            segment=given["segment"],
            benefit=given["benefit"],
            reason=given["reason"],
            actor=actor,
            quota=given["quota"],
            until=given["until"],
            spare=given["spare"],
        )
