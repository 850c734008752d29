"""The form of the grid of classes and of the weights of the value score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.rfm.policy.grids import LONGEST_WINDOW, axes_of
from regulars.domain.rfm.types import BANDS, Axis, Basis, Edges, Grid, Part, RfmClass
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.web import insight_words as words

_SELECT = {"class": "form-select"}
_NUMBER = {"class": "form-control", "inputmode": "decimal", "step": "any"}
_BASES = ((Basis.QUANTILE.value, _("Shares of members")), (Basis.FIXED.value, _("Figures")))
_LABELS = {
    Axis.RECENCY: (_("Days since the last purchase"), _("Best up to"), _("Middle up to")),
    Axis.FREQUENCY: (_("Purchases in the window"), _("Middle from"), _("Best from")),
    Axis.MONEY: (_("Spend"), _("Middle from"), _("Best from")),
}


def _figure(label: Any, most: float) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=most, widget=forms.NumberInput(attrs=_NUMBER))


@dataclass(frozen=True)
class AxisFields:
    """The fields of an axis under its name."""

    title: Any
    fields: tuple[Any, ...]


@dataclass(frozen=True)
class GridTable:
    """The classes of one band of recency: a row for each band of frequency, a field for each of money."""

    title: str
    rows: tuple[tuple[str, tuple[Any, ...]], ...]


class GridForm(forms.Form):
    """A grid: window, edges of the three axes, 27 classes, weights. Shares are in per cent, money in whole units."""

    window_days = forms.IntegerField(
        label=_("Window in days"), min_value=1, max_value=LONGEST_WINDOW, widget=forms.NumberInput(attrs=_NUMBER)
    )
    reason = forms.CharField(
        label=_("Why (for the audit trail)"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(self, currency: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._minor = 10 ** CURRENCY_DECIMALS[currency]
        for axis, (_title, low, high) in _LABELS.items():
            self.fields[f"{axis.value}_basis"] = forms.ChoiceField(
                label=_("Edges are"), choices=_BASES, widget=forms.Select(attrs=_SELECT)
            )
            self.fields[f"{axis.value}_low"] = _figure(low, 10**12)
            self.fields[f"{axis.value}_high"] = _figure(high, 10**12)
        choices = [(one.value, words.word(one.value)) for one in RfmClass]
        for place in range(BANDS**3):
            self.fields[f"cell_{place}"] = forms.ChoiceField(
                label=_cell_label(place), choices=choices, widget=forms.Select(attrs=_SELECT)
            )
        for part in Part:
            self.fields[f"weight_{part.value}"] = forms.IntegerField(
                label=words.word(part.value),
                min_value=0,
                max_value=100,
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
            )

    @classmethod
    def of(cls, grid: Grid, currency: str) -> GridForm:
        """The form filled with a grid."""
        minor = 10 ** CURRENCY_DECIMALS[currency]
        told: dict[str, Any] = {"window_days": grid.window_days}
        for axis, edges in axes_of(grid).items():
            unit = _unit(axis, edges.basis, minor)
            told[f"{axis.value}_basis"] = edges.basis.value
            told |= {f"{axis.value}_{name}": _short(value * unit) for name, value in _pair(edges)}
        told |= {f"cell_{place}": one.value for place, one in enumerate(grid.cells)}
        told |= {f"weight_{part.value}": grid.weights.get(part, 0) for part in Part}
        return cls(currency, initial=told)

    def grid(self) -> Grid:
        """The grid that a valid form says; the domain may still refuse it."""
        given = self.cleaned_data
        edges = {}
        for axis in Axis:
            basis = Basis(given[f"{axis.value}_basis"])
            unit = _unit(axis, basis, self._minor)
            edges[axis.value] = Edges(basis, given[f"{axis.value}_low"] / unit, given[f"{axis.value}_high"] / unit)
        return Grid(
            window_days=given["window_days"],
            **edges,
            cells=tuple(RfmClass(given[f"cell_{place}"]) for place in range(BANDS**3)),
            weights={part: given[f"weight_{part.value}"] for part in Part},
        )

    def axes(self) -> list[AxisFields]:
        """The fields of each axis."""
        names = ("basis", "low", "high")
        return [
            AxisFields(title, tuple(self[f"{axis.value}_{name}"] for name in names))
            for axis, (title, _low, _high) in _LABELS.items()
        ]

    def tables(self) -> Iterator[GridTable]:
        """The 27 classes, the best band of recency first."""
        for recency in range(BANDS, 0, -1):
            rows = tuple(
                (
                    words.word(f"band_{often}"),
                    tuple(self[f"cell_{_place(recency, often, money)}"] for money in _FALLING),
                )
                for often in _FALLING
            )
            yield GridTable(words.word(f"band_{recency}"), rows)

    def weights(self) -> list[Any]:
        """The fields of the weights."""
        return [self[f"weight_{part.value}"] for part in Part]


_FALLING = tuple(range(BANDS, 0, -1))


def _place(recency: int, frequency: int, money: int) -> int:
    return ((recency - 1) * BANDS + frequency - 1) * BANDS + money - 1


def _cell_label(place: int) -> str:
    recency, rest = divmod(place, BANDS * BANDS)
    frequency, money = divmod(rest, BANDS)
    axes = zip(("recency", "frequency", "money"), (recency, frequency, money), strict=True)
    return ", ".join(f"{words.word(axis)}: {words.word(f'band_{band + 1}')}" for axis, band in axes)


def _unit(axis: Axis, basis: Basis, minor: int) -> float:
    """What a stored edge is multiplied by for people: shares to per cent, minor units to whole ones."""
    if basis is Basis.QUANTILE:
        return 100.0
    return 1 / minor if axis is Axis.MONEY else 1.0


def _pair(edges: Edges) -> tuple[tuple[str, float], tuple[str, float]]:
    return ("low", edges.low), ("high", edges.high)


def _short(value: float) -> Decimal:
    """A figure without the noise of binary fractions."""
    return Decimal(f"{value:.4f}").normalize() if value % 1 else Decimal(int(value))
