"""A report as data that can be kept as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from regulars.domain.benefit_health.types import (
    BenefitHealth,
    Change,
    ChangeKind,
    Comparison,
    Flag,
    FlagCode,
    GradientFlag,
    HealthReport,
    Quarter,
    Since,
    Unknown,
)

Data = Mapping[str, Any]

_DAYS = ("began_on", "ended_on")


def as_data(report: HealthReport) -> dict[str, Any]:
    """The report as plain data."""
    plain = asdict(report)
    days = {"starts_on": str(report.quarter.starts_on), "ends_on": str(report.quarter.ends_on)}
    benefits = [{**one, **{name: _told(one[name]) for name in _DAYS}} for one in plain["benefits"]]
    return {**plain, "quarter": days, "recorded_from": _told(report.recorded_from), "benefits": benefits}


def from_data(data: Data) -> HealthReport:
    """The report that plain data is."""
    quarter = Quarter(*(date.fromisoformat(data["quarter"][name]) for name in ("starts_on", "ends_on")))
    parts = {
        "quarter": quarter,
        "versions": tuple(data["versions"]),
        "recorded_from": _day(data["recorded_from"]),
        "benefits": tuple(_benefit(one) for one in data["benefits"]),
        "gradient": tuple(_gradient(one) for one in data["gradient"]),
    }
    return HealthReport(**{**data, **parts})


def _benefit(data: Data) -> BenefitHealth:
    comparison = data["comparison"]
    parts = {
        "same_as": tuple(data["same_as"]),
        "names": tuple(data["names"]),
        "since": Since(data["since"]),
        "comparison": None if comparison is None else Comparison(**comparison),
        "unknown": None if data["unknown"] is None else Unknown(data["unknown"]),
        "flags": tuple(Flag(FlagCode(one["code"]), _change(one["change"])) for one in data["flags"]),
    }
    return BenefitHealth(**{**data, **parts, **{name: _day(data[name]) for name in _DAYS}})


def _gradient(data: Data) -> GradientFlag:
    parts = {name: tuple(data[name]) for name in ("english", "chinese")}
    return GradientFlag(**{**data, **parts, "change": _change(data["change"])})


def _change(data: Data | None) -> Change | None:
    return None if data is None else Change(ChangeKind(data["kind"]), data["target"])


def _told(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)
