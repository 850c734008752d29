"""The texts of explanations in both languages, by the code of their step: one place for all of them.

Fields in braces are filled from the step's params.
"""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "event.purchase": {
        "zh": "{at} 消费 {amount}{where}。",
        "en": "Purchase of {amount} on {at}{where}.",
    },
    "event.activity": {
        "zh": "{at} 发生行为 {name}{where}。",
        "en": "Activity {name} on {at}{where}.",
    },
    "event.redeem": {
        "zh": "{at} 使用积分{where}。",
        "en": "Points spent on {at}{where}.",
    },
    "event.grant": {
        "zh": "{at} 手动发放。经办：{actor}。原因：{reason}。",
        "en": "Granted by hand on {at}. By: {actor}. Reason: {reason}.",
    },
    "event.refund": {
        "zh": "{at} 订单 {order} 退款（{mode}）。",
        "en": "Refund of order {order} on {at} ({mode}).",
    },
    "event.other": {
        "zh": "{at} 事件 {name}。",
        "en": "Event {name} on {at}.",
    },
    "event.time": {
        "zh": "{at} 按日历自动处理。",
        "en": "Brought by the calendar on {at}.",
    },
    "rule": {
        "zh": "适用规则「{rule}」，计入{wallet}（会员计划第 {version} 版）。",
        "en": "The rule “{rule}” gives {wallet} (programme version {version}).",
    },
    "goal": {
        "zh": "达成目标「{goal}」：{metric}达到 {target}（会员计划第 {version} 版）。",
        "en": "The goal “{goal}” is reached: {metric} came to {target} (programme version {version}).",
    },
    "basis.money": {
        "zh": "计分基数 {basis}。",
        "en": "The basis is {basis}.",
    },
    "basis.count": {
        "zh": "计分基数 {basis}。",
        "en": "The basis counts {basis}.",
    },
    "basis.lines": {
        "zh": "{total} 行商品中有 {counted} 行计分。",
        "en": "Lines that count: {counted} of {total}.",
    },
    "basis.excluded": {
        "zh": "不计分：{lines}，共 {amount}。",
        "en": "Not counted: {lines}, together {amount}.",
    },
    "rate.per": {
        "zh": "每 {per} 得 {points} 分。",
        "en": "The rate is {points} for each {per}.",
    },
    "rate.item": {
        "zh": "每件得 {points} 分。",
        "en": "The rate is {points} for each item.",
    },
    "rate.fixed": {
        "zh": "固定 {points} 分。",
        "en": "The award is a fixed {points}.",
    },
    "multiplier": {
        "zh": "倍率「{multiplier}」：× {factor}。",
        "en": "Multiplier “{multiplier}”: × {factor}.",
    },
    "multiplier.tier": {
        "zh": "倍率「{multiplier}」：{tier}等级 × {factor}。",
        "en": "Multiplier “{multiplier}”: × {factor} on the tier {tier}.",
    },
    "multipliers.total": {
        "zh": "合计倍率 × {factor}。",
        "en": "All multipliers together: × {factor}.",
    },
    "rounding": {
        "zh": "计算结果 {exact}，{mode}为 {points}。",
        "en": "The result {exact} is {mode} to {points}.",
    },
    "limit": {
        "zh": "受上限限制，{uncapped} 减为 {points}。",
        "en": "Limits cut {uncapped} to {points}.",
    },
    "lot.until": {
        "zh": "入账 {points} {wallet}，有效期至 {until}（含当天）。",
        "en": "Credited: {points} {wallet}, good through {until}.",
    },
    "lot.never": {
        "zh": "入账 {points} {wallet}，永不过期。",
        "en": "Credited: {points} {wallet}, which never expire.",
    },
    "debt.repaid": {
        "zh": "其中 {points} 用于抵扣欠分。",
        "en": "Of these, {points} repay a debt.",
    },
    "debt.made": {
        "zh": "不足的 {points} 记为欠分。",
        "en": "What is missing, {points}, becomes a debt.",
    },
    "draw": {
        "zh": "从 {earned} 获得的积分中扣除 {points}。",
        "en": "Drawn from what was earned on {earned}: {points}.",
    },
    "given_back": {
        "zh": "退回 {points} 到 {earned} 获得的积分。",
        "en": "Given back to what was earned on {earned}: {points}.",
    },
    "expire": {
        "zh": "{earned} 获得的积分有效期至 {until}，剩余 {points} 过期。",
        "en": "Earned on {earned} and good through {until}: what was left, {points}, expired.",
    },
    "refund.due": {
        "zh": "因「{rule}」于 {earned} 获得的积分应收回 {points}。",
        "en": "To be taken back of what “{rule}” gave on {earned}: {points}.",
    },
    "refund.lost": {
        "zh": "其中 {points} 已过期或已使用，按规定不再追回。",
        "en": "Of these, {points} had expired or been spent and are not taken back.",
    },
    "restate": {
        "zh": "因迟到或更正的事件，按时间顺序追溯重算，差额 {points}。",
        "en": "A late or corrected event was put in its place in time; the difference is {points}.",
    },
    "total": {
        "zh": "{wallet}：{points}。",
        "en": "{wallet}: {points}.",
    },
}

MODES: dict[str, dict[str, str]] = {
    "floor": {"zh": "向下取整", "en": "rounded down"},
    "ceil": {"zh": "向上取整", "en": "rounded up"},
    "half_up": {"zh": "四舍五入", "en": "rounded half up"},
    "half_even": {"zh": "四舍六入五成双", "en": "rounded half to even"},
    "full": {"zh": "整单", "en": "in full"},
    "lines": {"zh": "部分商品", "en": "some lines"},
    "amount": {"zh": "部分金额", "en": "part of the amount"},
    "unknown": {"zh": "未注明", "en": "not given"},
    "grant": {"zh": "手动发放", "en": "manual grant"},
    "channel": {"zh": "，渠道 {value}", "en": ", channel {value}"},
    "store": {"zh": "，门店 {value}", "en": ", store {value}"},
    "more_lines": {"zh": "等 {count} 行", "en": "and others, {count} lines"},
}
"""Short texts that fill fields of the texts above."""
