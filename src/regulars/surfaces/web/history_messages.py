"""Texts about histories and what is simulated on them: English, then Chinese. See `messages`."""

HISTORY_MESSAGES: dict[str, tuple[str, str]] = {
    "assumptions_invalid": (
        "These assumptions cannot be used. Mend what is named, or make new ones with regulars responses estimate.",
        "这些假设无法使用，请按提示修改，或用 regulars responses estimate 重新生成。",
    ),
    "goal_unreadable": (
        "{wanted} cannot be read. Write what is wanted as gold=10% (members on this tier or above), or as issued<=50000"
        " or liability<=50000 (what points are worth).",
        "无法识别 {wanted}。请写成 gold=10%（该等级及以上会员的占比），"
        "或 issued<=50000、liability<=50000（积分价值）。",
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
    "history_without_events": (
        "Nobody has bought anything in {name} yet, so there is nothing to count. Import orders, connect a till or send"
        " events, and try again.",
        "{name} 尚无消费记录，无从统计。请先导入订单、接入收银或发送事件，再试一次。",
    ),
    "history_foreign": (
        "{path} holds the history of {programme}, from another source or of another programme. Choose another folder.",
        "{path} 中是 {programme} 的历史数据，来源或方案不同，请选择其他目录。",
    ),
    "history_missing": (
        "There is no history in {path}. Make one with regulars history sync, or name a file of orders.",
        "{path} 中没有历史数据，请先运行 regulars history sync，或指定订单文件。",
    ),
    "parameter_unknown": (
        "{programme} has no number at {address}. Without --values, regulars sweep lists those it has.",
        "{programme} 中没有数值 {address}。不带 --values 运行 regulars sweep 可列出全部数值。",
    ),
    "sets_failed": (
        "The computation was given up: {reason}",
        "计算未能完成：{reason}",
    ),
    "sets_missing": (
        "Set computations on Spark need {part}. Set it, or let REGULARS_SETS be duckdb.",
        "在 Spark 上进行集合计算需要 {part}，请补全，或将 REGULARS_SETS 设为 duckdb。",
    ),
    "sql_refused": (
        "This query cannot be run: {reason}.",
        "无法执行该查询：{reason}。",
    ),
    "sweep_too_long": (
        "{values} values are more than a run tries. Ask for {most} at most.",
        "一次最多尝试 {most} 个值，当前为 {values} 个。",
    ),
    "nothing_to_respond_to": (
        "Members respond to what differs from {programme}, and there is no other programme. Name a draft beside it.",
        "会员只会对与 {programme} 不同之处作出反应，但没有其他方案，请再指定一个草案。",
    ),
    "spark_apart": (
        "The worker {host} does not see {path}. Put the history and --out on storage that all machines have under the"
        " same path.",
        "worker {host} 看不到 {path}，请把历史数据和 --out 放在所有机器以相同路径访问的共享存储上。",
    ),
    "spark_failed": (
        "Spark gave the replay up: {reason}",
        "Spark 未能完成回放：{reason}",
    ),
    "spark_missing": (
        "A replay on Spark needs {part}, which this machine does not have.",
        "在 Spark 上回放需要 {part}，但本机没有安装。",
    ),
    "spark_silent": (
        "{master} does not answer, or has no worker to lend. See that master and workers are up, and that no other"
        " application holds all cores.",
        "{master} 没有响应，或没有可用的 worker，请确认 master 与 worker 已启动，且核心未被其他应用占满。",
    ),
    "spark_unlike": (
        "The worker {host} has {there}; this machine has {here}. Install the same on both.",
        "worker {host} 上是 {there}，本机是 {here}，请安装相同版本。",
    ),
}
