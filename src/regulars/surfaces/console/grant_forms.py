"""Forms for points and tiers given by hand."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.engine.programme.model import Programme
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.programme_parts import tier_badges, wallet_of
from regulars.surfaces.console.reading.vocabulary import in_language

_SELECT = {"class": "form-select"}
_MOST_POINTS = 1_000_000


class GrantForm(forms.Form):
    """What every grant has: a reason, and a number of its own so that sending it twice gives once."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Kept in the ledger and shown with the entry for good."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    event_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, programme: Programme, data: Any = None) -> None:
        """Offer what the programme has."""
        super().__init__(data, initial={"event_id": uuid4()})
        self.programme = programme
        self.offer()

    def offer(self) -> None:
        """Fill in the choices."""


class PointsForm(GrantForm):
    """Points given by hand."""

    field_order = ("wallet", "points", "reason")
    wallet = forms.ChoiceField(label=gettext_lazy("Wallet"), widget=forms.Select(attrs=_SELECT))
    points = forms.DecimalField(
        label=gettext_lazy("Points"),
        min_value=Decimal("0.001"),
        max_value=_MOST_POINTS,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "any"}),
    )

    def offer(self) -> None:
        """Offer the wallets, those to be spent first."""
        wallets = sorted(self.programme.wallets, key=lambda wallet: wallet.purpose != "spend")
        self.fields["wallet"] = forms.ChoiceField(
            label=gettext_lazy("Wallet"),
            choices=[(wallet.id, in_language(wallet.name)) for wallet in wallets],
            widget=forms.Select(attrs=_SELECT),
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Refuse more decimals than the wallet has."""
        given: dict[str, Any] = super().clean() or {}
        wallet = wallet_of(self.programme, given.get("wallet", ""))
        points = given.get("points")
        if wallet is not None and points is not None:
            smallest = points.scaleb(wallet.decimals)
            if smallest != smallest.to_integral_value():
                text = _("Points of this wallet have at most %(decimals)d decimals.")
                self.add_error("points", text % {"decimals": wallet.decimals})
            given["smallest"] = int(smallest)
        return given

    def body(self) -> dict[str, Any]:
        """A grant of points as an event's body, without who gave it."""
        given = self.cleaned_data
        return {"kind": "grant", "wallet": given["wallet"], "points": given["smallest"], "reason": given["reason"]}


class TierForm(GrantForm):
    """A tier given by hand: a floor until a day."""

    tier = forms.ChoiceField(label=gettext_lazy("Tier"), widget=forms.Select(attrs=_SELECT))
    until = date_field(
        gettext_lazy("Kept until"),
        required=False,
        help_text=gettext_lazy("The last day; empty: for good. Afterwards the tier is looked at as in a review."),
    )

    def offer(self) -> None:
        """Offer the tiers above the first."""
        badges = list(tier_badges(self.programme).values())[1:]
        self.fields["tier"] = forms.ChoiceField(
            label=gettext_lazy("Tier"),
            choices=[(badge.id, badge.name) for badge in badges],
            widget=forms.Select(attrs=_SELECT),
        )
        self.order_fields(("tier", "until", "reason"))

    def body(self) -> dict[str, Any]:
        """A grant of a tier as an event's body, without who gave it."""
        given = self.cleaned_data
        until = {"until": given["until"].isoformat()} if given["until"] else {}
        return {"kind": "tier_grant", "tier": given["tier"], "reason": given["reason"]} | until


Grant = PointsForm | TierForm
"""What is given by hand."""
