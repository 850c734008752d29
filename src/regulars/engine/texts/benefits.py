"""Findings about benefits and choices, and about what higher tiers have less of."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

BENEFITS: dict[str, _Texts] = {
    "benefit_lost": {
        "en": (
            "The tier {tier!r} does not have the benefit {benefit!r}, which the lower tier {lower!r} has.",
            "Members would lose it by rising.",
            "Give it to {tier!r} too, or name it under `replaces` of what {tier!r} has instead.",
        ),
        "zh": (
            "等级 {tier!r} 没有权益 {benefit!r}，而更低的等级 {lower!r} 拥有它。",
            "会员升级后反而失去该权益。",
            "同样授予 {tier!r}，或在 {tier!r} 的替代权益的 replaces 中写明它。",
        ),
    },
    "quota_falls": {
        "en": (
            "The tier {tier!r} may use {benefit!r} {here} times a year, and the lower tier {lower!r} {there}.",
            "Members would lose by rising.",
            "Give {tier!r} a quota that comes to {there} or more a year.",
        ),
        "zh": (
            "等级 {tier!r} 每年可用权益 {benefit!r} {here} 次，而更低的等级 {lower!r} 为 {there}。",
            "会员升级后反而吃亏。",
            "将 {tier!r} 的额度设为每年 {there} 或更多。",
        ),
    },
    "terms_fall": {
        "en": (
            "Of {benefit!r} the tier {tier!r} has {field} {here}, and the lower {lower!r} has {there}: a worse deal.",
            "Members would lose by rising.",
            "Bring {field} of {tier!r} to {there} or better.",
        ),
        "zh": (
            "权益 {benefit!r} 的 {field}：等级 {tier!r} 为 {here}，更低的等级 {lower!r} 为 {there}，高等级反而更差。",
            "会员升级后反而吃亏。",
            "将 {tier!r} 的 {field} 调整到不差于 {there}。",
        ),
    },
    "picks_fall": {
        "en": (
            "Of the choice {choice!r} the tier {tier!r} may take {here}, and the lower tier {lower!r} {there}.",
            "Members would lose by rising.",
            "Let {tier!r} take {there} or more.",
        ),
        "zh": (
            "自选权益 {choice!r}：等级 {tier!r} 可选 {here} 项，而更低的等级 {lower!r} 可选 {there} 项。",
            "会员升级后反而吃亏。",
            "让 {tier!r} 可选 {there} 项或更多。",
        ),
    },
    "scenes_fewer": {
        "en": (
            "No benefit of the tier {tier!r} matters for: {scenes}; those of the lower tier {lower!r} do.",
            "A higher tier is felt on every side of what members do with you, or not at all.",
            "Give {tier!r} a benefit for these scenes.",
        ),
        "zh": (
            "等级 {tier!r} 的权益没有覆盖以下场景：{scenes}，而更低的等级 {lower!r} 覆盖了。",
            "高等级的体验应覆盖会员与你往来的每个场景。",
            "为 {tier!r} 增加这些场景的权益。",
        ),
    },
    "worth_falls": {
        "en": (
            "The benefits of {tier!r} are worth {here} {currency} a year to a member, those of {lower!r} {there}.",
            "Members would lose by rising: what replaces a benefit is worth less than what was there.",
            "Raise quotas or worth of what {tier!r} has, or keep the benefits of {lower!r} beside it.",
        ),
        "zh": (
            "等级 {tier!r} 的权益每年对会员值 {here} {currency}，而更低的等级 {lower!r} 的值 {there}。",
            "会员升级后反而吃亏：替代的权益不如原来的值钱。",
            "提高 {tier!r} 权益的额度或价值，或保留 {lower!r} 的权益。",
        ),
    },
    "tier_adds_nothing": {
        "en": (
            "The tier {tier!r} has no benefit that the lower tier {lower!r} does not have as well.",
            "Nobody strives for a tier that brings nothing new.",
            "Give {tier!r} one more benefit, a higher quota or better terms.",
        ),
        "zh": (
            "等级 {tier!r} 的权益与更低的等级 {lower!r} 完全一样。",
            "没有新权益的等级，会员没有动力去争取。",
            "为 {tier!r} 增加权益、提高额度或改善条件。",
        ),
    },
    "terms_missing": {
        "en": (
            "A benefit of the kind “{kind}” says nothing of {field}.",
            "Without it nobody knows what a use of it gives.",
            "Say `{field}` under `terms`.",
        ),
        "zh": (
            "“{kind}”类权益缺少 {field}。",
            "没有它，就不知道使用一次能得到什么。",
            "在 terms 中填写 {field}。",
        ),
    },
    "terms_unused": {
        "en": (
            "A benefit of the kind “{kind}” has no use for {field}.",
            "It would be shown and never kept to.",
            "Remove it. This kind has: {known}.",
        ),
        "zh": (
            "“{kind}”类权益不使用 {field}。",
            "写了也不会生效。",
            "删除该字段。此类权益可用：{known}。",
        ),
    },
    "quota_without_period": {
        "en": (
            "The quota {quota} has no period.",
            "It is not known whether it comes again.",
            "Say `per: month`, `per: year`, or `per: lifetime`.",
        ),
        "zh": (
            "额度 {quota} 没有周期。",
            "无法判断额度何时恢复。",
            "填写 per: month、per: year 或 per: lifetime。",
        ),
    },
    "period_without_quota": {
        "en": (
            "The period {period} has no quota.",
            "Without a quota there is no limit, and a period means nothing.",
            "Say how many uses it has, `quota: 2`, or remove `per`.",
        ),
        "zh": (
            "周期 {period} 没有额度。",
            "没有额度即不限次，周期没有意义。",
            "填写 quota（如 quota: 2），或删除 per。",
        ),
    },
    "quota_of_unused": {
        "en": (
            "A benefit of the kind “{kind}” has a quota.",
            "It is not used up: it holds as long as the member has it.",
            "Remove `quota` and `per`.",
        ),
        "zh": (
            "“{kind}”类权益设置了额度。",
            "此类权益不会被用掉，拥有期间一直有效。",
            "删除 quota 和 per。",
        ),
    },
    "benefit_without_cost": {
        "en": (
            "The benefit {benefit!r} does not say what a use costs.",
            "What the programme costs, and what a draft would cost, is counted without it.",
            "Say `cost`, what one use costs you on average; 0 if nothing.",
        ),
        "zh": (
            "权益 {benefit!r} 没有填写单次成本。",
            "计划成本与草案的成本对比都不会计入它。",
            "填写 cost：平均每次使用的成本；没有成本写 0。",
        ),
    },
    "cost_above_worth": {
        "en": (
            "A use of {benefit!r} costs {cost} and is worth {worth} to a member.",
            "The same money in points or cash would please members more.",
            "Find out what members think of it, or put something else in its place.",
        ),
        "zh": (
            "权益 {benefit!r} 单次成本 {cost}，会员感知价值只有 {worth}。",
            "同样的钱换成积分或现金，会员更满意。",
            "核实会员的感知价值，或换成别的权益。",
        ),
    },
    "moment_of_lines": {
        "en": (
            "The condition speaks of basket lines.",
            "A moment is an event as a whole.",
            "Use the event's own columns: its name, amount, store, channel, and the attributes of the programme.",
        ),
        "zh": (
            "条件涉及商品行。",
            "即时权益只看整个事件。",
            "改用事件自身的列：名称、金额、门店、渠道以及计划的事件属性。",
        ),
    },
    "benefit_of_nobody": {
        "en": (
            "Nobody has the benefit {benefit!r}.",
            "It stands in the library and reaches no member.",
            "Give it to tiers, an occasion or a choice, or say `by_hand: true`.",
        ),
        "zh": (
            "没有人拥有权益 {benefit!r}。",
            "它只在权益库里，任何会员都得不到。",
            "授予等级、某个时机或自选权益，或填写 by_hand: true。",
        ),
    },
    "occasion_of_unused": {
        "en": (
            "A benefit of the kind “{kind}” is not used up, and this is about single uses.",
            "It simply holds for those on its tiers.",
            "Remove this, or take another kind.",
        ),
        "zh": (
            "“{kind}”类权益不会被用掉，而这里说的是单次使用。",
            "它对相应等级的会员一直有效。",
            "删除这一项，或改用其他类型。",
        ),
    },
    "shared_without_pools": {
        "en": (
            "The benefit {benefit!r} is shared with the family, and the programme has no pools.",
            "Nobody has a family to share it with.",
            "Say `pools`, or remove `shared`.",
        ),
        "zh": (
            "权益 {benefit!r} 可与家人共享，但计划没有家庭共享。",
            "没有家庭可以共享。",
            "填写 pools，或删除 shared。",
        ),
    },
    "replaces_itself": {
        "en": (
            "The benefit {benefit!r} replaces itself.",
            "It can stand only in another one's place.",
            "Remove it from `replaces`.",
        ),
        "zh": (
            "权益 {benefit!r} 替代了自己。",
            "只能替代别的权益。",
            "从 replaces 中删除它。",
        ),
    },
    "choice_twice": {
        "en": (
            "The benefit {benefit!r} stands twice in the choice.",
            "It can be taken once.",
            "Remove it here.",
        ),
        "zh": (
            "自选权益中 {benefit!r} 出现了两次。",
            "每项只能选一次。",
            "删除此处。",
        ),
    },
    "picks_above_benefits": {
        "en": (
            "{pick} may be taken of {benefits} benefits.",
            "There are not as many.",
            "Lower the number, or add benefits to the choice.",
        ),
        "zh": (
            "{benefits} 项权益中可选 {pick} 项。",
            "没有这么多可选。",
            "降低数量，或增加备选权益。",
        ),
    },
    "picks_everything": {
        "en": (
            "All {pick} benefits may be taken.",
            "There is nothing to choose.",
            "Give them to the tier outright, or add benefits to the choice.",
        ),
        "zh": (
            "全部 {pick} 项权益都可以选。",
            "没有选择的余地。",
            "直接授予该等级，或增加备选权益。",
        ),
    },
    "benefit_over": {
        "en": (
            "The benefit {benefit!r} has been over since {ends_on}.",
            "Nobody has it any more.",
            "Remove it, or move `ends_on`.",
        ),
        "zh": (
            "权益 {benefit!r} 已于 {ends_on} 结束。",
            "已没有人拥有它。",
            "删除它，或推迟 ends_on。",
        ),
    },
}
