"""Steps of what a rule or a goal gave: rate, multipliers, rounding, limits, and the lot that was made."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from regulars.engine.compile import CompiledProgramme
from regulars.engine.kernel.layout import RuleColumn
from regulars.engine.programme.model import Multiplier, Rule
from regulars.engine.states import NEVER_DAY, RuleIndex
from regulars.engine.time import date_of
from regulars.engine.trace.basis import basis_steps, counts_money
from regulars.engine.trace.texts import MODES
from regulars.engine.trace.types import Param, Step, TraceInput
from regulars.engine.trace.units import both, plain, points_text, ratio_text, wallet_name


def earn_steps(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    """What a rule or goal gave, and the lot of it."""
    if entry.rule <= RuleIndex.GOAL:
        yield _goal(entry, programme)
    else:
        yield from _rule(entry, programme.document.rules[entry.rule], programme)
    yield from lot_steps(entry, programme)


def lot_steps(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    """The lot that was made, until when it is good, how long it waits, and what of it repaid a debt."""
    shown: dict[str, Param] = {
        "points": points_text(programme, entry.wallet, entry.given),
        "wallet": wallet_name(programme, entry.wallet),
    }
    if entry.lot_expires_day is None or entry.lot_expires_day >= NEVER_DAY:
        yield Step("lot.never", shown)
    else:
        yield Step("lot.until", {**shown, "until": date_of(entry.lot_expires_day - 1).isoformat()})
    if entry.pending > 0:
        yield from _wait(entry, programme)
    repaid = sum(draw.points for draw in entry.draws)
    if repaid > 0:
        yield Step("debt.repaid", {"points": points_text(programme, entry.wallet, repaid)})


def _wait(entry: TraceInput, programme: CompiledProgramme) -> Iterator[Step]:
    """Until when the points of a lot are pending."""
    pending = programme.document.wallets[entry.wallet].pending
    if pending is None:
        return
    order = str((entry.body or {}).get("order_id", ""))
    waits: dict[str, Param] = {}
    if pending.days is not None:
        waits["on"] = date_of(programme.zone.day_of(entry.occurred_at) + pending.days).isoformat()
    if pending.until is not None and order:
        waits |= {"activity": pending.until, "order": order}
    code = "lot.waits_either" if len(waits) == 3 else "lot.waits_days" if "on" in waits else "lot.waits_activity"
    if waits:
        yield Step(code, waits)


def _goal(entry: TraceInput, programme: CompiledProgramme) -> Step:
    goal = programme.document.goals[RuleIndex.GOAL - entry.rule]
    metric = next(metric for metric in programme.document.metrics if metric.id == goal.metric)
    return Step(
        "goal",
        {"goal": both(goal.name), "metric": both(metric.name), "target": goal.target, "version": entry.version},
    )


def _rule(entry: TraceInput, rule: Rule, programme: CompiledProgramme) -> Iterator[Step]:
    name = wallet_name(programme, entry.wallet)
    yield Step("rule", {"rule": both(rule.name), "wallet": name, "version": entry.version})
    yield from basis_steps(entry, rule, programme)
    yield _rate(rule, programme)
    applied = [item for bit, item in enumerate(programme.document.multipliers) if entry.multipliers >> bit & 1]
    for multiplier in applied:
        yield _multiplier(multiplier, entry, programme)
    awarded = Fraction(entry.numerator, max(entry.denominator, 1))
    if len(applied) > 1:
        yield Step("multipliers.total", {"factor": ratio_text(awarded / _rate_alone(entry, programme))})
    fixed = rule.award.per is None and not rule.award.per_item
    counted = entry.basis // entry.step * entry.step if entry.step else entry.basis
    yield from _rounding(entry, awarded if fixed else awarded * counted, programme)
    if entry.uncapped > entry.given:
        uncapped, points = (points_text(programme, entry.wallet, number) for number in (entry.uncapped, entry.given))
        yield Step(_what_cut(entry, rule), {"uncapped": uncapped, "points": points})


def _what_cut(entry: TraceInput, rule: Rule) -> str:
    """Whether a budget, whose cut the event tells, or a limit of the member had the last word."""
    caps = (entry.body or {}).get("caps", {})
    return "budget" if caps.get(rule.id) == entry.given else "limit"


def _rate(rule: Rule, programme: CompiledProgramme) -> Step:
    points = plain(rule.award.points)
    if rule.award.per_item:
        return Step("rate.item", {"points": points})
    if rule.award.per is None:
        return Step("rate.fixed", {"points": points})
    unit = f"{programme.document.currency} " if counts_money(rule, programme) else ""
    return Step("rate.per", {"points": points, "per": unit + plain(rule.award.per)})


def _rate_alone(entry: TraceInput, programme: CompiledProgramme) -> Fraction:
    """What the rule gives for one unit of its basis without multipliers, in smallest units."""
    row = programme.plan.rules[entry.rule]
    return Fraction(int(row[RuleColumn.NUMERATOR]), int(row[RuleColumn.DENOMINATOR]))


def _multiplier(multiplier: Multiplier, entry: TraceInput, programme: CompiledProgramme) -> Step:
    name = both(multiplier.name)
    if multiplier.by_tier is None:
        return Step("multiplier", {"multiplier": name, "factor": plain(multiplier.factor or Decimal(1))})
    tier = programme.document.ladder.tiers[entry.tier]
    factor = plain(multiplier.by_tier[tier.id])
    return Step("multiplier.tier", {"multiplier": name, "factor": factor, "tier": both(tier.name)})


def _rounding(entry: TraceInput, exact: Fraction, programme: CompiledProgramme) -> Iterator[Step]:
    """How the exact result became whole points; nothing where it was whole."""
    if exact == entry.uncapped:
        return
    smallest = 10 ** programme.document.wallets[entry.wallet].decimals
    mode = MODES[programme.document.policies.rounding]
    points = points_text(programme, entry.wallet, entry.uncapped)
    yield Step("rounding", {"exact": ratio_text(exact / smallest), "mode": mode, "points": points})
