"""Forms for pools: finding one, making one, inviting, rights, and giving points back."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.pools.types import Rights
from regulars.surfaces.console.giving_forms import ReasonForm, points_field, text_field, who_field


class PoolSearchForm(forms.Form):
    """What the list of pools is narrowed to."""

    q = text_field(_("Name of the pool"), 100, required=False, attributes={"type": "search"})
    member = text_field(_("Member"), 200, required=False, attributes={"placeholder": _("Identifier or member number")})
    open = forms.BooleanField(
        label=_("Open pools only"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


class PoolForm(forms.Form):
    """A pool to make."""

    owner = who_field(_("Whose pool"))
    name = text_field(_("Name of the pool"), 100)


class RightsForm(forms.Form):
    """What a member contributes and may spend."""

    contributes = forms.BooleanField(
        label=_("Their points count"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    may_spend = forms.BooleanField(
        label=_("They may spend"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    monthly_limit = points_field(_("Points a month"), required=False, help_text=_("Empty: no limit."))

    def rights(self) -> Rights:
        """The rights as given."""
        given = self.cleaned_data
        return Rights(given["contributes"], given["may_spend"], given["monthly_limit"])


class InviteForm(RightsForm):
    """Who is invited, and with which rights."""

    member = who_field(_("Member"))
    field_order = ("member",)


class ReturnForm(ReasonForm):
    """Points of a redemption to give back."""

    points = points_field(_("Points"), required=False, help_text=_("Empty: all that is left."))
    deed_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ("points",)
