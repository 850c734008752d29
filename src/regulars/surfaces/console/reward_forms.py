"""Forms of the mall: a reward, its stock and picture, codes, and what is done with orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.offers.types import (
    CodeSource,
    ItemKind,
    ItemView,
    LimitPer,
    Price,
    Rules,
    Terms,
    Words,
)
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.giving_forms import ReasonForm, points_field, text_field
from regulars.surfaces.console.programme_parts import tier_badges, wallet_of
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.console.reward_words import KINDS, PERIODS, order_states, voucher_states

_SELECT = {"class": "form-select"}
_CHECK = {"class": "form-check-input"}
_EDITED = "%Y-%m-%dT%H:%M"


def prose_field(label: Any) -> forms.CharField:
    """A text of some lines."""
    widget = forms.Textarea(attrs={"class": "form-control", "rows": 3})
    return forms.CharField(label=label, max_length=4000, required=False, widget=widget)


def number_field(label: Any, **options: Any) -> forms.IntegerField:
    """A whole number."""
    widget = forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"})
    return forms.IntegerField(label=label, widget=widget, **options)


def money_field(label: Any, **options: Any) -> forms.DecimalField:
    """An amount of money."""
    widget = forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "any"})
    return forms.DecimalField(
        label=label, min_value=0, max_value=10**9, decimal_places=3, required=False, widget=widget, **options
    )


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """An instant in the programme's zone, to the minute."""
    widget = forms.DateTimeInput(format=_EDITED, attrs={"type": "datetime-local", "class": "form-control"})
    return forms.DateTimeField(label=label, required=False, input_formats=[_EDITED], widget=widget, **options)


class RewardForm(forms.Form):
    """Everything that is said of a reward. Prices of tiers are fields of their own, `tier-<id>`."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        widget=forms.Select(attrs=_SELECT),
    )
    name_zh = text_field(gettext_lazy("Chinese name"), 120)
    name_en = text_field(gettext_lazy("English name"), 120)
    about_zh = prose_field(gettext_lazy("Description in Chinese"))
    about_en = prose_field(gettext_lazy("Description in English"))
    guide_zh = prose_field(gettext_lazy("How it is used, in Chinese"))
    guide_en = prose_field(gettext_lazy("How it is used, in English"))
    wallet = forms.ChoiceField(label=gettext_lazy("Wallet"), widget=forms.Select(attrs=_SELECT))
    points = points_field(gettext_lazy("Points for a piece"))
    amount = money_field(gettext_lazy("Money for a piece"), help_text=gettext_lazy("Besides the points; empty: none."))
    cost = money_field(gettext_lazy("What a piece costs you"))
    tiers = forms.MultipleChoiceField(
        label=gettext_lazy("Who sees it"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=_CHECK),
        help_text=gettext_lazy("Nobody chosen: everybody."),
    )
    limit = number_field(gettext_lazy("Pieces for each member"), required=False, min_value=1)
    limit_per = forms.ChoiceField(
        label=gettext_lazy("Within"),
        choices=[(per.value, name) for per, name in PERIODS.items()],
        initial=LimitPer.EVER.value,
        widget=forms.Select(attrs=_SELECT),
    )
    announced_at = moment_field(
        gettext_lazy("Announced from"), help_text=gettext_lazy("Shown with a countdown from then on.")
    )
    starts_at = moment_field(gettext_lazy("To be had from"))
    ends_at = moment_field(gettext_lazy("To be had until"))
    reserve_minutes = number_field(gettext_lazy("Minutes of a reservation"), initial=15, min_value=1, max_value=1440)
    cancel_hours = number_field(gettext_lazy("Hours in which members may cancel"), initial=24, min_value=0)
    refund_days = number_field(gettext_lazy("Days in which it may be refunded"), initial=30, min_value=0)
    codes = forms.ChoiceField(
        label=gettext_lazy("Codes of a voucher"),
        choices=[
            (CodeSource.GENERATED.value, gettext_lazy("made with the order")),
            (CodeSource.POOL.value, gettext_lazy("taken from those that are put in")),
        ],
        widget=forms.Select(attrs=_SELECT),
    )
    voucher_days = number_field(gettext_lazy("Days for which a code is good"), required=False, min_value=1)
    needs_delivery = forms.BooleanField(
        label=gettext_lazy("Is sent: an address is asked for"),
        required=False,
        widget=forms.CheckboxInput(attrs=_CHECK),
    )
    position = number_field(gettext_lazy("Place in the list"), initial=0, min_value=0)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, programme: Programme, data: Any = None, view: ItemView | None = None) -> None:
        """Offer wallets that are spent and all tiers; filled in as the reward is now."""
        super().__init__(data, initial=_initial(programme, view) if view else None)
        self.programme = programme
        spent = [wallet for wallet in programme.wallets if wallet.purpose != "status"]
        _offer(self.fields["wallet"], [(wallet.id, in_language(wallet.name)) for wallet in spent])
        badges = tier_badges(programme)
        _offer(self.fields["tiers"], [(tier, badge.name) for tier, badge in badges.items()])
        own = view.terms.tier_points if view else {}
        for tier, badge in badges.items():
            wallet = wallet_of(programme, view.terms.wallet) if view else spent[0]
            given = Decimal(own[tier]).scaleb(-wallet.decimals).normalize() if wallet and tier in own else None
            label = _("Points for %(tier)s") % {"tier": badge.name}
            self.fields[f"tier-{tier}"] = points_field(label, required=False, initial=given)

    def tier_fields(self) -> list[forms.BoundField]:
        """The fields of prices of tiers."""
        return [self[name] for name in self.fields if name.startswith("tier-")]

    def clean(self) -> dict[str, Any]:
        """Refuse more decimals than wallet and currency have."""
        given: dict[str, Any] = super().clean() or {}
        wallet = wallet_of(self.programme, given.get("wallet", ""))
        names = ["points", *(name for name in self.fields if name.startswith("tier-"))]
        for name in names if wallet else ():
            self._scale(name, wallet.decimals if wallet else 0)
        for name in ("amount", "cost"):
            self._scale(name, CURRENCY_DECIMALS[self.programme.currency])
        return given

    def terms(self) -> Terms:
        """The terms as they were filled in; points and money in smallest units."""
        given = self.cleaned_data
        tier_points = {
            name.removeprefix("tier-"): int(given[name])
            for name in self.fields
            if name.startswith("tier-") and given.get(name) is not None
        }
        kind = ItemKind(given["kind"])
        return Terms(
            kind=kind,
            name=Words(given["name_zh"], given["name_en"]),
            wallet=given["wallet"],
            price=Price(int(given["points"]), int(given["amount"] or 0)),
            about=Words(given["about_zh"], given["about_en"]),
            guide=Words(given["guide_zh"], given["guide_en"]),
            tier_points=tier_points,
            rules=Rules(
                tiers=tuple(given["tiers"]),
                limit_per=LimitPer(given["limit_per"]),
                **{name: given[name] for name in ("limit", "announced_at", "starts_at", "ends_at")},
                **{name: given[name] for name in ("reserve_minutes", "cancel_hours", "refund_days")},
            ),
            codes=CodeSource(given["codes"]),
            voucher_days=given["voucher_days"] if kind is ItemKind.VOUCHER else None,
            needs_delivery=given["needs_delivery"],
            cost_minor=int(given["cost"] or 0),
            position=given["position"],
        )

    def _scale(self, name: str, decimals: int) -> None:
        value = self.cleaned_data.get(name)
        if value is None:
            return
        smallest = value.scaleb(decimals)
        if smallest != smallest.to_integral_value():
            self.add_error(name, _("At most %(decimals)d decimals.") % {"decimals": decimals})
            return
        self.cleaned_data[name] = smallest


class NewRewardForm(RewardForm):
    """A reward to add."""

    code = forms.RegexField(
        label=gettext_lazy("Code"),
        regex=r"^[a-z0-9][a-z0-9_-]{0,39}$",
        help_text=gettext_lazy("Small letters, digits, hyphens; it never changes."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    total = number_field(
        gettext_lazy("Pieces there are"), required=False, min_value=0, help_text=gettext_lazy("Empty: without end.")
    )


class StockForm(forms.Form):
    """Pieces that come or go."""

    change = number_field(gettext_lazy("Pieces more, or less with a minus"))
    reason = text_field(gettext_lazy("Reason"), 200)


class PictureForm(forms.Form):
    """A picture to upload."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 8 MB."),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": "image/jpeg,image/png,image/webp"}),
    )


class MakeCodesForm(forms.Form):
    """Codes to make."""

    count = number_field(gettext_lazy("How many"), min_value=1, max_value=20_000)
    batch = text_field(gettext_lazy("Name of the batch"), 60, required=False)
    handed_out = forms.BooleanField(
        label=gettext_lazy("To be handed out, not ordered"), required=False, widget=forms.CheckboxInput(attrs=_CHECK)
    )


class CodeFileForm(forms.Form):
    """Codes to take in from a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A row each: the code, and perhaps a comma and its last good day."),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".csv,.txt,text/csv,text/plain"}),
    )
    batch = text_field(gettext_lazy("Name of the batch"), 60, required=False)
    handed_out = forms.BooleanField(
        label=gettext_lazy("To be handed out, not ordered"), required=False, widget=forms.CheckboxInput(attrs=_CHECK)
    )


class OrderSearchForm(forms.Form):
    """What the list of orders is narrowed to."""

    q = text_field(gettext_lazy("Order"), 100, required=False, attributes={"type": "search"})
    member = text_field(gettext_lazy("Member"), 200, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=lambda: [("", _("All")), *order_states()],
        widget=forms.Select(attrs=_SELECT),
    )


class VoucherSearchForm(forms.Form):
    """What the list of vouchers is narrowed to."""

    reward = text_field(gettext_lazy("Code of the reward"), 40, required=False)
    batch = text_field(gettext_lazy("Name of the batch"), 60, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=lambda: [("", _("All")), *voucher_states()],
        widget=forms.Select(attrs=_SELECT),
    )


class FulfilForm(forms.Form):
    """That an order was sent."""

    tracking = text_field(gettext_lazy("How it can be followed"), 200, required=False)


class PaymentForm(forms.Form):
    """Where the money of an order was paid."""

    reference = text_field(gettext_lazy("Where it was paid"), 200)


class RefundForm(ReasonForm):
    """Points that come back of an order."""

    points = points_field(gettext_lazy("Points"), required=False, help_text=gettext_lazy("Empty: all that is left."))
    restock = forms.BooleanField(
        label=gettext_lazy("The pieces can be had again"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs=_CHECK),
    )
    field_order = ("points", "restock", "reason")


class UseForm(forms.Form):
    """A code shown at the counter."""

    code = text_field(gettext_lazy("Code"), 120, attributes={"autofocus": True, "autocapitalize": "characters"})
    place = text_field(gettext_lazy("Where"), 100, required=False)
    deed_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
    field.choices = choices


def _initial(programme: Programme, view: ItemView) -> dict[str, Any]:
    """A reward as its form shows it."""
    terms, rules = view.terms, view.terms.rules
    wallet = wallet_of(programme, terms.wallet) or programme.wallets[0]
    money = -CURRENCY_DECIMALS[programme.currency]
    texts = {
        f"{name}_{language}": getattr(words, language)
        for name, words in (("name", terms.name), ("about", terms.about), ("guide", terms.guide))
        for language in ("zh", "en")
    }
    return texts | {
        "kind": terms.kind.value,
        "wallet": terms.wallet,
        "points": f"{Decimal(terms.price.points).scaleb(-wallet.decimals):f}",
        "amount": f"{Decimal(terms.price.amount_minor).scaleb(money):f}" if terms.price.amount_minor else None,
        "cost": f"{Decimal(terms.cost_minor).scaleb(money):f}" if terms.cost_minor else None,
        "tiers": list(rules.tiers),
        "limit": rules.limit,
        "limit_per": rules.limit_per.value,
        "announced_at": rules.announced_at,
        "starts_at": rules.starts_at,
        "ends_at": rules.ends_at,
        "reserve_minutes": rules.reserve_minutes,
        "cancel_hours": rules.cancel_hours,
        "refund_days": rules.refund_days,
        "codes": terms.codes.value,
        "voucher_days": terms.voucher_days,
        "needs_delivery": terms.needs_delivery,
        "position": terms.position,
        "revision": view.revision,
    }
