"""Findings about tiers and how members move on them."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

LADDER: dict[str, _Texts] = {
    "tier_without_enter": {
        "en": (
            "Nothing says when a member enters {tier!r}.",
            "Only the first tier is without conditions: everybody stands on it.",
            "Give enter, for example a metric with a threshold.",
        ),
        "zh": (
            "没有说明会员何时升至 {tier!r}。",
            "只有第一级没有条件，所有会员默认处于第一级。",
            "填写 enter，例如某个指标达到的门槛。",
        ),
    },
    "first_tier_condition": {
        "en": (
            "The first tier has a condition.",
            "Everybody stands on the first tier, so it would have no effect.",
            "Remove {field}, or put a tier without conditions before it.",
        ),
        "zh": (
            "第一级设置了条件。",
            "所有会员默认处于第一级，因此不起作用。",
            "删除 {field}，或在前面增加一个无条件的等级。",
        ),
    },
    "nobody_falls": {
        "en": (
            "{field} is set, and there is no review or evaluation.",
            "Without them nobody falls, so it has hardly any effect.",
            "Give review or evaluation, or remove it.",
        ),
        "zh": (
            "设置了 {field}，但没有等级评估或评定。",
            "没有评估或评定就不会降级，因此几乎不起作用。",
            "填写 review 或 evaluation，或删除该字段。",
        ),
    },
    "trial_on_first": {
        "en": (
            "The trial is the first tier.",
            "Everybody stands on it anyway, so it would have no effect.",
            "Name a higher tier, or remove trial.",
        ),
        "zh": (
            "体验等级是第一级。",
            "所有会员本来就处于第一级，因此不起作用。",
            "填写更高的等级，或删除 trial。",
        ),
    },
    "threshold_not_above": {
        "en": (
            "The threshold on {name} is not above that of the tier before.",
            "Whoever enters the lower tier by it enters this one too, and skips the lower.",
            "Raise it above {least}.",
        ),
        "zh": (
            "{name} 的门槛没有高于前一等级。",
            "达到低一级门槛的会员会同时达到本级，从而跳过低一级。",
            "将门槛提高到 {least} 以上。",
        ),
    },
    "keep_above_enter": {
        "en": (
            "Keeping the tier needs more {name} than entering it.",
            "A member who just entered may fall at the next review.",
            "Lower the threshold of keep to that of enter or below.",
        ),
        "zh": (
            "保级所需的 {name} 高于升级门槛。",
            "刚升级的会员可能在下次评估时降级。",
            "将保级门槛降到不高于升级门槛。",
        ),
    },
    "colour_contrast": {
        "en": (
            "White text on {colour} has a contrast of {contrast} to 1.",
            "People read text on tier badges from a contrast of {least} to 1 on.",
            "Choose a darker colour.",
        ),
        "zh": (
            "白色文字在 {colour} 上的对比度为 {contrast}:1。",
            "等级徽章上的文字至少需要 {least}:1 的对比度才易于阅读。",
            "选择更深的颜色。",
        ),
    },
    "brand_contrast": {
        "en": (
            "{colour} has a contrast of {contrast} to 1 with {ground}.",
            "Members read text in or on this colour from a contrast of {least} to 1 on.",
            "Choose a darker `colour`, or a lighter `dark_colour`.",
        ),
        "zh": (
            "{colour} 与 {ground} 的对比度为 {contrast}:1。",
            "会员中心的文字至少需要 {least}:1 的对比度才易于阅读。",
            "选择更深的 `colour`，或更浅的 `dark_colour`。",
        ),
    },
}
