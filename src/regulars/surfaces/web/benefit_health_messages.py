"""Texts about the health of benefits: English, then Chinese. See `messages`."""

BENEFIT_HEALTH_MESSAGES: dict[str, tuple[str, str]] = {
    "benefit_health_missing": (
        "The health of the benefits was not read yet. Read it in the console, or with regulars benefits health.",
        "尚未计算权益健康度，请在运营台开始计算，或运行 regulars benefits health。",
    ),
    "benefit_change_missing": (
        "The last report proposes nothing under {change}. Look at the report again.",
        "最近一次报告没有 {change} 这项建议，请重新查看报告。",
    ),
    "benefit_health_outdated": (
        "Version {number} came into force after the report was made. Read the benefits anew first.",
        "报告之后版本 {number} 已生效，请先重新计算权益健康度。",
    ),
    "quarter_invalid": (
        "{quarter} is no quarter that is over. Name one such as {last}, which was the last.",
        "{quarter} 不是已结束的季度，请填写如 {last}（最近一个）。",
    ),
}
