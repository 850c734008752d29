"""Texts about tiers by hand and about what members owe: English, then Chinese. See `messages`."""

TIER_MESSAGES: dict[str, tuple[str, str]] = {
    "day_passed": (
        "{given} is over: today is {today}. Choose today or a later day.",
        "{given} 已过（今天是 {today}），请选择今天或以后的日期。",
    ),
    "forecast_missing": (
        "Nothing is foreseen of this member: no event of theirs has come yet.",
        "该会员尚无任何事件，没有等级预测。",
    ),
    "status_matched": (
        "The member's status in {other} was matched before. It is matched once for each other programme.",
        "该会员在“{other}”的等级此前已匹配过，每个外部计划只能匹配一次。",
    ),
}

WRITE_OFF_MESSAGES: dict[str, tuple[str, str]] = {
    "own_write_off": (
        "You asked for this write-off yourself. Somebody else has to decide about it.",
        "该核销申请由您本人提出，须由其他人审批。",
    ),
    "write_off_comment_missing": (
        "Say why the request is rejected; the comment stays with it.",
        "请填写驳回原因，原因会与申请一并保留。",
    ),
    "write_off_decided": (
        "This request was decided before: {state}, by {by}.",
        "该申请此前已处理：{state}，处理人 {by}。",
    ),
    "write_off_missing": ("There is no such request for a write-off.", "没有这项核销申请。"),
    "write_off_points_invalid": (
        "{points} points cannot be written off. Write off more than 0.",
        "无法核销 {points} 积分，请填写大于 0 的数。",
    ),
    "write_off_reason_missing": ("Say why the points should be written off.", "请填写核销原因。"),
    "write_off_too_large": (
        "{points} points are more than the {owed} that are owed.",
        "申请核销 {points} 积分，超过待追回的 {owed} 积分。",
    ),
    "write_off_waiting": (
        "Another request for this member and wallet waits for a decision. Decide about that one first.",
        "该会员此账户已有一项待审批的核销申请，请先处理该申请。",
    ),
}

RECOVERY_MESSAGES = TIER_MESSAGES | WRITE_OFF_MESSAGES
