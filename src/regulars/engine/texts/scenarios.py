"""Findings about scenarios."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

SCENARIOS: dict[str, _Texts] = {
    "scenario_programme_unknown": {
        "en": (
            "There is no programme {name!r}.",
            "The scenario runs under it.",
            "Name a file, put it into a folder programmes beside this one, or write the whole programme here.",
        ),
        "zh": (
            "没有计划 {name!r}。",
            "场景要在该计划下运行。",
            "请写出文件路径，或将其放入旁边的 programmes 文件夹，或在此处写出完整的计划。",
        ),
    },
    "scenario_type_unknown": {
        "en": ("{given!r} is not a type of event.", "The engine knows only {known}.", "Use one of them."),
        "zh": ("{given!r} 不是事件类型。", "可用类型只有 {known}。", "请选用其中之一。"),
    },
    "scenario_time_unreadable": {
        "en": (
            "{given!r} is not a time such as 2026-03-08 01:30.",
            "Events are put in order by their times.",
            "Write day and time of the programme's time zone, or an instant with its offset.",
        ),
        "zh": (
            "{given!r} 不是时间，应写作 2026-03-08 01:30。",
            "事件按时间先后排列。",
            "请写计划时区内的日期和时间，或带时差的时刻。",
        ),
    },
    "scenario_wallet_unknown": {
        "en": ("There is no wallet {given!r}.", "The programme has only {known}.", "Name one of them."),
        "zh": ("没有积分账户 {given!r}。", "计划中只有 {known}。", "请选用其中之一。"),
    },
    "scenario_wallet_missing": {
        "en": ("Several wallets can be spent from.", "The event must say which it means.", "Name one of {known}."),
        "zh": ("可使用的积分账户不止一个。", "事件必须说明是哪一个。", "请写明其中之一：{known}。"),
    },
    "scenario_decimals": {
        "en": ("{given} has more than {decimals} decimals.", "It could not be kept exactly.", "Round it."),
        "zh": ("{given} 的小数位超过 {decimals} 位。", "无法精确记录。", "请取整到该位数。"),
    },
    "scenario_tier_unknown": {
        "en": ("There is no tier {given!r}.", "The ladder has only {known}.", "Name one of them."),
        "zh": ("没有等级 {given!r}。", "等级体系中只有 {known}。", "请选用其中之一。"),
    },
    "scenario_rule_unknown": {
        "en": (
            "There is no rule {given!r}.",
            "A cap is the most that a rule may give.",
            "Name one that is there.",
        ),
        "zh": ("没有规则 {given!r}。", "封顶值是一条规则最多可发放的积分。", "请写计划中的规则。"),
    },
    "scenario_refund_ambiguous": {
        "en": ("A refund is by amount or by lines, not both.", "They could contradict each other.", "Remove one."),
        "zh": ("退款只能按金额或按商品行，不能两者兼有。", "两者可能互相矛盾。", "请删除其中之一。"),
    },
    "scenario_purchase_empty": {
        "en": ("A purchase has an amount or lines.", "Without them nothing was bought.", "Add amount or lines."),
        "zh": ("消费必须有金额或商品行。", "否则等于没有消费。", "请填写 amount 或 lines。"),
    },
}
