"""What a diagnosis calls its measures, what each is, and what it is held against: in English and Chinese."""

MEASURE_NAMES: dict[str, tuple[str, str]] = {
    "upgrade_rates": ("Upgrade rates", "升级率"),
    "threshold_fit": ("Threshold fit", "门槛合适度"),
    "activity_after_upgrade": ("Activity after an upgrade", "升级后活跃度"),
    "drop_before_upgrade": ("The week before an upgrade", "升级前一周"),
    "tier_value_gap": ("Value gap between tiers", "等级权益差"),
    "points_velocity": ("Points velocity", "积分获取速度"),
    "burn_ratio": ("Burn ratio", "积分消耗率"),
    "breakage": ("Breakage", "积分沉淀率"),
    "liability": ("Liability", "积分负债"),
    "cost_rate": ("Cost rate", "积分成本率"),
    "earning_concentration": ("Concentration of earning", "积分集中度"),
    "benefit_use": ("Use of benefits", "权益使用率"),
    "dormancy": ("Dormancy", "沉睡会员"),
    "data_quality": ("Data quality", "数据质量"),
    "rule_health": ("Health of rules", "规则健康度"),
}

MEASURE_MEANINGS: dict[str, tuple[str, str]] = {
    "upgrade_rates": (
        "Rises to the second tier in a year, per member on the first; the first 90 days of the history are left out.",
        "每名首级会员一年内升至第二级的次数；不计历史最初 90 天。",
    ),
    "threshold_fit": (
        "Members active in the last 90 days who stand on the second tier or above, of all active ones.",
        "近 90 天活跃会员中，处于第二级及以上的占比。",
    ),
    "activity_after_upgrade": (
        "Purchases in the eight weeks after a rise, beside those before it and what everybody else did meanwhile.",
        "升级后八周的消费次数，与升级前八周及同期其他会员的变化相比。",
    ),
    "drop_before_upgrade": (
        "Purchases in the seven days before a rise, beside a usual week of the two months before.",
        "升级前七天的消费次数，与此前两个月的平常一周相比。",
    ),
    "tier_value_gap": (
        "What members get back for what they buy, over that of the tier below: the smallest step of the ladder.",
        "会员消费所得回馈与低一级之比：取各级中最小的一步。",
    ),
    "points_velocity": (
        "Points that the median active member earns in a month.",
        "活跃会员每月所得积分的中位数。",
    ),
    "burn_ratio": (
        "Points redeemed, of points given; the first 90 days of the history are left out.",
        "已兑换积分占已发放积分的比例；不计历史最初 90 天。",
    ),
    "breakage": ("Points that expired, of points whose term has passed.", "有效期已结束的积分中过期的占比。"),
    "liability": ("What outstanding points are worth.", "未兑积分的价值。"),
    "cost_rate": (
        "What points given by rules and goals are worth, of what members bought.",
        "规则与目标所发积分的价值占会员消费额的比例。",
    ),
    "earning_concentration": (
        "Gini coefficient of points less that of purchases: above zero, points favour the largest customers.",
        "积分的基尼系数减去消费的基尼系数：大于零表示积分更偏向大客户。",
    ),
    "benefit_use": ("Members who have ever redeemed points, of all who bought.", "有过消费的会员中兑换过积分的占比。"),
    "dormancy": (
        "Members who have not bought for unusually long, of all who ever bought.",
        "有过消费的会员中，异常久未再消费的占比。",
    ),
    "data_quality": (
        "The largest share of events with an amount missing or odd, or that came late.",
        "金额缺失、金额异常或迟到的事件占比，取最大者。",
    ),
    "rule_health": ("Rules that gave points, of all rules.", "发放过积分的规则占全部规则的比例。"),
}

BENCHMARKS: dict[str, tuple[str, str]] = {
    "benchmark_upgrade_rates": (
        "the earlier half of the same time; half of it is too slow",
        "同一时段的前半段；不足其一半视为过慢",
    ),
    "benchmark_threshold_fit": (
        "between {least} and {most} of those on the tier below",
        "低一级会员的 {least} 至 {most}",
    ),
    "benchmark_activity_after": (
        "all members who did not rise, in the same weeks; {least} less is a loss",
        "同期所有未升级的会员；低 {least} 以上视为流失",
    ),
    "benchmark_drop_before": (
        "people speed up as a reward comes near (Kivetz, Urminsky and Zheng, 2006): no drop is expected",
        "人在接近奖励时会加快（Kivetz、Urminsky 与 Zheng，2006）：不应出现下降",
    ),
    "benchmark_tier_value": ("at least {least} times the tier below", "至少为低一级的 {least} 倍"),
    "benchmark_velocity": (
        "half of the members come to a first reward within 90 days",
        "半数会员在 90 天内够得着首个奖励",
    ),
    "benchmark_burn": ("between {least} and {most}", "{least} 至 {most} 之间"),
    "benchmark_breakage": ("{most} at most", "不高于 {most}"),
    "benchmark_liability": ("outstanding points grow no faster than points given", "未兑积分的增长不快于发放的增长"),
    "benchmark_cost_rate": ("between {least} and {most} of sales", "销售额的 {least} 至 {most}"),
    "benchmark_concentration": ("purchases themselves: {most} more at most", "以消费本身为准：最多高出 {most}"),
    "benchmark_benefit_use": (
        "each part is used by {least} of the members at least",
        "每一项至少有 {least} 的会员使用",
    ),
    "benchmark_dormancy": (
        "95 of 100 purchases are followed by the next within {gap}; the same share 90 days ago",
        "100 次消费中有 95 次在 {gap}内再次消费；并与 90 天前的占比相比",
    ),
    "benchmark_data_quality": ("{most} of the events at most", "不超过事件的 {most}"),
    "benchmark_rule_health": ("every rule of the programme gives something", "方案中的每条规则都发放过积分"),
}

SOURCES: dict[str, tuple[str, str]] = {
    "history": ("from this history", "来自本历史"),
    "programme": ("from the programme", "来自方案本身"),
    "rule_of_thumb": ("rule of thumb", "经验值"),
    "published": ("published", "已发表研究"),
}

STATUSES: dict[str, tuple[str, str]] = {
    "good": ("In order", "正常"),
    "watch": ("Worth a look", "需关注"),
    "problem": ("Problem", "有问题"),
    "unknown": ("Cannot be told yet", "尚无法判断"),
}

EFFECTS: dict[str, tuple[str, str, str, str]] = {
    "member_growth": (
        "Growth of members",
        "会员增长率",
        "Members first seen in 90 days, of those there were before.",
        "90 天内首次出现的会员，占此前会员数的比例。",
    ),
    "active_rate": (
        "Active rate",
        "活跃率",
        "Members who bought in 90 days, of all.",
        "90 天内有消费的会员占全部会员的比例。",
    ),
    "repurchase_rate": (
        "Repurchase rate",
        "复购率",
        "Of those, who bought twice or more.",
        "其中消费两次及以上的占比。",
    ),
    "spend_per_active": (
        "Spend per active member",
        "活跃会员平均消费",
        "What they bought on average.",
        "活跃会员的平均消费额。",
    ),
    "high_value_share": (
        "Share of high-value members",
        "高价值会员占比",
        "Of those, who spent as much as the top fifth of the 90 days before.",
        "其中消费额达到前一 90 天前五分之一水平的占比。",
    ),
    "retention": (
        "Retention",
        "留存率",
        "Who bought in the 90 days before and again in these.",
        "前一 90 天有消费的会员中，本期再次消费的占比。",
    ),
}
