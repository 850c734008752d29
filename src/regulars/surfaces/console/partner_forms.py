"""Forms about partners: who they are, their rates and caps, what is decided about differences."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.access.types import KeyView
from regulars.domain.partners.types import (
    Cap,
    CapScope,
    Direction,
    DisputeState,
    ItemFilter,
    ItemKind,
    Names,
    NewPartner,
    PartnerView,
    Rate,
    Verdict,
)
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.programme.model import Wallet
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.partner_words import CAPS, DISPUTE_STATES, KINDS
from regulars.surfaces.console.reading.vocabulary import in_language

_TEXT = {"class": "form-control", "autocomplete": "off"}
_SELECT = {"class": "form-select"}
_NUMBER = {"class": "form-control", "inputmode": "decimal"}


def _text(label: Any, most: int = 100, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=_TEXT), **options)


def _factor(label: Any, hint: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=hint,
        min_value=Decimal("0.000001"),
        max_value=1_000_000,
        decimal_places=6,
        widget=forms.NumberInput(attrs=_NUMBER | {"step": "any"}),
    )


class PartnerForm(forms.Form):
    """A partner to add."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[a-z][a-z0-9_-]{0,39}$",
        help_text=_("Small letters, digits, hyphens; it stands in addresses and never changes."),
        widget=forms.TextInput(attrs=_TEXT),
    )
    name_zh = _text(_("Name in Chinese"))
    name_en = _text(_("Name in English"))
    currency_zh = _text(_("Its currency in Chinese"))
    currency_en = _text(_("Its currency in English"))
    wallet = forms.ChoiceField(label=_("Wallet"), widget=forms.Select(attrs=_SELECT))

    def __init__(self, programme: LiveProgramme, data: Any = None) -> None:
        """Offer the wallets to spend from."""
        super().__init__(data)
        field = self.fields["wallet"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what is said above
        wallets = [wallet for wallet in programme.document.wallets if wallet.purpose == "spend"]
        field.choices = [(wallet.id, in_language(wallet.name)) for wallet in wallets]

    def partner(self) -> NewPartner:
        """What was filled in."""
        given = self.cleaned_data
        name, currency = (Names(given[f"{part}_zh"], given[f"{part}_en"]) for part in ("name", "currency"))
        return NewPartner(given["code"], name, currency, given["wallet"])


class RateForm(forms.Form):
    """A rate from a day on."""

    valid_from = date_field(_("Valid from"))
    units_in = _factor(_("Units given for a point"), _("Of the partner's currency, when a member gets points for it."))
    units_out = _factor(_("Units got for a point"), _("When a member gives points for the partner's currency."))
    price = _factor(_("Price of a point"), _("At which the programme and the partner settle."))

    def rate(self) -> Rate:
        """What was filled in."""
        given = self.cleaned_data
        return Rate(0, given["valid_from"], given["units_in"], given["units_out"], given["price"])


class CapsForm(forms.Form):
    """One field for each cap; an empty one caps nothing."""

    def __init__(self, found: PartnerView, wallet: Wallet, data: Any = None) -> None:
        """Fill in what holds now."""
        super().__init__(data)
        self._unit = Decimal(1).scaleb(-wallet.decimals)
        now = {(cap.scope, cap.direction): cap.points * self._unit for cap in found.caps}
        for (scope, direction), name in CAPS.items():
            self.fields[f"{scope.value}-{direction.value}"] = forms.DecimalField(
                label=str(name),
                required=False,
                min_value=0,
                max_value=10**12,
                decimal_places=wallet.decimals,
                initial=now.get((scope, direction)),
                widget=forms.NumberInput(attrs=_NUMBER),
            )

    def caps(self) -> list[Cap]:
        """The caps that were filled in."""
        given = self.cleaned_data
        return [
            Cap(scope, direction, int(given[f"{scope.value}-{direction.value}"] / self._unit))
            for scope in CapScope
            for direction in Direction
            if given[f"{scope.value}-{direction.value}"] is not None
        ]


class PartnerKeyForm(forms.Form):
    """An API key to act for a partner alone."""

    key = forms.TypedChoiceField(label=_("API key"), coerce=int, widget=forms.Select(attrs=_SELECT))

    def __init__(self, keys: Sequence[KeyView], data: Any = None) -> None:
        """Offer these keys."""
        super().__init__(data)
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what is said above
        field.choices = [(key.id, f"{key.label} · {key.prefix}") for key in keys]


class ItemSearchForm(forms.Form):
    """What the list of items may be narrowed to."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Any")), *((kind.value, name) for kind, name in KINDS.items())],
        widget=forms.Select(attrs=_SELECT),
    )
    member = forms.IntegerField(
        label=_("Member number"),
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )
    reference = _text(_("Reference"), 200, required=False)
    day_from = date_field(_("Booked from"), required=False)
    day_to = date_field(_("Booked to"), required=False)

    def criteria(self) -> ItemFilter:
        """The filter as partners understand it."""
        given = self.cleaned_data
        return ItemFilter(
            kind=ItemKind(given["kind"]) if given["kind"] else None,
            member_id=given["member"],
            reference=given["reference"],
            booked_from=given["day_from"],
            booked_to=given["day_to"],
        )


class ReverseForm(forms.Form):
    """Which item to take back, and why."""

    reference = forms.CharField(max_length=200, widget=forms.HiddenInput)
    reason = _text(_("Reason"), 500)


class BooksForm(forms.Form):
    """A file of the partner's books."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with the columns reference and points, one line an item."),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,.txt"}),
    )


class VerdictForm(forms.Form):
    """What is decided about a difference."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[(state.value, name) for state, name in DISPUTE_STATES.items()],
        widget=forms.Select(attrs=_SELECT),
    )
    note = _text(_("Note"), 500, required=False)

    def verdict(self) -> Verdict:
        """What was filled in."""
        return Verdict(DisputeState(self.cleaned_data["state"]), self.cleaned_data["note"].strip())
