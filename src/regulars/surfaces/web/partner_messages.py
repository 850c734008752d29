"""Texts of what is refused about partners: English, then Chinese. See `messages`."""

PARTNER_MESSAGES: dict[str, tuple[str, str]] = {
    "partner_amount_invalid": (
        "{given} cannot be right here. Give a whole number above zero, and no time that is still to come.",
        "{given} 不正确；请填写大于零的整数，时间不能晚于现在。",
    ),
    "partner_amount_too_small": (
        "{given} comes to nothing at the rate of the day. Exchange more at once.",
        "按当日比率，{given} 不足以兑换，请增加数量。",
    ),
    "partner_books_unreadable": (
        "Line {line} cannot be read. Bring a CSV with the columns reference and points.",
        "第 {line} 行无法识别，请提供含“流水号”和“积分”两列的 CSV。",
    ),
    "partner_cap_reached": (
        "This is beyond the partner's cap ({scope}); {left} points are left of it.",
        "超过该联盟伙伴的上限（{scope}），剩余额度 {left} 积分。",
    ),
    "partner_dispute_missing": ("There is no such difference.", "没有这条差异记录。"),
    "partner_exists": ("The code {partner} is taken. Choose another.", "编码“{partner}”已被使用，请换一个。"),
    "partner_foreign": (
        "This key does not act for {partner}. Use the key of that partner.",
        "此密钥不属于“{partner}”，请使用该伙伴自己的密钥。",
    ),
    "partner_inactive": (
        "Nothing is done for {partner} at present. Somebody has paused it.",
        "伙伴“{partner}”目前已暂停。",
    ),
    "partner_invalid": (
        "{field} is not what it must be: {given}. Codes begin with a letter, names have 1 to 100 characters in both"
        " languages, and the wallet is one to spend from.",
        "{field} 不正确：{given}。编码以小写字母开头，中英文名称各 1 到 100 字，积分账户须为可消费账户。",
    ),
    "partner_item_conflict": (
        "Something else was done under the reference {reference}. Use a reference of its own.",
        "流水号 {reference} 已用于另一笔业务，请使用新的流水号。",
    ),
    "partner_item_missing": ("Nothing was done under the reference {reference}.", "没有流水号为 {reference} 的业务。"),
    "partner_item_reversed": (
        "{reference} was reversed before, or is a reversal itself.",
        "{reference} 已冲正，或本身就是冲正记录。",
    ),
    "partner_key_refused": (
        "Key {key} cannot act for this partner. Choose a key of this programme that has scopes of partners only and"
        " acts for no other.",
        "密钥 {key} 不能用于该伙伴；请选择本计划中只有联盟权限且未绑定其他伙伴的密钥。",
    ),
    "partner_missing": ("There is no partner {given}.", "没有联盟伙伴“{given}”。"),
    "partner_rate_in_past": (
        "{day} has passed; rates hold from today or a later day on.",
        "{day} 已过去，比率只能从今天或以后的日期起生效。",
    ),
    "partner_rate_invalid": (
        "{given} cannot be a rate. Give a number above zero, at most a million, with at most six decimals.",
        "{given} 不是有效的比率；应大于零、不超过一百万，最多六位小数。",
    ),
    "partner_rate_missing": (
        "{partner} has no rate for {day}. Set one first.",
        "伙伴“{partner}”在 {day} 没有生效的比率，请先设置。",
    ),
    "partner_rate_taken": (
        "There is a rate from {day} on already. Rates never change; choose another day.",
        "{day} 起已有比率，且比率不可修改，请选择其他日期。",
    ),
    "partner_reference_invalid": (
        "{given} cannot be a reference. Give 1 to 100 printable characters without spaces at the ends.",
        "“{given}”不是有效的流水号，应为 1 到 100 个可见字符，首尾无空格。",
    ),
    "partner_statement_disputed": (
        "{number} differences in {period} are open. Decide them first.",
        "{period} 还有 {number} 条差异未处理，请先处理。",
    ),
    "partner_statement_earlier_open": (
        "{period} has not been issued. Issue months in their order.",
        "{period} 尚未出账，请按月份先后出账。",
    ),
    "partner_statement_open": (
        "{period} is not over. A statement is issued when its month has ended.",
        "{period} 尚未结束，月底之后才能出账。",
    ),
    "partner_statement_state": (
        "The statement of {period} is {state}; this cannot be done now.",
        "{period} 的账单状态为 {state}，不能执行此操作。",
    ),
}
