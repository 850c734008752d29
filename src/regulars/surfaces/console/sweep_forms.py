"""The form of a sweep: a number of a draft, and the values that it is tried with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.studies.operations.asking import MOST_VALUES
from regulars.domain.studies.queries import parameters_of
from regulars.domain.studies.types import PartView, StudyView, Sweeping
from regulars.surfaces.web.formatting import plain_decimal

_STEPS = 20
_MOST = 10**12


def _decimal(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=_MOST,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "any"}),
    )


class SweepForm(forms.Form):
    """Which number of which draft, from where to where, in how many steps."""

    number = forms.ChoiceField(label=_("Number"), widget=forms.Select(attrs={"class": "form-select"}))
    first = _decimal(_("From value"))
    last = _decimal(_("To value"))
    steps = forms.IntegerField(
        label=_("Values in all"),
        min_value=2,
        max_value=MOST_VALUES,
        initial=_STEPS,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )

    def __init__(self, view: StudyView, data: Any = None) -> None:
        super().__init__(data)
        self._view = view
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        field.choices = [(part.name, _numbers(part)) for part in view.drafts]

    @property
    def chosen(self) -> tuple[PartView, Sweeping]:
        """The draft, and the values of its number, evenly spread; whole where the number is."""
        given = self.cleaned_data
        place, _, address = given["number"].partition(":")
        part = next(one for one in self._view.drafts if str(one.place) == place)
        whole = next(one.whole for one in parameters_of(part.text) if one.address == address)
        first, last, steps = given["first"], given["last"], given["steps"]
        values = [first + (last - first) * step / (steps - 1) for step in range(steps)]
        rounded = [value.quantize(Decimal(1) if whole else Decimal("0.0001")) for value in values]
        return part, Sweeping(address, tuple(dict.fromkeys(one.normalize() + 0 for one in rounded)))


def _numbers(part: PartView) -> list[tuple[str, str]]:
    """The numbers of a draft that may be worth trying: those of the ladder first."""
    found = sorted(parameters_of(part.text), key=lambda one: not one.address.startswith("ladder.tiers"))
    return [(f"{part.place}:{one.address}", f"{one.address} · {plain_decimal(one.value)}") for one in found]
