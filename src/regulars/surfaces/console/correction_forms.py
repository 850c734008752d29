"""Forms for what is corrected."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.surfaces.console.giving_forms import text_field, who_field


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
