"""Texts of what can be wrong with events, files and requests: English, then Chinese. See `messages`."""

EVENT_MESSAGES: dict[str, tuple[str, str]] = {
    "above_order_share": (
        "This is more than points may pay of this order. Spend fewer, or pay more of it with money.",
        "超过该订单可用积分抵扣的比例，请减少积分或增加现金支付。",
    ),
    "activity_name_reserved": (
        "An activity cannot be called {given}: that is a type of event. Send it as that type, or name it otherwise.",
        "活动不能命名为“{given}”，这是事件类型；请改用该类型发送，或换一个名称。",
    ),
    "amount_missing": (
        "A purchase needs an amount, or lines whose amounts add up to one.",
        "购买事件缺少金额，请提供 amount，或提供带金额的明细行。",
    ),
    "amount_negative": (
        "{given} is below zero. Send money given back as a refund.",
        "{given} 小于零；退还的款项请以退款事件发送。",
    ),
    "attribute_name": (
        "{given} cannot be the name of an attribute. Use letters, digits and underscores, at most 60.",
        "“{given}”不能作为属性名，请使用字母、数字和下划线，最多 60 个字符。",
    ),
    "attribute_type": (
        "The attribute {attribute} is {given}; it must be of the type {expected} (text of at most 500 characters).",
        "属性 {attribute} 的值为 {given}，应为 {expected} 类型（文本不超过 500 字）。",
    ),
    "below_minimum": (
        "This is fewer points than can be spent at once.",
        "低于单次消费的最低积分数。",
    ),
    "boolean_expected": (
        "{given} is neither true nor false.",
        "“{given}”不是 true 或 false。",
    ),
    "choice_unknown": (
        "{given} is not known here. Use {expected}.",
        "此处不能填“{given}”，可用：{expected}。",
    ),
    "currency_other": (
        "{given} is not the programme's currency. Convert the amounts to {expected}.",
        "币种 {given} 与计划币种不符，请换算为 {expected}。",
    ),
    "date_expected": (
        "{given} is not a date. Write it as 2026-03-31.",
        "“{given}”不是日期，请写成 2026-03-31 的形式。",
    ),
    "discount_too_large": (
        "The discount of the order is larger than the order. Check both amounts.",
        "订单优惠大于订单金额，请核对两者。",
    ),
    "event_conflict": (
        "Another event was taken in under this id. Send this one under an id of its own.",
        "该编号已用于另一事件，请为本事件使用新的编号。",
    ),
    "event_type_internal": (
        "Events of the type {given} cannot be sent: Regulars makes them itself. Use the operation that does this.",
        "“{given}”类型的事件由系统自行生成，不能发送，请改用相应的操作。",
    ),
    "event_type_missing": (
        "The event does not say what it is. Set type to one of: {known}.",
        "缺少事件类型，可选：{known}。",
    ),
    "event_type_unknown": (
        "{given} is not a type of event. Use one of: {known}.",
        "事件类型“{given}”不存在，可选：{known}。",
    ),
    "field_internal": (
        "Regulars fills this field itself. Take it out.",
        "此字段由系统自行填写，请删除。",
    ),
    "field_missing": (
        "This field is required.",
        "缺少此必填字段。",
    ),
    "field_misspelt": (
        "There is no such field. Did you mean {suggestion}? Own data goes into attributes.",
        "没有这个字段，是否应为 {suggestion}？自定义数据请放入 attributes。",
    ),
    "field_unknown": (
        "There is no such field. Take it out, or put it into attributes.",
        "没有这个字段，请删除，或放入 attributes。",
    ),
    "hold_not_open": (
        "No such hold is open, or it holds fewer points. It may have been captured, released or timed out.",
        "没有这笔有效的积分预占，或预占积分不足；可能已扣除、已释放或已超时。",
    ),
    "insufficient_points": (
        "There are not enough points for this.",
        "可用积分不足。",
    ),
    "internal_error": (
        "Something broke on our side; nothing of this was saved. Send it again, and tell whoever runs the server.",
        "服务器出错，本次内容未保存。请重试，并告知系统管理员。",
    ),
    "line_id_repeated": (
        "{given} names two lines of the same order. Give each line an id of its own, or none.",
        "同一订单中有两行使用“{given}”，请为每行使用不同编号，或都不填。",
    ),
    "list_expected": (
        "A list is expected here.",
        "此处应为列表。",
    ),
    "lock_ambiguous": (
        "A lock is ended now or has a last day, not both.",
        "解除锁定与锁定截止日只能填写其一。",
    ),
    "minutes_out_of_range": (
        "A hold lasts from 1 to {maximum} whole minutes, not {given}.",
        "预占时长应为 1 到 {maximum} 的整数分钟，不能是 {given}。",
    ),
    "month_out_of_range": (
        "{given} is not a month. Write a number from 1 to 12.",
        "{given} 不是月份，请填写 1 到 12。",
    ),
    "not_a_step": (
        "Points are spent in whole steps only. Round them to one.",
        "积分须按固定步长消费，请取整后重试。",
    ),
    "nothing_expired": (
        "No points have expired that could come back.",
        "没有可恢复的过期积分。",
    ),
    "nothing_owed": (
        "The member owes no points in this wallet.",
        "该会员在此账户没有待追回积分。",
    ),
    "unknown_then": (
        "The programme had no {part} at the time of the event: version {version} held. Correct the time, or name "
        "what there was.",
        "事件发生时计划中还没有 {part}（当时生效的是版本 {version}）。请更正时间，或改用当时已有的内容。",
    ),
    "nothing_to_extend": (
        "No points expire before that day; there is nothing to extend.",
        "没有在该日期之前到期的积分，无需延期。",
    ),
    "number_expected": (
        "{given} is not a number. Write it like 120.50, without signs for thousands or currency.",
        "“{given}”不是数字，请写成 120.50 的形式，不带千位分隔符和货币符号。",
    ),
    "number_too_large": (
        "{given} is larger than can be right. Check the unit.",
        "{given} 过大，请检查单位是否正确。",
    ),
    "object_expected": (
        "An object with named fields is expected here.",
        "此处应为带字段名的对象。",
    ),
    "opening_empty": (
        "An opening balance needs points or a tier.",
        "期初余额缺少积分或等级。",
    ),
    "opening_repeated": (
        "This member has an opening balance already. The rows of one member must stand together in the file.",
        "该会员已有期初余额；文件中同一会员的各行须相邻。",
    ),
    "opening_tiers": (
        "The rows of this member name different tiers. Name one, or leave it out in the other rows.",
        "该会员的各行等级不一致，请只填写一个等级，其余留空。",
    ),
    "points_ambiguous": (
        "Send either the points it costs or list_points, from which the cost is computed; not both.",
        "points 与 list_points 只能填写其一；填写 list_points 时由系统计算所需积分。",
    ),
    "points_not_positive": (
        "{given} must be above zero.",
        "{given} 必须大于零。",
    ),
    "quantity_negative": (
        "{given} pieces cannot be sold. Send what was brought back as a refund.",
        "数量不能为 {given}；退回的商品请以退款事件发送。",
    ),
    "quantity_not_whole": (
        "{given} is not a whole number of pieces. Count 1 for goods sold by weight; the weight may be an attribute.",
        "数量 {given} 不是整数；按重量出售的商品请计为 1，重量放入 attributes。",
    ),
    "refund_ambiguous": (
        "A refund is of lines or of an amount, not both. Put amounts into the lines.",
        "退款只能按明细行或按金额其一；请把金额写入明细行。",
    ),
    "return_too_large": (
        "This is more than is left of the points spent on this order.",
        "超过该订单尚可退还的积分。",
    ),
    "row_width": (
        "The row does not have {expected} cells, as the headings do. Put texts with separators into quotation marks.",
        "该行单元格数与表头不符（应为 {expected} 个）；含分隔符的文本请加引号。",
    ),
    "status_wallet": (
        "Points of this wallet count towards tiers; they cannot be spent.",
        "该账户的积分用于等级，不能消费。",
    ),
    "text_empty": (
        "This text is empty. Leave the field out instead.",
        "文本为空；没有内容时请省略该字段。",
    ),
    "text_expected": (
        "{given} is not text. Put it into quotation marks.",
        "{given} 不是文本，请加引号。",
    ),
    "text_not_allowed": (
        "{given} has characters that cannot stand here.",
        "“{given}”含有此处不允许的字符。",
    ),
    "text_not_printable": (
        "The text has control characters or broken ones. Check its encoding.",
        "文本含控制字符或损坏的字符，请检查编码。",
    ),
    "text_too_long": (
        "The text is longer than {max_length} characters.",
        "文本超过 {max_length} 个字符。",
    ),
    "tier_unknown": (
        "There is no tier {given}. The tiers are: {known}.",
        "没有等级“{given}”，现有等级：{known}。",
    ),
    "time_expected": (
        "{given} is not a time. Write it as 2026-03-31T09:05:00+08:00.",
        "“{given}”不是时间，请写成 2026-03-31T09:05:00+08:00 的形式。",
    ),
    "time_in_future": (
        "{given} lies more than a day ahead. Check the sender's clock and time zone.",
        "{given} 晚于当前时间一天以上，请检查发送方的时钟和时区。",
    ),
    "time_too_early": (
        "{given} lies before 1990. Check the year.",
        "{given} 早于 1990 年，请检查年份。",
    ),
    "time_without_zone": (
        "{given} does not say in which time zone. Add it: {given}+08:00, or {given}Z for UTC.",
        "{given} 缺少时区，请补充，如 {given}+08:00；UTC 时间写 {given}Z。",
    ),
    "too_many_attributes": (
        "There are more than {maximum} attributes.",
        "属性超过 {maximum} 个。",
    ),
    "too_many_decimals": (
        "{given} has more than {decimals} decimals. Round it before sending.",
        "{given} 的小数位超过 {decimals} 位，请四舍五入后再发送。",
    ),
    "too_many_lines": (
        "An order has at most {max_length} lines.",
        "一个订单最多 {max_length} 行。",
    ),
    "wallet_missing": (
        "Say which wallet: {known}.",
        "请指明积分账户：{known}。",
    ),
    "wallet_unknown": (
        "There is no wallet {given}. The wallets are: {known}.",
        "没有积分账户“{given}”，现有账户：{known}。",
    ),
    "whole_number_expected": (
        "{given} is not a whole number.",
        "{given} 不是整数。",
    ),
}

FILE_MESSAGES: dict[str, tuple[str, str]] = {
    "csv_broken": (
        "From line {line} on this is not CSV. Look for a quotation mark that is not closed.",
        "从第 {line} 行起不是有效的 CSV，请检查是否有未闭合的引号。",
    ),
    "file_changed": (
        "{name} is no longer the file that was looked at. Begin a new import with it.",
        "文件 {name} 已被改动，请重新开始导入。",
    ),
    "file_empty": ("There are no rows in {name}.", "文件 {name} 中没有数据行。"),
    "file_encoding": (
        "The text is not in the encoding {encoding} (line {line}). Save the file as UTF-8, or choose its encoding.",
        "文本编码不是 {encoding}（第 {line} 行）；请另存为 UTF-8，或选择正确的编码。",
    ),
    "file_gone": ("{name} is no longer where it was. Bring it again.", "文件 {name} 已不在原处，请重新提供。"),
    "file_too_large": (
        "{name} is larger than {megabytes} MB. Split it.",
        "文件 {name} 超过 {megabytes} MB，请拆分后再导入。",
    ),
    "file_unreadable": (
        "{name} is neither CSV nor Parquet. Save a spreadsheet as CSV (UTF-8) first.",
        "文件 {name} 既不是 CSV 也不是 Parquet；电子表格请先另存为 CSV（UTF-8）。",
    ),
    "headings_invalid": (
        "The first line must name each column once. Empty or repeated: {repeated}",
        "首行必须为每一列命名且不重复。为空或重复的列名：{repeated}",
    ),
    "import_busy": ("This import is under way or done already.", "该导入正在进行或已完成。"),
    "import_missing": ("There is no such import.", "没有这项导入。"),
    "job_failed": ("The work failed: {reason}", "任务失败：{reason}"),
    "job_worker_died": (
        "The work was begun several times and never ended. Look at the server's logs.",
        "任务多次启动均未完成，请查看服务器日志。",
    ),
    "mapping_invalid": (
        "With these columns the rows cannot become events: {problems}",
        "按此列对应关系无法生成事件：{problems}",
    ),
    "parquet_broken": (
        "{name} is a broken Parquet file ({reason}). Write it again.",
        "文件 {name} 是损坏的 Parquet 文件（{reason}），请重新生成。",
    ),
}

REQUEST_MESSAGES: dict[str, tuple[str, str]] = {
    "address_unknown": (
        "There is nothing at this address. /api/docs lists what there is.",
        "该地址不存在，接口列表见 /api/docs。",
    ),
    "batch_invalid": (
        'A batch is an object with a list: {{"events": [...]}}.',
        '批量请求应为带列表的对象：{{"events": [...]}}。',
    ),
    "batch_too_large": (
        "{given} events are too many for one request. Send at most {maximum}.",
        "一次请求 {given} 个事件过多，最多 {maximum} 个。",
    ),
    "body_malformed": ("The body is not JSON in UTF-8: {position}", "请求体不是 UTF-8 编码的 JSON：{position}"),
    "body_too_large": ("The body is too large for this address.", "请求体超过此接口的大小限制。"),
    "body_type_wrong": ("{given} is not taken here. Send {expected}.", "不支持 {given}，请使用 {expected}。"),
    "key_missing": (
        "This needs an API key of this installation: Authorization: Bearer <key>.",
        "需要有效的 API 密钥：Authorization: Bearer <密钥>。",
    ),
    "method_not_allowed": ("This address takes only {allowed}.", "该地址只接受 {allowed} 方法。"),
    "parameter_invalid": ("These parameters cannot be read: {names}.", "参数无法识别：{names}。"),
    "quote_available": ("At most what is available can be spent.", "最多可使用当前可用积分。"),
    "quote_minimum": ("The programme asks for a minimum at once.", "计划规定了单次最低使用积分。"),
    "quote_order_share": (
        "Points pay only a share of an order, by tier.",
        "积分只能抵扣订单的一定比例，比例随等级而定。",
    ),
    "quote_price_by_tier": ("The member's tier has a price of its own.", "按会员等级享受优惠积分价。"),
    "quote_step": ("Points are spent in whole steps.", "积分须按固定步长使用。"),
    "request_malformed": ("The request cannot be read.", "无法识别该请求。"),
    "scope_missing": (
        "The key lacks the scope {scope}; it has {held}.",
        "密钥没有 {scope} 权限，现有权限：{held}。",
    ),
}
