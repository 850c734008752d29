"""The form for a benefit granted by hand."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.benefits.operations.granting import LARGEST_QUOTA
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.giving_forms import text_field
from regulars.surfaces.web.benefit_words import gives_overall, in_language


class BenefitForm(forms.Form):
    """A benefit, how many uses, and why; the form has a number of its own, so that sending it twice grants once."""

    benefit = forms.ChoiceField(
        label=_("Benefit"),
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text=_("Those that the programme lets people grant."),
    )
    quota = forms.IntegerField(
        label=_("How many uses"),
        min_value=1,
        max_value=LARGEST_QUOTA,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )
    reason = text_field(_("Reason"), 200)
    deed_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, programme: Programme, data: Any = None) -> None:
        """Offer what people may grant."""
        super().__init__(data, initial={"deed_id": uuid4()})
        field = self.fields["benefit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        offered = [one for one in programme.benefits if one.by_hand]
        field.choices = [(one.id, f"{in_language(one.name)} · {gives_overall(programme, one)}") for one in offered]
