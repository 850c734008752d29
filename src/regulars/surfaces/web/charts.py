"""A chart as data: drawn by the script in static/web/charts.js, and shown as a table to whoever prefers one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from regulars.surfaces.web.formatting import is_chinese, number

_STEPS_ENGLISH = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))
_STEPS_CHINESE = ((100_000_000, "亿"), (10_000, "万"))


@dataclass(frozen=True)
class Series:
    """One line, or one kind of bar: a value per label of the chart."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """What is drawn: `id` is unique on the page, `caption` says what is seen, `labels` stand on the x axis."""

    id: str
    caption: str
    kind: Literal["bar", "line"]
    label_title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def data_id(self) -> str:
        """The id of the JSON block."""
        return f"{self.id}-data"

    @property
    def data(self) -> dict[str, Any]:
        """The JSON that the script draws."""
        return {
            "kind": self.kind,
            "labels": self.labels,
            "series": [{"name": series.name, "values": series.values} for series in self.series],
            "steps": _STEPS_CHINESE if is_chinese() else _STEPS_ENGLISH,
        }

    @property
    def rows(self) -> Sequence[tuple[str, list[str]]]:
        """The same numbers as rows of a table."""
        return [
            (label, [number(series.values[index]) for series in self.series]) for index, label in enumerate(self.labels)
        ]
