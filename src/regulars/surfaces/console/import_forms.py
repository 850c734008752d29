"""Forms of the import: the file, and what its columns are."""

from typing import Any, Protocol
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.domain.intake.types.files import OPENING_SOURCE, Mapping
from regulars.surfaces.console.forms import date_field
from regulars.surfaces.console.import_fields import field_choices, kind_choices

_SELECT = {"class": "form-select"}


class Mapped(Protocol):
    """A file with its first rows, and which column is which field as far as is known."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The names of its columns."""

    @property
    def sample(self) -> tuple[tuple[str, ...], ...]:
        """Some of its rows."""

    @property
    def mapping(self) -> Mapping:
        """What the columns are so far."""


class UploadForm(forms.Form):
    """A file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Parquet, up to 2 GB. The first line of a CSV names its columns."),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,.tsv,.txt,.parquet"}),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding of a CSV"),
        required=False,
        choices=[
            ("", gettext_lazy("Find out")),
            ("utf-8-sig", "UTF-8"),
            ("gb18030", "GB18030 / GBK"),
            ("utf-16", "UTF-16"),
        ],
        widget=forms.Select(attrs=_SELECT),
    )


class MappingForm(forms.Form):
    """One choice per column of the file, and what holds for all rows."""

    layout = forms.ChoiceField(
        label=gettext_lazy("A row is"),
        choices=[
            ("events", gettext_lazy("an event of its own")),
            ("lines", gettext_lazy("a line of an order; lines of one order stand together")),
            ("openings", gettext_lazy("part of an opening balance; rows of one member stand together")),
        ],
        widget=forms.Select(attrs=_SELECT),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("All rows are"),
        required=False,
        choices=kind_choices,
        widget=forms.Select(attrs=_SELECT),
    )
    as_of = date_field(gettext_lazy("Opening balances as of"), required=False)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of times without one"),
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones())],
        widget=forms.Select(attrs=_SELECT),
    )

    def __init__(self, view: Mapped, attributes: list[str], data: Any = None) -> None:
        """Make a field per column, filled in as the import is mapped now."""
        mapping = view.mapping
        initial = {"layout": mapping.layout, "kind": mapping.constants.get("type", ""), "time_zone": mapping.time_zone}
        if as_of := mapping.constants.get("occurred_at", "")[:10]:
            initial["as_of"] = as_of
        super().__init__(data, initial=initial)
        self._view = view
        choices = field_choices(attributes)
        chosen = {heading: field for field, heading in mapping.columns.items()}
        for index, heading in enumerate(view.headings):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=heading,
                required=False,
                choices=choices,
                initial=chosen.get(heading, ""),
                widget=forms.Select(attrs=_SELECT | {"aria-label": _("What is %(column)s?") % {"column": heading}}),
            )

    def columns(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column's choice with some of its values."""
        return [
            (self[f"column-{index}"], [row[index] for row in self._view.sample if index < len(row) and row[index]][:3])
            for index in range(len(self._view.headings))
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse one field for two columns."""
        given: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        for index, heading in enumerate(self._view.headings):
            field = given.get(f"column-{index}")
            if field and field in taken:
                text = _("“%(first)s” is already this field; a field can come from one column only.")
                self.add_error(f"column-{index}", text % {"first": taken[field]})
            elif field:
                taken[field] = heading
        return given

    def mapping(self) -> Mapping:
        """What was chosen."""
        given = self.cleaned_data
        columns = {
            given[f"column-{index}"]: heading
            for index, heading in enumerate(self._view.headings)
            if given[f"column-{index}"]
        }
        constants = {name: value for name, value in self._view.mapping.constants.items() if name != "type"}
        if given["layout"] == "openings":
            if given["as_of"] and "occurred_at" not in columns:
                constants["occurred_at"] = given["as_of"].isoformat()
            return Mapping("openings", columns, constants, given["time_zone"], OPENING_SOURCE)
        if given["kind"] and "type" not in columns:
            constants["type"] = given["kind"]
        return Mapping(given["layout"], columns, constants, given["time_zone"], self._view.mapping.source)


class OrdersMappingForm(MappingForm):
    """The same for a file of past orders that becomes a history: it has no opening balances."""

    layout = forms.ChoiceField(
        label=gettext_lazy("A row is"),
        choices=[
            ("events", gettext_lazy("an order, or another event of its own")),
            ("lines", gettext_lazy("a line of an order; lines of one order stand together")),
        ],
        widget=forms.Select(attrs=_SELECT),
    )

    def __init__(self, view: Mapped, attributes: list[str], data: Any = None) -> None:
        super().__init__(view, attributes, data)
        del self.fields["as_of"]
