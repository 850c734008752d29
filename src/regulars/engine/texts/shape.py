"""What is wrong with the shape of a document: the text itself, its fields and their values."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

SHAPE: dict[str, _Texts] = {
    "text_too_long": {
        "en": (
            "It has {characters} characters.",
            "At most {most} are read.",
            "Make it shorter.",
        ),
        "zh": (
            "文档有 {characters} 个字符。",
            "最多读取 {most} 个字符。",
            "缩短文档。",
        ),
    },
    "yaml_broken": {
        "en": (
            "{place}{problem}.",
            "The text cannot be read as YAML.",
            "Mend that line; mind the indentation.",
        ),
        "zh": (
            "{place}{problem}。",
            "文本无法按 YAML 读取。",
            "修改该行，注意缩进。",
        ),
    },
    "yaml_unreadable": {
        "en": (
            "{problem}.",
            "The text cannot be read as YAML.",
            "Save it as UTF-8 text.",
        ),
        "zh": (
            "{problem}。",
            "文本无法按 YAML 读取。",
            "保存为 UTF-8 文本。",
        ),
    },
    "json_broken": {
        "en": (
            "It is no JSON: {problem}.",
            "The text cannot be read as JSON.",
            "Mend that place.",
        ),
        "zh": (
            "不是 JSON：{problem}。",
            "文本无法按 JSON 读取。",
            "修改该处。",
        ),
    },
    "field_missing": {
        "en": (
            "This field is missing.",
            "The document is not complete without it.",
            "Add it.",
        ),
        "zh": (
            "缺少此字段。",
            "没有它文档不完整。",
            "补上此字段。",
        ),
    },
    "field_unknown": {
        "en": (
            "There is no field {field!r} here.",
            "A field the engine does not know would silently have no effect.",
            "{near}",
        ),
        "zh": (
            "此处没有字段 {field!r}。",
            "引擎不认识的字段不会有任何作用。",
            "{near}",
        ),
    },
    "not_a_text": {
        "en": (
            "This is not a text.",
            "A text belongs here.",
            "Write a text, in quotation marks if need be.",
        ),
        "zh": (
            "这不是文本。",
            "此处应为文本。",
            "填写文本，必要时加引号。",
        ),
    },
    "text_empty": {
        "en": (
            "This text is empty.",
            "Something has to stand here.",
            "Write a text.",
        ),
        "zh": (
            "文本为空。",
            "此处不能留空。",
            "填写文本。",
        ),
    },
    "text_long": {
        "en": (
            "This text is too long.",
            "At most {max_length} characters fit.",
            "Shorten it.",
        ),
        "zh": (
            "文本过长。",
            "最多 {max_length} 个字符。",
            "缩短文本。",
        ),
    },
    "not_a_choice": {
        "en": (
            "{shown} is not one of the choices.",
            "Only {expected} are known.",
            "Use one of them.",
        ),
        "zh": (
            "{shown} 不在可选范围内。",
            "只能是 {expected}。",
            "选用其中之一。",
        ),
    },
    "not_above": {
        "en": (
            "{input} is too small.",
            "It has to be above {gt}.",
            "Use a larger number.",
        ),
        "zh": (
            "{input} 过小。",
            "必须大于 {gt}。",
            "改用更大的数。",
        ),
    },
    "too_small": {
        "en": (
            "{input} is too small.",
            "It has to be at least {ge}.",
            "Use a larger number.",
        ),
        "zh": (
            "{input} 过小。",
            "至少为 {ge}。",
            "改用更大的数。",
        ),
    },
    "too_large": {
        "en": (
            "{input} is too large.",
            "It may be at most {le}.",
            "Use a smaller number.",
        ),
        "zh": (
            "{input} 过大。",
            "最多为 {le}。",
            "改用更小的数。",
        ),
    },
    "decimals_kept": {
        "en": (
            "{input} has too many decimals.",
            "At most {decimal_places} are kept exactly.",
            "Write it with fewer decimals.",
        ),
        "zh": (
            "{input} 的小数位过多。",
            "最多精确保留 {decimal_places} 位。",
            "减少小数位。",
        ),
    },
    "entries_few": {
        "en": (
            "There are too few entries.",
            "At least {min_length} are needed.",
            "Add what is missing.",
        ),
        "zh": (
            "条目过少。",
            "至少需要 {min_length} 条。",
            "补上缺少的条目。",
        ),
    },
    "entries_many": {
        "en": (
            "There are too many entries.",
            "At most {max_length} are allowed.",
            "Remove some.",
        ),
        "zh": (
            "条目过多。",
            "最多允许 {max_length} 条。",
            "删除一些条目。",
        ),
    },
    "not_a_list": {
        "en": (
            "This is not a list.",
            "A list belongs here.",
            "Begin each entry with a dash.",
        ),
        "zh": (
            "这不是列表。",
            "此处应为列表。",
            "每个条目以短横线开头。",
        ),
    },
    "not_names": {
        "en": (
            "This is not a set of fields.",
            "Names with values belong here.",
            "Write field: value.",
        ),
        "zh": (
            "这不是一组字段。",
            "此处应为名称与值。",
            "写成 field: value。",
        ),
    },
    "not_fields": {
        "en": (
            "This is not a set of fields.",
            "Fields with values belong here.",
            "Write field: value.",
        ),
        "zh": (
            "这不是一组字段。",
            "此处应为字段与值。",
            "写成 field: value。",
        ),
    },
    "not_true_or_false": {
        "en": (
            "{shown} is neither true nor false.",
            "A yes or no belongs here.",
            "Write true or false.",
        ),
        "zh": (
            "{shown} 既不是 true 也不是 false。",
            "此处应为是或否。",
            "写成 true 或 false。",
        ),
    },
    "not_whole": {
        "en": (
            "{input} is not a whole number.",
            "Only whole numbers fit here.",
            "Write it without decimals.",
        ),
        "zh": (
            "{input} 不是整数。",
            "此处只能是整数。",
            "去掉小数。",
        ),
    },
    "not_a_number": {
        "en": (
            "{shown} is not a number.",
            "A number belongs here.",
            "Write a number such as 100 or 0.5.",
        ),
        "zh": (
            "{shown} 不是数字。",
            "此处应为数字。",
            "填写 100 或 0.5 这样的数字。",
        ),
    },
    "not_a_date": {
        "en": (
            "{shown} is not a date.",
            "A day of the calendar belongs here.",
            "Write it as 2026-01-31.",
        ),
        "zh": (
            "{shown} 不是日期。",
            "此处应为日历上的一天。",
            "写成 2026-01-31。",
        ),
    },
    "not_a_colour": {
        "en": (
            "{shown} is not a colour.",
            "Colours are red, green and blue in six digits.",
            "Write it as '#5b6b7b'.",
        ),
        "zh": (
            "{shown} 不是颜色。",
            "颜色由红、绿、蓝六位数字组成。",
            "写成 '#5b6b7b'。",
        ),
    },
    "not_a_currency": {
        "en": (
            "{shown} is not a currency code.",
            "It is the three capitals of ISO 4217.",
            "Write it as CNY or USD.",
        ),
        "zh": (
            "{shown} 不是币种代码。",
            "应为 ISO 4217 的三个大写字母。",
            "写成 CNY 或 USD。",
        ),
    },
    "not_an_id": {
        "en": (
            "{shown} is not an id.",
            "Ids stand in expressions and in the ledger: small letters, digits and _, a letter first, at most 40.",
            "Write it as growth_points.",
        ),
        "zh": (
            "{shown} 不是编号。",
            "编号用于表达式和账本：以小写字母开头，由小写字母、数字和 _ 组成，最多 40 个字符。",
            "写成 growth_points。",
        ),
    },
    "does_not_fit": {
        "en": (
            "{problem}.",
            "It does not fit the document.",
            "Correct it.",
        ),
        "zh": (
            "{problem}。",
            "不符合文档要求。",
            "请更正。",
        ),
    },
}
