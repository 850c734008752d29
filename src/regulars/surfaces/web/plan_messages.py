"""Texts of what keeps paid membership from doing something: English, then Chinese. See `messages`."""

PLAN_MESSAGES: dict[str, tuple[str, str]] = {
    "card_data_refused": (
        "The field {field} holds what reads like the number of a card. Nothing was kept; send a reference of your own,"
        " beginning with a letter.",
        "字段 {field} 的内容像银行卡号，未保存任何内容；请改为发送以字母开头的自有编号。",
    ),
    "pass_unavailable": (
        "There is no pass for this wallet ({kind}): {why}.",
        "无法提供该钱包（{kind}）的会员卡：{why}。",
    ),
    "payment_amount_differs": (
        "The payment page was asked for {asked_minor} and took {paid_minor} (in minor units). Nothing was counted;"
        " put it right there, and have it send the notice again.",
        "应收 {asked_minor}，实收 {paid_minor}（最小货币单位），未入账。请在支付页核对后重新发送通知。",
    ),
    "payment_missing": ("There is no payment {reference}.", "没有支付单 {reference}。"),
    "payment_notice_conflict": (
        "Another notice came under the id {notice} before. Give each notice an id of its own.",
        "通知编号 {notice} 已被另一条通知使用，每条通知须有自己的编号。",
    ),
    "payment_notice_forged": (
        "The notice is not signed with the shared secret, or was signed more than five minutes ago.",
        "通知签名无效，或签名时间已超过五分钟。",
    ),
    "payment_notice_invalid": (
        "The field {field} of the notice is missing or cannot be read.",
        "通知的字段 {field} 缺失或无法读取。",
    ),
    "payment_state_wrong": (
        "This cannot be done with a payment that is {state}.",
        "支付单当前状态为 {state}，不能进行该操作。",
    ),
    "payment_unavailable": (
        "Nothing can be paid at the moment ({why}). Nothing was taken; try again later.",
        "暂时无法支付（{why}），没有扣款，请稍后再试。",
    ),
    "plan_benefit_unknown": (
        "The programme has no benefit {given}. It has: {known}.",
        "计划中没有权益 {given}，现有：{known}。",
    ),
    "plan_changed": (
        "Somebody else changed the plan {plan} meanwhile. Open it again and repeat your change.",
        "套餐 {plan} 已被他人修改，请重新打开后再改。",
    ),
    "plan_ends_with_period": (
        "This plan runs to the end of the period that was paid for, {day}. It can be cancelled for then.",
        "该套餐在已付费周期结束（{day}）前一直有效，可取消续费，到期后终止。",
    ),
    "plan_exists": ("There is a plan with the code {plan} already.", "已有编号为 {plan} 的套餐。"),
    "plan_gives_nothing": ("A plan gives a tier, or benefits, or both.", "套餐至少要给予一个等级或一项权益。"),
    "plan_in_use": (
        "Members have the plan {plan}, so {fields} stay as they are. Withdraw it and offer another.",
        "已有会员使用套餐 {plan}，不能修改 {fields}。请停售后另建套餐。",
    ),
    "plan_is_the_same": ("The member has the plan {plan} already.", "会员当前就是套餐 {plan}。"),
    "plan_missing": ("There is no plan {plan}.", "没有套餐 {plan}。"),
    "plan_not_offered": ("The plan {plan} is not offered now.", "套餐 {plan} 目前不可订购。"),
    "plan_number_invalid": (
        "{given} is not possible for {field}: at least {least}, at most {most}.",
        "{field} 不能填写 {given}，范围为 {least} 至 {most}。",
    ),
    "plan_reason_missing": ("Say why.", "请填写原因。"),
    "plan_refund_too_large": (
        "{amount_minor} cannot come back: of this payment {most_minor} are left (in minor units).",
        "不能退款 {amount_minor}，该支付单最多还可退 {most_minor}（最小货币单位）。",
    ),
    "plan_text_missing": (
        "A plan needs a code of small letters, digits and hyphens, and a name in both languages.",
        "套餐需要编号（小写字母、数字、连字符）以及中英文名称。",
    ),
    "plan_tier_unknown": (
        "The programme has no tier {given} above its first. It has: {known}.",
        "计划中没有可授予的等级 {given}，可选：{known}。",
    ),
    "subscription_exists": (
        "The member has the plan {plan}. Change it instead of taking another.",
        "会员已订购套餐 {plan}，请变更套餐，不要重复订购。",
    ),
    "subscription_missing": ("There is no such subscription, or none that runs.", "没有该订阅，或没有生效中的订阅。"),
    "subscription_state_wrong": (
        "This cannot be done with a subscription that is {state}.",
        "订阅当前状态为 {state}，不能进行该操作。",
    ),
}
