"""Forms about paid membership: a plan's terms, filters, ends and money that comes back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.plans.operations.ending import GivenBack
from regulars.domain.plans.types.plans import Every, Leaving, Perk, PlanView, Terms, Words
from regulars.domain.plans.types.subscriptions import SubscriptionFilter, SubscriptionState
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.surfaces.console.giving_forms import text_field
from regulars.surfaces.console.plan_words import EVERY, GIVE_BACK, LEAVING, SUBSCRIPTION_STATES
from regulars.surfaces.console.reading.vocabulary import in_language

_SELECT = {"class": "form-select"}
_NUMBER = {"class": "form-control", "inputmode": "numeric"}
_AREA = {"class": "form-control", "rows": 3}


def _whole(label: Any, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, widget=forms.NumberInput(attrs=_NUMBER), **options
    )


def _area(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs=_AREA))


class PlanForm(forms.Form):
    """The terms of a plan; benefits have a field each."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[a-z][a-z0-9_-]{0,39}$",
        help_text=_("Small letters, digits, hyphens; it stands in addresses and never changes."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    name_zh = text_field(_("Name in Chinese"), 120)
    name_en = text_field(_("Name in English"), 120)
    about_zh = _area(_("About it in Chinese"))
    about_en = _area(_("About it in English"))
    price = forms.DecimalField(
        label=_("Price"),
        min_value=0,
        max_value=10**8,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "any"}),
    )
    every = forms.ChoiceField(
        label=_("Paid for"),
        choices=[(one.value, name) for one, name in EVERY.items()],
        widget=forms.Select(attrs=_SELECT),
    )
    trial_days = _whole(_("Days of trial"), 365, initial=0, help_text=_("Once for each member; 0: no trial."))
    grace_days = _whole(
        _("Days of grace"), 27, initial=7, help_text=_("After a renewal that is not paid, until the plan ends.")
    )
    tier = forms.ChoiceField(label=_("Tier while it runs"), required=False, widget=forms.Select(attrs=_SELECT))
    leaving = forms.ChoiceField(
        label=_("A paid period that is left"),
        choices=[(one.value, name) for one, name in LEAVING.items()],
        widget=forms.Select(attrs=_SELECT),
    )
    position = _whole(_("Place in the list"), 1_000_000, initial=0)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, programme: LiveProgramme, view: PlanView | None = None, data: Any = None) -> None:
        """Offer the programme's tiers and benefits; fill in what the plan says now."""
        self.decimals = CURRENCY_DECIMALS[programme.document.currency]
        super().__init__(data, initial=None if view is None else self._initial(view))
        if view is not None:
            del self.fields["code"]
        field = self.fields["tier"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        tiers = [(tier.id, in_language(tier.name)) for tier in programme.document.ladder.tiers[1:]]
        field.choices = [("", _("No tier")), *tiers]
        held = {} if view is None else {perk.benefit: perk.quota for perk in view.terms.perks}
        self.benefits = [benefit.id for benefit in programme.document.benefits]
        for benefit in programme.document.benefits:
            named = in_language(benefit.name)
            self.fields[f"perk-{benefit.id}"] = _whole(named, 1000, required=False, initial=held.get(benefit.id))

    @property
    def perk_fields(self) -> list[forms.BoundField]:
        """The fields of benefits."""
        return [self[f"perk-{benefit}"] for benefit in self.benefits]

    def clean_price(self) -> int:
        """The price in minor units."""
        scaled = Decimal(self.cleaned_data["price"]).scaleb(self.decimals)
        if scaled != scaled.to_integral_value():
            raise forms.ValidationError(_("The price has too many decimals."))
        return int(scaled)

    def terms(self) -> Terms:
        """What was filled in."""
        given = self.cleaned_data
        quotas = {benefit: given.get(f"perk-{benefit}") for benefit in self.benefits}
        return Terms(
            name=Words(given["name_zh"], given["name_en"]),
            price_minor=given["price"],
            every=Every(given["every"]),
            about=Words(given["about_zh"], given["about_en"]),
            trial_days=given["trial_days"],
            grace_days=given["grace_days"],
            tier=given["tier"],
            perks=tuple(Perk(benefit, quota) for benefit, quota in quotas.items() if quota),
            leaving=Leaving(given["leaving"]),
            position=given["position"],
        )

    def _initial(self, view: PlanView) -> dict[str, Any]:
        terms = view.terms
        return {
            "name_zh": terms.name.zh,
            "name_en": terms.name.en,
            "about_zh": terms.about.zh,
            "about_en": terms.about.en,
            "price": Decimal(terms.price_minor).scaleb(-self.decimals),
            "every": terms.every.value,
            "trial_days": terms.trial_days,
            "grace_days": terms.grace_days,
            "tier": terms.tier,
            "leaving": terms.leaving.value,
            "position": terms.position,
            "revision": view.revision,
        }


class SubscriptionSearchForm(forms.Form):
    """What the list of subscriptions may be narrowed to."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), *((state.value, name) for state, (name, _css) in SUBSCRIPTION_STATES.items())],
        widget=forms.Select(attrs=_SELECT),
    )
    plan = text_field(_("Code of the plan"), 40, required=False)
    member = forms.IntegerField(
        label=_("Member number"),
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.NumberInput(attrs=_NUMBER),
    )

    def criteria(self) -> SubscriptionFilter:
        """The filter as plans understand it."""
        given = self.cleaned_data
        state = SubscriptionState(given["state"]) if given["state"] else None
        return SubscriptionFilter(state, given["plan"], given["member"])


class CancelForm(forms.Form):
    """Why a subscription is not renewed."""

    reason = text_field(_("Reason"), 500)


class EndForm(forms.Form):
    """An end through today, and what comes back."""

    give_back = forms.ChoiceField(
        label=_("Money that comes back"),
        choices=[(one.value, name) for one, name in GIVE_BACK.items()],
        widget=forms.Select(attrs=_SELECT),
    )
    reason = text_field(_("Reason"), 500)

    def back(self) -> GivenBack:
        """What was chosen."""
        return GivenBack(self.cleaned_data["give_back"])


class RefundForm(forms.Form):
    """Money of a payment to give back; empty: all that is left."""

    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_value=10**8,
        help_text=_("Empty: all that is left of the payment."),
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "any"}),
    )
    reason = text_field(_("Reason"), 500)

    def amount_minor(self, decimals: int) -> int | None:
        """The amount in minor units, rounded down; None for all."""
        given = self.cleaned_data["amount"]
        return None if given is None else int(Decimal(given).scaleb(decimals))
