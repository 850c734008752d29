"""Findings about fields that must go together within one part of the document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from regulars.engine.errors import Finding, found
from regulars.engine.programme.model import Award, Expiry, Limit, Metric, Multiplier, Programme, Window
from regulars.engine.texts import Param


def check_coherence(programme: Programme) -> Iterator[Finding]:
    """All findings about single wallets, metrics, rules, multipliers and limits."""
    decimals = {wallet.id: wallet.decimals for wallet in programme.wallets}
    for index, wallet in enumerate(programme.wallets):
        path = f"wallets.{index}"
        yield from _expiry(f"{path}.expiry", wallet.expiry)
    for index, metric in enumerate(programme.metrics):
        yield from _metric(f"metrics.{index}", metric)
    for index, rule in enumerate(programme.rules):
        path = f"rules.{index}"
        yield from _award(f"{path}.award", rule.award, decimals.get(rule.wallet, 0))
        yield from _limits(f"{path}.limits", rule.limits, decimals.get(rule.wallet, 0))
        yield from _dates(path, rule.starts_on, rule.ends_on)
    for index, multiplier in enumerate(programme.multipliers):
        yield from _multiplier(f"multipliers.{index}", multiplier, programme)
    yield from _wallet_limits(programme, decimals)


def _expiry(path: str, expiry: Expiry) -> Iterator[Finding]:
    given = (expiry.months is not None) + (expiry.days is not None)
    if expiry.kind == "never":
        if given or expiry.until != "day":
            yield found(path, "expiry_never_has_term")
        return
    if given != 1:
        yield found(path, "expiry_both_terms" if given else "expiry_no_term")
    if expiry.kind == "sliding" and expiry.until != "day":
        yield found(f"{path}.until", "expiry_sliding_moved")


_WINDOW_FIELDS: dict[str, Param] = {"calendar": "period", "rolling": {"en": "days or months", "zh": "days 或 months"}}


def _window(path: str, window: Window) -> Iterator[Finding]:
    lengths = (window.days is not None) + (window.months is not None)
    has_period = window.period is not None
    wanted = {"calendar": (True, 0), "rolling": (False, 1)}.get(window.kind, (False, 0))
    if (has_period, lengths) == wanted:
        return
    if window.kind in _WINDOW_FIELDS:
        yield found(path, "window_fields", window=window.kind, fields=_WINDOW_FIELDS[window.kind])
    else:
        yield found(path, "window_unused", window=window.kind)


def _metric(path: str, metric: Metric) -> Iterator[Finding]:
    yield from _window(f"{path}.window", metric.window)
    measure = metric.measure
    if measure == "streak" and metric.window.kind != "calendar":
        yield found(f"{path}.window.kind", "streak_window")
    needs_of = measure in ("sum", "distinct")
    if needs_of and metric.of is None:
        example = "amount" if measure == "sum" else "store"
        yield found(path, "measure_without_of", measure=measure, example=example)
    used = {"of": needs_of, "when": measure != "earned", "wallet": measure == "earned"}
    for field, allowed in used.items():
        if getattr(metric, field) is not None and not allowed:
            yield found(f"{path}.{field}", "measure_unused", measure=measure, field=field)
    if measure == "earned" and metric.wallet is None:
        yield found(path, "earned_without_wallet")


def _award(path: str, award: Award, decimals: int) -> Iterator[Finding]:
    if award.per is not None and award.per_item:
        yield found(path, "award_twice")
    if award.whole_steps and award.per is None:
        yield found(f"{path}.whole_steps", "award_steps_without_per")
    fixed = award.per is None and not award.per_item
    if fixed and award.of is not None:
        yield found(f"{path}.of", "award_fixed_of")
    if fixed:
        yield from check_decimals(f"{path}.points", award.points, decimals)


def check_decimals(path: str, points: Decimal | None, decimals: int) -> Iterator[Finding]:
    """A finding when the wallet cannot keep a number of points exactly."""
    if points is not None and points * 10**decimals % 1:
        yield found(path, "too_many_decimals", points=points, decimals=decimals)


def _limits(path: str, limits: list[Limit], decimals: int) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, limit in enumerate(limits):
        yield from check_decimals(f"{path}.{index}.points", limit.points, decimals)
        if limit.per in seen:
            yield found(f"{path}.{index}.per", "limit_twice", "warning", period=limit.per)
        seen.add(limit.per)


def _wallet_limits(programme: Programme, decimals: dict[str, int]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for index, limit in enumerate(programme.limits):
        yield from check_decimals(f"limits.{index}.points", limit.points, decimals.get(limit.wallet, 0))
        if (limit.wallet, limit.per) in seen:
            yield found(f"limits.{index}.per", "limit_twice", "warning", period=limit.per)
        seen.add((limit.wallet, limit.per))


def _dates(path: str, starts_on: date | None, ends_on: date | None) -> Iterator[Finding]:
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        yield found(f"{path}.ends_on", "dates_reversed", starts_on=starts_on, ends_on=ends_on)


def _multiplier(path: str, multiplier: Multiplier, programme: Programme) -> Iterator[Finding]:
    yield from _dates(path, multiplier.starts_on, multiplier.ends_on)
    if (multiplier.factor is None) == (multiplier.by_tier is None):
        yield found(path, "factor_missing" if multiplier.factor is None else "factor_twice")
    if multiplier.by_tier is None:
        return
    missing = [tier.id for tier in programme.ladder.tiers if tier.id not in multiplier.by_tier]
    if missing:
        yield found(f"{path}.by_tier", "factor_tiers_missing", tiers=", ".join(missing))
