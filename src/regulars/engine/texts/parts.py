"""Findings about single wallets, metrics, rules, multipliers and limits."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

PARTS: dict[str, _Texts] = {
    "expiry_never_has_term": {
        "en": (
            "Points that never expire have a term.",
            "It would have no effect.",
            "Set kind to fixed or sliding, or remove months, days and until.",
        ),
        "zh": (
            "永不过期的积分设置了期限。",
            "不会产生任何作用。",
            "将 kind 改为 fixed 或 sliding，或删除 months、days 和 until。",
        ),
    },
    "expiry_both_terms": {
        "en": (
            "The expiry has both months and days.",
            "The day points expire is counted by one of them.",
            "Give months or days.",
        ),
        "zh": (
            "有效期同时填写了月数和天数。",
            "过期日只按其中一种计算。",
            "只填写 months 或 days。",
        ),
    },
    "expiry_no_term": {
        "en": (
            "The expiry has neither months nor days.",
            "The day points expire is counted by one of them.",
            "Give months or days.",
        ),
        "zh": (
            "有效期既没有月数也没有天数。",
            "过期日需按其中一种计算。",
            "填写 months 或 days。",
        ),
    },
    "expiry_sliding_moved": {
        "en": (
            "A sliding expiry is moved to the end of a period.",
            "It follows the member's last purchase or activity, day by day.",
            "Remove until, or set kind to fixed.",
        ),
        "zh": (
            "滑动有效期设置了顺延至周期末。",
            "滑动有效期按会员最近一次消费或互动逐日顺延。",
            "删除 until，或将 kind 改为 fixed。",
        ),
    },
    "window_fields": {
        "en": (
            "A {window} window has to have {fields} alone.",
            "Each kind of window is described by its own fields.",
            "Give {fields} and nothing else.",
        ),
        "zh": (
            "{window} 窗口只能填写 {fields}。",
            "每种窗口由各自的字段描述。",
            "只填写 {fields}。",
        ),
    },
    "window_unused": {
        "en": (
            "A {window} window has fields it does not use.",
            "Each kind of window is described by its own fields.",
            "Remove period, days and months.",
        ),
        "zh": (
            "{window} 窗口填写了用不到的字段。",
            "每种窗口由各自的字段描述。",
            "删除 period、days 和 months。",
        ),
    },
    "streak_window": {
        "en": (
            "A streak looks at a window that is not a calendar period.",
            "A streak counts periods one after another, such as weeks.",
            "Set the window to kind calendar with a period.",
        ),
        "zh": (
            "连续统计使用的窗口不是自然周期。",
            "连续统计逐个周期计数，例如周。",
            "将窗口设为 calendar 并填写 period。",
        ),
    },
    "measure_without_of": {
        "en": (
            "A {measure} does not say of what.",
            "It adds up, or tells apart, the values of an expression.",
            "Give of, for example {example}.",
        ),
        "zh": (
            "{measure} 没有说明统计对象。",
            "它对某个表达式的值求和或区分。",
            "填写 of，例如 {example}。",
        ),
    },
    "measure_unused": {
        "en": (
            "A metric that measures {measure} has {field}.",
            "It would have no effect.",
            "Remove {field}, or use another measure.",
        ),
        "zh": (
            "度量方式为 {measure} 的指标填写了 {field}。",
            "不会产生任何作用。",
            "删除 {field}，或改用其他度量方式。",
        ),
    },
    "earned_without_wallet": {
        "en": (
            "A metric of earned points does not say in which wallet.",
            "Points are counted wallet by wallet.",
            "Give wallet.",
        ),
        "zh": (
            "统计所得积分的指标没有说明账户。",
            "积分按账户统计。",
            "填写 wallet。",
        ),
    },
    "award_twice": {
        "en": (
            "The award is per amount and per item at once.",
            "Points are counted by one of them.",
            "Remove per or per_item.",
        ),
        "zh": (
            "奖励同时按金额和按件计算。",
            "积分只按其中一种计算。",
            "删除 per 或 per_item。",
        ),
    },
    "award_fixed_of": {
        "en": (
            "A fixed award has of.",
            "Fixed points do not depend on an amount, so it would have no effect.",
            "Remove of, or give per or per_item.",
        ),
        "zh": (
            "固定奖励填写了 of。",
            "固定积分与金额无关，of 不起作用。",
            "删除 of，或填写 per 或 per_item。",
        ),
    },
    "award_steps_without_per": {
        "en": (
            "The award counts whole steps, and has no per.",
            "Steps are multiples of per, so it would have no effect.",
            "Give per, or remove whole_steps.",
        ),
        "zh": (
            "奖励按整数步计算，但没有填写 per。",
            "步长就是 per，因此不起作用。",
            "填写 per，或删除 whole_steps。",
        ),
    },
    "award_step_in_parts": {
        "en": (
            "The award counts whole steps of {per}.",
            "What it counts has no smaller unit than steps like these begin or end in, so they cannot be counted.",
            "Give per in whole units, or remove whole_steps.",
        ),
        "zh": (
            "奖励按 {per} 的整数步计算。",
            "所统计的内容没有这样小的单位，无法按此步长计数。",
            "per 请填写最小单位的整数倍，或删除 whole_steps。",
        ),
    },
    "award_items_of_money": {
        "en": (
            "An award per item counts money.",
            "Items are a whole number; money is counted in minor units.",
            "Use per with an amount, or count quantity.",
        ),
        "zh": (
            "按件奖励统计的是金额。",
            "件数是整数，金额以最小单位计。",
            "改用 per 按金额计算，或统计 quantity。",
        ),
    },
    "limit_twice": {
        "en": (
            "There is a second limit per {period}.",
            "Only the smaller of the two has an effect.",
            "Remove one of them.",
        ),
        "zh": (
            "{period} 有两个上限。",
            "只有较小的一个起作用。",
            "删除其中一个。",
        ),
    },
    "dates_reversed": {
        "en": (
            "It ends on {ends_on}, not after it starts on {starts_on}.",
            "ends_on is the first day on which it no longer holds, so it would never hold.",
            "Set ends_on to a later day.",
        ),
        "zh": (
            "结束日 {ends_on} 不晚于开始日 {starts_on}。",
            "ends_on 是失效的第一天，因此它永远不会生效。",
            "将 ends_on 改为更晚的日期。",
        ),
    },
    "award_too_large": {
        "en": (
            "The largest amount times the rate times the multipliers is too large.",
            "It would leave the range of exact 64-bit numbers.",
            "Use smaller rates, or factors with fewer decimals.",
        ),
        "zh": (
            "最大金额乘以比率再乘以倍率后过大。",
            "超出 64 位整数的精确范围。",
            "降低比率，或减少倍率的小数位。",
        ),
    },
    "never_holds": {
        "en": (
            "This condition can never hold.",
            "{reason}",
            "Change it, or remove what it belongs to.",
        ),
        "zh": (
            "此条件永远不会成立。",
            "{reason}",
            "修改条件，或删除所属的部分。",
        ),
    },
    "factor_missing": {
        "en": (
            "The multiplier has no factor and no by_tier.",
            "It is one factor for everybody, or one per tier.",
            "Give factor or by_tier.",
        ),
        "zh": (
            "倍率既没有 factor 也没有 by_tier。",
            "倍率可对所有人相同，或按等级设置。",
            "填写 factor 或 by_tier。",
        ),
    },
    "factor_twice": {
        "en": (
            "The multiplier has both a factor and by_tier.",
            "It is one factor for everybody, or one per tier.",
            "Give factor or by_tier.",
        ),
        "zh": (
            "倍率同时填写了 factor 和 by_tier。",
            "倍率可对所有人相同，或按等级设置。",
            "只填写 factor 或 by_tier。",
        ),
    },
    "factor_tiers_missing": {
        "en": (
            "There is no factor for {tiers}.",
            "Members of each tier need one.",
            "Give a factor for each tier; 1 changes nothing.",
        ),
        "zh": (
            "缺少 {tiers} 的倍率。",
            "每个等级的会员都需要一个倍率。",
            "为每个等级填写倍率，1 表示不变。",
        ),
    },
}
