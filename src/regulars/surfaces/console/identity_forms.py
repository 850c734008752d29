"""Forms about identifiers, consents, who looked, and the days that figures are asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.domain.members.policy import REGIONS
from regulars.domain.members.types import BlockedAction, IdentifierKind, KeyRule
from regulars.platform import clock
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.giving_forms import text_field
from regulars.surfaces.console.identity_words import CHANNELS, PURPOSES, VIAS

_SELECT = {"class": "form-select"}
_NUMBER = {"class": "form-control", "inputmode": "numeric"}
_SHAREABLE = frozenset({IdentifierKind.CARD, IdentifierKind.DEVICE})
_DAYS = 30


class KeyRuleForm(forms.Form):
    """How identifiers of a kind are taken."""

    taken = forms.BooleanField(
        label=_("Take these identifiers"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text=_("Those of kinds that are not taken are left out of events and not kept."),
    )
    most = forms.IntegerField(
        label=_("Most for one member"), min_value=1, max_value=1000, widget=forms.NumberInput(attrs=_NUMBER)
    )
    shared_by = forms.IntegerField(
        label=_("Members who may share one"),
        min_value=1,
        max_value=50,
        widget=forms.NumberInput(attrs=_NUMBER),
        help_text=_("1: nobody else may use it. Shared identifiers never join people."),
    )
    pattern = text_field(
        _("Form of a card number"), 200, required=False, help_text=_("A regular expression; empty allows any.")
    )
    region = forms.ChoiceField(
        label=_("Region of numbers without a country code"), required=False, widget=forms.Select(attrs=_SELECT)
    )
    blocked = forms.CharField(
        label=_("Values that stand for nobody"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4, "placeholder": "0000\ntest@*"}),
        help_text=_("One a line; * stands for anything."),
    )
    on_blocked = forms.ChoiceField(
        label=_("An event with such a value"),
        choices=[
            (BlockedAction.IGNORE.value, _("is taken in without it")),
            (BlockedAction.REFUSE.value, _("is refused")),
        ],
        widget=forms.Select(attrs=_SELECT),
    )

    def __init__(self, rule: KeyRule, data: Any = None) -> None:
        """Show the rule as it is, with the fields that its kind has."""
        initial = rule._asdict() | {"blocked": "\n".join(rule.blocked), "on_blocked": rule.on_blocked.value}
        super().__init__(data, initial=initial)
        self.rule = rule
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        region.choices = [
            ("", _("That of the programme's currency")),
            *((one, one) for one in sorted(REGIONS.values())),
        ]
        left_out = {
            "pattern": rule.kind is not IdentifierKind.CARD,
            "region": rule.kind is not IdentifierKind.MOBILE,
            "shared_by": rule.kind not in _SHAREABLE,
        }
        for name, absent in left_out.items():
            if absent:
                del self.fields[name]

    def changed_rule(self) -> KeyRule:
        """The rule as it is wanted."""
        given = self.cleaned_data
        return self.rule._replace(
            taken=given["taken"],
            most=given["most"],
            shared_by=given.get("shared_by", 1),
            pattern=given.get("pattern", ""),
            region=given.get("region", ""),
            blocked=tuple(given["blocked"].splitlines()),
            on_blocked=BlockedAction(given["on_blocked"]),
        )


class NameForm(forms.Form):
    """The name of a further system whose ids are taken."""

    name = text_field(_("Name of the system"), 30, help_text=_("Small letters, digits and _, as events write it."))


class ConsentForm(forms.Form):
    """What a member allows or takes back."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=list(PURPOSES.items()), widget=forms.Select(attrs=_SELECT))
    channel = forms.ChoiceField(label=_("Channel"), choices=list(CHANNELS.items()), widget=forms.Select(attrs=_SELECT))
    given = forms.ChoiceField(
        label=_("The member"),
        choices=[("yes", _("allows it")), ("no", _("takes it back"))],
        widget=forms.Select(attrs=_SELECT),
    )
    text_version = text_field(_("Version of the text shown"), 60, required=False)


class DaysForm(forms.Form):
    """From which day to which; the last thirty where nothing is said."""

    day_from = date_field(_("From"), required=False)
    day_to = date_field(_("To"), required=False)

    def span(self) -> tuple[date, date]:
        """Both days, included."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        last = given.get("day_to") or clock.now().date()
        return given.get("day_from") or last - timedelta(days=_DAYS - 1), last


class QualityForm(DaysForm):
    """The same, and from which source."""

    source = forms.ChoiceField(label=_("Source"), required=False, widget=forms.Select(attrs=_SELECT))

    def __init__(self, sources: list[str], data: Any = None) -> None:
        """Offer the sources there are."""
        super().__init__(data)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what is said above
        field.choices = [("", _("Any")), *((one, one) for one in sources)]


class LooksForm(forms.Form):
    """What the access log is narrowed to."""

    member = forms.IntegerField(
        label=_("Member number"), required=False, min_value=1, widget=forms.NumberInput(attrs=_NUMBER)
    )
    who = text_field(_("Who"), 150, required=False)
    via = forms.ChoiceField(
        label=_("From where"),
        required=False,
        choices=[("", _("Any")), *VIAS.items()],
        widget=forms.Select(attrs=_SELECT),
    )
    day_from = date_field(_("From"), required=False)
    day_to = date_field(_("To"), required=False)
