"""The texts of explanations in both languages, by the code of their step: one place for all of them.

Fields in braces are filled from the step's params.
"""

from __future__ import annotations

from regulars.engine.trace.event_texts import EVENT_TEXTS

TEXTS: dict[str, dict[str, str]] = {
    **EVENT_TEXTS,
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
    "basis.steps": {
        "zh": "按整 {step} 计，其中 {counted} 计分。",
        "en": "Only whole steps of {step} count: {counted}.",
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
    "budget": {
        "zh": "预算余额不足，{uncapped} 减为 {points}。",
        "en": "What was left of a budget cut {uncapped} to {points}.",
    },
    "lot.until": {
        "zh": "入账 {points} {wallet}，有效期至 {until}（含当天）。",
        "en": "Credited: {points} {wallet}, good through {until}.",
    },
    "lot.never": {
        "zh": "入账 {points} {wallet}，永不过期。",
        "en": "Credited: {points} {wallet}, which never expire.",
    },
    "lot.waits_days": {
        "zh": "待生效，{on} 起可用。",
        "en": "They are pending, and can be spent from {on}.",
    },
    "lot.waits_activity": {
        "zh": "待生效，订单 {order} 发生行为 {activity} 后可用。",
        "en": "They are pending until the activity {activity} of order {order}.",
    },
    "lot.waits_either": {
        "zh": "待生效，订单 {order} 发生行为 {activity} 后可用，最迟 {on} 起可用。",
        "en": "They are pending until the activity {activity} of order {order}, or until {on} at the latest.",
    },
    "debt.repaid": {
        "zh": "其中 {points} 用于抵扣欠分。",
        "en": "Of these, {points} repay a debt.",
    },
    "debt.made": {
        "zh": "不足的 {points} 记为欠分。",
        "en": "What is missing, {points}, becomes a debt.",
    },
    "debt.lowered": {
        "zh": "其中 {points} 冲减欠分。",
        "en": "Of these, {points} lower the debt.",
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
    "refund.pending": {
        "zh": "其中 {points} 从待生效积分中扣除。",
        "en": "Of these, {points} were still pending.",
    },
    "owed.made": {
        "zh": "无法收回的 {points} 记为待追回积分，累计待追回 {owed}。",
        "en": "What could not be taken back, {points}, is owed; {owed} are owed now.",
    },
    "offset": {
        "zh": "此前待追回 {before}，{earned} 获得的积分中 {points}（最多 {percent}%）用于抵扣，尚余 {left}。",
        "en": "Owed before: {before}. Up to {percent}% of what was earned on {earned} goes towards it: {points}."
        " Still owed: {left}.",
    },
    "written_off": {
        "zh": "此前待追回 {before}，核销 {points}，尚余 {left}。",
        "en": "Owed before: {before}. Forgiven: {points}. Still owed: {left}.",
    },
    "release.days": {
        "zh": "{earned} 获得的 {points} 已满 {days} 天等待期，转为可用。",
        "en": "Earned on {earned} and pending for {days} days: {points} can be spent.",
    },
    "release.activity": {
        "zh": "{earned} 获得的 {points} 因订单 {order} 的行为 {activity} 转为可用。",
        "en": "Earned on {earned} and pending until {activity} of order {order}: {points} can be spent.",
    },
    "release.later": {
        "zh": "{earned} 获得的 {points} 转为可用。",
        "en": "Earned on {earned} and pending until now: {points} can be spent.",
    },
    "hold": {
        "zh": "预占 {points}，暂不可用。",
        "en": "Held: {points}, which cannot be spent otherwise.",
    },
    "capture": {
        "zh": "预占 {hold} 中的 {points} 已消费。",
        "en": "Of hold {hold}, {points} are spent.",
    },
    "unhold.rest": {
        "zh": "预占 {hold} 未用的 {points} 退回。",
        "en": "Of hold {hold}, {points} were not needed and come back.",
    },
    "unhold.released": {
        "zh": "预占 {hold} 的 {points} 退回。",
        "en": "All of hold {hold}, {points}, comes back.",
    },
    "unhold.timed_out": {
        "zh": "预占超时，{points} 退回。",
        "en": "The hold timed out: {points} come back.",
    },
    "return": {
        "zh": "用于订单 {order} 的积分退回 {points}。",
        "en": "Of the points spent on order {order}, {points} come back.",
    },
    "return.new_lot": {
        "zh": "原有效期已过或过短，退回的积分有效期至 {until}。",
        "en": "Their own expiry has passed or is near: what comes back is good through {until}.",
    },
    "reinstate": {
        "zh": "恢复已过期积分 {points}。",
        "en": "Brought back from expiry: {points}.",
    },
    "fee": {
        "zh": "转赠手续费 {points}。",
        "en": "The fee of the gift is {points}.",
    },
    "merge.moved": {
        "zh": "转移可用积分 {points}，待生效 {pending}，待追回 {owed}。",
        "en": "Moved: {points} available, {pending} pending, {owed} owed.",
    },
    "restate": {
        "zh": "因迟到或更正的事件，按时间顺序追溯重算，差额 {points}。",
        "en": "A late or corrected event was put in its place in time; the difference is {points}.",
    },
    "total.pending": {
        "zh": "{wallet}待生效：{points}。",
        "en": "{wallet}, pending: {points}.",
    },
    "total.held": {
        "zh": "{wallet}预占：{points}。",
        "en": "{wallet}, held: {points}.",
    },
    "total.owed": {
        "zh": "{wallet}待追回：{points}。",
        "en": "{wallet}, owed: {points}.",
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
    "transfer": {"zh": "转赠", "en": "a gift"},
    "opening": {"zh": "期初余额", "en": "the opening balance"},
    "returned": {"zh": "退还", "en": "a return"},
    "nothing": {"zh": "", "en": ""},
    "status_match": {"zh": "（等级匹配）", "en": " as a status match"},
    "locked": {"zh": "锁定等级", "en": "The tier locked for good"},
    "locked_until": {"zh": "锁定等级至 {until}", "en": "The tier locked until {until}"},
    "lock_lifted": {"zh": "解除等级锁定", "en": "The lock of the tier lifted"},
    "approved_by": {"zh": "，审批：{name}", "en": ", approved by {name}"},
    "channel": {"zh": "，渠道 {value}", "en": ", channel {value}"},
    "store": {"zh": "，门店 {value}", "en": ", store {value}"},
    "more_lines": {"zh": "等 {count} 行", "en": "and others, {count} lines"},
}
"""Short texts that fill fields of the texts above."""
