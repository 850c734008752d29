"""Refunds: the shadow of a sale, taken back from the lots the sale made and from the metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bench.interpreter.accounts import draw, post, rounded, total
from bench.interpreter.columns import line_columns, shares
from bench.interpreter.earning import basis_of, counts_lines, in_steps
from bench.interpreter.expressions import amount_of, condition_of
from bench.interpreter.member import Context, Lot, Member, Moment, Sale, Spent
from bench.interpreter.metrics import measured
from bench.interpreter.spending import return_points
from regulars.engine.programme.model import Metric

SHARED_BY_QUANTITY = ("line_discount", "line_tax", "line_instruments")


@dataclass(frozen=True)
class Shadow:
    """What a refund undoes: parts of the sale's amount, from `before` to `after`, and with `by_lines` certain lines."""

    sale: Sale
    lines: list[dict[str, Any]]
    by_lines: bool
    whole: bool
    before: int
    after: int
    total: int

    def part(self, of: int) -> int:
        """The part of a whole that falls between `before` and `after`, so that parts add up exactly."""
        return of * self.after // self.total - of * self.before // self.total if self.total else 0


def refund(context: Context, member: Member, moment: Moment, body: Mapping[str, Any]) -> None:
    """Undo a sale or a part of it; a sale that is unknown is not undone."""
    sale = member.sales.get(body.get("order_id", ""))
    if sale is None or sale.whole:
        return
    shadow = _shadow(context, sale, body)
    sale.whole = shadow.whole
    for metric in context.programme.metrics:
        if metric.measure in ("count", "sum"):
            _take_from_metric(context, member, metric, shadow)
    for wallet in context.wallets:
        spent = member.spent.get((body["order_id"], wallet))
        if spent is not None:
            return_points(context, member, moment, spent, _coming_back(context, shadow, spent))
    for wallet in context.wallets:
        for lot in member.lots[wallet]:
            if lot.order_id == body["order_id"] and lot.earned_at == sale.event.moment.instant:
                _take_from_lot(context, member, moment, shadow, lot)


def _coming_back(context: Context, shadow: Shadow, spent: Spent) -> int:
    """How many of the points spent on an order come back with a refund of it."""
    left, policy = total(spent.draws), context.programme.policies.spent_points
    if policy == "kept":
        return 0
    if shadow.whole:
        return left
    return min(shadow.part(spent.points), left) if policy == "proportional" else 0


def _shadow(context: Context, sale: Sale, body: Mapping[str, Any]) -> Shadow:
    """Read a refund as the shadow of its sale, and note how much of the sale is refunded by now."""
    lines, by_lines = sale.event.lines, body["refund"] == "lines"
    whole_sale, before = _total(context, sale.event.lines), sale.refunded
    refunded = whole_sale - before
    if body["refund"] == "amount":
        refunded = body.get("amount_minor", 0)
    elif by_lines:
        lines = [_shadow_line(context, sale, line) for line in body["lines"]]
        refunded = _total(context, lines)
        _note_returned(sale, lines)
    sale.refunded = after = min(whole_sale, before + refunded)
    sale.by_amount += after - before if body["refund"] == "amount" else 0
    whole = after == whole_sale and (after > before or body["refund"] == "full")
    by_lines = by_lines and context.programme.policies.refund != "proportional"
    return Shadow(sale, lines, by_lines, whole, before, after, whole_sale)


def _note_returned(sale: Sale, lines: list[dict[str, Any]]) -> None:
    """Remember what has come back of each line."""
    places = {line["line_id"]: place for place, line in reversed(list(enumerate(sale.event.lines)))}
    for line in lines:
        if line["line_id"] in places:
            returned = sale.returned.setdefault(places[line["line_id"]], {"quantity": 0, "line_amount": 0})
            returned["quantity"] += line["quantity"] or 0
            returned["line_amount"] += line["line_amount"] or 0


def _total(context: Context, lines: list[dict[str, Any]]) -> int:
    return sum(_minor(context, line["line_amount"]) for line in lines)


def _shadow_line(context: Context, sale: Sale, returned: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the sale with the amount and quantity that come back; one the sale does not have, as it is told."""
    sold = next((line for line in sale.event.lines if line["line_id"] == returned.get("line_id", "")), None)
    if sold is None:
        return {**sale.event.columns, **line_columns(context, {"quantity": 0, "amount_minor": 0, **returned})}
    quantity = returned.get("quantity", sold["quantity"])
    part = Fraction(quantity, sold["quantity"]) if sold["quantity"] and quantity < sold["quantity"] else Fraction(1)
    shared = int(_minor(context, sold["line_amount"]) * part)
    amount = min(returned.get("amount_minor", shared), _minor(context, sold["line_amount"]))
    money = {name: int(_minor(context, sold[name]) * part) for name in SHARED_BY_QUANTITY} | {"line_amount": amount}
    return {
        **sold,
        "quantity": quantity,
        **{name: Fraction(minor, context.minor_units) for name, minor in money.items()},
    }


def _minor(context: Context, money: Fraction | None) -> int:
    return int((money or 0) * context.minor_units)


def _take_from_metric(context: Context, member: Member, metric: Metric, shadow: Shadow) -> None:
    """Shrink a metric on the sale's day, never beyond what the sale brought."""
    sale, event = shadow.sale, shadow.sale.event
    brought = sum(measured(context, metric, event.columns, event.lines))
    if metric.measure == "count":
        value = brought if shadow.whole else 0
    elif shadow.by_lines and amount_of(metric.of or "").over_lines:
        value = sum(measured(context, metric, event.columns, shadow.lines))
    else:
        unit = context.minor_units if amount_of(metric.of or "").is_money else 1
        part = shadow.part(int(brought * unit))
        value = part if unit == 1 else Fraction(part, unit)
    rest = brought - sale.counted.get(metric.id, 0)
    value = rest if shadow.whole else min(value, rest)
    if value:
        sale.counted[metric.id] = sale.counted.get(metric.id, 0) + value
        member.entries[metric.id].append((event.moment.day, -value))


def _take_from_lot(context: Context, member: Member, moment: Moment, shadow: Shadow, lot: Lot) -> None:
    """Take back what a lot should no longer have earned."""
    lot.refunded = _refunded_basis(context, shadow, lot)
    if context.programme.policies.refund == "recomputed" and not _still_holds(context, shadow.sale, lot):
        kept = 0
    elif lot.rate is None:
        kept = 0 if shadow.whole else lot.earned
    else:
        left = in_steps(lot.basis - lot.refunded, lot.step)
        kept = min(rounded(left * lot.rate, context.programme.policies.rounding), lot.earned)
    due = lot.earned - kept - lot.taken
    if due <= 0:
        return
    lot.taken += due
    for metric in context.programme.metrics:
        if metric.measure == "earned" and metric.wallet == lot.wallet:
            member.entries[metric.id].append((shadow.sale.event.moment.day, -due))
    before = member.balances(lot.wallet)
    from_lot = min(due, lot.remaining)
    lot.remaining -= from_lot
    forgiven = min(due - from_lot, lot.expired - lot.forgiven)
    lot.forgiven += forgiven
    _shortfall(context, member, lot.wallet, due - from_lot - forgiven)
    if member.balances(lot.wallet) != before:
        post(member, moment, "REFUND", lot)


def _still_holds(context: Context, sale: Sale, lot: Lot) -> bool:
    """Whether the rule of a lot would still give something for what is left of the sale."""
    rule = next(rule for rule in context.programme.rules if rule.id == lot.rule)
    condition = condition_of(rule.when, context.tiers)
    lines = _left_lines(context, sale)
    if sale.whole or not condition.chosen(lines):
        return False
    amount = sale.event.columns["amount"] - Fraction(sale.refunded, context.minor_units)
    return condition.holds_without(context.member_names, {**sale.event.columns, "amount": max(amount, Fraction(0))})


def _left_lines(context: Context, sale: Sale) -> list[dict[str, Any]]:
    """The lines of a sale less what was refunded of each; those of which nothing is left are gone."""
    sold = sale.event.lines
    by_amount = shares(sale.by_amount, [_minor(context, line["line_amount"]) for line in sold])
    amount = max(sale.event.columns["amount"] - Fraction(sale.refunded, context.minor_units), Fraction(0))
    left = []
    for place, line in enumerate(sold):
        returned = sale.returned.get(place, {"quantity": 0, "line_amount": 0})
        paid = (line["line_amount"] or 0) - returned["line_amount"] - Fraction(by_amount[place], context.minor_units)
        quantity = max((line["quantity"] or 0) - returned["quantity"], 0)
        if quantity or paid > 0:
            left.append({**line, "amount": amount, "line_amount": max(paid, Fraction(0)), "quantity": quantity})
    return left


def _refunded_basis(context: Context, shadow: Shadow, lot: Lot) -> int:
    """The basis refunded by now: grown by the shadow's, never beyond the sale's; a whole refund takes the rest."""
    if shadow.whole:
        return lot.basis
    rule = next(rule for rule in context.programme.rules if rule.id == lot.rule)
    if not shadow.by_lines or not counts_lines(context, rule):
        return min(lot.basis, lot.refunded + shadow.part(lot.basis))
    chosen = condition_of(rule.when, context.tiers).chosen(shadow.lines)
    return min(lot.basis, lot.refunded + basis_of(context, rule, shadow.sale.event.columns, chosen)[0])


def _shortfall(context: Context, member: Member, wallet: str, missing: int) -> None:
    """Take what a lot no longer has by the policy."""
    policy = context.programme.policies.refund_shortfall
    if policy == "clamp":
        return
    missing -= total(draw(member, wallet, missing))
    if policy == "negative":
        member.debts[wallet] += missing
    if policy == "recovery":
        member.owed[wallet] += missing
