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
    "estimate": Word("your history: {measured}", "自有历史：{measured}"),
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
    "told": Word("told by the data: {low} to {high}, likely {likely}", "数据给出：{low} 至 {high}，最可能 {likely}"),
    "untold": Word("the data cannot tell: {reason}", "数据无法判断：{reason}"),
}


def response_word(key: str, language: str, **params: object) -> str:
    """A text in a language, with its parameters."""
    found = RESPONSE_WORDS[key]
    return (found.zh if language == "zh" else found.en).format(**params)
