"""Texts about versions of programmes, in English and Chinese."""

VERSION_MESSAGES: dict[str, tuple[str, str]] = {
    "activation_cancelled": ("This start has been cancelled already.", "该生效安排已被取消。"),
    "activation_missing": ("Nothing is scheduled under this number.", "没有这个编号的生效安排。"),
    "activation_started": (
        "It has started, or starts within ten seconds, and can no longer be cancelled. Roll back instead.",
        "已经生效或将在十秒内生效，不能再取消，请改用回滚。",
    ),
    "activation_too_early": (
        "It can start at {earliest} at the earliest: a minute from now, and after all that is scheduled.",
        "最早只能从 {earliest} 开始：至少一分钟之后，且晚于所有已安排的生效时间。",
    ),
    "author_required": (
        "Version {number} is a draft of {author}, and only they edit, submit or withdraw it. Make a draft of your own.",
        "版本 {number} 是 {author} 的草稿，只有本人可以编辑、提交或撤回，请另建自己的草稿。",
    ),
    "correction_not_past": (
        "A correction starts in the past. Publish the version to let it start in the future.",
        "更正必须从过去的时间开始；如需将来生效，请发布该版本。",
    ),
    "draft_changed": (
        "Draft {number} was saved elsewhere meanwhile. Compare with revision {revision}, then save again.",
        "草稿 {number} 已在别处保存。请与修订 {revision} 对比后再保存。",
    ),
    "draft_too_long": (
        "The text has more than {most} characters. Make it shorter.",
        "文本超过 {most} 个字符，请缩短。",
    ),
    "draft_unchanged": (
        "The draft says the same as version {number}, which is in force. Change something before you submit it.",
        "草稿与生效中的版本 {number} 内容相同，请修改后再提交。",
    ),
    "pilot_missing": ("No pilot is running or scheduled.", "没有进行中或已安排的试点。"),
    "pilot_not_wider": (
        "The pilot already has {share}% of the members. Choose a larger share: members who are in stay in.",
        "试点已覆盖 {share}% 的会员。请选择更大的比例：已在试点中的会员会保留。",
    ),
    "pilot_running": (
        "Version {number} is on pilot. Stop it or publish it to everybody first.",
        "版本 {number} 正在试点，请先停止试点或向全体发布。",
    ),
    "pilot_brings_parts": (
        "Version {number} brings {parts}, which members on pilot would lose when it is stopped. Publish these for all "
        "in a version of their own first, then pilot the rest.",
        "版本 {number} 新增了 {parts}，停止试点时试点会员会失去这些内容。请先用单独的版本向全体发布它们，"
        "再试点其余改动。",
    ),
    "reason_missing": ("Say why: the reason is kept for good.", "请说明原因，原因会长期保存。"),
    "roll_back_unknown": (
        "Version {number} was never in force for everybody. Choose one that was.",
        "版本 {number} 从未对全体会员生效，请选择曾经生效的版本。",
    ),
    "second_person_required": (
        "You wrote version {number}. A second person reviews and publishes it.",
        "版本 {number} 由您起草，需由另一人审核和发布。",
    ),
    "share_invalid": (
        "A pilot takes a part of the members: from 0.01% to 99.99%. Publish the version for all of them.",
        "试点只覆盖部分会员：0.01% 至 99.99%。如需覆盖全体，请发布该版本。",
    ),
    "version_in_force": (
        "Version {number} is in force for everybody already, or scheduled to be.",
        "版本 {number} 已对全体会员生效，或已安排生效。",
    ),
    "version_missing": ("There is no version {number}.", "没有版本 {number}。"),
    "version_not_approved": (
        "Version {number} has not been approved. A second person reviews it first.",
        "版本 {number} 尚未通过审核，请先由另一人审核。",
    ),
    "version_not_draft": (
        "Version {number} is no longer a draft and never changes. Make a new draft from it.",
        "版本 {number} 已不是草稿，不能再修改。请基于它新建草稿。",
    ),
    "version_not_in_review": (
        "Version {number} does not wait for a review. Somebody may have decided already.",
        "版本 {number} 不在待审核状态，可能已有人做出决定。",
    ),
    "version_not_withdrawable": (
        "Version {number} has been decided about or in force, and cannot be withdrawn.",
        "版本 {number} 已有结论或已经生效，不能撤回。",
    ),
}
