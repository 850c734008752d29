"""Forms of the portal. They check shapes; what the programme allows is decided by the domain."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.engine.programme.model import Wallet
from regulars.surfaces.portal.words import in_language

_LONGEST = 200


def _text(label: Any, **attributes: Any) -> forms.CharField:
    options: dict[str, Any] = {
        name: attributes.pop(name) for name in ("required", "max_length", "help_text") if name in attributes
    }
    options = {"max_length": _LONGEST} | options
    return forms.CharField(label=label, widget=forms.TextInput(attrs=attributes), **options)


class ContactForm(forms.Form):
    """By what a member is known."""

    identifier = _text(
        gettext_lazy("E-mail, mobile or card number"),
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
        inputmode="email",
        required=True,
    )


class CodeForm(forms.Form):
    """The code that came."""

    code = _text(
        gettext_lazy("Code"),
        autocomplete="one-time-code",
        inputmode="numeric",
        pattern="[0-9 ]*",
        placeholder="••••••",
        max_length=12,
    )

    def clean_code(self) -> str:
        """Only its digits."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isdigit())


class GiftForm(forms.Form):
    """Points for a friend; `smallest` in the cleaned data is in the wallet's smallest unit."""

    receiver = _text(
        gettext_lazy("To whom"),
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        help_text=gettext_lazy("Their mobile, e-mail or card number"),
    )
    wallet = forms.ChoiceField(label=gettext_lazy("Which points"))
    points = forms.DecimalField(
        label=gettext_lazy("How many"),
        min_value=Decimal("0.001"),
        max_value=1_000_000_000,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "autocomplete": "off"}),
    )
    message = _text(gettext_lazy("A few words"), required=False, autocomplete="off", max_length=120)
    deed_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, wallets: list[Wallet], data: Any = None) -> None:
        """Offer the wallets; the form has a number of its own, so that sending it twice gives once."""
        super().__init__(data, initial={"deed_id": uuid4()})
        self.wallets = {wallet.id: wallet for wallet in wallets}
        field = self.fields["wallet"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        field.choices = [(wallet.id, in_language(wallet.name)) for wallet in wallets]
        if len(wallets) == 1:
            self.initial["wallet"] = wallets[0].id
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Refuse more decimals than the wallet has."""
        given: dict[str, Any] = super().clean() or {}
        wallet, points = self.wallets.get(given.get("wallet", "")), given.get("points")
        if wallet is not None and points is not None:
            smallest = points.scaleb(wallet.decimals)
            if smallest != smallest.to_integral_value():
                self.add_error(
                    "points", _("These points have at most %(decimals)d decimals.") % {"decimals": wallet.decimals}
                )
            given["smallest"] = int(smallest)
        return given


class FamilyForm(forms.Form):
    """A family to begin."""

    name = _text(gettext_lazy("What it is called"), autocomplete="off", max_length=60)


class InviteForm(forms.Form):
    """Somebody to invite."""

    member = _text(
        gettext_lazy("Whom"),
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        help_text=gettext_lazy("Their mobile, e-mail or card number"),
    )
    may_spend = forms.BooleanField(label=gettext_lazy("May spend the family's points"), required=False, initial=True)


class OrderForm(forms.Form):
    """A receipt to look up."""

    order = _text(gettext_lazy("Order or receipt number"), autocomplete="off", spellcheck="false")


class FriendForm(forms.Form):
    """A friend who gets something; the form has a number of its own, so that sending it twice gives once."""

    member = _text(
        gettext_lazy("To whom"),
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        help_text=gettext_lazy("Their mobile, e-mail or card number"),
    )
    deed_id = forms.UUIDField(widget=forms.HiddenInput)


class RewardForm(forms.Form):
    """A reward to order, at the price that was shown."""

    quantity = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=1,
        max_value=100,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    delivery = forms.CharField(
        label=gettext_lazy("Where to"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        help_text=gettext_lazy("Name, mobile and address"),
    )
    deed_id = forms.UUIDField(widget=forms.HiddenInput)
    seen_points = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen_minor = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_delivery: bool, **kwargs: Any) -> None:
        """Ask where to only for what is sent."""
        super().__init__(*args, **kwargs)
        if not needs_delivery:
            del self.fields["delivery"]
