"""Texts about studies: English, then Chinese. See `messages`."""

STUDY_MESSAGES: dict[str, tuple[str, str]] = {
    "study_attached": (
        "This study goes with version {number}, which was handed in with it, and stays as it is. Put a new question"
        " from it instead.",
        "该推演已随版本 {number} 提交审核，须保持原样，可以此为基础新建推演。",
    ),
    "study_crowded": ("Compare at most {most} drafts at once.", "一次最多比较 {most} 份草稿。"),
    "study_draft_differs": (
        "Version {number} does not say what was replayed. Replay the version as it is now.",
        "版本 {number} 与回放的内容不一致，请按当前内容重新回放。",
    ),
    "study_draft_unknown": ("The study has no draft in place {place}.", "该推演没有第 {place} 份草稿。"),
    "study_empty": ("Give at least one draft to be compared.", "请至少提供一份要比较的草稿。"),
    "study_ended": (
        "Nobody is at work on this study ({state}), so there is nothing to cancel.",
        "该推演没有在运行（{state}），无需取消。",
    ),
    "study_goal_invalid": (
        "Look for a share of members of 0 to 100 per cent on a tier of the draft, or for an amount of 0 or more that"
        " points are worth (issued, liability).",
        "请指定草稿中某一等级的会员占比（0% 到 100%），或积分价值金额（发放或负债，不小于 0）。",
    ),
    "study_segment_foreign": (
        "Segments are of the programme's own members; this study is of a history from a file, whose members are"
        " others. Ask a study of the programme's own history.",
        "分群属于本方案的会员，而该研究使用来自文件的历史，其会员与之无关。请改用方案自身的历史提出研究。",
    ),
    "study_goal_worthless": (
        "The points of this draft have no cash value, so they cost nothing in money. Give a wallet a cash value, or"
        " look for a share of members.",
        "该草稿的积分没有抵现价值，无法以金额衡量。请为积分账户设置抵现价值，或改为查找会员占比。",
    ),
    "study_history_built": (
        "This history is built or being built, so what its columns are is settled. Bring the file again to change it.",
        "该历史数据已生成或正在生成，列的含义不能再更改。如需更改，请重新上传文件。",
    ),
    "study_history_in_use": (
        "{studies} studies were made on this history. Delete them first.",
        "有 {studies} 项推演使用了这份历史数据，请先删除这些推演。",
    ),
    "study_history_not_ready": (
        "This history is still being built, or could not be built. Wait, or choose another.",
        "该历史数据仍在生成或未能生成，请稍候或另选一份。",
    ),
    "study_history_unknown": ("There is no uploaded history with this number.", "没有这个编号的上传历史数据。"),
    "study_link_days_invalid": ("A link holds for 1 to {most} days.", "链接有效期为 1 到 {most} 天。"),
    "study_link_invalid": (
        "This link has run out, was taken back, or is incomplete. Ask whoever sent it for a new one.",
        "链接已过期、被撤销或不完整，请向发送者索取新的链接。",
    ),
    "study_missing": ("There is no study with this number.", "没有这个编号的推演。"),
    "study_not_yours": (
        "Only {author}, who put the question, deletes this study.",
        "只有提出该推演的 {author} 可以删除它。",
    ),
    "study_runs_invalid": ("Members are simulated 1 to {most} times.", "模拟次数为 1 到 {most} 次。"),
    "study_slice_empty": (
        "The history has no event in these days, of these members. Choose other days, more members, or another"
        " history.",
        "所选日期和会员范围内没有任何事件，请调整日期、提高会员比例，或另选历史数据。",
    ),
    "study_slice_invalid": (
        "The days end before they begin, or the share is not between 0.01 and 100 per cent.",
        "结束日期早于开始日期，或会员比例不在 0.01% 到 100% 之间。",
    ),
    "study_unanswered": (
        "This study has no answer that can be shown. Run it again, and wait until it is done.",
        "该推演没有可显示的结果，请重新运行并等待完成。",
    ),
    "study_sweep_invalid": ("Try 2 to {most} different values.", "请尝试 2 到 {most} 个不同的取值。"),
    "study_under_way": (
        "This study is being answered. Wait until it is done, or cancel it.",
        "该推演正在运行，请等待完成或先取消。",
    ),
    "study_unnamed": ("Give the study a name.", "请填写推演名称。"),
}
