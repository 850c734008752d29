"""Charts of figures that are not one number: bands over months, and what an answer depends on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regulars.surfaces.web.charts import STEPS_CHINESE, STEPS_ENGLISH, Series, shown
from regulars.surfaces.web.formatting import is_chinese


@dataclass(frozen=True)
class Band:
    """A figure by month: two lines that are known, and a range around a middle. `names` are of all five, in order.

    The five series are the baseline, the draft with behaviour as it was, and the low, middle and high of the range.
    """

    id: str
    caption: str
    label_title: str
    labels: tuple[str, ...]
    series: tuple[Series, Series, Series, Series, Series]

    @property
    def data_id(self) -> str:
        """The id of the JSON block."""
        return f"{self.id}-data"

    @property
    def data(self) -> dict[str, Any]:
        """The JSON that the script draws."""
        return {
            "kind": "band",
            "labels": self.labels,
            "series": [{"name": one.name, "values": one.values} for one in self.series],
            "steps": STEPS_CHINESE if is_chinese() else STEPS_ENGLISH,
        }

    @property
    def rows(self) -> Sequence[tuple[str, list[str]]]:
        """The same numbers as rows of a table."""
        return [(label, [shown(one.values[index]) for one in self.series]) for index, label in enumerate(self.labels)]


@dataclass(frozen=True)
class Depends:
    """How far a figure moves when one assumption is low and when it is high: differences from where all are likely."""

    id: str
    caption: str
    label_title: str
    labels: tuple[str, ...]
    series: tuple[Series, Series]

    @property
    def data_id(self) -> str:
        """The id of the JSON block."""
        return f"{self.id}-data"

    @property
    def data(self) -> dict[str, Any]:
        """The JSON that the script draws, the widest bar on top."""
        return {
            "kind": "depends",
            "labels": list(reversed(self.labels)),
            "series": [{"name": one.name, "values": list(reversed(one.values))} for one in self.series],
            "steps": STEPS_CHINESE if is_chinese() else STEPS_ENGLISH,
        }

    @property
    def rows(self) -> Sequence[tuple[str, list[str]]]:
        """The same numbers as rows of a table."""
        return [(label, [shown(one.values[index]) for one in self.series]) for index, label in enumerate(self.labels)]
