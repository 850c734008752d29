"""Forms for what is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.corrections.types import Amendment, LineAmendment
from regulars.domain.ledger.types import EventView
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.platform import clock
from regulars.surfaces.console.giving_forms import text_field, who_field
from regulars.surfaces.console.programme_parts import wallet_of


class MergeForm(forms.Form):
    """The other record of a person, which of the two stays, and why."""

    other = who_field(_("The other record"))
    stays = forms.ChoiceField(
        label=_("Who stays"),
        choices=[("this", _("This member")), ("other", _("The other record"))],
        initial="this",
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text=_("Whoever stays keeps number, profile and day of enrolment."),
    )
    reason = text_field(_("Reason"), 500, help_text=_("It stays with the correction."))


class WhyForm(forms.Form):
    """Why something is corrected."""

    reason = text_field(_("Reason"), 500, help_text=_("It stays with the correction."))


class ProposalForm(WhyForm):
    """A version that should have been in force since the past."""

    number = forms.TypedChoiceField(label=_("Version"), coerce=int, widget=forms.Select(attrs={"class": "form-select"}))
    since = forms.DateTimeField(
        label=_("Since"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "form-control"}),
        help_text=_("In the programme's time zone. Members with an event since then are concerned."),
    )
    field_order = ("number", "since", "reason")

    def offer(self, versions: Sequence[tuple[int, str]]) -> None:
        """Offer these versions, by number."""
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        field.choices = list(versions)


class CommentForm(forms.Form):
    """A decision, with its comment."""

    comment = text_field(_("Comment"), 500, required=False)


class AmendForm(WhyForm):
    """What an event should have said: when, and its figures as far as it has them."""

    occurred_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(
            attrs={"class": "form-control", "type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"
        ),
    )

    def __init__(self, event: EventView, programme: Programme, data: Any = None) -> None:
        """Offer the figures that the event has, as they are."""
        happened_at = event.occurred_at.replace(microsecond=0)
        super().__init__(data, initial={"occurred_at": happened_at})
        self.body, self.happened_at = event.body, happened_at
        self.money_decimals = CURRENCY_DECIMALS[programme.currency]
        wallet = wallet_of(programme, event.body.get("wallet", ""))
        self.points_decimals = wallet.decimals if wallet else 0
        for place, line in enumerate(self.lines):
            self._offer(f"quantity_{place}", _("Quantity"), line.get("quantity"), 0)
            self._offer(f"amount_{place}", _("Amount"), line.get("amount_minor"), self.money_decimals)
        if not self.lines:
            self._offer("amount", _("Amount"), event.body.get("amount_minor"), self.money_decimals)
        self._offer("points", _("Points"), event.body.get("points"), self.points_decimals)
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of the event."""
        return list(self.body.get("lines", ()))

    def line_rows(self) -> list[tuple[dict[str, Any], list[forms.BoundField]]]:
        """Each line with its fields."""
        names = ("quantity", "amount")
        return [
            (line, [self[f"{name}_{place}"] for name in names if f"{name}_{place}" in self.fields])
            for place, line in enumerate(self.lines)
        ]

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that belong to no line."""
        return [self[name] for name in self.fields if not name.startswith(("quantity_", "amount_"))]

    def amendment(self) -> Amendment:
        """What was changed, once the form is valid."""
        instant = self.cleaned_data["occurred_at"]
        lines = {}
        for place, line in enumerate(self.lines):
            quantity, amount = self._changed(f"quantity_{place}", 0), self._changed(f"amount_{place}")
            if quantity is not None or amount is not None:
                lines[line["line_id"]] = LineAmendment(quantity, amount)
        return Amendment(
            occurred_at=None if instant == self.happened_at else clock.to_us(instant),
            amount_minor=self._changed("amount"),
            points=self._changed("points", self.points_decimals),
            lines=lines,
        )

    def _offer(self, name: str, label: Any, value: int | None, decimals: int) -> None:
        if value is not None:
            self.fields[name] = forms.DecimalField(
                label=label,
                min_value=0,
                max_value=Decimal(10**11),
                decimal_places=decimals,
                initial=Decimal(value).scaleb(-decimals),
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "any"}),
            )

    def _changed(self, name: str, decimals: int | None = None) -> int | None:
        """A figure in smallest units, if it differs from what the event says."""
        if name not in self.fields or self.cleaned_data[name] == self.fields[name].initial:
            return None
        return int(self.cleaned_data[name].scaleb(self.money_decimals if decimals is None else decimals))
