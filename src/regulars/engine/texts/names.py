"""Findings about ids, and what they name."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

NAMES: dict[str, _Texts] = {
    "unknown_currency": {
        "en": (
            "There is no currency {name!r}.",
            "Amounts are kept in the currency's minor unit, so its decimals must be known.",
            "{near}",
        ),
        "zh": (
            "没有币种 {name!r}。",
            "金额以该币种的最小单位保存，必须知道其小数位。",
            "{near}",
        ),
    },
    "unknown_zone": {
        "en": (
            "There is no time zone {name!r}.",
            "Days, weeks and months of the programme are those of its time zone.",
            "{near}",
        ),
        "zh": (
            "没有时区 {name!r}。",
            "会员计划的日、周、月以该时区为准。",
            "{near}",
        ),
    },
    "id_twice": {
        "en": (
            "The id {name!r} stands at {earlier} already.",
            "An id names one thing in the ledger and in expressions.",
            "Give one of the two another id.",
        ),
        "zh": (
            "编号 {name!r} 已在 {earlier} 使用。",
            "一个编号在账本和表达式中只代表一项。",
            "更改其中一个的编号。",
        ),
    },
    "name_taken": {
        "en": (
            "The name {name!r} is taken.",
            "Expressions know a column, an attribute or a balance by this name.",
            "Choose another id.",
        ),
        "zh": (
            "名称 {name!r} 已被占用。",
            "表达式中已有同名的列、属性或余额。",
            "换一个编号。",
        ),
    },
    "unknown_part": {
        "en": (
            "There is no {kind} {name!r}.",
            "It names a {kind} of this programme.",
            "{near}",
        ),
        "zh": (
            "没有{kind} {name!r}。",
            "这里应填写本会员计划中的{kind}。",
            "{near}",
        ),
    },
}
