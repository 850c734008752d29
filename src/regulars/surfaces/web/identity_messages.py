"""Texts of what concerns who members are and what is kept of them: English, then Chinese. See `messages`."""

IDENTITY_MESSAGES: dict[str, tuple[str, str]] = {
    "consent_invalid": (
        "This cannot be for {field}: {given}. Purposes and channels are lower-case words; instants have passed.",
        "{field} 的取值无效：{given}。用途和渠道须为小写英文词，时间不能在未来。",
    ),
    "duplicate_decided": ("{by} has decided about this pair already.", "{by} 已对这一对会员作出决定。"),
    "duplicate_missing": ("There is no such suggestion.", "没有这条建议。"),
    "erasure_blocked": (
        "Something has to end before this member can be erased: {reasons}.",
        "该会员有未了结的事项，结束后才能删除：{reasons}。",
    ),
    "erasure_blocked_family": ("they are in a family pool", "仍在家庭积分池中"),
    "erasure_blocked_holds": ("points are held for a checkout", "有积分正被结账冻结"),
    "erasure_blocked_reward_order": ("an order of a reward is under way", "有兑换订单尚未完成"),
    "erasure_blocked_subscription": ("a paid membership runs", "付费会员仍在有效期内"),
    "erasure_reason_missing": ("Say why the member is to be erased.", "请说明删除该会员的原因。"),
    "identifier_blocked": (
        "This {kind} is on the list of values that stand for nobody. Send the member's own, or leave it out.",
        "该{kind}在禁用值名单中，不代表任何会员，请提供会员本人的标识或省略。",
    ),
    "identifier_elsewhere": ("The member has no such identifier.", "该会员没有此标识。"),
    "identifier_undeclared": (
        "The programme takes no external id of the name {name}. Declare it under Identifiers first.",
        "计划没有声明名为“{name}”的外部编号，请先在“会员标识”中声明。",
    ),
    "key_rule_invalid": (
        "This cannot be for {field}: {given}. Check it and save again.",
        "{field} 的取值无效：{given}，请检查后重新保存。",
    ),
    "key_rule_missing": ("No external id is declared under the name {name}.", "没有声明名为“{name}”的外部编号。"),
    "key_rule_used": (
        "Members have external ids of the name {name}. Stop taking them instead.",
        "已有会员使用外部编号“{name}”，请改为停止接收。",
    ),
    "keys_elsewhere": (
        "The environment sets the keys. Put the new key before the old one there, with a comma between.",
        "密钥由环境变量设置，请在环境变量中把新密钥写在旧密钥之前，用逗号分隔。",
    ),
    "keys_in_use": (
        "{count} texts are still under older keys, or keys were added since this start. Restart, then rotate.",
        "仍有 {count} 条内容使用旧密钥，或本次启动后又添加了密钥，请重启后再执行轮换。",
    ),
    "parked_event_elsewhere": (
        "Member {member} is none of those that the identifiers of the event name. Choose one of {members}.",
        "会员 {member} 不在该事件的标识所指的会员之中，请从 {members} 中选择。",
    ),
    "parked_event_missing": ("No event of number {number} waits or waited.", "没有编号为 {number} 的待确认事件。"),
    "parked_event_reason_missing": (
        "Say why the event is dropped: it stands in the audit trail.",
        "请填写不予接收的原因，原因会写入操作记录。",
    ),
    "parked_event_settled": ("{by} has decided about this event already.", "{by} 已处理该事件。"),
    "parked_event_unclear": (
        "The identifiers of the event still belong to different members. Choose one of them, or merge them first.",
        "该事件的标识仍属于不同的会员，请选择其中一位，或先合并会员。",
    ),
    "privacy_copy_gone": (
        "The copy is not ready yet, or its days are over. Ask for a new one.",
        "副本尚未就绪或已过期，请重新申请。",
    ),
    "privacy_request_missing": ("There is no such request.", "没有这个申请。"),
    "privacy_request_open": (
        "The same was asked for this member already. Wait until it is done, or take it back.",
        "该会员已有相同的申请正在处理，请等待完成或先撤回。",
    ),
    "privacy_request_settled": (
        "The request is {state} by now; this cannot be done to it any more.",
        "该申请当前状态为 {state}，无法再执行此操作。",
    ),
    "privacy_second_look": (
        "You asked for this erasure. Somebody else has to look at it and approve it.",
        "您是该删除申请的发起人，须由另一位同事复核批准。",
    ),
}
