"""Benefits in the reader's language: what one gives, how often, through what it came, what kinds are called."""

from __future__ import annotations

from regulars.engine.programme.basics import Text
from regulars.engine.programme.benefit_kinds import kind_of, worded
from regulars.engine.programme.benefit_spans import worded_overall
from regulars.engine.programme.benefits import Allowance, Benefit, Terms
from regulars.engine.programme.model import Programme
from regulars.engine.texts import Language
from regulars.surfaces.web.formatting import is_chinese

ORIGINS: dict[str, tuple[str, str]] = {
    "tier": ("By tier", "等级权益"),
    "birthday": ("Birthday", "生日权益"),
    "anniversary": ("Anniversary", "周年权益"),
    "choice": ("Of your choosing", "自选权益"),
    "hand": ("Granted by hand", "人工发放"),
    "campaign": ("Campaign", "活动发放"),
    "upgrade": ("For rising", "升级礼"),
    "moment": ("For this moment", "即时权益"),
    "gift": ("A gift", "好友转赠"),
    "plan": ("Paid membership", "付费会员"),
}
"""Through what a member has a benefit: English, then Chinese."""
CLASSES: dict[str, tuple[str, str]] = {
    "base": ("Base", "基础权益"),
    "value_added": ("Value added", "增值权益"),
    "exclusive": ("Exclusive", "专属权益"),
    "growth": ("Growth", "成长权益"),
}
NATURES: dict[str, tuple[str, str]] = {"material": ("Material", "物质型"), "emotional": ("Emotional", "情感型")}
PERIODS: dict[str, tuple[str, str]] = {
    "day": ("a day", "每天"),
    "week": ("a week", "每周"),
    "month": ("a month", "每月"),
    "quarter": ("a quarter", "每季"),
    "year": ("a year", "每年"),
    "lifetime": ("in all", "总共"),
}


def language() -> Language:
    """The reader's language."""
    return "zh" if is_chinese() else "en"


def in_language(text: Text | None) -> str:
    """A text of the document; empty when there is none."""
    if text is None:
        return ""
    return text.zh if is_chinese() else text.en


def gives(benefit: Benefit, terms: Terms, currency: str) -> str:
    """What a benefit gives with these terms."""
    return worded(benefit, terms, currency)[language()]


def gives_overall(programme: Programme, benefit: Benefit) -> str:
    """What a benefit gives whoever may have it, from the lowest to the highest tier."""
    return worded_overall(programme, benefit)[language()]


def ways_of(programme: Programme, benefit: Benefit) -> list[str]:
    """Through what members have a benefit besides their tier, as origins."""
    ways = [way for way in ("birthday", "anniversary", "upgrade", "moment") if getattr(benefit, way) is not None]
    ways += ["hand", "campaign"] if benefit.by_hand else []
    return ways + (["choice"] if any(benefit.id in choice.benefits for choice in programme.choices) else [])


def kind_name(benefit: Benefit) -> str:
    """What its kind is called."""
    return kind_of(benefit).names[language()]


def origin_name(origin: str) -> str:
    """Through what a member has it."""
    return _chosen(ORIGINS[origin])


def class_name(benefit: Benefit) -> str:
    """Base, value added, exclusive or growth."""
    return _chosen(CLASSES[benefit.benefit_class])


def nature_name(benefit: Benefit) -> str:
    """Material or emotional."""
    return _chosen(NATURES[benefit.nature])


def times(quota: int | None, per: str | None) -> str:
    """How often: "2 times a month", "每月 2 次", or any number of times."""
    if quota is None:
        return "不限次" if is_chinese() else "any number of times"
    period = _chosen(PERIODS[per]) if per else ""
    if is_chinese():
        return f"{period} {quota} 次".strip()
    return f"{quota} {'time' if quota == 1 else 'times'} {period}".strip()


def allowance_words(benefit: Benefit, allowance: Allowance) -> str:
    """How often somebody with an allowance may use a benefit: always, where it is none that is used."""
    if not kind_of(benefit).used:
        return "始终有效" if is_chinese() else "always"
    return times(allowance.quota, allowance.per)


def _chosen(texts: tuple[str, str]) -> str:
    return texts[1] if is_chinese() else texts[0]
