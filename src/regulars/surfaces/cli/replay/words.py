"""The words of a replay's report."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A text in both languages of the product."""

    en: str
    zh: str


WORDS: dict[str, Word] = {
    "behaviour": Word(
        "Members do what they did in the history: nobody is assumed to buy more or less.",
        "会员行为与历史一致：不假设任何人多买或少买。",
    ),
    "title": Word("{programme}: {members} members, {events} events", "{programme}：{members} 名会员，{events} 个事件"),
    "as_it_was": Word("the programme as it was, versions {versions}", "方案的实际历程：第 {versions} 版"),
    "to": Word(" to ", " 至 "),
    "tiers": Word("Tiers at the end", "期末等级分布"),
    "tier": Word("tier", "等级"),
    "members": Word("members", "会员数"),
    "share": Word("share", "占比"),
    "reached": Word("ever reached", "曾升至"),
    "median_days": Word("median days", "升级天数中位数"),
    "near": Word("near", "临近升级"),
    "rose": Word("rises", "升级次数"),
    "fell": Word("falls", "降级次数"),
    "points": Word("Points", "积分"),
    "wallet": Word("wallet", "积分类型"),
    "issued": Word("issued", "发放"),
    "redeemed": Word("redeemed", "兑换"),
    "expired": Word("expired", "过期"),
    "outstanding": Word("outstanding", "未兑余额"),
    "cost": Word("cost", "成本"),
    "liability": Word("liability", "负债"),
    "breakage": Word("breakage", "沉淀率"),
    "gini": Word("Gini", "基尼系数"),
    "by_segment": Word("By segments, members as of {instant}", "按分群（成员截至 {instant}）"),
    "worked_out": Word(
        "{segment} was not kept then: its members were worked out from the history as of that instant.",
        "{segment} 当时尚未记录，其成员按当时的历史推算。",
    ),
    "others": Word("all others", "其他会员"),
    "spent": Word("spent", "消费"),
    "segment": Word("segment", "分群"),
    "programme": Word("programme", "方案"),
    "budgets": Word("Budgets", "预算"),
    "budget": Word("budget", "预算"),
    "period": Word("period", "期间"),
    "used": Word("used", "已用"),
    "limit": Word("limit", "上限"),
    "exhausted": Word("exhausted", "已用尽"),
    "disallowed": Word(
        "Facts that this programme would not have allowed (they happened all the same)",
        "该方案本不会允许的历史事实（回放中仍视为已发生）",
    ),
    "benefits": Word(
        "Uses of benefits that happened, and what this programme would not have given",
        "历史核销及该方案本不会给予的部分",
    ),
    "benefit": Word("benefit", "权益"),
    "uses": Word("uses", "次数"),
    "not_given": Word("not given", "不会给予"),
    "saved": Word("saved", "可节省"),
    "kind": Word("kind", "类型"),
    "reason": Word("reason", "原因"),
    "events": Word("events", "事件数"),
    "compared": Word("{programme} against {baseline}", "{programme} 对比 {baseline}"),
    "gaining": Word(
        "{gaining} members gain {gained}, {losing} lose {lost}, {unchanged} stay as they are",
        "{gaining} 名会员受益 {gained}，{losing} 名受损 {lost}，{unchanged} 名不变",
    ),
    "flow": Word("Tiers: from (rows) to (columns)", "等级流向：基准（行）到方案（列）"),
    "groups": Word(
        "Who gains and who loses, by what they were under the baseline", "受益与受损的会员分组（按基准方案）"
    ),
    "group": Word("group", "分组"),
    "by_tier": Word("tier {group}", "等级 {group}"),
    "by_spent": Word("fifth {group} of 5 by spending", "消费第 {group} 档（共 5 档）"),
    "gain": Word("gain", "受益人数"),
    "gained": Word("gained", "受益金额"),
    "lose": Word("lose", "受损人数"),
    "lost": Word("lost", "受损金额"),
    "higher": Word("higher tier", "等级升高"),
    "lower": Word("lower tier", "等级降低"),
    "winners": Word("Who gains most", "受益最多"),
    "losers": Word("Who loses most", "受损最多"),
    "member": Word("member", "会员"),
    "before": Word("before", "基准"),
    "after": Word("after", "方案"),
    "parameter": Word("number", "数值"),
    "value": Word("value", "取值"),
    "worth": Word("worth of issued", "发放价值"),
    "now": Word("as it is", "现值"),
    "along": Word("Moved in proportion: {addresses}", "按比例一并调整：{addresses}"),
    "best": Word(
        "{value} comes nearest: {reached} ({tried} values were tried)",
        "最接近的取值为 {value}：{reached}（共尝试 {tried} 个值）",
    ),
    "none_found": Word("No value that was tried gives what is wanted.", "尝试过的取值均不满足目标。"),
    "written": Word("Written to {folder}", "已写入 {folder}"),
    "file": Word(
        "{events} events from {rows} rows; {rejected} rows were left out, {known} were there already",
        "{rows} 行中读出 {events} 个事件；{rejected} 行未采用，{known} 行重复",
    ),
    "place": Word("line {line} {column}: ", "第 {line} 行 {column}："),
    "insufficient_points": Word("not enough points", "积分不足"),
    "status_wallet": Word("points that are never spent", "成长类积分不可使用"),
    "below_minimum": Word("below the minimum", "低于起兑数量"),
    "not_a_step": Word("not in whole steps", "不是整步长"),
    "above_order_share": Word("above the share of the order", "超过订单抵扣比例"),
    "transfers_off": Word("no transfers in this wallet", "该积分不可转赠"),
    "benefit_used": Word("use of a benefit", "权益核销"),
    "benefit_unknown": Word("no such benefit", "没有该权益"),
    "benefit_of_other_tier": Word("a benefit of other tiers", "所在等级没有该权益"),
    "benefit_above_quota": Word("above the quota", "超出额度"),
    "unknown_wallet": Word("no such wallet: left out", "没有该积分类型：已略去"),
    "unknown_tier": Word("no such tier: left out", "没有该等级：已略去"),
    "redeem": Word("redemption", "兑换"),
    "hold": Word("hold", "冻结"),
    "deduct": Word("deduction", "扣减"),
    "transfer_out": Word("transfer", "转赠"),
    "grant": Word("grant", "补发"),
    "tier_grant": Word("tier grant", "等级调整"),
}


def word(name: str, language: str, **params: object) -> str:
    """A text in a language, with its parameters; a name without a text stands for itself."""
    found = WORDS.get(name)
    if found is None:
        return name
    return (found.zh if language == "zh" else found.en).format(**params)
