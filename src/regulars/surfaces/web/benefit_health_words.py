"""The health of benefits in the reader's language: flags, changes, comparisons, and how to read them."""

from __future__ import annotations

from datetime import timedelta

from regulars.domain.benefit_health.types import (
    LEAST_DAYS,
    BenefitHealth,
    Change,
    ChangeKind,
    Flag,
    FlagCode,
    GradientFlag,
    HealthReport,
    Opened,
    Since,
    Unknown,
)
from regulars.engine.programme.model import Programme
from regulars.surfaces.web.benefit_words import in_language
from regulars.surfaces.web.formatting import day, is_chinese, money

_FLAGS: dict[FlagCode, tuple[str, str]] = {
    FlagCode.LOW_USE: (
        "Only {rate} of those who have it used it, less than 30 %.",
        "拥有该权益的会员中仅 {rate} 使用过，低于 30%。",
    ),
    FlagCode.DEAR: (
        "A use costs {cost}, more than it is worth to a member ({worth}).",
        "单次成本 {cost}，高于会员感知价值（{worth}）。",
    ),
    FlagCode.COSTLY: (
        "It takes a quarter or more of what all benefits cost, and gives less worth for its cost than most.",
        "占全部权益成本的四分之一以上，而价值与成本之比低于多数权益。",
    ),
    FlagCode.UNLOVED: (
        "Members who used it rate it {rating} of 5, below the middle of the scale ({ratings} ratings).",
        "使用过的会员评分 {rating}（满分 5 分），低于中位（{ratings} 次评价）。",
    ),
    FlagCode.COMMON: (
        "{same} of {competitors} competitors offer as much: {names}. It sets nobody apart.",
        "{competitors} 家竞品中有 {same} 家提供同等权益：{names}。没有差异。",
    ),
}
_FLAG_NAMES: dict[FlagCode, tuple[str, str]] = {
    FlagCode.LOW_USE: ("Hardly used", "使用率低"),
    FlagCode.DEAR: ("Costs more than it is worth", "成本高于价值"),
    FlagCode.COSTLY: ("High cost, low worth", "高成本低价值"),
    FlagCode.UNLOVED: ("Low ratings", "评分低"),
    FlagCode.COMMON: ("Like competitors' benefits", "与竞品无差异"),
}
_CHANGES: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.WITHOUT: ("Leave “{name}” out.", "去掉“{name}”。"),
    ChangeKind.LESS: ("Halve the quota of “{name}” on every tier.", "各等级“{name}”的额度减半。"),
    ChangeKind.MEND: ("Give the higher tier what the lower has (“{name}”).", "高等级补齐低等级的权益（{name}）。"),
}
_UNKNOWN: dict[Unknown, tuple[str, str]] = {
    Unknown.NOT_USED: ("not used at a counter", "无需核销"),
    Unknown.FEW: ("too few members to compare", "可比会员太少"),
    Unknown.SHORT: ("the history does not reach back far enough", "历史数据不够长"),
    Unknown.NEW: ("it stood for too few days of the quarter", "季度内生效天数太少"),
}
_SINCE: dict[Since, tuple[str, str]] = {
    Since.SAME: ("", ""),
    Since.CHANGED: ("changed since the quarter", "季度后已修改"),
    Since.GONE: ("left out since the quarter", "季度后已取消"),
}
_NOT_RECORDED = (
    "No uses are recorded yet in {quarter}, of any benefit. So nothing is said of use, and nothing is proposed to be "
    "left out: whether benefits are not used, or used without being recorded, nobody can tell.",
    "{quarter} 尚无任何权益的使用记录，因此不评价使用情况，也不建议取消任何权益："
    "无法判断是没人使用，还是使用了没有登记。",
)
_SHORTLY_RECORDED = (
    "Uses are recorded from {day} on only, for less than {least} days of {quarter}. So nothing is said of use, and "
    "nothing is proposed to be left out.",
    "{quarter} 的使用记录自 {day} 才开始，不足 {least} 天，因此不评价使用情况，也不建议取消任何权益。",
)
_NOTHING_STOOD = (
    "No version that was in force in {quarter} had benefits. The first quarter to read is the one in which they began.",
    "{quarter} 内生效的版本都没有权益，请从权益开始生效的季度看起。",
)
_NAMES = 5
_NOTES: tuple[tuple[str, str], ...] = (
    (
        "Users are compared with members of the same tier who spent about as much in the quarter before and had the "
        "benefit without using it. That they differ otherwise cannot be excluded: who comes to use a benefit is there "
        "to buy. The difference is no effect; only an experiment tells.",
        "使用者与同等级、上季消费相近且拥有而未使用该权益的会员对比。不能排除选择偏差：来使用权益的会员本就来消费。差异不等于效果，只有实验能说明。",
    ),
    (
        "Worth is what the programme's document says of a use; ratings are what members said after using it, who are "
        "those who cared to answer.",
        "感知价值取自会员计划文档；评分来自使用后作答的会员，未必代表全部会员。",
    ),
    (
        "Benefits are those of the versions in force in the quarter, on the days on which they stood. What stood for "
        "less than 45 days, or was had by fewer than 30 members, is not flagged.",
        "权益以季度内生效的版本及其生效日期为准。生效不足 45 天或拥有会员不足 30 人的权益不作提示。",
    ),
    (
        "Whoever stood on a tier in the quarter counts as having its benefits; conditions about members are not looked "
        "at. Purchases count without their refunds. 30 % is a rule of thumb. Competitors' benefits are those "
        "of the list, compared by kind and main figure.",
        "季度内曾处于某等级的会员均计为拥有其权益，不考虑会员条件；消费未扣除退款。"
        "30% 为经验值。竞品权益以列表为准，按类型和主要数值比较。",
    ),
)


def flag_name(flag: Flag) -> str:
    """What a flag is called."""
    return _chosen(_FLAG_NAMES[flag.code])


def flag_words(flag: Flag, one: BenefitHealth, document: Programme) -> str:
    """What is amiss, with its figures."""
    told = {
        "rate": rate(one.use_rate),
        "cost": money(one.cost_per_use_minor or 0, document.currency),
        "worth": money(one.worth_minor or 0, document.currency),
        "rating": rating_words(one),
        "ratings": one.ratings,
        "same": len(one.same_as),
        "competitors": one.competitors,
        "names": ("、" if is_chinese() else ", ").join(one.same_as[:_NAMES]),
    }
    return _chosen(_FLAGS[flag.code]).format(**told)


def flag_line(flag: Flag, one: BenefitHealth, document: Programme) -> str:
    """What is amiss, behind the name of the benefit."""
    return _chosen(("{}: {}", "{}：{}")).format(name_of(one), flag_words(flag, one, document))


def change_words(change: Change, document: Programme) -> str:
    """What a change does."""
    return _chosen(_CHANGES[change.kind]).format(name=benefit_name(change.target, document))


def opened_words(one: Opened, document: Programme) -> str:
    """What a change that was opened does, with the name that its benefit had in the quarter."""
    name = benefit_name(one.change.target, document) if one.then is None else name_of(one.then)
    return _chosen(_CHANGES[one.change.kind]).format(name=name)


def gradient_words(flag: GradientFlag) -> tuple[str, str, str]:
    """What is wrong with the gradient, why, and how to mend it."""
    return flag.chinese if is_chinese() else flag.english


def comparison_words(one: BenefitHealth, document: Programme) -> str:
    """How much more users spent than others like them, with the interval; or why nobody can tell."""
    told = one.comparison
    if told is None:
        return "" if one.unknown is None else _chosen(_UNKNOWN[one.unknown])
    values = (told.difference_minor, told.low_minor, told.high_minor)
    difference, low, high = (_signed(value, document.currency) for value in values)
    others = money(told.others_minor, document.currency)
    pair = (
        f"{difference} each ({low} to {high}) beside {others}; {told.users} users, {told.others} others",
        f"人均 {difference}（{low} 至 {high}），同类会员 {others}；使用者 {told.users} 人，对照 {told.others} 人",
    )
    return _chosen(pair)


def record_words(report: HealthReport) -> str:
    """Why nothing is said of use in the quarter; empty where it is."""
    if not report.benefits:
        return _chosen(_NOTHING_STOOD).format(quarter=report.quarter.name)
    if report.is_recorded:
        return ""
    pair = _SHORTLY_RECORDED if report.uses else _NOT_RECORDED
    first = day(report.recorded_from or report.quarter.starts_on)
    return _chosen(pair).format(quarter=report.quarter.name, day=first, least=LEAST_DAYS)


def standing_words(one: BenefitHealth) -> str:
    """On which days of the quarter it stood, if not on all, and what has become of it since; else empty."""
    said = []
    if one.began_on is not None:
        first = day(one.began_on)
        said.append(_chosen((f"since {first}", f"自 {first} 起")))
    if one.ended_on is not None:
        last = day(one.ended_on - timedelta(days=1))
        said.append(_chosen((f"until {last}", f"至 {last} 止")))
    if one.since is not Since.SAME:
        said.append(_chosen(_SINCE[one.since]))
    return _chosen((", ", "，")).join(said)


def notes() -> list[str]:
    """What to keep in mind."""
    return [_chosen(one) for one in _NOTES]


def rating_words(one: BenefitHealth) -> str:
    """The average rating with one decimal."""
    return "–" if one.rating is None else f"{one.rating:.1f}"


def rate(share: float | None) -> str:
    """A share in per cent."""
    return "–" if share is None else f"{share:.0%}"


def name_of(one: BenefitHealth) -> str:
    """A benefit by the name that it had in the quarter."""
    return one.names[1 if is_chinese() else 0] or one.benefit


def benefit_name(identity: str, document: Programme) -> str:
    """A benefit by its name; what is none by itself."""
    return next((in_language(one.name) for one in document.benefits if one.id == identity), identity)


def _signed(value: int, currency: str) -> str:
    return ("+" if value > 0 else "") + money(value, currency)


def _chosen(pair: tuple[str, str]) -> str:
    return pair[1] if is_chinese() else pair[0]
