"""Texts about insight: English, then Chinese. See `messages`."""

INSIGHT_MESSAGES: dict[str, tuple[str, str]] = {
    "clusters_missing": (
        "No groups were made yet. Have insight computed in the console, or with regulars insight clusters.",
        "尚未分群，请在运营台开始计算，或运行 regulars insight clusters。",
    ),
    "clusters_too_few": (
        "{members} members bought in the 180 days before; groups that can be judged take {needed}.",
        "此前 180 天有购买的会员只有 {members} 位，可检验的分群至少需要 {needed} 位。",
    ),
    "clusters_too_short": (
        "The history reaches back {days} days; making groups and judging them by what came later takes {needed}.",
        "历史只有 {days} 天，分群并用后续行为检验至少需要 {needed} 天。",
    ),
    "cohorts_missing": (
        "No cohorts were computed yet. Have insight computed in the console, or with regulars insight cohorts.",
        "尚未计算同期群，请在运营台开始计算，或运行 regulars insight cohorts。",
    ),
    "cohorts_nothing_bought": (
        "Up to then nobody has bought anything, so there is nothing to count. Choose a later date or import orders.",
        "截至该时间没有任何购买，无法统计，请选择更晚的日期或导入订单。",
    ),
    "motives_missing": (
        "No motives were computed yet. Have insight computed in the console, or with regulars insight motives.",
        "尚未计算动机，请在运营台开始计算，或运行 regulars insight motives。",
    ),
    "motives_nothing_to_tell": (
        "Up to then nobody did enough for a motive to show: it takes members with three acts in the year before, and 20"
        " who show the same sign. Choose a later date or import orders.",
        "截至该时间的行为不足以判断动机：需要前一年有三次以上行为的会员，且至少 20 位出现同一信号。"
        "请选择更晚的日期或导入订单。",
    ),
    "rfm_grid_invalid": (
        "The grid cannot be used ({problem}): edges have to rise, shares stand between 0 and 100 per cent, the window"
        " between 1 and 1,830 days, and one weight at least above 0.",
        "设置无法使用（{problem}）：分界必须递增，比例在 0 到 100% 之间，窗口为 1 至 1830 天，且至少一项权重大于 0。",
    ),
    "rfm_missing": (
        "No classes were computed yet. Have insight computed in the console, or with regulars insight rfm.",
        "尚未计算分类，请在运营台开始计算，或运行 regulars insight rfm。",
    ),
    "rfm_nothing_bought": (
        "Up to then nobody has bought anything, so there are no classes. Choose a later date or import orders.",
        "截至该时间没有任何购买，因此没有分类，请选择更晚的日期或导入订单。",
    ),
    "rfm_nothing_to_undo": (
        "No grid was saved, so there is none to take back.",
        "没有保存过设置，无可撤销。",
    ),
}
