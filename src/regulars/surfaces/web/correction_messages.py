"""Texts about merges, voided events and corrected rules: English, then Chinese. See `messages`."""

MERGE_MESSAGES: dict[str, tuple[str, str]] = {
    "member_merged": (
        "This member was merged into member {survivor} and takes part as that member. Go to that member, or undo the"
        " merge.",
        "该会员已合并到会员 {survivor}，请使用该会员，或先撤销合并。",
    ),
    "member_not_merged": ("This member was not merged into another.", "该会员没有被合并。"),
    "merge_undone": ("This merge was undone before, by {by}.", "该合并此前已由 {by} 撤销。"),
    "merge_unknown": ("There is no merge with this number.", "没有这个编号的合并记录。"),
    "merge_with_self": (
        "These are the same member. Choose two different members.",
        "所选的是同一位会员，请选择两位不同的会员。",
    ),
    "survivor_merged": (
        "The member who stayed was merged into member {survivor} since. Undo that merge first.",
        "保留的会员之后又合并到了会员 {survivor}，请先撤销那次合并。",
    ),
    "correction_reason_missing": (
        "Say why: the reason stays with the correction.",
        "请填写原因，原因会与更正一并保留。",
    ),
}

EVENT_CORRECTION_MESSAGES: dict[str, tuple[str, str]] = {
    "amendment_empty": (
        "The corrected event says the same as before. Change what was wrong.",
        "更正后的内容与原事件相同，请修改有误之处。",
    ),
    "amendment_invalid": (
        "The event has no {field}, or it cannot have this value. Where there are lines, correct the lines.",
        "该事件没有 {field}，或不能取这个值；有明细行时，请更正明细行。",
    ),
    "event_not_voidable": (
        "An event of the kind {kind} is not taken back alone. Undo the transfer, pool redemption, partner item or merge"
        " that it belongs to, release the hold, or give back what was spent.",
        "{kind} 类事件不能单独撤回。请撤销其所属的转赠、积分池兑换、联盟流水或合并，或释放预占、退回已消费积分。",
    ),
    "event_voided": ("This event was taken back before.", "该事件此前已被撤回。"),
}

RULE_CORRECTION_MESSAGES: dict[str, tuple[str, str]] = {
    "correction_comment_missing": (
        "Say why it is rejected; the comment stays with it.",
        "请填写驳回原因，原因会一并保留。",
    ),
    "correction_decided": (
        "Somebody decided about this correction before: {state}, by {by}.",
        "该更正此前已处理：{state}，处理人 {by}。",
    ),
    "correction_missing": ("There is no correction with this number.", "没有这个编号的规则更正。"),
    "correction_not_ready": (
        "A job is still at work on this correction. Wait until it is complete.",
        "该更正仍在处理中，请等待完成。",
    ),
    "correction_open": (
        "Another correction is being looked at or posted. Decide about that one first: it changes what this one shows.",
        "另一项规则更正正在审核或入账，请先处理：它会影响本次更正的结果。",
    ),
    "correction_stale": (
        "Versions were published or cancelled since the preview was made. Make the preview anew.",
        "生成预览之后，版本的生效安排有变化，请重新生成预览。",
    ),
    "own_correction": (
        "You proposed this correction yourself. Somebody else has to approve it.",
        "该更正由您本人提出，须由其他人批准。",
    ),
}

CORRECTION_MESSAGES = MERGE_MESSAGES | EVENT_CORRECTION_MESSAGES | RULE_CORRECTION_MESSAGES
