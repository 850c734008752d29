"""Refunds: the shadow of a sale, taken back from the lots the sale made and from the metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bench.interpreter.accounts import draw, post, rounded
from bench.interpreter.columns import line_columns
from bench.interpreter.earning import basis_of, counts_lines
from bench.interpreter.expressions import amount_of, condition_of
from bench.interpreter.member import Context, Lot, Member, Moment, Sale
from bench.interpreter.metrics import measured
from regulars.engine.programme.model import Metric


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
        for lot in member.lots[wallet]:
            if lot.order_id == body["order_id"] and lot.earned_at == sale.event.moment.instant:
                _take_from_lot(context, member, moment, shadow, lot)


def _shadow(context: Context, sale: Sale, body: Mapping[str, Any]) -> Shadow:
    """Read a refund as the shadow of its sale, and note how much of the sale is refunded by now."""
    lines, by_lines = sale.event.lines, body["refund"] == "lines"
    total, before = _total(context, sale.event.lines), sale.refunded
    refunded = total - before
    if body["refund"] == "amount":
        refunded = body.get("amount_minor", 0)
    elif by_lines:
        lines = [_shadow_line(context, sale, line) for line in body["lines"]]
        refunded = _total(context, lines)
        by_lines = context.programme.policies.refund == "line_exact"
    sale.refunded = after = min(total, before + refunded)
    whole = after == total and (after > before or body["refund"] == "full")
    return Shadow(sale, lines, by_lines, whole, before, after, total)


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
    discount = int(_minor(context, sold["line_discount"]) * part)
    money = {"line_amount": amount, "line_discount": discount}
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
    if lot.rate is None:
        kept = 0 if shadow.whole else lot.earned
    else:
        kept = min(rounded((lot.basis - lot.refunded) * lot.rate, context.programme.policies.rounding), lot.earned)
    due = lot.earned - kept - lot.taken
    if due <= 0:
        return
    lot.taken += due
    for metric in context.programme.metrics:
        if metric.measure == "earned" and metric.wallet == lot.wallet:
            member.entries[metric.id].append((shadow.sale.event.moment.day, -due))
    from_lot = min(due, lot.remaining)
    lot.remaining -= from_lot
    forgiven = min(due - from_lot, lot.expired - lot.forgiven)
    lot.forgiven += forgiven
    missing = due - from_lot - forgiven
    taken = from_lot + _shortfall(context, member, lot.wallet, missing)
    if taken:
        post(member, moment, "REFUND", -taken, lot)


def _refunded_basis(context: Context, shadow: Shadow, lot: Lot) -> int:
    """The basis refunded by now: grown by the shadow's, never beyond the sale's; a whole refund takes the rest."""
    if shadow.whole:
        return lot.basis
    rule = next(rule for rule in context.programme.rules if rule.id == lot.rule)
    if not shadow.by_lines or not counts_lines(context, rule):
        return min(lot.basis, lot.refunded + shadow.part(lot.basis))
    chosen = condition_of(rule.when, context.tiers).chosen(shadow.lines)
    return min(lot.basis, lot.refunded + basis_of(context, rule, shadow.sale.event.columns, chosen)[0])


def _shortfall(context: Context, member: Member, wallet: str, missing: int) -> int:
    """Take what a lot no longer has by the policy, and return how much was taken."""
    policy = context.programme.policies.refund_shortfall
    if policy == "clamp":
        return 0
    drawn = draw(member, wallet, missing)
    if policy == "other_lots":
        return drawn
    member.debts[wallet] += missing - drawn
    return missing
