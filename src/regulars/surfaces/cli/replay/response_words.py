"""The words of responses: what is assumed, what comes of it, and what was estimated."""

from __future__ import annotations

from regulars.surfaces.cli.replay.words import Word

RESPONSE_WORDS: dict[str, Word] = {
    "title": Word(
        "With members who respond: {runs} runs, seed {seed}; {simulated} of {members} members were simulated",
        "会员有行为反应时：{runs} 次模拟，随机种子 {seed}；模拟了 {members} 名会员中的 {simulated} 名",
    ),
    "part": Word(
        "What the other members would do follows from those; how unsure that is, is in the ranges.",
        "其余会员按被模拟的会员推算，由此带来的不确定性已计入区间。",
    ),
    "assumed": Word("What is assumed", "假设"),
    "assumption": Word("assumption", "假设"),
    "low": Word("low", "低"),
    "likely": Word("likely", "最可能"),
    "high": Word("high", "高"),
    "source": Word("source", "来源"),
    "published": Word("published: {reference}", "文献：{reference}"),
    "estimate": Word("your own history", "自有历史估计"),
    "judgement": Word("judgement; nobody measured it", "主观判断，未经测量"),
    "pull": Word("pull: more purchases near a threshold", "临近门槛的拉动：购买增加"),
    "reset": Word("reset: fewer purchases after a rise", "升级后的回落：购买减少"),
    "elasticity": Word("elasticity: more purchases for 1 % of spend more in points", "弹性：积分回馈每多 1% 购买增加"),
    "redemption": Word(
        "redemption: share of the points in addition that is redeemed alike", "兑换：多得积分按同比例兑换的程度"
    ),
    "margin": Word("margin: what is left of sales", "毛利率：销售额中的毛利"),
    "compared": Word("{name} against {baseline}", "{name} 对比 {baseline}"),
    "near": Word(
        "Baskets bought near a threshold: {before} under {baseline}, {after} under {name}",
        "临近门槛时的购买占比：{baseline} 为 {before}，{name} 为 {after}",
    ),
    "worth": Word(
        "Points earned, as a share of spend: {before} under {baseline}, {after} under {name}",
        "所得积分占消费的比例：{baseline} 为 {before}，{name} 为 {after}",
    ),
    "figures": Word("Figures over the slice, as ranges", "回放范围内的指标区间"),
    "figure": Word("figure", "指标"),
    "baseline": Word("baseline", "基准"),
    "unchanged": Word("no response", "行为不变"),
    "p10": Word("10 %", "10% 分位"),
    "p50": Word("50 %", "中位数"),
    "p90": Word("90 %", "90% 分位"),
    "sales": Word("sales", "销售额"),
    "incremental_sales": Word("sales in addition", "增量销售额"),
    "cost": Word("cost of redeemed points", "已兑积分成本"),
    "liability": Word("liability at the end", "期末负债"),
    "incremental_cost": Word("cost in addition", "增量成本"),
    "return": Word("return", "净回报"),
    "members": Word("members on {tier}", "{tier} 会员数"),
    "tornado": Word(
        "What it depends on: {figure} with one assumption low or high, the others likely",
        "敏感性：单一假设取低或高、其余取最可能值时的{figure}",
    ),
    "at_low": Word("if low", "取低时"),
    "at_high": Word("if high", "取高时"),
    "width": Word("difference", "差距"),
    "likely_one": Word(
        "With all assumptions likely it is {value}, in the middle of a few runs.",
        "全部取最可能值时约为 {value}（少数几次模拟的均值）。",
    ),
    "no_margin": Word(
        "No return is told: the assumptions say no margin, and only you know it.",
        "未给出净回报：假设中没有毛利率，只有您知道它。",
    ),
    "closing": Word(
        "A range holds eight of ten runs. It is as good as the assumptions: it does not say how wrong they may be.",
        "区间包含十次模拟中的八次。区间的可信度取决于假设，本身并不说明假设可能错多少。",
    ),
    "seen_members": Word("members", "会员数"),
    "seen_events": Word("events", "事件数"),
    "doubt": Word("why there is none", "未给出的原因"),
    "few": Word("too few members or events to compare", "可比较的会员或事件太少"),
    "bent": Word(
        "rates differ as much where no threshold is, so a difference near one shows nothing",
        "没有门槛的地方购买频率也有同样差异，临近门槛的差异说明不了什么",
    ),
    "wide": Word("it may be nothing, and it may be much", "可能没有影响，也可能影响很大"),
    "no_change": Word("what purchases earn was never changed in this time", "此期间积分回馈从未改变"),
    "uncompared": Word(
        "it changed for nearly everybody at once, and nobody is left to compare with",
        "几乎所有会员同时改变，没有可比较的会员",
    ),
    "no_ledger": Word(
        "nothing is known of earlier versions: the history is not that of this installation's ledger",
        "不了解以往版本：该历史数据不是本系统账本的历史",
    ),
    "pull_measured": Word(
        "purchases per week of {members} members near a threshold beside the same members' farther away, less the"
        " course along the way ({events} purchases, 90 % interval, seed {seed})",
        "{members} 名会员临近门槛与较远时的每周购买次数之比，已扣除沿途变化"
        "（{events} 次购买，90% 区间，随机种子 {seed}）",
    ),
    "reset_measured": Word(
        "purchases per week of {members} members soon after a rise beside the same members' later, less the course of"
        " the time after it ({events} purchases, 90 % interval, seed {seed})",
        "{members} 名会员升级后不久与之后的每周购买次数之比，已扣除其后的变化"
        "（{events} 次购买，90% 区间，随机种子 {seed}）",
    ),
    "elasticity_measured": Word(
        "purchases of {members} members before and after what they earn was changed, beside members without change"
        " ({events} purchases, 90 % interval, seed {seed})",
        "积分回馈改变前后 {members} 名会员的购买次数，与未改变的会员比较（{events} 次购买，90% 区间，随机种子 {seed}）",
    ),
    "redemption_measured": Word(
        "how redeemed points follow what the same member had: {members} members, {events} redemptions (90 % interval,"
        " seed {seed})",
        "同一会员兑换的积分如何随其拥有的积分变化：{members} 名会员，{events} 次兑换（90% 区间，随机种子 {seed}）",
    ),
    "estimates_written": Word(
        "Written to {path}. Add your margin, as margin: {{low: .., likely: .., high: ..}}.",
        "已写入 {path}。请补充毛利率，例如 margin: {{low: .., likely: .., high: ..}}。",
    ),
    "untold": Word("Your history cannot tell: {reason}.", "自有历史无法判断：{reason}。"),
}


def response_word(key: str, language: str, **params: object) -> str:
    """A text in a language, with its parameters."""
    found = RESPONSE_WORDS[key]
    return (found.zh if language == "zh" else found.en).format(**params)
