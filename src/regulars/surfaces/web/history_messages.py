"""Texts about histories and what is simulated on them: English, then Chinese. See `messages`."""

HISTORY_MESSAGES: dict[str, tuple[str, str]] = {
    "assumptions_invalid": (
        "These assumptions cannot be used. Mend what is named, or make new ones with regulars responses estimate.",
        "这些假设无法使用，请按提示修改，或用 regulars responses estimate 重新生成。",
    ),
    "history_ahead": (
        "The history in {path} knows more of {members} members than the ledger, which was set back to an earlier"
        " state. Sync into a new folder.",
        "{path} 中的历史数据比账本更新（涉及 {members} 名会员），账本曾恢复到较早状态，请同步到新的目录。",
    ),
    "history_busy": (
        "Another process is writing the history in {path}. Try again when it is done.",
        "另一个进程正在写入 {path} 中的历史数据，请待其完成后重试。",
    ),
    "history_empty": (
        "{name} has no event to replay; {rejected} rows were left out. See that the columns are those that were meant.",
        "{name} 中没有可回放的事件，{rejected} 行未采用，请检查列的对应关系。",
    ),
    "history_foreign": (
        "{path} holds the history of {programme}, from another source or of another programme. Choose another folder.",
        "{path} 中是 {programme} 的历史数据，来源或方案不同，请选择其他目录。",
    ),
    "history_missing": (
        "There is no history in {path}. Make one with regulars history sync, or name a file of orders.",
        "{path} 中没有历史数据，请先运行 regulars history sync，或指定订单文件。",
    ),
    "nothing_to_respond_to": (
        "Members respond to what differs from {programme}, and there is no other programme. Name a draft beside it.",
        "会员只会对与 {programme} 不同之处作出反应，但没有其他方案，请再指定一个草案。",
    ),
}
