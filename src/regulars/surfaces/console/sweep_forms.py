"""Forms that try a number of a draft with other values: all of them told, or the one that gives what is wanted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regulars.domain.replay.policy.parameters import values_between
from regulars.domain.replay.types import Goal, Parameter
from regulars.domain.studies.operations.asking import MOST, MOST_VALUES
from regulars.domain.studies.queries import compiled, parameters_of
from regulars.domain.studies.queries.documents import FIRST_VALUES
from regulars.domain.studies.types import PartView, StudyView, Sweeping
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.console.sweep_words import goal_title, minor_of, number_name
from regulars.surfaces.web.formatting import plain_decimal

_STEPS = 20
_LEAST_OF_PRESENT, _MOST_OF_PRESENT = Decimal("0.25"), Decimal(4)
_LARGEST = 10**12
_NEAR, _AT_MOST = "near", "most"


def _decimal(label: Any, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_value=_LARGEST,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "decimal", "step": "any"}),
    )


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.Select(attrs={"class": "form-select"}))


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the forms below say
    field.choices = choices


class ValuesForm(forms.Form):
    """Which number of which draft, from where to where: by default around what it is now."""

    number = _choice(_("Number"))
    first = _decimal(_("From value"), required=False)
    last = _decimal(_("To value"), required=False)

    def __init__(self, view: StudyView, data: Any = None, prefix: str = "sweep") -> None:
        super().__init__(data, auto_id=f"{prefix}-%s")
        self._view = view
        _offer(self, "number", _numbers(view))

    @property
    def part(self) -> PartView:
        """The draft whose number was chosen."""
        place = self.cleaned_data["number"].partition(":")[0]
        return next(one for one in self._view.drafts if str(one.place) == place)

    @property
    def document(self) -> Programme:
        """That draft's document."""
        return compiled(self.part.text).document

    @property
    def parameter(self) -> Parameter:
        """The number itself."""
        address = self.cleaned_data["number"].partition(":")[2]
        return next(one for one in parameters_of(self.part.text) if one.address == address)

    def clean(self) -> dict[str, Any]:
        """Two values that differ; where one is left out, a quarter of what the number is now, or four times that."""
        given = super().clean() or self.cleaned_data
        if not {"number", "first", "last"} <= given.keys():
            return given
        present = self.parameter.value
        if not present and (given["first"] is None or given["last"] is None):
            raise forms.ValidationError(gettext("The number is 0 now: say from which value to which it is tried."))
        for name, share in (("first", _LEAST_OF_PRESENT), ("last", _MOST_OF_PRESENT)):
            if given[name] is None:
                given[name] = present * share
        if len(self.spread(2)) < 2:
            self.add_error("last", gettext("Give two values that differ."))
        return given

    def spread(self, steps: int) -> tuple[Decimal, ...]:
        """So many values, evenly spread; whole where the number is."""
        return values_between(self.parameter, self.cleaned_data["first"], self.cleaned_data["last"], steps)


class SweepForm(ValuesForm):
    """How many values are tried, evenly spread."""

    steps = forms.IntegerField(
        label=_("Values in all"),
        min_value=2,
        max_value=MOST_VALUES,
        initial=_STEPS,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )

    @property
    def chosen(self) -> Sweeping:
        """What is tried."""
        return Sweeping(self.parameter.address, self.spread(self.cleaned_data["steps"]))


class SearchForm(ValuesForm):
    """Which figure is to come to how much."""

    figure = _choice(_("Figure that is wanted"))
    bound = _choice(_("How near"))
    wanted = _decimal(_("Wanted"), required=True)

    def __init__(self, view: StudyView, data: Any = None) -> None:
        super().__init__(view, data, "search")
        _offer(self, "figure", _figures(view))
        bounds = [(_NEAR, gettext("As near as can be")), (_AT_MOST, gettext("At most"))]
        _offer(self, "bound", bounds)

    @property
    def goal(self) -> Goal:
        """What is wanted; amounts in minor units."""
        given, at_most = self.cleaned_data, self.cleaned_data["bound"] == _AT_MOST
        figure, _colon, tier = given["figure"].partition(":")
        if tier:
            return Goal("tier", given["wanted"], tier, at_most)
        return Goal(figure, minor_of(given["wanted"], self.document), at_most=at_most)

    @property
    def chosen(self) -> Sweeping:
        """What is looked for, and where first."""
        return Sweeping(self.parameter.address, self.spread(FIRST_VALUES), self.goal)

    def clean(self) -> dict[str, Any]:
        """A tier that the draft has, and no more than all of its members."""
        given = super().clean()
        if not {"number", "figure", "wanted"} <= given.keys():
            return given
        tier = given["figure"].partition(":")[2]
        if tier and tier not in compiled(self.part.text).tier_ids:
            self.add_error("figure", gettext("This draft has no such tier. Choose one of its own."))
        if tier and given["wanted"] > MOST:
            self.add_error("wanted", gettext("A share of members is at most 100 per cent."))
        return given


def _numbers(view: StudyView) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(part.name, _numbers_of(part)) for part in view.drafts]


def _numbers_of(part: PartView) -> list[tuple[str, str]]:
    """The numbers of a draft that may be worth trying: those of the ladder first."""
    document = compiled(part.text).document
    found = sorted(parameters_of(part.text), key=lambda one: not one.address.startswith("ladder.tiers"))
    return [
        (f"{part.place}:{one.address}", f"{number_name(document, one.address)} · {plain_decimal(one.value)}")
        for one in found
    ]


def _figures(view: StudyView) -> list[tuple[str, str]]:
    """Shares of members on tiers of the drafts, and what points are worth where they have a cash value."""
    documents = [compiled(part.text).document for part in view.drafts]
    found: dict[str, str] = {}
    for document in documents:
        for badge in list(tier_badges(document).values())[1:]:
            told = goal_title(Goal("tier", Decimal(0), badge.id), document)
            found.setdefault(f"tier:{badge.id}", gettext("Members on %(tiers)s, in %%") % {"tiers": told})
    money = [one for one in documents if any(wallet.cash_value is not None for wallet in one.wallets)]
    for figure in ("issued", "liability") if money else ():
        told = goal_title(Goal(figure, Decimal(0)), money[0])
        found[figure] = gettext("%(figure)s, in %(currency)s") % {"figure": told, "currency": money[0].currency}
    return list(found.items())
