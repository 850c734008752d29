"""What is wrong with functions over what happened, as segments call them."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

SEGMENTS: dict[str, _Texts] = {
    "argument_unknown": {
        "en": (
            "{function} has no argument {name}.",
            "Each function takes named arguments of its own.",
            "Use one of: {listed}.",
        ),
        "zh": ("{function} 没有参数 {name}。", "每个函数只接受自己的命名参数。", "可用的参数：{listed}。"),
    },
    "value_unknown": {
        "en": (
            "The value {value!r} never comes up there.",
            "The column has a few known values, and a condition on another one holds nobody.",
            "Use one of: {listed}.",
        ),
        "zh": (
            "没有取值 {value!r}。",
            "该列只有有限的几个取值，写成别的取值不会选中任何人。",
            "可用的取值：{listed}。",
        ),
    },
    "argument_no_text": {
        "en": (
            "{function} takes texts between its brackets.",
            "Events, columns and segments are named by texts.",
            "Put the name between single quotation marks, for example: events('purchase').",
        ),
        "zh": (
            "{function} 的括号内应为文本。",
            "事件、列和分群都用文本命名。",
            "把名称放在单引号之间，例如 events('purchase')。",
        ),
    },
    "argument_missing": {
        "en": (
            "{function} needs the argument {name}.",
            "Without it nobody knows how close together the steps have to be.",
            "Add it, for example: {name} => 7.",
        ),
        "zh": ("{function} 缺少参数 {name}。", "没有它就不知道各步骤相隔多久。", "补上参数，例如 {name} => 7。"),
    },
    "argument_no_days": {
        "en": (
            "{name} has to be a whole number of days.",
            "Windows are counted in days of 24 hours.",
            "Write a number from 1 to {most}.",
        ),
        "zh": ("{name} 必须是整数天数。", "时间窗口按 24 小时的天计算。", "填写 1 到 {most} 之间的数字。"),
    },
    "where_no_text": {
        "en": (
            "The condition after where has to be a text.",
            "It is asked of each event, not of the member.",
            'Put it between quotation marks, for example: where => "amount >= 100".',
        ),
        "zh": (
            "where 之后的条件必须是文本。",
            "它针对每个事件，而不是会员。",
            '放在引号之间，例如 where => "amount >= 100"。',
        ),
    },
    "segment_unknown": {
        "en": (
            "There is no segment {name}.",
            "in_segment asks for members of a segment that was saved.",
            "{near}",
        ),
        "zh": ("没有分群 {name}。", "in_segment 查询的是已保存的分群。", "{near}"),
    },
}
