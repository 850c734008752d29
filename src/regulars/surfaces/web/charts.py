"""Charts as data: drawn by the script in static/web/charts.js, and shown as a table to whoever prefers one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from regulars.surfaces.web.formatting import is_chinese, number

STEPS_ENGLISH = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))
STEPS_CHINESE = ((100_000_000, "亿"), (10_000, "万"))


@dataclass(frozen=True)
class Series:
    """One line, or one kind of bar: a value per label of the chart, None where there is none (yet)."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """What is drawn: `id` is unique on the page, `caption` says what is seen, `labels` stand on the x axis.

    `places`: the labels as numbers, where they stand as far apart as those.
    """

    id: str
    caption: str
    kind: Literal["bar", "line"]
    label_title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    places: tuple[float, ...] = ()

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
            "places": self.places,
            "series": [{"name": series.name, "values": series.values} for series in self.series],
            "steps": STEPS_CHINESE if is_chinese() else STEPS_ENGLISH,
        }

    @property
    def rows(self) -> Sequence[tuple[str, list[str]]]:
        """The same numbers as rows of a table."""
        return [
            (label, [shown(series.values[index]) for series in self.series]) for index, label in enumerate(self.labels)
        ]


def shown(value: float | None) -> str:
    """A value in a table: a dash where there is none."""
    return "–" if value is None else number(value)


@dataclass(frozen=True)
class Stop:
    """A place that members come from or go to: its name, and its colour."""

    name: str
    colour: str


@dataclass(frozen=True)
class Flow:
    """Members on their way from stops on the left to stops on the right; `counts` has a row for each on the left.

    As a table it has a row for each stop on the left and a column for each on the right.
    """

    id: str
    caption: str
    label_title: str
    before: tuple[Stop, ...]
    after: tuple[Stop, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def data_id(self) -> str:
        """The id of the JSON block."""
        return f"{self.id}-data"

    @property
    def data(self) -> dict[str, Any]:
        """The JSON that the script draws."""
        return {
            "kind": "flow",
            "nodes": [
                *(self._node("from", place, stop, sum(self.counts[place])) for place, stop in enumerate(self.before)),
                *(
                    self._node("to", place, stop, sum(row[place] for row in self.counts))
                    for place, stop in enumerate(self.after)
                ),
            ],
            "links": [
                {"source": f"from-{left}", "target": f"to-{right}", "value": members}
                for left, row in enumerate(self.counts)
                for right, members in enumerate(row)
                if members
            ],
        }

    @property
    def series(self) -> tuple[Series, ...]:
        """The columns of the table."""
        return tuple(Series(stop.name, ()) for stop in self.after)

    @property
    def rows(self) -> Sequence[tuple[str, list[str]]]:
        """The rows of the table."""
        return [
            (stop.name, [number(members) for members in row])
            for stop, row in zip(self.before, self.counts, strict=True)
        ]

    def _node(self, side: str, place: int, stop: Stop, members: int) -> dict[str, Any]:
        return {"id": f"{side}-{place}", "name": stop.name, "colour": stop.colour, "members": members, "side": side}
