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
    Unknown,
)

Data = Mapping[str, Any]


def as_data(report: HealthReport) -> dict[str, Any]:
    """The report as plain data."""
    days = {"starts_on": str(report.quarter.starts_on), "ends_on": str(report.quarter.ends_on)}
    return {**asdict(report), "quarter": days}


def from_data(data: Data) -> HealthReport:
    """The report that plain data is."""
    quarter = Quarter(*(date.fromisoformat(data["quarter"][name]) for name in ("starts_on", "ends_on")))
    parts = {
        "quarter": quarter,
        "benefits": tuple(_benefit(one) for one in data["benefits"]),
        "gradient": tuple(_gradient(one) for one in data["gradient"]),
    }
    return HealthReport(**{**data, **parts})


def _benefit(data: Data) -> BenefitHealth:
    comparison = data["comparison"]
    parts = {
        "same_as": tuple(data.get("same_as", ())),
        "comparison": None if comparison is None else Comparison(**comparison),
        "unknown": None if data["unknown"] is None else Unknown(data["unknown"]),
        "flags": tuple(Flag(FlagCode(one["code"]), _change(one["change"])) for one in data["flags"]),
    }
    return BenefitHealth(**{**data, **parts})


def _gradient(data: Data) -> GradientFlag:
    parts = {name: tuple(data[name]) for name in ("english", "chinese")}
    return GradientFlag(**{**data, **parts, "change": _change(data["change"])})


def _change(data: Data | None) -> Change | None:
    return None if data is None else Change(ChangeKind(data["kind"]), data["target"])
