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

CORRECTION_MESSAGES = MERGE_MESSAGES
