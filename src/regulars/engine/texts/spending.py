"""Findings about what members do with points, and what they share: wallets, holds, transfers, pools, budgets."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

SPENDING: dict[str, _Texts] = {
    "status_wallet_spent": {
        "en": (
            "The status wallet {wallet!r} has {field}.",
            "Status points count towards tiers and are never spent.",
            "Remove {field}, or make the wallet's purpose spend.",
        ),
        "zh": (
            "成长型账户 {wallet!r} 设置了 {field}。",
            "成长值只用于等级评定，不能消费。",
            "删除 {field}，或将该账户的用途改为 spend。",
        ),
    },
    "status_wallet_shared": {
        "en": (
            "The status wallet {wallet!r} is named here.",
            "Status points count for whoever earned them and are never given or spent.",
            "Name wallets whose purpose is spend.",
        ),
        "zh": (
            "此处引用了成长型账户 {wallet!r}。",
            "成长值只计入获得者本人，不能转赠或消费。",
            "请填写用途为 spend 的账户。",
        ),
    },
    "named_twice": {
        "en": (
            "The {kind} {name!r} is named twice.",
            "Once is enough.",
            "Remove one of them.",
        ),
        "zh": (
            "{kind} {name!r} 重复出现。",
            "只需填写一次。",
            "删除其中一个。",
        ),
    },
    "pending_without_end": {
        "en": (
            "Nothing says when pending points can be spent.",
            "They would stay pending for ever.",
            "Give days, until, or both.",
        ),
        "zh": (
            "没有说明待生效积分何时可用。",
            "这些积分将永远无法使用。",
            "填写 days、until，或两者都填。",
        ),
    },
    "pending_until_kind": {
        "en": (
            "Points become spendable with {name!r}, which is no activity.",
            "It is a kind of event of its own, and activities may not be called like it.",
            "Name an activity that confirms an order, such as delivered.",
        ),
        "zh": (
            "积分以 {name!r} 为生效条件，但它不是互动行为。",
            "它是一种独立的事件类型，互动行为不能与其同名。",
            "填写确认订单的互动行为，例如 delivered。",
        ),
    },
    "pending_outlives_points": {
        "en": (
            "Points expire {expiry} days after they are earned, and are pending for {days}.",
            "They would expire before anybody can spend them.",
            "Shorten pending.days, or let the points live longer.",
        ),
        "zh": (
            "积分获得 {expiry} 天后过期，却要等待 {days} 天才生效。",
            "积分在可用之前就会过期。",
            "缩短 pending.days，或延长有效期。",
        ),
    },
    "share_without_value": {
        "en": (
            "Points may pay a share of an order, and the wallet has no cash value.",
            "Without it nobody knows what points pay.",
            "Give the wallet a cash_value, or remove the share.",
        ),
        "zh": (
            "设置了抵现比例，但该账户没有抵现价值。",
            "没有抵现价值就无法计算积分可抵多少金额。",
            "填写该账户的 cash_value，或删除抵现比例。",
        ),
    },
    "minimum_off_step": {
        "en": (
            "The minimum {minimum} is no whole multiple of the step {step}.",
            "The least that can be redeemed is the next multiple, {least}.",
            "Set the minimum to {least}.",
        ),
        "zh": (
            "最低使用 {minimum} 不是使用步长 {step} 的整数倍。",
            "实际最低可用的是下一个整数倍 {least}。",
            "将最低使用改为 {least}。",
        ),
    },
    "share_too_large": {
        "en": (
            "The largest order times the share over the cash value is too large.",
            "It would leave the range of exact 64-bit numbers.",
            "Use a share or a cash value with fewer decimals.",
        ),
        "zh": (
            "最大订单金额乘以抵现比例再除以抵现价值后过大。",
            "超出 64 位整数的精确范围。",
            "减少抵现比例或抵现价值的小数位。",
        ),
    },
    "hold_above_maximum": {
        "en": (
            "A hold keeps points for {minutes} minutes, and at most {maximum} are allowed.",
            "The usual hold would be longer than the longest.",
            "Lower minutes to {maximum}, or raise maximum_minutes.",
        ),
        "zh": (
            "默认冻结 {minutes} 分钟，但最长只允许 {maximum} 分钟。",
            "默认时长超过了最长时长。",
            "将 minutes 降至 {maximum}，或提高 maximum_minutes。",
        ),
    },
    "transfer_never": {
        "en": (
            "A transfer is at least {minimum} points, and at most {maximum} may be given {period}.",
            "No transfer could ever be made.",
            "Lower the minimum or raise the maximum.",
        ),
        "zh": (
            "单次至少转赠 {minimum} 积分，但{period}最多只能转赠 {maximum} 积分。",
            "任何转赠都无法完成。",
            "降低最低转赠额，或提高上限。",
        ),
    },
    "transfer_day_above_month": {
        "en": (
            "More may be given in a day, {day}, than in a month, {month}.",
            "The limit of the day has no effect.",
            "Lower maximum_per_day or raise maximum_per_month.",
        ),
        "zh": (
            "每日上限 {day} 高于每月上限 {month}。",
            "每日上限不起作用。",
            "降低 maximum_per_day，或提高 maximum_per_month。",
        ),
    },
    "transfer_fee_above_gift": {
        "en": (
            "Giving {minimum} points costs a fee of {fee}, more than what is given.",
            "A fee of more than 100 % is hardly meant.",
            "Lower the fee, or raise the minimum of a transfer.",
        ),
        "zh": (
            "转赠 {minimum} 积分要付 {fee} 积分手续费，高于转赠额。",
            "手续费超过 100% 通常不是本意。",
            "降低手续费，或提高最低转赠额。",
        ),
    },
    "budget_of_two_sizes": {
        "en": (
            "The rules of the budget give points of wallets with different decimals.",
            "A budget adds points up in their smallest unit.",
            "Make a budget for each wallet.",
        ),
        "zh": (
            "该预算中的规则发放到小数位不同的账户。",
            "预算以积分的最小单位累计。",
            "为每个账户分别设置预算。",
        ),
    },
    "budget_below_award": {
        "en": (
            "The budget of {points} points is less than the {award} that {rule!r} gives at once.",
            "Nobody could ever get the whole award.",
            "Raise the budget, or lower the award.",
        ),
        "zh": (
            "预算 {points} 积分低于规则 {rule!r} 单次发放的 {award} 积分。",
            "没有人能得到完整的奖励。",
            "提高预算，或降低奖励。",
        ),
    },
    "too_many_decimals": {
        "en": (
            "The number {points} has too many decimals.",
            "At most {decimals} can be kept here.",
            "Write it with fewer decimals, or give the wallet more.",
        ),
        "zh": (
            "数字 {points} 的小数位过多。",
            "此处最多保留 {decimals} 位小数。",
            "减少小数位，或增加该账户的小数位。",
        ),
    },
}
