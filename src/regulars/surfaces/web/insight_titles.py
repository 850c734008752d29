"""What sheets of insight are called and how they are counted: title in English, in Chinese, definition in both."""

from __future__ import annotations

SHEETS: dict[str, tuple[str, str, str, str]] = {
    "rfm_classes": (
        "The five classes",
        "五类会员",
        "Each member who ever bought is in one of three bands for how recently, how often and for how much they bought"
        " in the window; the grid says which bands make which class. Whoever did not buy in the window is in the worst"
        " band of all three. Refunds and voided purchases do not count.",
        "每位购买过的会员按窗口内的最近购买、购买次数和消费金额各落入三档之一，由九宫格设置决定档位组合对应的分类；"
        "窗口内没有购买的会员三项都在最低档。退款和作废的订单不计入。",
    ),
    "rfm_months": (
        "Classes at the end of each month",
        "各月末的分类人数",
        "Classes of all members as of each day, by the grid in use now, so that a change of the grid moves nobody.",
        "各日期的会员分类，均按当前使用的设置计算，因此修改设置本身不会造成移动。",
    ),
    "rfm_moves": (
        "Movement to",
        "分类流转至",
        "Members by their class at the end of the month before and on this day. Those who first bought in between come"
        " from no class.",
        "会员在上月末与本日的分类；期间首次购买的会员来自“尚未购买”。",
    ),
    "rfm_bands": (
        "What the bands are",
        "各档的实际范围",
        "How many members are in each band, and the least and most that they have of it.",
        "各档的会员数，以及该档内的最小值和最大值。",
    ),
    "value_spread": (
        "Value scores",
        "价值分分布",
        "The score of a member is the weighted mean of where they stand among all members (0 to 100) in each part.",
        "会员的价值分是其在各维度上相对所有会员的位次（0 至 100）按权重的平均。",
    ),
    "value_parts": (
        "What the score is made of",
        "价值分的构成",
        "The weight of each part, its share of the whole, how many members have a figure for it, and by how much scores"
        " differ because of it (one standard deviation). A part without any figure weighs nothing.",
        "各维度的权重、占比、有数据的会员数，以及该维度造成的分差（一个标准差）；没有数据的维度不计权重。",
    ),
    "value_by_class": (
        "Scores by class",
        "各分类的价值分",
        "The mean score of each class, and what each part gives of it; the parts add up to the score.",
        "各分类的平均价值分，以及各维度贡献的分值，相加即为价值分。",
    ),
    "cluster_profile": (
        "Clusters",
        "聚类画像",
        "Groups that k-means found in nine features of the 180 days before. Medians of members; the name says what sets"
        " a group apart from the mean of all.",
        "由此前 180 天的九个特征经 k-means 得到的群体；数值为成员中位数，名称说明该群体与整体平均的主要差别。",
    ),
    "cluster_trials": (
        "How many clusters",
        "聚类数的选择",
        "Every number that was tried: silhouette says how distinct the clusters are (−1 to 1), stability how much"
        " clusters of resampled members agree with them (adjusted Rand index, 1: always the same). The most distinct"
        " of those with a stability of at least 0.75 is taken.",
        "逐一尝试的聚类数：轮廓系数表示区分度（−1 至 1），"
        "稳定性为重抽样后结果的一致程度（调整兰德指数，1 为完全一致）；"
        "在稳定性不低于 0.75 的方案中选区分度最高者。",
    ),
    "cluster_validity": (
        "What groups tell of later behaviour",
        "分群对后续行为的区分力",
        "Groups were made of what was known 90 days ago and judged on the 90 days since: whether members bought"
        " (chi-square; V of Cramér) and how much they spent (Kruskal-Wallis; epsilon squared, the share of ranks that"
        " groups explain). An effect of 0 is none, 1 all.",
        "分群依据 90 天前已知的信息，用其后 90 天的行为检验：是否购买（卡方检验，Cramér V）与消费金额"
        "（Kruskal-Wallis 检验，ε²，即分群解释的秩变异占比）。效应为 0 表示没有差别，1 表示完全区分。",
    ),
    "cluster_later": (
        "Later behaviour by cluster",
        "各群体的后续行为",
        "Members as they were grouped 90 days ago, the share who bought since, and what they spent.",
        "按 90 天前的分群统计：此后购买的比例和消费金额。",
    ),
    "cluster_moves": (
        "Movement to",
        "群体流转至",
        "Members by their cluster at the end of the month before and on this day; the clusters are the same on both.",
        "会员在上月末与本日所属的群体，两个日期使用同一套聚类。",
    ),
    "cluster_months": (
        "Clusters at the end of each month",
        "各月末的群体人数",
        "How many members were nearest to each cluster.",
        "各月末归属各群体的会员数。",
    ),
    "tree_segments": (
        "Segments of the decision tree",
        "决策树分群",
        "A tree with few leaves on what members spent in the 90 days after. It was grown on the 90 days before last and"
        " judged on the last 90. Conditions look at the 180 days before. In expressions of segments the number of a"
        " member's segment is `tree_segment`.",
        "以后 90 天消费为目标、叶子较少的决策树：用倒数第二个 90"
        " 天生长，用最近 90 天检验。条件取此前 180 天的数据；在人群表达式中，分群序号为 `tree_segment`。",
    ),
    "motives": (
        "What seems to lead members",
        "主导动机",
        "Members with three acts or more in the last 365 days, by the motive with the highest score: it has to be 50 or"
        " more and 10 ahead of the next, else motives are mixed or none is strong. Scores are read from behaviour:"
        " nobody was asked. A motive without signs in the history is left blank, which says nothing of members.",
        "最近 365 天有三次及以上行为的会员，按得分最高的动机归类：须不低于 50 分并领先第二名 10 分，"
        "否则为“多种动机”或“均不突出”。得分来自行为，未询问会员本人。历史中没有信号的动机留空，不代表会员没有该动机。",
    ),
    "motive_spread": (
        "Scores of motives",
        "动机得分分布",
        "Members by their score in each motive, 0 to 100: the weighted mean of the places of its signs.",
        "会员在各动机上的得分（0 至 100），即各信号位次按权重的平均。",
    ),
    "motive_signs": (
        "What motives are read from",
        "动机的信号",
        "Each sign is measured over 365 days. Who does not show it has place 0, the others their place among all"
        " members who are told (0 to 100, the middle of equals). A sign that fewer than 20 members show weighs"
        " nothing, and the other signs of its motive share its weight.",
        "各信号按 365 天统计。未出现该信号的位次为 0，其余为在全部可判断会员中的位次（0 至 100，并列取中）。"
        "不足 20 人出现的信号不计权重，由同一动机的其他信号分摊。",
    ),
    "motive_steady": (
        "Do scores last",
        "得分是否稳定",
        "The rank correlation (Spearman) of members' scores made of the first half of the 365 days with those of the"
        " second: 1 the same order, 0 none. A score that does not last is chance, not a motive.",
        "前半年与后半年得分的等级相关（Spearman）：1 表示次序完全一致，0 表示无关。不稳定的得分只是偶然，而非动机。",
    ),
    "motive_benefits": (
        "Who uses which benefit",
        "权益使用者的动机",
        "Mean scores of members who used a benefit in the window, less those of all others. Blank where the use is"
        " itself a sign of the motive, and of fewer than 20 members on either side.",
        "窗口内使用过该权益的会员的平均得分，减去其他会员的平均得分。"
        "该权益的使用本身就是该动机信号时留空；任一侧不足 20 人时不列出。",
    ),
    "motive_tiers": (
        "Scores by tier",
        "各等级的动机得分",
        "Mean scores of members by their tier. Tiers are a sign of the identity motive themselves.",
        "按等级统计的平均得分。等级本身就是身份动机的信号。",
    ),
    "repurchase": (
        "Bought again, by",
        "复购率，按",
        "Of members whose first purchase is at least 30, 90 or 180 days ago, the share who bought again on a later day"
        " within that time, with its 95 % interval (Wilson). A limit that is not over yet leaves its members out"
        " of that limit only, so that a longer one may show a smaller share. Groups of fewer than 20 members are put"
        " together.",
        "首次购买距今至少 30、90、180 天的会员中，在该期限内于之后某日再次购买的比例及其 95% 区间（Wilson）。"
        "尚未满期的会员只在该期限内不计，因此较长期限的比例可能更低。"
        "不足 20 人的组合并显示。",
    ),
    "retention": (
        "Who is still buying",
        "留存",
        "Of members who first bought in a month, the share who bought in each month after; the running month is left"
        " out.",
        "某月首次购买的会员在其后各月有购买的比例；未结束的当月不计。",
    ),
    "lifecycle_stages": (
        "Five stages of life",
        "生命周期五阶段",
        "New: first bought in the last 30 days, or bought on at most two days. Sleeping: silent for longer than three"
        " times the usual gap (at least 30 days). Lost: longer than six times (at least 90 days). Mature: first bought"
        " 180 days ago or earlier, and on six days or more. Growing: all others. The usual gap is the member's own mean"
        " gap, for those with fewer than three days the median of all.",
        "新客：首购在最近 30 天内，或购买天数不超过两天。沉睡：沉默超过通常间隔的三倍（至少 30 天）。"
        "流失：超过六倍（至少 90 天）。成熟：首购在 180 天前或更早，且购买六天以上。成长：其余。"
        "通常间隔取会员自身的平均间隔，购买不足三天者取全体中位数。",
    ),
    "lifecycle_funnel": (
        "The way through the stages",
        "生命周期漏斗",
        "Of all who ever bought, how many came as far as a second day, a third, six days and 180 days, and still buy.",
        "在所有购买过的会员中，走到第二次、第三次、六次购买、满 180 天以及仍在购买的人数。",
    ),
    "lifecycle_months": (
        "Stages at the end of each month",
        "各月末的阶段人数",
        "The same rules as of each day.",
        "各日期按同一规则划分。",
    ),
    "lifecycle_moves": (
        "Movement to",
        "阶段流转至",
        "Members by their stage at the end of the month before and on this day.",
        "会员在上月末与本日所处的阶段。",
    ),
    "tier_mobility": (
        "From tier to tier in 90 days",
        "90 天内的等级流动",
        "Members by the tier that the ledger told of them 90 days ago and now.",
        "会员在 90 天前与现在的等级，以账本记录为准。",
    ),
    "tier_months": (
        "Tiers at the end of each month",
        "各月末的等级人数",
        "Members by the tier of their last posting until then.",
        "按截至当日最后一笔分录的等级统计。",
    ),
    "time_to_upgrade": (
        "Time to the next tier",
        "升级所需时间",
        "Days from reaching a tier to rising from it, counting also those who have not risen yet (Kaplan-Meier, 95 %"
        " interval by Brookmeyer and Crowley). No median where fewer than half are expected to rise.",
        "从进入某等级到升级的天数，尚未升级者作为删失计入（Kaplan-Meier，95% 区间按 Brookmeyer-Crowley）；"
        "预计升级者不足一半时没有中位数。",
    ),
    "upgrade_curve": (
        "Who has risen by then",
        "升级比例曲线",
        "The share of those who reached a tier that has risen from it after so many days.",
        "进入某等级后，在若干天内已升级的比例。",
    ),
    "basket_sizes": (
        "What baskets come to",
        "客单价分布",
        "Purchases by what is left of them after refunds.",
        "按扣除退款后的金额统计的订单。",
    ),
    "basket_weekdays": (
        "By day of the week",
        "按星期",
        "Purchases by local day of the week.",
        "按当地星期统计的订单。",
    ),
    "basket_hours": ("By hour", "按小时", "Purchases by local hour.", "按当地小时统计的订单。"),
    "basket_channels": (
        "By channel",
        "按渠道",
        "Purchases by the channel they came through, with members and means.",
        "按渠道统计的订单、会员与均值。",
    ),
    "categories": (
        "Departments",
        "品类",
        "Who bought of each department in the last 180 days, what it came to, and how many bought of it on two days or"
        " more. Lines are counted, never quantities: some goods are sold by volume.",
        "最近 180 天购买各品类的会员、金额，以及在两天以上购买过的比例。"
        "按明细行计数而不累加数量，因为有的商品按体积销售。",
    ),
    "category_pairs": (
        "Bought together",
        "连带购买",
        "Pairs of departments in one basket: support is their"
        " share of baskets, confidence how often the second is there"
        " when the first is, lift how much more often than in all baskets, with its 95 % interval. An association is no"
        " cause.",
        "同一订单中的品类组合：支持度为占订单比例，置信度为含前者时也含后者的比例，"
        "提升度为相对整体的倍数及其 95% 区间。"
        "关联不等于因果。",
    ),
    "touchpoints": (
        "Touchpoints",
        "触点",
        "Everything that happened to members or was done by them in the last 180 days, repeated steps of a day counted"
        " once. Led to a purchase: one followed within 30 days; dropped off: nothing at all followed. Only steps with"
        " 30 days behind them count.",
        "最近 180 天内会员经历或完成的各类触点，同日重复只计一次。"
        "带来购买：30 天内有后续购买；流失：30 天内再无任何触点。"
        "只统计已满 30 天的触点。",
    ),
    "path_steps": (
        "What follows what",
        "触点流转",
        "Steps from one touchpoint to the next within 30 days; runs of the same touchpoint count once.",
        "30 天内从一个触点到下一个触点的步骤；连续相同的触点只计一次。",
    ),
    "paths": (
        "Ways of three steps",
        "三步路径",
        "The most frequent ways of three touchpoints, how long they take, and how often a purchase is the end.",
        "最常见的三步路径、所需时间，以及以购买结束的比例。",
    ),
    "associations": (
        "What goes with what",
        "关联",
        "What members did in a quarter and what they did in the quarter after: support is the share of members with"
        " both, lift how much likelier the second is with the first, with its 95 % interval. The lift before says how"
        " much likelier it already was in the quarter before: where it is as large, the effect cannot be told from who"
        " chose to do it.",
        "会员在一个季度的行为与下一季度的结果：支持度为两者兼有的会员占比，"
        "提升度为前者使后者更可能的倍数及其 95% 区间。"
        "“此前的提升度”是前一季度就已存在的倍数；若同样大，则无法与“谁会这么做”的自选择区分。",
    ),
    "tier_lift": (
        "What a tier does to who just reached it",
        "等级对刚达标会员的影响",
        "A natural experiment: members who stood just above a tier's threshold 90 days ago, against those just below. A"
        " line is fitted on each side, nearer members weighing more; the jump at the threshold, divided by the jump in"
        " time on the tier, is the effect of a whole quarter on it (regression discontinuity; 95 % interval, robust)."
        " It is told only where members do not crowd above the threshold, time on the tier jumps by 30 % of the quarter"
        " at least, and both sides did alike in the quarter before (the placebo).",
        "自然实验：比较 90 天前刚超过与略低于等级门槛的会员。两侧各拟合一条直线，越近权重越大；"
        "门槛处结果的跳跃除以在该等级时间的跳跃，即在该等级一整个季度的效果（断点回归，稳健 95% 区间）。"
        "仅当会员没有在门槛上方聚集、在该等级的时间至少跳跃季度的 30%、"
        "且两侧在此前一个季度没有差别（安慰剂检验）时才给出。",
    ),
}
