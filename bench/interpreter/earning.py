"""Rules: what an event earns, through multipliers, groups and limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import prod

from bench.interpreter.accounts import make_earned_lot, new_lot, rounded
from bench.interpreter.days import period_start
from bench.interpreter.expressions import Row, amount_of, condition_of
from bench.interpreter.member import Context, Event, Member
from bench.interpreter.metrics import Seen
from regulars.engine.programme.model import Multiplier, Rule


@dataclass
class Offer:
    """What a rule would give: `basis` in smallest units, and the rate that made points of it."""

    rule: Rule
    points: int
    basis: int = 0
    rate: Fraction | None = None
    step: Fraction | None = None


def earn(context: Context, member: Member, event: Event) -> None:
    """Make a lot for each rule that gives points."""
    moment = event.moment
    for offer in _after_groups(context, _offers(context, member, event)):
        points = _limited(context, member, event, offer)
        if not points:
            continue
        lot = new_lot(context, member, moment, offer.rule.wallet, points)
        lot.rule, lot.order_id = offer.rule.id, event.body.get("order_id")
        lot.basis, lot.rate, lot.step = offer.basis, offer.rate, offer.step
        make_earned_lot(context, member, moment, lot)
        for metric in context.programme.metrics:
            if metric.measure == "earned" and metric.wallet == lot.wallet:
                member.entries[metric.id].append((moment.day, points))


def _offers(context: Context, member: Member, event: Event) -> list[Offer]:
    day = event.moment.day
    seen = Seen(event.columns, context, member, day)
    offers = []
    for rule in context.programme.rules:
        condition = condition_of(rule.when, context.tiers)
        chosen = condition.chosen(event.lines)
        if chosen and _in_force(rule, day) and condition.holds(seen):
            offers.append(_offer(context, rule, day, seen, chosen))
    return offers


def _in_force(part: Rule | Multiplier, day: date) -> bool:
    return (part.starts_on is None or part.starts_on <= day) and (part.ends_on is None or day < part.ends_on)


def _offer(context: Context, rule: Rule, day: date, event: Seen, lines: Sequence[Row]) -> Offer:
    """The points of a rule before groups and limits."""
    award = rule.award
    points = Fraction(award.points) * context.units(rule.wallet)
    factor = _factor(context, rule, day, event)
    if award.per is None and not award.per_item:
        return Offer(rule, rounded(points * factor, context.programme.policies.rounding))
    total, unit = basis_of(context, rule, event, lines)
    total = max(total, 0)
    step = Fraction(award.per) * unit if award.whole_steps and award.per is not None else None
    rate = points / Fraction(award.per or 1) * factor / unit
    return Offer(rule, rounded(in_steps(total, step) * rate, context.programme.policies.rounding), total, rate, step)


def in_steps(basis: int, step: Fraction | None) -> Fraction:
    """What of a basis counts: whole multiples of the step, or all of it."""
    return basis // step * step if step else Fraction(basis)


def basis_of(context: Context, rule: Rule, event: Row, lines: Sequence[Row]) -> tuple[int, int]:
    """The basis of an award in smallest units, and how many of these are one unit."""
    rows: Sequence[Row] = lines if counts_lines(context, rule) else [event]
    if rule.award.of is not None:
        amount = amount_of(rule.award.of)
        unit = context.minor_units if amount.is_money else 1
        return int(sum(value for row in rows if (value := amount.value(row)) is not None) * unit), unit
    if rule.award.per_item:
        return sum(line["quantity"] or 0 for line in lines), 1
    money = sum(_money_basis(context, row, whole=not counts_lines(context, rule)) for row in rows)
    return int(max(money, 0) * context.minor_units), context.minor_units


def _money_basis(context: Context, row: Row, *, whole: bool) -> Fraction:
    """What counts of a line, or of a whole order, by the policies."""
    policies = context.programme.policies
    prefix = "" if whole else "line_"
    money = Fraction(row[prefix + "amount"] or 0)
    if policies.discounts == "ignored":
        money += row[prefix + "discount"] or 0
    if policies.tax == "excluded":
        money -= row[prefix + "tax"]
    if policies.instruments == "lower_basis":
        money -= row[prefix + "instruments"]
    if whole and policies.delivery == "included":
        money += row["delivery"]
    return money


def counts_lines(context: Context, rule: Rule) -> bool:
    """Whether a rule's basis is summed over lines; else it is the event's own."""
    if rule.award.of is not None:
        return amount_of(rule.award.of).over_lines
    if rule.award.per_item or context.programme.policies.basis == "items":
        return True
    return bool(condition_of(rule.when, context.tiers).of_lines)


def _factor(context: Context, rule: Rule, day: date, event: Seen) -> Fraction:
    """All multipliers that hold for a rule, first within their groups, then together."""
    by_group: dict[str | None, list[tuple[int, Fraction]]] = {}
    for multiplier in context.programme.multipliers:
        if _multiplies(context, multiplier, rule, day, event):
            tier = context.tiers[event["tier"]]
            factor = multiplier.factor or (multiplier.by_tier or {}).get(tier, Decimal(1))
            by_group.setdefault(multiplier.group, []).append((multiplier.priority, Fraction(factor)))
    modes: dict[str | None, str] = {group.id: group.mode for group in context.programme.groups}
    factors = [factor for _, factor in by_group.pop(None, [])]
    factors += [_combined(modes[group], members) for group, members in by_group.items()]
    if context.programme.policies.multipliers == "add":
        return 1 + sum((factor - 1 for factor in factors), Fraction(0))
    return prod(factors, start=Fraction(1))


def _multiplies(context: Context, multiplier: Multiplier, rule: Rule, day: date, event: Seen) -> bool:
    applies = rule.id in multiplier.applies_to if multiplier.applies_to is not None else rule.award.per is not None
    return applies and _in_force(multiplier, day) and condition_of(multiplier.when, context.tiers).holds(event)


def _combined(mode: str, members: list[tuple[int, Fraction]]) -> Fraction:
    if mode == "add":
        return 1 + sum((factor - 1 for _, factor in members), Fraction(0))
    if mode == "best":
        return max(factor for _, factor in members)
    return max(members, key=lambda member: member[0])[1]


def _after_groups(context: Context, offers: list[Offer]) -> list[Offer]:
    """The offers that stay when rules of a group stand against each other, in document order."""
    modes = {group.id: group.mode for group in context.programme.groups}
    winners: dict[str, Offer] = {}
    for offer in offers:
        group = offer.rule.group
        if group is None or modes[group] == "add" or not offer.points:
            continue
        best = winners.setdefault(group, offer)
        if modes[group] == "best" and offer.points > best.points:
            winners[group] = offer
        if modes[group] == "exclusive" and offer.rule.priority > best.rule.priority:
            winners[group] = offer
    return [offer for offer in offers if winners.get(offer.rule.group or "", offer) is offer]


def _limited(context: Context, member: Member, event: Event, offer: Offer) -> int:
    """What the limits, and what budgets have decided, leave of an offer; what is left is used up."""
    rule, units, moment = offer.rule, context.units(offer.rule.wallet), event.moment
    limits = [(rule.id, f"rule {place}", limit.per, limit.points) for place, limit in enumerate(rule.limits)]
    for place, limit in enumerate(context.programme.limits):
        if limit.wallet == rule.wallet:
            limits.append((rule.wallet, f"wallet {place}", limit.per, limit.points))
    points, keys = offer.points, []
    for owner, name, per, allowed in limits:
        key = (owner, name, moment.seq if per == "event" else period_start(moment.day, per))
        points = min(points, int(allowed * units) - member.used[key])
        keys.append(key)
    points = min(points, int(event.body.get("caps", {}).get(rule.id, points)))
    for key in keys:
        member.used[key] += points
    return points
