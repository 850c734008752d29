"""Forms for tiers by hand: a lock, its end, a status match."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.engine.programme.model import Programme
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.giving_forms import text_field
from regulars.surfaces.console.programme_parts import tier_badges


class LiftForm(forms.Form):
    """The end of a lock, with a number of its own so that sending it twice does it once."""

    reason = text_field(_("Reason"), 200, help_text=_("Kept in the ledger and shown with the entry for good."))
    deed_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        """Begin with a number of its own."""
        super().__init__(data, initial={"deed_id": uuid4()})


class LockForm(LiftForm):
    """A lock."""

    until = date_field(
        _("Locked until"),
        required=False,
        help_text=_(
            "The last day; empty: for good. Afterwards the tier may rise at once, or is looked at as in a review."
        ),
    )
    field_order = ("until", "reason")


class MatchForm(forms.Form):
    """A status match."""

    tier = forms.ChoiceField(label=_("Tier"), widget=forms.Select(attrs={"class": "form-select"}))
    until = date_field(
        _("Kept until"),
        required=False,
        help_text=_("The last day; empty: for good. Afterwards the tier is looked at as in a review."),
    )
    other_programme = text_field(_("Other programme"), 100, help_text=_("Its status is matched once for each member."))
    other_level = text_field(_("Status held there"), 100)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=2000,
        help_text=_("How it is known, for example: card seen at the desk, number on the statement."),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )

    def __init__(self, programme: Programme, data: Any = None) -> None:
        """Offer the tiers above the first."""
        super().__init__(data)
        field = self.fields["tier"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        field.choices = [(badge.id, badge.name) for badge in list(tier_badges(programme).values())[1:]]
