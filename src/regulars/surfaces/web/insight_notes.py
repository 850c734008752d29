"""Notes beside sheets: English, then Chinese. Names in braces are filled."""

from __future__ import annotations

NOTES: dict[str, tuple[str, str]] = {
    "rfm_never_bought": (
        "{members} members have never bought anything; they have no class and no score.",
        "{members} 位会员从未购买，没有分类和价值分。",
    ),
    "rfm_short": (
        "The history reaches back {days} days, less than the window of {window}: figures of earlier dates are of"
        " shorter windows.",
        "历史只有 {days} 天，短于 {window} 天的窗口，较早日期的数据来自更短的窗口。",
    ),
    "rfm_part_missing": (
        "Nobody has a figure for “{part}”, or all have the same: its weight goes to the other parts.",
        "“{part}”没有数据或全部相同，其权重分摊给其他维度。",
    ),
    "clusters_unstable": (
        "No number of clusters was stable (0.75 and more): with other members the groups would have been others. Do not"
        " build on them.",
        "所有聚类数的稳定性都低于 0.75，换一批会员会得到不同的群体，请勿据此决策。",
    ),
    "clusters_no_tree": (
        "There is no tree: the history reaches back {days} days, and growing and judging one takes {needed}.",
        "没有决策树：历史只有 {days} 天，生长并检验需要 {needed} 天。",
    ),
    "clusters_left_out": (
        "{members} members did not buy in the 180 days before and are in no group.",
        "{members} 位会员在此前 180 天没有购买，不属于任何群体。",
    ),
    "clusters_made_of": (
        "The clusters were fitted on what was known on {date}, and judged on the 90 days since.",
        "聚类依据 {date} 时已知的信息，并用其后 90 天检验。",
    ),
    "motives_too_little": (
        "{members} members did fewer than {needed} things in the last 365 days: nothing is said of them.",
        "{members} 位会员最近 365 天的行为不足 {needed} 次，不作判断。",
    ),
    "motive_silent": (
        "Nothing is said of the motive “{motive}”: fewer than 20 members show any sign of it in this history.",
        "不对“{motive}”作判断：历史中出现相关信号的会员不足 20 位。",
    ),
    "motive_tiers_only": (
        "“Identity” stands on tiers alone here, which come of what members spend: it says who stands high, hardly who"
        " cares. Uses of benefits that show standing would tell more.",
        "此处“身份”仅依据等级，而等级来自消费：它说明谁的等级高，难以说明谁在乎等级。身份类权益的使用才更有说服力。",
    ),
    "motives_short": (
        "The history reaches back {days} days, less than the window of {window}.",
        "历史只有 {days} 天，短于 {window} 天的窗口。",
    ),
    "motive_benefits_circular": (
        "Differences of who chose to use a benefit, no effects of it.",
        "这是选择使用者与其他人的差别，不是权益的效果。",
    ),
    "left_censored": (
        "The history begins in the middle of things: {members} of {all} members “first” bought in its first month,"
        " {month}. Most of them had bought before. What is said of that month is no cohort; months after it are surer"
        " the later they are.",
        "历史从中途开始：{all} 位会员中有 {members} 位的“首购”落在第一个月（{month}），其中多数此前就已购买。"
        "该月不是真正的同期群；越靠后的月份越可信。",
    ),
    "tier_is_outcome": (
        "Tiers are of now, and come of what members bought since:"
        " the row of a high tier says that who bought much is on"
        " it, not that the tier made them buy.",
        "等级取自现在，是其后购买的结果：高等级的复购率高，是因为买得多才升到该等级，而不是等级带来购买。",
    ),
    "no_tiers": (
        "The history has no postings, as one from a file: nothing is known of tiers over time.",
        "历史中没有分录（例如来自文件的历史），无法得知各时点的等级。",
    ),
    "few_tiers": (
        "Tiers are those that postings tell: a tier that changed without one shows at the next posting.",
        "等级以分录记录为准；没有分录的等级变化要到下一笔分录才显示。",
    ),
    "no_lines": (
        "The history has no lines with a department: nothing is said of departments.",
        "历史中没有带品类的明细，无法统计品类。",
    ),
    "one_channel": (
        "All purchases came through one channel, so there are no ways across channels; steps are between kinds of"
        " touchpoints.",
        "所有购买来自同一渠道，没有跨渠道路径，步骤仅在不同触点之间。",
    ),
    "no_cost": (
        "No cost of contacts is known, so no cost of ways is given.",
        "没有触达成本数据，因此不给出路径成本。",
    ),
    "short_history": (
        "The history reaches back {days} days; this takes {needed}.",
        "历史只有 {days} 天，此项统计需要 {needed} 天。",
    ),
    "association_no_cause": (
        "None of this shows a cause. Only an experiment with a"
        " control group can; where the lift before is as large, the"
        " effect cannot be told from who chose to do it.",
        "以上均不证明因果，只有设对照组的实验才能证明；若此前的提升度同样大，则无法与自选择区分。",
    ),
    "lift_local": (
        "An effect is told of members near the threshold only, and says nothing of those far from it. Where it is"
        " refused the association above remains one.",
        "效果只适用于门槛附近的会员，不能推及远离门槛者；未给出时，上方的关联仍只是关联。",
    ),
    "lift_no_threshold": (
        "No tier asks for one metric alone over a rolling time (points earned, purchases or what they came to), so"
        " there is no threshold to compare at.",
        "没有等级仅以单一的滚动指标（获得积分、购买次数或消费金额）为门槛，无法在门槛处比较。",
    ),
}
