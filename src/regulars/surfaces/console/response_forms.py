"""The form of assumptions about members: low, likely and high of each, in per cent, and how often they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from regulars.domain.responses.policy.assumptions import PUBLISHED
from regulars.domain.responses.types import ASSUMED, MARGIN, Assumption, Assumptions, ShareAssumption, Source
from regulars.domain.studies.operations.asking import MOST_RUNS
from regulars.domain.studies.types import Responding
from regulars.surfaces.console.response_parts import in_percent
from regulars.surfaces.console.response_words import ASSUMPTIONS, source_words

ENDS = ("low", "likely", "high")
_MOST = 500
_ALREADY = "elasticity"


class ResponseForm(forms.Form):
    """Whether members respond, and how."""

    respond = forms.BooleanField(
        label=gettext_lazy("Also with members who respond"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    runs = forms.IntegerField(
        label=gettext_lazy("Runs"),
        min_value=1,
        max_value=MOST_RUNS,
        initial=50,
        required=False,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed: the same number, the same runs"),
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
        required=False,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )

    def __init__(self, data: Any = None, known: Responding | None = None) -> None:
        super().__init__(data, prefix="response")
        self._begun = PUBLISHED if known is None else known.assumptions
        if known is not None:
            self.initial = {"respond": True, "runs": known.runs, "seed": known.seed}
        for name in (*ASSUMED, MARGIN):
            one = getattr(self._begun, name)
            for end in ENDS:
                value = None if one is None else format(in_percent(name, getattr(one, end)), "f")
                self.fields[f"{name}_{end}"] = _number(name, end, value)

    @property
    def rows(self) -> Iterator[tuple[str, str, list[BoundField], str]]:
        """Each assumption: its name, what it says, its three fields, and where it comes from."""
        for name in (*ASSUMED, MARGIN):
            title, about = ASSUMPTIONS[name]
            one = getattr(self._begun, name)
            source = source_words(one.source) if one is not None and name != MARGIN else ""
            yield str(title), str(about), [self[f"{name}_{end}"] for end in ENDS], source

    def clean(self) -> dict[str, Any]:
        """Three numbers that ascend, for each assumption."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("respond") or self.errors:
            return given
        try:
            given["assumptions"] = self._assumptions(given)
        except ValidationError:
            self.add_error(None, _("Low, likely and high have to ascend, and shares are at most 100 per cent."))
        return given

    @property
    def responding(self) -> Responding | None:
        """What is assumed, if members respond."""
        given = self.cleaned_data
        if not given["respond"]:
            return None
        return Responding(given["assumptions"], given["runs"] or 50, 1 if given["seed"] is None else given["seed"])

    def _assumptions(self, given: dict[str, Any]) -> Assumptions:
        kept = {name: self._one(name, given) for name in (*ASSUMED, MARGIN)}
        for name in ASSUMED:
            if kept[name] is None:
                kept[name] = getattr(self._begun, name)
        shape = {"within_percent": self._begun.within_percent, "reset_days": self._begun.reset_days}
        return Assumptions.model_validate(shape | kept)

    def _one(self, name: str, given: dict[str, Any]) -> Assumption | None:
        """One assumption; a changed one is a judgement of whoever changed it."""
        values: list[Decimal] = [value for end in ENDS if (value := given.get(f"{name}_{end}")) is not None]
        if len(values) < len(ENDS):
            return None
        low, likely, high = (float(value / (1 if name == _ALREADY else 100)) for value in values)
        begun = getattr(self._begun, name)
        same = begun is not None and (begun.low, begun.likely, begun.high) == (low, likely, high)
        kind = Assumption if name in {"pull", _ALREADY} else ShareAssumption
        source = begun.source if same else Source(kind="judgement")
        return kind(low=low, likely=likely, high=high, source=source)


def _number(name: str, end: str, value: str | None) -> forms.DecimalField:
    names = {"low": _("low"), "likely": _("likely"), "high": _("high")}
    return forms.DecimalField(
        label=names[end],
        required=False,
        min_value=0,
        max_value=_MOST,
        decimal_places=3,
        initial=value,
        widget=forms.NumberInput(
            attrs={
                "class": "form-control",
                "inputmode": "decimal",
                "step": str(Decimal("0.001")),
                "aria-label": f"{ASSUMPTIONS[name][0]}, {names[end]}",
            }
        ),
    )
