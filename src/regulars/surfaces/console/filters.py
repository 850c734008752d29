"""The search and the filters above the list of members."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from regulars.domain.ledger.queries.roster import RosterFilter
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.time import day_number
from regulars.platform import clock
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.programme_parts import main_wallet, tier_badges

_FIELDS = ("tier", "joined_from", "joined_to", "activity", "balance")
_MOST_POINTS = 10**12


class MemberSearchForm(forms.Form):
    """What the list may be narrowed to."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "type": "search",
                "placeholder": _("Card, mobile, e-mail, external id or member number"),
            }
        ),
    )
    tier = forms.ChoiceField(label=_("Tier"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    joined_from = date_field(_("Joined from"), required=False)
    joined_to = date_field(_("Joined to"), required=False)
    activity = forms.ChoiceField(
        label=_("Activity"),
        required=False,
        choices=[
            ("", _("Any")),
            ("30", _("Active in the last 30 days")),
            ("90", _("Active in the last 90 days")),
            ("silent", _("Not active for 90 days")),
        ],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    balance = forms.DecimalField(
        label=_("Balance at least"),
        required=False,
        min_value=0,
        max_value=_MOST_POINTS,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )


class MemberSearch:
    """A search as it was asked for, read against the programme."""

    def __init__(self, programme: LiveProgramme, asked: QueryDict, *, by_identifier: bool) -> None:
        self._programme = programme
        self.form = MemberSearchForm(asked)
        if not by_identifier:
            self.form.fields["q"].widget.attrs["placeholder"] = _("Member number")
        badges = tier_badges(programme.document).values()
        field = self.form.fields["tier"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the form above says
        field.choices = [("", _("Any")), *((badge.id, badge.name) for badge in badges)]

    @property
    def identifier(self) -> str:
        """What was typed into the search box."""
        text = self.form.cleaned_data["q"]
        return text.strip() if isinstance(text, str) else ""

    @property
    def number(self) -> int | None:
        """What was typed, when it can be a member's number."""
        digits = self.identifier.removeprefix("#")
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None

    @property
    def has_filters(self) -> bool:
        """Whether anything but the search box narrows the list."""
        return any(self.form.cleaned_data.get(name) not in (None, "") for name in _FIELDS)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return not self.form.is_valid() or bool(self.identifier) or self.has_filters

    def criteria(self, members: tuple[int, ...] | None = None) -> RosterFilter:
        """The filters as the ledger understands them, over all members or these."""
        given = self.form.cleaned_data
        wallet = main_wallet(self._programme.document)
        joined_to = given["joined_to"]
        return RosterFilter(
            members=members,
            tier=given["tier"] or None,
            enrolled_from=day_number(given["joined_from"]) if given["joined_from"] else None,
            enrolled_before=day_number(joined_to + timedelta(days=1)) if joined_to else None,
            active_since=days_ago(int(given["activity"])) if given["activity"] in ("30", "90") else None,
            silent_since=days_ago(90) if given["activity"] == "silent" else None,
            wallet=wallet.id,
            at_least=None if given["balance"] is None else int(given["balance"] * Decimal(10) ** wallet.decimals),
        )


def days_ago(days: int) -> int:
    """The instant so many days before now, in microseconds."""
    return clock.to_us(clock.now() - timedelta(days=days))
