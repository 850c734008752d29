"""The form of a benefit: its fields are places in the benefit's entry of the document, by kind and by tier.

What is checked here is only whether a field can be read; what is wrong with the benefit is found in the document.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.engine.programme.benefit_gradient import SCENES
from regulars.engine.programme.benefit_kinds import KINDS, LESS, MORE, BenefitKind
from regulars.engine.programme.benefits import Kind
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.benefit_fields import (
    HAS,
    LABELS,
    OCCASIONS,
    check_field,
    choice_field,
    day_field,
    line_field,
    list_field,
    many_field,
    money_field,
    prose_field,
    whole_field,
)
from regulars.surfaces.console.programme_parts import tier_badges
from regulars.surfaces.web.benefit_words import CLASSES, NATURES, PERIODS, in_language, language
from regulars.surfaces.web.formatting import is_chinese

_DEFAULTS: Mapping[str, Any] = {
    "benefit_class": "base",
    "nature": "material",
    "on_rise": "full",
    "valid_days": 90,
    "by_hand": False,
    "shared": False,
    "giftable": False,
}
_LISTS = frozenset({"channels", "stores"})
_NUMBERS = (*MORE, *LESS)


class BenefitForm(forms.Form):
    """A benefit of a kind, filled in from its entry of the document; `entry()` is the entry as it shall be."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, programme: Programme, kind: Kind, entry: Mapping[str, Any], data: Any = None) -> None:
        """Offer what the kind has, every tier and every occasion."""
        super().__init__(data, initial=_initial(entry))
        self.programme, self.kind, self.before = programme, kind, entry
        own = KINDS[kind]
        for name, make in self._plain().items():
            self.fields[name] = make
        self._terms(own)
        self._tiers(own)
        if own.used:
            self._occasions()

    def _plain(self) -> dict[str, forms.Field]:
        chinese = is_chinese()

        def worded(pairs: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
            return [(value, pair[1] if chinese else pair[0]) for value, pair in pairs.items()]

        found: dict[str, forms.Field] = {}
        if not self.before:
            found["id"] = forms.RegexField(
                label=_("Code"),
                regex=r"^[a-z][a-z0-9_]{0,39}$",
                help_text=_("Small letters, digits and _; it never changes."),
                widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
            )
        for part in ("name", "about", "guide", "example", "conditions"):
            for tongue in ("zh", "en"):
                label = LABELS[f"{part}.{tongue}"]
                found[f"{part}.{tongue}"] = line_field(label, required=True) if part == "name" else prose_field(label)
        found |= {
            "benefit_class": choice_field(LABELS["benefit_class"], worded(CLASSES)),
            "nature": choice_field(LABELS["nature"], worded(NATURES)),
            "scenes": many_field(LABELS["scenes"], [(one, names[language()]) for one, names in SCENES.items()]),
            "channels": list_field(LABELS["channels"]),
            "stores": list_field(LABELS["stores"]),
            "starts_on": day_field(LABELS["starts_on"]),
            "ends_on": day_field(LABELS["ends_on"]),
            "cost": money_field(LABELS["cost"]),
            "worth": money_field(LABELS["worth"]),
            "members": line_field(LABELS["members"]),
            "by_hand": check_field(LABELS["by_hand"]),
            "valid_days": whole_field(LABELS["valid_days"]),
            "on_rise": choice_field(LABELS["on_rise"], [("full", _("the whole quota")), ("prorated", _("a part"))]),
            "shared": check_field(LABELS["shared"]),
            "giftable": check_field(LABELS["giftable"]),
            "replaces": many_field(LABELS["replaces"], self._others()),
        }
        return found

    def _others(self) -> list[tuple[str, str]]:
        own = self.before.get("id")
        return [(one.id, in_language(one.name)) for one in self.programme.benefits if one.id != own]

    def _terms(self, kind: BenefitKind) -> None:
        """The fields that a kind has: numbers, the thing in both languages, a multiplier, an address."""
        for name in (*kind.required, *kind.optional):
            if name == "item":
                for tongue in ("zh", "en"):
                    self.fields[f"terms.item.{tongue}"] = line_field(LABELS[f"terms.item.{tongue}"])
            elif name == "multiplier":
                offered = [("", "–"), *((one.id, in_language(one.name)) for one in self.programme.multipliers)]
                self.fields["terms.multiplier"] = choice_field(LABELS["terms.multiplier"], offered, required=False)
            elif name == "address":
                self.fields["terms.address"] = line_field(LABELS["terms.address"])
            else:
                self.fields[f"terms.{name}"] = money_field(LABELS[f"terms.{name}"])

    def _tiers(self, kind: BenefitKind) -> None:
        periods = [("", "–"), *((per, pair[1 if is_chinese() else 0]) for per, pair in PERIODS.items())]
        for tier, badge in tier_badges(self.programme).items():
            self.fields[f"tiers.{tier}{HAS}"] = check_field(badge.name)
            if kind.used:
                self.fields[f"tiers.{tier}.quota"] = whole_field(LABELS["quota"])
                self.fields[f"tiers.{tier}.per"] = choice_field(LABELS["per"], periods, required=False)
            for name in self._own_terms(kind):
                self.fields[f"tiers.{tier}.terms.{name}"] = money_field(LABELS[f"terms.{name}"])

    def _own_terms(self, kind: BenefitKind) -> list[str]:
        return [name for name in (*kind.required, *kind.optional) if name in _NUMBERS]

    def _occasions(self) -> None:
        tiers = [(tier, badge.name) for tier, badge in tier_badges(self.programme).items()]
        for occasion, fields in OCCASIONS.items():
            self.fields[f"{occasion}{HAS}"] = check_field(LABELS[occasion])
            for name in fields:
                place = f"{occasion}.{name}"
                if name == "from_tier":
                    self.fields[place] = choice_field(LABELS[name], [("", "–"), *tiers], required=False)
                elif name == "tiers":
                    self.fields[place] = many_field(LABELS["upgrade.tiers"], tiers)
                elif name == "when":
                    self.fields[place] = line_field(LABELS["moment.when"])
                else:
                    self.fields[place] = whole_field(LABELS[name])

    def clean(self) -> dict[str, Any]:
        """Refuse a code that another benefit has, and a text in one language only."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("id") in {one.id for one in self.programme.benefits}:
            self.add_error("id", _("Another benefit has this code."))
        for part in ("about", "guide", "example", "conditions", "terms.item"):
            pair = [f"{part}.zh", f"{part}.en"]
            if all(name in self.fields for name in pair) and bool(given.get(pair[0])) != bool(given.get(pair[1])):
                missing = pair[0] if not given.get(pair[0]) else pair[1]
                self.add_error(missing, _("Say it in both languages."))
        return given

    def entry(self) -> dict[str, Any]:
        """The entry as it was filled in; what the form does not show stays as it was."""
        content = copy.deepcopy(dict(self.before))
        content.setdefault("id", self.cleaned_data.get("id"))
        content.setdefault("kind", self.kind)
        for name in self.fields:
            if name not in ("id", "revision") and not name.endswith(HAS):
                _set(content, name, _plain_value(name, self.cleaned_data.get(name)))
        for name in self.fields:
            if name.endswith(HAS):
                self._held(content, name.removesuffix(HAS), has=bool(self.cleaned_data.get(name)))
        if not content.get("tiers"):
            content.pop("tiers", None)
        return content

    def _held(self, content: dict[str, Any], place: str, *, has: bool) -> None:
        """Whether a tier or an occasion has it at all."""
        *way, last = place.split(".")
        parent = content
        for step in way:
            parent = parent.setdefault(step, {})
        if has:
            parent.setdefault(last, {})
        else:
            parent.pop(last, None)

    def rows(self) -> list[dict[str, Any]]:
        """The tiers with their fields."""
        found = []
        for tier, badge in tier_badges(self.programme).items():
            start = f"tiers.{tier}."
            own = [self[name] for name in self.fields if name.startswith(start)]
            found.append({"badge": badge, "has": self[f"tiers.{tier}{HAS}"], "fields": own})
        return found

    def occasions(self) -> list[dict[str, Any]]:
        """The occasions with their fields; none of a kind that is not used."""
        named = [occasion for occasion in OCCASIONS if f"{occasion}{HAS}" in self.fields]
        return [
            {
                "has": self[f"{one}{HAS}"],
                "fields": [self[name] for name in self.fields if name.startswith(f"{one}.")],
            }
            for one in named
        ]

    def terms(self) -> list[forms.BoundField]:
        """The fields of what it gives."""
        return [self[name] for name in self.fields if name.startswith("terms.")]

    def named(self, *names: str) -> list[forms.BoundField]:
        """Some fields, as far as there are."""
        return [self[name] for name in names if name in self.fields]

    def texts(self) -> list[forms.BoundField]:
        """The texts for members."""
        parts = ("name", "about", "guide", "example", "conditions")
        return self.named(*(f"{part}.{tongue}" for part in parts for tongue in ("zh", "en")))

    def point_out(self, path: str, told: str) -> bool:
        """Put a finding beside the field that it is about; false where there is no such field."""
        names = [path, f"{path}.zh", f"{path}{HAS}"]
        name = next((one for one in names if one in self.fields), None)
        if name is not None:
            self.add_error(name, told)
        return name is not None


def _plain_value(name: str, value: Any) -> Any:
    """A value as the document has it; None for what is left out."""
    if name in _LISTS:
        value = [one.strip() for one in (value or "").replace("，", ",").split(",") if one.strip()]
    if value in (None, "", []) or value == _DEFAULTS.get(name):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _set(content: dict[str, Any], name: str, value: Any) -> None:
    """Put a value at its place, or take it away, and what holds nothing any more with it."""
    head, _dot, rest = name.partition(".")
    if not rest:
        if value is None:
            content.pop(head, None)
        else:
            content[head] = value
        return
    inner = content.get(head)
    if not isinstance(inner, dict):
        if value is None:
            return
        inner = content[head] = {}
    _set(inner, rest, value)
    if not inner and head in _EMPTY_IS_NOTHING:
        del content[head]


_EMPTY_IS_NOTHING = frozenset({"terms", "item", "name", "about", "guide", "example", "conditions"})
"""Parts that say nothing when they are empty; of a tier or an occasion, empty means without limits."""


def _initial(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as values of fields, by place."""
    found: dict[str, Any] = dict(_DEFAULTS)
    _flatten(entry, "", found)
    return found


def _flatten(entry: Mapping[str, Any], start: str, found: dict[str, Any]) -> None:
    for name, value in entry.items():
        place = f"{start}{name}"
        if isinstance(value, Mapping):
            found[f"{place}{HAS}"] = True
            _flatten(value, f"{place}.", found)
        elif isinstance(value, list) and name in _LISTS:
            found[place] = ", ".join(str(one) for one in value)
        else:
            found[place] = f"{value:f}" if isinstance(value, Decimal) else value


class KindForm(forms.Form):
    """Which kind of benefit is to be composed."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer all kinds of the registry."""
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(kind, own.names[language()]) for kind, own in KINDS.items()]
