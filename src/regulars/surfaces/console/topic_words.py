"""Notices of the outbox in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.engine.programme.model import Programme
from regulars.platform.outbox import OutboxMessage
from regulars.surfaces.console.programme_parts import tier_badges, wallet_of
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.web.formatting import day, money, plain_decimal

_TOPICS: dict[str, Promise] = {
    "tier.downgrade_ahead": gettext_lazy("A fall ahead"),
    "tier.near_upgrade": gettext_lazy("Near the next tier"),
    "points.expiring": gettext_lazy("Points about to expire"),
    "budget.nearly_used": gettext_lazy("A budget is nearly used up"),
    "budget.used_up": gettext_lazy("A budget is used up"),
    "tier.risen": gettext_lazy("A rise that brings a pack"),
    "benefit.moment": gettext_lazy("A moment for a benefit"),
    "benefit.granted": gettext_lazy("A benefit was granted"),
    "benefit.used": gettext_lazy("A benefit was used"),
    "benefit.returned": gettext_lazy("A use was taken back"),
    "reward.back_in_stock": gettext_lazy("A reward is there again"),
    "reward.order_reserved": gettext_lazy("An order was reserved"),
    "reward.order_placed": gettext_lazy("An order was placed"),
    "reward.order_fulfilled": gettext_lazy("An order was fulfilled"),
    "reward.order_delivered": gettext_lazy("An order arrived"),
    "reward.order_cancelled": gettext_lazy("An order was cancelled"),
    "reward.order_refunded": gettext_lazy("An order was refunded"),
    "reward.order_lapsed": gettext_lazy("A reservation lapsed"),
    "segment.entered": gettext_lazy("Entered a segment"),
    "segment.left": gettext_lazy("Left a segment"),
    "voucher.assigned": gettext_lazy("A voucher was given out"),
    "voucher.used": gettext_lazy("A voucher was used"),
    "voucher.void": gettext_lazy("A voucher was voided"),
    "voucher.expired": gettext_lazy("A voucher expired"),
    "plan.started": gettext_lazy("A plan began"),
    "plan.renewed": gettext_lazy("A plan was renewed"),
    "plan.changed": gettext_lazy("A plan was changed"),
    "plan.cancelled": gettext_lazy("A plan is not renewed"),
    "plan.resumed": gettext_lazy("A plan goes on after all"),
    "plan.grace_begun": gettext_lazy("A plan is in grace"),
    "plan.ended": gettext_lazy("A plan ended"),
    "plan.payment_asked": gettext_lazy("A payment was asked for"),
    "plan.payment_failed": gettext_lazy("A payment failed"),
}


@dataclass(frozen=True)
class MessageLine:
    """A notice as one line; `member_id` is None when it is about no member."""

    message: OutboxMessage
    topic: str
    member_id: int | None
    text: str


def topic_name(topic: str) -> str:
    """What a topic is called; one without words goes by its code."""
    return str(_TOPICS.get(topic, topic))


def message_line(message: OutboxMessage, programme: Programme) -> MessageLine:
    """A notice in words."""
    told = _TEXTS.get(message.topic)
    member = message.body.get("member_id")
    return MessageLine(
        message=message,
        topic=topic_name(message.topic),
        member_id=member if isinstance(member, int) else None,
        text=told(message, programme) if told else "",
    )


def _fall(message: OutboxMessage, programme: Programme) -> str:
    names = {tier: badge.name for tier, badge in tier_badges(programme).items()}
    said = {name: names.get(message.body[name], message.body[name]) for name in ("tier", "tier_then")}
    said["day"] = day(_date(message.body["on"]))
    return _("%(tier)s becomes %(tier_then)s on %(day)s") % said


def _near(message: OutboxMessage, programme: Programme) -> str:
    names = {tier: badge.name for tier, badge in tier_badges(programme).items()}
    tier = names.get(message.body["next_tier"], message.body["next_tier"])
    return _("%(percent)d%% of the way to %(tier)s") % {"percent": message.body["percent"], "tier": tier}


def _expiring(message: OutboxMessage, programme: Programme) -> str:
    wallet = wallet_of(programme, message.body["wallet"])
    return _("%(points)s %(wallet)s, good through %(day)s") % {
        "points": plain_decimal(Decimal(str(message.body["points"]))),
        "wallet": in_language(wallet.name) if wallet else message.body["wallet"],
        "day": day(_date(message.body["valid_until"])),
    }


def _rise(message: OutboxMessage, programme: Programme) -> str:
    names = {tier: badge.name for tier, badge in tier_badges(programme).items()}
    return str(names.get(message.body["tier"], message.body["tier"]))


def _benefit(message: OutboxMessage, programme: Programme) -> str:
    """The benefit by its name; one that the programme has no longer by its id."""
    named = {one.id: in_language(one.name) for one in programme.benefits}
    return str(named.get(message.body["benefit"], message.body["benefit"]))


def _budget(message: OutboxMessage, programme: Programme) -> str:
    names = {budget.id: in_language(budget.name) for budget in programme.budgets}
    said = {name: plain_decimal(Decimal(message.body[name])) for name in ("used", "points")}
    said["budget"] = names.get(message.body["budget"], message.body["budget"])
    if message.body["period"]:
        said["period"] = message.body["period"]
        return _("%(budget)s, %(period)s: %(used)s of %(points)s points") % said
    return _("%(budget)s: %(used)s of %(points)s points") % said


def _date(text: str) -> date:
    return date.fromisoformat(text)


def _segment(message: OutboxMessage, programme: Programme) -> str:
    del programme
    return str(message.body["segment"])


def _reward(message: OutboxMessage, programme: Programme) -> str:
    del programme
    return " · ".join(str(message.body[name]) for name in ("reward", "order_id", "voucher") if name in message.body)


def _plan(message: OutboxMessage, programme: Programme) -> str:
    """The plan by its code, and the amount where there is one."""
    amount = message.body.get("amount_minor") or message.body.get("price_minor")
    told = [str(message.body["plan"]), money(amount, programme.currency) if amount else ""]
    return " · ".join(filter(None, told))


_TEXTS: dict[str, Callable[[OutboxMessage, Programme], str]] = {
    "tier.downgrade_ahead": _fall,
    "tier.near_upgrade": _near,
    "points.expiring": _expiring,
    "budget.nearly_used": _budget,
    "budget.used_up": _budget,
    "tier.risen": _rise,
    "benefit.moment": _benefit,
    "benefit.granted": _benefit,
    "benefit.used": _benefit,
    "benefit.returned": _benefit,
    "segment.entered": _segment,
    "segment.left": _segment,
    "reward.back_in_stock": _reward,
    "reward.order_reserved": _reward,
    "reward.order_placed": _reward,
    "reward.order_fulfilled": _reward,
    "reward.order_delivered": _reward,
    "reward.order_cancelled": _reward,
    "reward.order_refunded": _reward,
    "reward.order_lapsed": _reward,
    "voucher.assigned": _reward,
    "voucher.used": _reward,
    "voucher.void": _reward,
    "voucher.expired": _reward,
    **dict.fromkeys((topic for topic in _TOPICS if topic.startswith("plan.")), _plan),
}
