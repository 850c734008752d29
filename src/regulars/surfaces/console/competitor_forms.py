"""Forms about competitors' benefits: one of them, and a file of many."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from regulars.engine.programme.benefit_kinds import KINDS
from regulars.surfaces.console.giving_forms import text_field
from regulars.surfaces.web.formatting import is_chinese


def kind_names() -> list[tuple[str, str]]:
    """The kinds of benefits by name, in the reader's language."""
    return [(code, kind.names["zh" if is_chinese() else "en"]) for code, kind in KINDS.items()]


class OfferForm(forms.Form):
    """A competitor's benefit."""

    competitor = text_field(gettext_lazy("Competitor"), 80)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=kind_names, widget=forms.Select(attrs={"class": "form-select"})
    )
    figure = text_field(
        gettext_lazy("Main figure"),
        20,
        required=False,
        help_text=gettext_lazy(
            "Per cent or amount off, what a gift is worth, times the points. Empty: as much as ours."
        ),
        attributes={"inputmode": "decimal"},
    )
    about = text_field(gettext_lazy("Note"), 200, required=False)


class OffersFileForm(forms.Form):
    """A file of competitors' benefits."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV with the columns competitor, kind, figure and about; kinds by their codes."),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,text/csv"}),
    )
