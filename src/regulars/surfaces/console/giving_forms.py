"""Forms for points that move between members: transfers, and what is spent from pools."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import wallet_of
from regulars.surfaces.console.reading.vocabulary import in_language

_MOST_POINTS = 1_000_000_000


def text_field(label: Any, longest: int, **options: Any) -> forms.CharField:
    """A line of text."""
    attributes = {"class": "form-control", "autocomplete": "off"} | options.pop("attributes", {})
    return forms.CharField(label=label, max_length=longest, widget=forms.TextInput(attrs=attributes), **options)


def points_field(label: Any, **options: Any) -> forms.DecimalField:
    """A number of points above zero."""
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.001"),
        max_value=_MOST_POINTS,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "any"}),
        **options,
    )


def who_field(label: Any) -> forms.CharField:
    """A member, by any identifier or their number."""
    return text_field(
        label, 200, attributes={"placeholder": gettext_lazy("Card, mobile, e-mail, external id or member number")}
    )


class PointsOfWallet(forms.Form):
    """Points of one of some wallets; `smallest` in the cleaned data is in the wallet's smallest unit."""

    wallet = forms.ChoiceField(label=gettext_lazy("Wallet"), widget=forms.Select(attrs={"class": "form-select"}))
    points = points_field(gettext_lazy("Points"))
    reason = text_field(gettext_lazy("Reason"), 200, required=False)
    deed_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, programme: Programme, wallets: Sequence[str], data: Any = None) -> None:
        """Offer the wallets; the form has a number of its own so that sending it twice does it once."""
        super().__init__(data, initial={"deed_id": uuid4()})
        self.programme = programme
        field = self.fields["wallet"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        field.choices = [
            (wallet.id, in_language(wallet.name)) for wallet in programme.wallets if wallet.id in set(wallets)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse more decimals than the wallet has."""
        given: dict[str, Any] = super().clean() or {}
        wallet, points = wallet_of(self.programme, given.get("wallet", "")), given.get("points")
        if wallet is not None and points is not None:
            smallest = points.scaleb(wallet.decimals)
            if smallest != smallest.to_integral_value():
                text = _("Points of this wallet have at most %(decimals)d decimals.")
                self.add_error("points", text % {"decimals": wallet.decimals})
            given["smallest"] = int(smallest)
        return given


class TransferForm(PointsOfWallet):
    """Points to give to another member."""

    receiver = who_field(gettext_lazy("To whom"))
    field_order = ("receiver", "wallet", "points", "reason")


class SpendForm(PointsOfWallet):
    """Points to spend from a pool."""

    spender = forms.TypedChoiceField(
        label=gettext_lazy("Who spends"), coerce=int, widget=forms.Select(attrs={"class": "form-select"})
    )
    order_id = text_field(
        gettext_lazy("Order"),
        200,
        required=False,
        help_text=gettext_lazy("Points come back to everybody when this order is refunded."),
    )
    field_order = ("spender", "wallet", "points", "order_id", "reason")

    def offer(self, spenders: Sequence[tuple[int, str]]) -> None:
        """Offer those who may spend."""
        field = self.fields["spender"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        field.choices = list(spenders)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = text_field(gettext_lazy("Reason"), 200)
