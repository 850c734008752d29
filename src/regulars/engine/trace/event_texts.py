"""The texts of what happened, in both languages, by the kind of the event. `texts` has those of what came of it."""

from __future__ import annotations

EVENT_TEXTS: dict[str, dict[str, str]] = {
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
    "event.tier_grant": {
        "zh": "{at} 手动授予等级 {tier}{basis}。经办：{actor}。原因：{reason}。",
        "en": "The tier {tier} granted by hand on {at}{basis}. By: {actor}. Reason: {reason}.",
    },
    "event.tier_lock": {
        "zh": "{at} {lock}。经办：{actor}。原因：{reason}。",
        "en": "{lock} on {at}. By: {actor}. Reason: {reason}.",
    },
    "event.enrol": {
        "zh": "{at} 入会。",
        "en": "Enrolled on {at}.",
    },
    "event.profile": {
        "zh": "{at} 资料变更。",
        "en": "Profile changed on {at}.",
    },
    "event.hold": {
        "zh": "{at} 结算预占 {hold}，最长 {minutes} 分钟。",
        "en": "Hold {hold} for a checkout on {at}, for {minutes} minutes at the most.",
    },
    "event.capture": {
        "zh": "{at} 确认扣除预占 {hold}。",
        "en": "Hold {hold} captured on {at}.",
    },
    "event.release": {
        "zh": "{at} 释放预占 {hold}。",
        "en": "Hold {hold} released on {at}.",
    },
    "event.return": {
        "zh": "{at} 退还用于订单 {order} 的积分。原因：{reason}。",
        "en": "Points spent on order {order} returned on {at}. Reason: {reason}.",
    },
    "event.deduct": {
        "zh": "{at} 手动扣减。经办：{actor}。原因：{reason}。",
        "en": "Deducted by hand on {at}. By: {actor}. Reason: {reason}.",
    },
    "event.write_off": {
        "zh": "{at} 核销待追回积分。经办：{actor}{approved}。原因：{reason}。",
        "en": "What was owed written off on {at}. By: {actor}{approved}. Reason: {reason}.",
    },
    "event.extend": {
        "zh": "{at} 延长有效期至 {until}。经办：{actor}。原因：{reason}。",
        "en": "Expiry extended to {until} on {at}. By: {actor}. Reason: {reason}.",
    },
    "event.reinstate": {
        "zh": "{at} 恢复过期积分，有效期至 {until}。经办：{actor}。原因：{reason}。",
        "en": "Expired points brought back on {at}, good through {until}. By: {actor}. Reason: {reason}.",
    },
    "event.transfer_out": {
        "zh": "{at} 转赠给会员 {member}，转赠编号 {transfer}。",
        "en": "Given to member {member} on {at}, transfer {transfer}.",
    },
    "event.transfer_in": {
        "zh": "{at} 收到会员 {member} 转赠，转赠编号 {transfer}。",
        "en": "Given by member {member} on {at}, transfer {transfer}.",
    },
    "event.opening": {
        "zh": "{at} 导入期初余额。",
        "en": "Opening balance brought from elsewhere on {at}.",
    },
    "event.merge_out": {
        "zh": "{at} 合并到会员 {member}。",
        "en": "Merged into member {member} on {at}.",
    },
    "event.merge_in": {
        "zh": "{at} 并入会员 {member}。",
        "en": "Member {member} merged into this one on {at}.",
    },
    "event.void": {
        "zh": "{at} 撤销第 {number} 号事件。经办：{actor}。原因：{reason}。",
        "en": "Event {number} taken out of history on {at}. By: {actor}. Reason: {reason}.",
    },
    "event.restate": {
        "zh": "{at} 追溯重算。经办：{actor}。原因：{reason}。",
        "en": "Recomputed on {at}. By: {actor}. Reason: {reason}.",
    },
    "event.tick": {
        "zh": "{at} 按日历自动处理。",
        "en": "Brought by the calendar on {at}.",
    },
    "event.time": {
        "zh": "{at} 按日历自动处理。",
        "en": "Brought by the calendar on {at}.",
    },
}
