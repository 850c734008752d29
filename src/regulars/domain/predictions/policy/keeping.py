"""Cards as what JSON can hold, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite
from typing import Any

from regulars.domain.predictions.types import (
    Calibration,
    Card,
    Drift,
    Happened,
    Level,
    LevelCount,
    Lift,
    Measured,
    Method,
    Model,
    Tried,
)


def as_data(card: Card) -> dict[str, Any]:
    """A card; what is not a number is left out, for JSON has none."""
    data: dict[str, Any] = _told(asdict(card))
    return data


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_told(one) for one in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def from_data(data: Mapping[str, Any]) -> Card:
    """What `as_data` made, as a card again."""
    plain = {key: data[key] for key in _PLAIN}
    return Card(
        **plain,
        model=Model(data["model"]),
        method=None if data["method"] is None else Method(data["method"]),
        baseline=None if data["baseline"] is None else Method(data["baseline"]),
        measured=tuple(Measured(**one) for one in data["measured"]),
        tried=tuple(
            Tried(Method(one["method"]), one["deciding"], one["used"], tuple((name, at) for name, at in one["figures"]))
            for one in data["tried"]
        ),
        calibration=tuple(Calibration(**one) for one in data["calibration"]),
        lift=tuple(Lift(**one) for one in data["lift"]),
        drift=tuple(Drift(**one) for one in data["drift"]),
        levels=tuple(LevelCount(**{**one, "level": Level(one["level"])}) for one in data["levels"]),
        happened=tuple(Happened(**one) for one in data["happened"]),
        parameters=tuple((name, value) for name, value in data["parameters"]),
    )


_PLAIN = ("as_of_day", "horizon_days", "refusal", "params", "members", "scored", "learned_rows", "test_day")
