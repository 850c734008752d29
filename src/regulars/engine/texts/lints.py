"""Findings about programmes that can be used and will not do what they seem to: out of reach, idle, or without end."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

LINTS: dict[str, _Texts] = {
    "tier_rate_falls": {
        "en": (
            "With all rules and multipliers {tier!r} earns {here} a unit in {wallet!r}, and {lower!r} {there}.",
            "Members would lose by rising.",
            "Let the rules and multipliers that look at the tier give {tier!r} {there} or more.",
        ),
        "zh": (
            "规则与倍率合计，等级 {tier!r} 每单位获得 {here} 个 {wallet!r}，而更低的 {lower!r} 为 {there}。",
            "会员升级后反而吃亏。",
            "调整与等级有关的规则和倍率，使 {tier!r} 不低于 {there}。",
        ),
    },
    "tier_unreachable": {
        "en": (
            "{tier!r} asks for {need} of {metric!r}, which can never be more than {most}.",
            "{why} Nobody can enter it.",
            "Lower the threshold, or raise what holds the metric down.",
        ),
        "zh": (
            "等级 {tier!r} 要求 {metric!r} 达到 {need}，而它最多只能是 {most}。",
            "{why}没有会员能升至该级。",
            "降低门槛，或放宽限制该指标的条件。",
        ),
    },
    "tier_trivial": {
        "en": (
            "Everybody meets the condition of {tier!r}: {name} is never below {least}.",
            "Everybody stands on it from the first day, so it says nothing of a member.",
            "Raise the threshold, or leave the tier out.",
        ),
        "zh": (
            "所有会员都满足等级 {tier!r} 的条件：{name} 不会低于 {least}。",
            "会员从第一天起就在该级，等级失去意义。",
            "提高门槛，或去掉该等级。",
        ),
    },
    "goal_unreachable": {
        "en": (
            "The goal asks for {need} of {metric!r}, which can never be more than {most}.",
            "{why} Nobody can reach it.",
            "Lower the target, or raise what holds the metric down.",
        ),
        "zh": (
            "目标要求 {metric!r} 达到 {need}，而它最多只能是 {most}。",
            "{why}没有会员能达成。",
            "降低目标值，或放宽限制该指标的条件。",
        ),
    },
    "reward_unreachable": {
        "en": (
            "At the limits a member earns {most} in {wallet!r} before the first points expire, and the least "
            "redemption is {minimum}.",
            "Points expire before anybody can spend them.",
            "Lower the minimum, raise the limits, or let points be good for longer.",
        ),
        "zh": (
            "按上限计算，会员在首批积分过期前最多获得 {most} 个 {wallet!r}，而起兑数量为 {minimum}。",
            "积分在可以使用之前就会过期。",
            "降低起兑数量、提高上限，或延长有效期。",
        ),
    },
    "rule_twice": {
        "en": (
            "The rule says the same as {other!r}.",
            "Both give, so members get the points twice.",
            "Remove one of them, or let their conditions differ.",
        ),
        "zh": (
            "该规则与 {other!r} 完全相同。",
            "两条规则都会发放，会员将获得双份积分。",
            "删除其中一条，或区分两者的条件。",
        ),
    },
    "rule_shadowed": {
        "en": (
            "Whenever the rule holds, {other!r} of the same group holds, too, and wins.",
            "The group keeps one of its rules, so this one never gives anything.",
            "Give it more points, a higher priority, or another condition.",
        ),
        "zh": (
            "只要该规则成立，同组的 {other!r} 也成立并且胜出。",
            "该组只保留一条规则，因此本规则永远不会发放。",
            "提高其积分或优先级，或修改条件。",
        ),
    },
    "multiplier_shadowed": {
        "en": (
            "Whenever the multiplier holds, {other!r} of the same group holds, too, and wins.",
            "The group keeps one of its multipliers, so this one has no effect.",
            "Give it a larger factor, a higher priority, or another condition.",
        ),
        "zh": (
            "只要该倍率成立，同组的 {other!r} 也成立并且胜出。",
            "该组只保留一个倍率，因此本倍率不起作用。",
            "提高其倍数或优先级，或修改条件。",
        ),
    },
    "exposure_unlimited": {
        "en": (
            "The rule gives points for {event!r} without a limit or a budget.",
            "An activity costs its sender nothing and can be sent any number of times: shares, referrals and check-ins "
            "are what fraud begins with.",
            "Give the rule a limit by day or month, give the wallet one, or set a budget.",
        ),
        "zh": (
            "该规则对 {event!r} 发放积分，且没有上限或预算。",
            "互动行为没有成本，可以无限次发送：分享、推荐、签到往往是作弊的起点。",
            "为规则或积分类型设置每日或每月上限，或设置预算。",
        ),
    },
    "factors_unlimited": {
        "en": (
            "Multipliers together may give {factor} times the points of the rule, and nothing limits it.",
            "One large order on the right day costs that many times what was planned.",
            "Give the rule or the wallet a limit, or put the multipliers into a group of mode best.",
        ),
        "zh": (
            "多个倍率叠加最高可达 {factor} 倍，且没有任何上限。",
            "特定日期的一笔大额订单就会让成本翻数倍。",
            "为规则或积分类型设置上限，或将倍率放入 best 模式的叠加组。",
        ),
    },
    "over_already": {
        "en": (
            "It ended on {ends_on}.",
            "Nothing that happens from now on can meet it.",
            "Move the date, or remove it: points it gave stay as they are.",
        ),
        "zh": (
            "它已于 {ends_on} 结束。",
            "今后发生的任何事件都不会再匹配。",
            "修改日期或将其删除：已发放的积分不受影响。",
        ),
    },
}
