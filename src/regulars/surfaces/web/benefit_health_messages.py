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
    "offer_invalid": (
        "A competitor's benefit cannot have {value} as its {field}. Name the competitor in up to 80 characters, a kind "
        "of benefit as the library has it, a figure above 0 or none, and up to 200 characters about it.",
        "竞品权益的 {field} 不能是 {value}。"
        "请填写竞品名称（80 字以内）、权益类型、大于 0 的数值（可留空）和说明（200 字以内）。",
    ),
    "offer_not_found": (
        "There is no competitor's benefit {offer}. Look at the list again.",
        "没有编号为 {offer} 的竞品权益，请重新查看列表。",
    ),
    "offers_file_invalid": (
        "This is no list of competitors' benefits. Give a CSV file with the columns competitor and kind, and perhaps "
        "figure and about, of 1 to {most} rows.",
        "不是有效的竞品权益文件。请上传含 competitor、kind 列（可选 figure、about 列）的 CSV 文件，1 到 {most} 行。",
    ),
    "offers_crowded": (
        "The list takes up to {most} benefits of competitors. Remove some first.",
        "竞品权益最多 {most} 条，请先删除一部分。",
    ),
    "quarter_invalid": (
        "{quarter} is no quarter that is over. Name one such as {last}, which was the last.",
        "{quarter} 不是已结束的季度，请填写如 {last}（最近一个）。",
    ),
}
