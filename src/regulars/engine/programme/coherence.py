"""Findings about fields that must go together within one part of the document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from regulars.engine.errors import Finding
from regulars.engine.programme.model import Award, Expiry, Goal, Limit, Metric, Multiplier, Programme, Window


def check_coherence(programme: Programme) -> Iterator[Finding]:
    """All findings about single wallets, metrics, rules, multipliers, limits and goals."""
    decimals = {wallet.id: wallet.decimals for wallet in programme.wallets}
    for index, wallet in enumerate(programme.wallets):
        path = f"wallets.{index}"
        yield from _expiry(f"{path}.expiry", wallet.expiry)
        if wallet.purpose == "status" and wallet.cash_value is not None:
            yield Finding(
                f"{path}.cash_value",
                "A status wallet has a cash value.",
                "Status points count towards tiers and are never spent.",
                "Remove cash_value, or make the wallet's purpose spend.",
            )
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
    for index, goal in enumerate(programme.goals):
        yield from _goal(f"goals.{index}", goal, decimals)


def _expiry(path: str, expiry: Expiry) -> Iterator[Finding]:
    given = (expiry.months is not None) + (expiry.days is not None)
    if expiry.kind == "never":
        if given or expiry.until != "day":
            yield Finding(
                path,
                "Points that never expire have a term.",
                "It would have no effect.",
                "Set kind to fixed or sliding, or remove months, days and until.",
            )
        return
    if given != 1:
        yield Finding(
            path,
            f"The expiry has {'both months and days' if given else 'neither months nor days'}.",
            "The day points expire is counted by one of them.",
            "Give months or days.",
        )
    if expiry.kind == "sliding" and expiry.until != "day":
        yield Finding(
            f"{path}.until",
            "A sliding expiry is moved to the end of a period.",
            "It follows the member's last purchase or activity, day by day.",
            "Remove until, or set kind to fixed.",
        )


_WINDOW_FIELDS = {"calendar": "period", "rolling": "days or months", "anniversary": "", "lifetime": ""}


def _window(path: str, window: Window) -> Iterator[Finding]:
    lengths = (window.days is not None) + (window.months is not None)
    has_period = window.period is not None
    wanted = {"calendar": (True, 0), "rolling": (False, 1)}.get(window.kind, (False, 0))
    if (has_period, lengths) == wanted:
        return
    needed = _WINDOW_FIELDS[window.kind]
    yield Finding(
        path,
        f"A {window.kind} window has {f'to have {needed} alone' if needed else 'fields it does not use'}.",
        "Each kind of window is described by its own fields.",
        f"Give {needed} and nothing else." if needed else "Remove period, days and months.",
    )


def _metric(path: str, metric: Metric) -> Iterator[Finding]:
    yield from _window(f"{path}.window", metric.window)
    measure = metric.measure
    if measure == "streak" and metric.window.kind != "calendar":
        yield Finding(
            f"{path}.window.kind",
            "A streak looks at a window that is not a calendar period.",
            "A streak counts periods one after another, such as weeks.",
            "Set the window to kind calendar with a period.",
        )
    needs_of = measure in ("sum", "distinct")
    if needs_of and metric.of is None:
        yield Finding(
            path,
            f"A {measure} does not say of what.",
            "It adds up, or tells apart, the values of an expression.",
            "Give of, for example amount." if measure == "sum" else "Give of, for example store.",
        )
    used = {"of": needs_of, "when": measure != "earned", "wallet": measure == "earned"}
    for field, allowed in used.items():
        if getattr(metric, field) is not None and not allowed:
            yield Finding(
                f"{path}.{field}",
                f"A metric that measures {measure} has {field}.",
                "It would have no effect.",
                f"Remove {field}, or use another measure.",
            )
    if measure == "earned" and metric.wallet is None:
        yield Finding(
            path,
            "A metric of earned points does not say in which wallet.",
            "Points are counted wallet by wallet.",
            "Give wallet.",
        )


def _award(path: str, award: Award, decimals: int) -> Iterator[Finding]:
    if award.per is not None and award.per_item:
        yield Finding(
            path,
            "The award is per amount and per item at once.",
            "Points are counted by one of them.",
            "Remove per or per_item.",
        )
    fixed = award.per is None and not award.per_item
    if fixed and award.of is not None:
        yield Finding(
            f"{path}.of",
            "A fixed award has of.",
            "Fixed points do not depend on an amount, so it would have no effect.",
            "Remove of, or give per or per_item.",
        )
    if fixed:
        yield from _decimals(f"{path}.points", award.points, decimals)


def _decimals(path: str, points: Decimal, decimals: int) -> Iterator[Finding]:
    if points * 10**decimals % 1:
        yield Finding(
            path,
            f"The number {points} has too many decimals.",
            f"At most {decimals} can be kept here.",
            "Write it with fewer decimals, or give the wallet more.",
        )


def _limits(path: str, limits: list[Limit], decimals: int) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, limit in enumerate(limits):
        yield from _decimals(f"{path}.{index}.points", limit.points, decimals)
        if limit.per in seen:
            yield _second_limit(f"{path}.{index}.per", limit.per)
        seen.add(limit.per)


def _wallet_limits(programme: Programme, decimals: dict[str, int]) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for index, limit in enumerate(programme.limits):
        yield from _decimals(f"limits.{index}.points", limit.points, decimals.get(limit.wallet, 0))
        if (limit.wallet, limit.per) in seen:
            yield _second_limit(f"limits.{index}.per", limit.per)
        seen.add((limit.wallet, limit.per))


def _second_limit(path: str, per: str) -> Finding:
    return Finding(
        path,
        f"There is a second limit per {per}.",
        "Only the smaller of the two has an effect.",
        "Remove one of them.",
        "warning",
    )


def _dates(path: str, starts_on: date | None, ends_on: date | None) -> Iterator[Finding]:
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        yield Finding(
            f"{path}.ends_on",
            f"It ends on {ends_on}, not after it starts on {starts_on}.",
            "ends_on is the first day on which it no longer holds, so it would never hold.",
            "Set ends_on to a later day.",
        )


def _multiplier(path: str, multiplier: Multiplier, programme: Programme) -> Iterator[Finding]:
    yield from _dates(path, multiplier.starts_on, multiplier.ends_on)
    if (multiplier.factor is None) == (multiplier.by_tier is None):
        yield Finding(
            path,
            f"The multiplier has {'no factor and no' if multiplier.factor is None else 'both a factor and'} by_tier.",
            "It is one factor for everybody, or one per tier.",
            "Give factor or by_tier.",
        )
    if multiplier.by_tier is None:
        return
    missing = [tier.id for tier in programme.ladder.tiers if tier.id not in multiplier.by_tier]
    if missing:
        yield Finding(
            f"{path}.by_tier",
            f"There is no factor for {', '.join(missing)}.",
            "Members of each tier need one.",
            "Give a factor for each tier; 1 changes nothing.",
        )


def _goal(path: str, goal: Goal, decimals: dict[str, int]) -> Iterator[Finding]:
    if (goal.wallet is None) != (goal.points is None):
        yield Finding(
            path,
            "The goal has points without a wallet." if goal.wallet is None else "The goal has a wallet without points.",
            "A goal that awards points says how many and where.",
            "Give both wallet and points, or neither.",
        )
    if goal.points is not None and goal.wallet is not None:
        yield from _decimals(f"{path}.points", goal.points, decimals.get(goal.wallet, 0))
