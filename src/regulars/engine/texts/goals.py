"""Findings about goals and policies."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

GOALS: dict[str, _Texts] = {
    "goal_points_without_wallet": {
        "en": (
            "The goal has points without a wallet.",
            "A goal that awards points says how many and where.",
            "Give both wallet and points, or neither.",
        ),
        "zh": (
            "目标填写了积分但没有账户。",
            "奖励积分的目标需说明数量和账户。",
            "wallet 和 points 都填，或都不填。",
        ),
    },
    "goal_wallet_without_points": {
        "en": (
            "The goal has a wallet without points.",
            "A goal that awards points says how many and where.",
            "Give both wallet and points, or neither.",
        ),
        "zh": (
            "目标填写了账户但没有积分。",
            "奖励积分的目标需说明数量和账户。",
            "wallet 和 points 都填，或都不填。",
        ),
    },
    "goal_not_repeated": {
        "en": (
            "The goal has {field} and is not repeated.",
            "It is about how often a goal is reached, so it would have no effect.",
            "Set repeat to true, or remove {field}.",
        ),
        "zh": (
            "目标填写了 {field} 但不可重复。",
            "该字段与达成次数有关，因此不起作用。",
            "将 repeat 设为 true，或删除 {field}。",
        ),
    },
    "goal_surplus_uncut": {
        "en": (
            "The goal loses surplus, and nothing cuts it.",
            "Only progress beyond at_most can be lost.",
            "Give at_most, or remove surplus.",
        ),
        "zh": (
            "目标设置为舍弃超出部分，但没有单次上限。",
            "只有超出 at_most 的进度才会被舍弃。",
            "填写 at_most，或删除 surplus。",
        ),
    },
    "goal_repeats_streak": {
        "en": (
            "The goal is repeated on a streak.",
            "A streak is a length, not an amount that could hold the target several times.",
            "Remove repeat, or use a metric that counts.",
        ),
        "zh": (
            "可重复目标使用了连续统计指标。",
            "连续统计是长度，不能按目标值分成若干份。",
            "删除 repeat，或改用计数类指标。",
        ),
    },
    "goal_repeats_rolling": {
        "en": (
            "The goal is repeated on a rolling window.",
            "Such a window begins anew each day, so the same progress would be rewarded again and again.",
            "Use a calendar, anniversary or lifetime window, or remove repeat.",
        ),
        "zh": (
            "可重复目标使用了滚动窗口。",
            "滚动窗口每天都重新开始，同一进度会被反复奖励。",
            "改用自然周期、入会周年或终身窗口，或删除 repeat。",
        ),
    },
    "goal_repeats_too_large": {
        "en": (
            "What the goal could give at once is too large.",
            "The largest metric holds the target so often that points would leave the range of exact 64-bit numbers.",
            "Give at_most, raise the target, or lower the points.",
        ),
        "zh": (
            "该目标一次可能发放的积分过大。",
            "指标的最大值包含目标值的次数过多，积分会超出 64 位整数的精确范围。",
            "填写 at_most、提高目标值，或减少积分。",
        ),
    },
    "policy_unused": {
        "en": (
            "{field} is set to {value}, which has no effect.",
            "It matters only with {other}.",
            "Set {other}, or remove {field}.",
        ),
        "zh": (
            "{field} 设置为 {value}，但不起作用。",
            "只有在 {other} 时才有意义。",
            "设置 {other}，或删除 {field}。",
        ),
    },
    "recomputed_unused": {
        "en": (
            "Refunds read anew what is left of a sale, and no rule depends on what changes.",
            "Rules that name neither amounts nor lines give the same for what is left.",
            "Use line_exact, or rules with conditions on amounts or lines.",
        ),
        "zh": (
            "退款后重新计算剩余订单，但没有规则受其影响。",
            "没有规则的条件涉及金额或明细行，重新计算的结果不变。",
            "改用 line_exact，或使用与金额、明细行有关的规则。",
        ),
    },
}
