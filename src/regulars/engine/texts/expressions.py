"""What is wrong with an expression."""

from __future__ import annotations

from typing import Literal

_Texts = dict[Literal["zh", "en"], tuple[str, str, str]]

EXPRESSIONS: dict[str, _Texts] = {
    "not_complete": {
        "en": (
            "This is not a complete expression.",
            "A quotation mark is opened and not closed.",
            "Put texts between two single quotation marks.",
        ),
        "zh": (
            "表达式不完整。",
            "引号没有成对。",
            "文本应写在一对单引号之间。",
        ),
    },
    "not_one": {
        "en": (
            "There must be exactly one expression.",
            "A condition or amount is one value.",
            "Write one expression.",
        ),
        "zh": (
            "必须恰好有一个表达式。",
            "一个条件或金额只有一个值。",
            "只写一个表达式。",
        ),
    },
    "not_sql": {
        "en": (
            "This is not an SQL expression.",
            "It cannot be read near {near!r}.",
            "Write it as after WHERE, for example: amount >= 100 and category in ('coffee', 'tea').",
        ),
        "zh": (
            "这不是 SQL 表达式。",
            "在 {near!r} 附近无法读取。",
            "按 WHERE 之后的写法，例如 amount >= 100 and category in ('coffee', 'tea')。",
        ),
    },
    "too_long": {
        "en": (
            "This expression is too long or too deeply nested.",
            "At most {nodes} parts and {nesting} levels are allowed.",
            "Split it into several rules or metrics.",
        ),
        "zh": (
            "表达式过长或嵌套过深。",
            "最多允许 {nodes} 个部分、{nesting} 层嵌套。",
            "拆分为多条规则或多个指标。",
        ),
    },
    "function_unknown": {
        "en": (
            "The function {name} is not known here.",
            "Expressions are kept to what the engine and every database answer alike.",
            "Use one of {listed}.",
        ),
        "zh": (
            "此处没有函数 {name}。",
            "表达式只支持引擎与各数据库结果一致的写法。",
            "可选：{listed}。",
        ),
    },
    "division_unknown": {
        "en": (
            "Division is not known here.",
            "Expressions are kept to what the engine and every database answer alike.",
            "Multiply the other side instead, or set points and per in the award.",
        ),
        "zh": (
            "此处不支持除法。",
            "表达式只支持引擎与各数据库结果一致的写法。",
            "改为将另一边相乘，或在奖励中设置 points 和 per。",
        ),
    },
    "form_unknown": {
        "en": (
            "{text!r} is not known here.",
            "Expressions are kept to what the engine and every database answer alike.",
            "See docs/reference/expressions.md for the operators that may be used.",
        ),
        "zh": (
            "此处不支持 {text!r}。",
            "表达式只支持引擎与各数据库结果一致的写法。",
            "可用的运算符见 docs/reference/expressions.md。",
        ),
    },
    "name_hidden": {
        "en": (
            "{name!r} cannot be used here.",
            "{reason}",
            "Use another name or a rule instead.",
        ),
        "zh": (
            "此处不能使用 {name!r}。",
            "{reason}",
            "换用其他名称，或改用规则。",
        ),
    },
    "name_unknown": {
        "en": (
            "There is no name {name!r}.",
            "Only listed columns and metrics can be used.",
            "{near}",
        ),
        "zh": (
            "没有名称 {name!r}。",
            "只能使用列出的列和指标。",
            "{near}",
        ),
    },
    "number_unreadable": {
        "en": (
            "{text!r} is not a number as written here.",
            "Numbers have at most 15 digits before the point and 6 after it.",
            "Write it as 1000 or 19.90.",
        ),
        "zh": (
            "{text!r} 不是有效的数字。",
            "小数点前最多 15 位，小数点后最多 6 位。",
            "写成 1000 或 19.90。",
        ),
    },
    "not_ordered": {
        "en": (
            "Here {kind} is put in order.",
            "Databases sort texts differently, so only numbers, money, points and tiers have an order.",
            "Use =, <>, in or like.",
        ),
        "zh": (
            "此处对{kind}比较大小。",
            "各数据库的文本排序不同，只有数字、金额、积分和等级可比较大小。",
            "使用 =、<>、in 或 like。",
        ),
    },
    "list_not_written": {
        "en": (
            "The list after in may hold only written values.",
            "It is compared with each value of the list.",
            "Join comparisons with or instead.",
        ),
        "zh": (
            "in 之后的列表只能是直接写出的值。",
            "它会与列表中的每个值比较。",
            "改用 or 连接多个比较。",
        ),
    },
    "list_empty": {
        "en": (
            "The list after in has no values.",
            "A value is looked for among those written there.",
            "Write at least one value between the brackets.",
        ),
        "zh": (
            "in 之后的列表为空。",
            "需要在列表的值中查找。",
            "括号中至少写一个值。",
        ),
    },
    "pattern_not_written": {
        "en": (
            "The pattern after like must be a written text without a backslash.",
            "Databases read backslashes in patterns differently.",
            "Use % for any characters and _ for one.",
        ),
        "zh": (
            "like 之后必须是直接写出且不含反斜杠的文本。",
            "各数据库对反斜杠的处理不同。",
            "用 % 表示任意字符，用 _ 表示一个字符。",
        ),
    },
    "product_of_units": {
        "en": (
            "Here {one} is multiplied by {other}.",
            "The result would be neither.",
            "Multiply by a whole number.",
        ),
        "zh": (
            "此处{one}与{other}相乘。",
            "结果既不是前者也不是后者。",
            "请乘以整数。",
        ),
    },
    "function_arguments": {
        "en": (
            "{name} takes {wanted} values and has {given}.",
            "Each function takes a certain number of values.",
            "See docs/reference/expressions.md for what it takes.",
        ),
        "zh": (
            "{name} 需要 {wanted} 个值，实际有 {given} 个。",
            "每个函数需要一定数量的值。",
            "用法见 docs/reference/expressions.md。",
        ),
    },
    "only_nulls": {
        "en": (
            "Here are only nulls.",
            "What is chosen has no kind.",
            "Write at least one value.",
        ),
        "zh": (
            "此处只有 null。",
            "无法确定结果的类型。",
            "至少写一个值。",
        ),
    },
    "null_compared": {
        "en": (
            "Here a value is compared with null.",
            "Nothing is equal to null, not even null.",
            "Write is null or is not null.",
        ),
        "zh": (
            "此处将值与 null 比较。",
            "任何值都不等于 null，null 也不例外。",
            "写成 is null 或 is not null。",
        ),
    },
    "calculation_too_large": {
        "en": (
            "This calculation can become too large.",
            "With the largest values its parts can have, it would leave the range of exact 64-bit numbers.",
            "Multiply by smaller numbers or leave out a factor.",
        ),
        "zh": (
            "该计算的结果可能过大。",
            "各部分取最大值时会超出 64 位整数的精确范围。",
            "乘以更小的数，或去掉一个乘数。",
        ),
    },
    "number_needed": {
        "en": (
            "Here is {kind} where a number is needed.",
            "Only whole numbers, money and points can be calculated with or put in order.",
            "Use a column that holds a number.",
        ),
        "zh": (
            "此处需要数字，却是{kind}。",
            "只有整数、金额和积分可以计算或比较大小。",
            "使用数字类型的列。",
        ),
    },
    "kind_needed": {
        "en": (
            "Here is {kind} where {wanted} is needed.",
            "Each operator and function works on values of certain kinds.",
            "{mend}",
        ),
        "zh": (
            "此处需要{wanted}，却是{kind}。",
            "每个运算符和函数只适用于特定类型的值。",
            "{mend}",
        ),
    },
    "tier_unknown": {
        "en": (
            "There is no tier {tier!r}.",
            "A tier is compared with the id of a tier of this programme.",
            "Use one of {listed}.",
        ),
        "zh": (
            "没有等级 {tier!r}。",
            "等级应与本会员计划的等级编号比较。",
            "可选：{listed}。",
        ),
    },
    "decimals_of_kind": {
        "en": (
            "The number {number} has too many decimals.",
            "{why}",
            "Write it with fewer decimals.",
        ),
        "zh": (
            "数字 {number} 的小数位过多。",
            "{why}",
            "减少小数位。",
        ),
    },
    "points_of_two_sizes": {
        "en": (
            "Here points of wallets with different decimals meet.",
            "They are kept in different smallest units.",
            "Compare each with a number by itself.",
        ),
        "zh": (
            "此处出现小数位不同的两个账户的积分。",
            "它们的最小单位不同。",
            "分别与数字比较。",
        ),
    },
    "kinds_meet": {
        "en": (
            "Here {one} meets {other}.",
            "Only values of one kind can be compared, added or chosen from.",
            "Compare each with a value of its own kind.",
        ),
        "zh": (
            "此处{one}与{other}混用。",
            "只有同类的值才能比较、相加或选取。",
            "分别与同类的值比较。",
        ),
    },
    "lines_and_member": {
        "en": (
            "This part speaks of basket lines and of the member at once.",
            "Lines are chosen first, for all members alike.",
            "Join a part about lines and a part about the member with and, or write two rules.",
        ),
        "zh": (
            "这一部分同时涉及明细行和会员。",
            "明细行先行筛选，对所有会员一致。",
            "用 and 连接明细行部分和会员部分，或写成两条规则。",
        ),
    },
    "text_of_member": {
        "en": (
            "Here a text depends on the member.",
            "What depends on the member is calculated with numbers, so its texts are compared with written ones only.",
            "Compare an attribute with a written text by =, <> or in, and join such comparisons with and, or.",
        ),
        "zh": (
            "此处的文本取决于会员。",
            "与会员有关的部分以数字计算，其文本只能与直接写出的文本比较。",
            "用 =、<> 或 in 将属性与直接写出的文本比较，再用 and、or 连接。",
        ),
    },
}
