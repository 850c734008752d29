"""The kernel's tables of a programme."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from regulars.engine.compile.calendar import Shift, Shifts
from regulars.engine.compile.expressions import Codes, Columnar
from regulars.engine.expressions import compile_amount
from regulars.engine.kernel.calendar import Span
from regulars.engine.kernel.layout import (
    ANNIVERSARY,
    WHOLE_SHARE,
    ExpiryForm,
    Flags,
    GroupMode,
    Measure,
    Plan,
    Rounding,
    Shortfall,
    SpentPoints,
    WindowForm,
)
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.numbers import stable_number
from regulars.engine.programme.model import Expiry, Metric, Multiplier, Programme, Rule, Wallet, Window
from regulars.engine.programme.scope import scope_of
from regulars.engine.states import NEVER_DAY, Integers
from regulars.engine.time import Zone, day_number

SPANS = {span.name.lower(): span for span in Span}
_NEVER = (0, 0)
"""The days on which a retired rule holds: none."""

_REVIEWS = {**SPANS, "anniversary": ANNIVERSARY}
UNTIL = {"day": Span.DAY, "month_end": Span.MONTH, "quarter_end": Span.QUARTER, "year_end": Span.YEAR}


def plan_of(programme: Programme, columnar: Columnar, codes: Codes, zone: Zone, retired: Sequence[Rule]) -> Plan:
    """The tables of a programme without errors, with its condition codes; retired rules never hold."""
    wallets = {wallet.id: index for index, wallet in enumerate(programme.wallets)}
    groups = {group.id: index for index, group in enumerate(programme.groups)}
    metrics = {metric.id: index for index, metric in enumerate(programme.metrics)}
    shifts = Shifts()
    return Plan(
        wallets=_table([_wallet_row(programme, wallet, shifts) for wallet in programme.wallets], 9),
        shares=_shares(programme),
        rules=_table(
            [
                [
                    wallets[rule.wallet],
                    *_award_row(programme, rule),
                    groups.get(rule.group or "", -1),
                    rule.priority,
                    *(_days(rule) if index < len(programme.rules) else _NEVER),
                    codes.rules[index],
                    int(columnar.rules[index].over_lines),
                    _step(programme, rule),
                ]
                for index, rule in enumerate([*programme.rules, *retired])
            ],
            11,
        ),
        multipliers=_table(
            [
                [groups.get(item.group or "", -1), item.priority, *_days(item), codes.multipliers[index]]
                for index, item in enumerate(programme.multipliers)
            ],
            5,
        ),
        factors=_factors(programme),
        applies=_applies(programme, [*programme.rules, *retired]),
        groups=np.array([GroupMode[group.mode.upper()] for group in programme.groups], dtype=np.int64),
        limits=_table(_limit_rows(programme, wallets), 4),
        metrics=_table(
            [
                [*_metric_row(metric, wallets, shifts), int(columnar.metrics[index].over_lines)]
                for index, metric in enumerate(programme.metrics)
            ],
            6,
        ),
        tiers=_table([list(pair) for pair in zip(codes.enter, codes.keep, strict=True)], 2),
        ladder=_ladder(programme),
        goals=_table(
            [
                [
                    metrics[goal.metric],
                    goal.target * _metric_scale(programme, metrics[goal.metric]),
                    wallets.get(goal.wallet or "", -1),
                    _points(programme, goal.wallet, goal.points),
                    int(goal.repeat),
                    goal.at_most or 0,
                    int(goal.surplus == "lost"),
                ]
                for goal in programme.goals
            ],
            7,
        ),
        policies=_policies(programme),
        code=_table([list(step) for code in codes.programmes for step in code], 2),
        code_start=np.cumsum([0, *(len(code) for code in codes.programmes)]).astype(np.int64),
        midnights=zone.midnights,
        calendar=shifts.table(),
        attributes=np.zeros(len(programme.member_attributes), dtype=np.int64),
    )


def _table(rows: list[list[int]], width: int) -> Integers:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


def _wallet_row(programme: Programme, wallet: Wallet, shifts: Shifts) -> list[int]:
    expiry: Expiry = wallet.expiry
    form = ExpiryForm[expiry.kind.upper()]
    inclusive = int(programme.policies.expiry_boundary == "inclusive")
    ends = Shift(expiry.months or 0, 0 if expiry.months else expiry.days or 0, UNTIL[expiry.until], inclusive)
    pending = wallet.pending
    worth = Fraction(wallet.cash_value or 0) * 10 ** (CURRENCY_DECIMALS[programme.currency] - wallet.decimals)
    return [
        *[int(wallet.purpose == "status"), form, shifts.column(ends)],
        pending.days or 0 if pending else 0,
        stable_number(pending.until) if pending and pending.until else 0,
        _points(programme, wallet.id, wallet.spending.minimum),
        _points(programme, wallet.id, wallet.spending.step),
        *[worth.numerator, worth.denominator],
    ]


def _shares(programme: Programme) -> Integers:
    """int64[wallets, tiers]: the part of an order that points of each wallet may pay, for a member of each tier.

    -1: any.
    """
    tiers = programme.ladder.tiers
    shares = np.full((len(programme.wallets), len(tiers)), -1, dtype=np.int64)
    for index, wallet in enumerate(programme.wallets):
        for level, tier in enumerate(tiers):
            share = wallet.spending.order_share_by_tier.get(tier.id, wallet.spending.order_share)
            if share is not None:
                shares[index, level] = int(share * WHOLE_SHARE)
    return shares


def _award_row(programme: Programme, rule: Rule) -> list[int]:
    """Whether the award is fixed, and the smallest points per unit of basis as a reduced fraction."""
    points = Fraction(rule.award.points) * 10 ** _wallet_decimals(programme, rule.wallet)
    if rule.award.per is None:
        return [int(not rule.award.per_item), points.numerator, points.denominator]
    rate = points / Fraction(rule.award.per) / basis_scale(programme, rule)
    return [0, rate.numerator, rate.denominator]


def _step(programme: Programme, rule: Rule) -> int:
    """The whole steps in which a rule's basis counts; 0: it counts exactly."""
    if rule.award.per is None or not rule.award.whole_steps:
        return 0
    return int(Fraction(rule.award.per) * basis_scale(programme, rule))


def basis_scale(programme: Programme, rule: Rule) -> int:
    """Basis units in one unit of what the rule counts: minor units for money, 1 for other numbers."""
    if rule.award.of is None:
        return 1 if rule.award.per_item else 10 ** CURRENCY_DECIMALS[programme.currency]
    return compile_amount(rule.award.of, scope_of(programme)).scale


def _wallet_decimals(programme: Programme, wallet_id: str) -> int:
    return next(wallet.decimals for wallet in programme.wallets if wallet.id == wallet_id)


def _points(programme: Programme, wallet_id: str | None, points: Decimal | None) -> int:
    """Points in the wallet's smallest unit; 0 without a wallet."""
    if wallet_id is None or points is None:
        return 0
    return int(points * 10 ** _wallet_decimals(programme, wallet_id))


def _days(part: Rule | Multiplier) -> list[int]:
    starts = day_number(part.starts_on) if part.starts_on else -(2**31)
    return [starts, day_number(part.ends_on) if part.ends_on else NEVER_DAY]


def _factors(programme: Programme) -> Integers:
    """int64[multipliers, tiers, 2]: the factor of each multiplier for a member of each tier."""
    tiers = programme.ladder.tiers
    factors = np.ones((len(programme.multipliers), len(tiers), 2), dtype=np.int64)
    for index, multiplier in enumerate(programme.multipliers):
        for level, tier in enumerate(tiers):
            chosen = multiplier.factor if multiplier.by_tier is None else multiplier.by_tier.get(tier.id, Decimal(1))
            factor = Fraction(chosen or 1)
            factors[index, level] = (factor.numerator, factor.denominator)
    return factors


def _applies(programme: Programme, rules: Sequence[Rule]) -> Flags:
    applies = np.zeros((len(programme.multipliers), len(rules)), dtype=np.bool_)
    for index, multiplier in enumerate(programme.multipliers):
        for number, rule in enumerate(rules):
            named = multiplier.applies_to is not None and rule.id in multiplier.applies_to
            applies[index, number] = named or (multiplier.applies_to is None and rule.award.per is not None)
    return applies


def _limit_rows(programme: Programme, wallets: dict[str, int]) -> list[list[int]]:
    of_rules = [
        [number, wallets[rule.wallet], SPANS[limit.per], _points(programme, rule.wallet, limit.points)]
        for number, rule in enumerate(programme.rules)
        for limit in rule.limits
    ]
    of_wallets = [
        [-1, wallets[limit.wallet], SPANS[limit.per], _points(programme, limit.wallet, limit.points)]
        for limit in programme.limits
    ]
    return of_rules + of_wallets


def _metric_row(metric: Metric, wallets: dict[str, int], shifts: Shifts) -> list[int]:
    window = metric.window
    form = WindowForm[window.kind.upper()]
    span = SPANS[window.period] if window.period else Span.DAY
    return [
        Measure[metric.measure.upper()],
        form,
        span,
        _window_start(form, span, window, shifts),
        wallets.get(metric.wallet or "", -1),
    ]


def _window_start(form: WindowForm, span: Span, window: Window, shifts: Shifts) -> int:
    """The column of the calendar in which windows start; those from enrolment are not in it."""
    if form == WindowForm.ROLLING:
        return shifts.column(Shift(-(window.months or 0), -(window.days or 0), more=1))
    return {WindowForm.CALENDAR: int(span), WindowForm.LIFETIME: int(Span.LIFETIME)}.get(form, 0)


def _metric_scale(programme: Programme, index: int) -> int:
    """Units of the kernel in one unit of a metric as operators write it."""
    return scope_of(programme).names[programme.metrics[index].id].scale


def _ladder(programme: Programme) -> Integers:
    ladder = programme.ladder
    looked_at = ladder.evaluation or ladder.review
    review = _REVIEWS[looked_at.every] if looked_at else Span.EVENT
    one_tier = int(ladder.landing == "one_tier")
    trial, days = -1, 0
    if ladder.trial is not None:
        trial = next(level for level, tier in enumerate(ladder.tiers) if tier.id == ladder.trial.tier)
        days = ladder.trial.days
    evaluated = int(ladder.evaluation is not None)
    return np.array(
        [review, ladder.grace_days, ladder.minimum_stay_days, one_tier, evaluated, trial, days], dtype=np.int64
    )


def _policies(programme: Programme) -> Integers:
    policies = programme.policies
    return np.array(
        [
            Rounding[policies.rounding.upper()],
            Shortfall[policies.refund_shortfall.upper()],
            Shortfall[policies.overdraft.upper()],
            int(policies.expiry_boundary == "inclusive"),
            int(policies.multipliers == "multiply"),
            policies.recovery_offset_percent,
            SpentPoints[policies.spent_points.upper()],
            policies.returned_minimum_days,
            int(policies.refund == "recomputed"),
        ],
        dtype=np.int64,
    )
