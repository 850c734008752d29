"""The kinds of benefits: for each its terms, how it is worded, where it matters, and what of it is better for members.

A kind is a value of `BenefitKind` in the table `KINDS`; nothing else asks for a kind by name. A new kind is an entry
here, a word in the model's `Kind`, and a row in the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from regulars.engine.programme.benefits import Allowance, Benefit, Kind, Scene, Terms
from regulars.engine.texts import Language

Wording = Callable[[Terms, str], dict[Language, str]]
"""Terms and a currency as words in both languages."""
MORE = ("percent", "amount", "most", "factor", "pieces", "minutes", "hours_ahead", "guests")
"""Fields of terms of which more is better; of the others that are numbers, less is."""
LESS = ("minimum",)


@dataclass(frozen=True)
class BenefitKind:
    """One kind. `required` and `optional` are fields of its terms; it has no others.

    `used`: whether it is used up at a counter; one that is not simply holds. `called`: whether an address of the
    operator's own is told of each use.
    """

    names: dict[Language, str]
    scenes: tuple[Scene, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    wording: Wording
    used: bool = True
    called: bool = False


def kind_of(benefit: Benefit) -> BenefitKind:
    """The kind of a benefit."""
    return KINDS[benefit.kind]


def scenes_of(benefit: Benefit) -> tuple[Scene, ...]:
    """Where a benefit matters to members."""
    return tuple(benefit.scenes) or kind_of(benefit).scenes


def terms_for(benefit: Benefit, allowance: Allowance | None) -> Terms:
    """The terms of a benefit as somebody with this allowance has it: the allowance's own go before the benefit's."""
    if allowance is None or allowance.terms is None:
        return benefit.terms
    return benefit.terms.model_copy(
        update=allowance.terms.model_dump(exclude_none=True, mode="python") | _texts(allowance)
    )


def _texts(allowance: Allowance) -> dict[str, Any]:
    """The parts of an allowance's terms that are parts of the document themselves."""
    return {"item": allowance.terms.item} if allowance.terms and allowance.terms.item else {}


def worded(benefit: Benefit, terms: Terms, currency: str) -> dict[Language, str]:
    """What a benefit with these terms gives, in a few words of each language."""
    return kind_of(benefit).wording(terms, currency)


def worse_fields(better: Terms, worse: Terms) -> list[str]:
    """Fields in which the second terms are worse for a member than the first; empty when in none."""
    fallen = [name for name in MORE if _value(worse, name) < _value(better, name)]
    return fallen + [name for name in LESS if _value(worse, name) > _value(better, name)]


def better_somewhere(lower: Terms, higher: Terms) -> bool:
    """Whether the second terms are better than the first in any field."""
    return bool(worse_fields(higher, lower))


_ABSENT: Mapping[str, Decimal] = {"most": Decimal("Infinity"), "pieces": Decimal(1), "factor": Decimal(1)}


def _value(terms: Terms, name: str) -> Decimal:
    """A field as a number that can be compared; missing means no limit, one piece, no factor, or nothing."""
    given = getattr(terms, name)
    return Decimal(given) if given is not None else _ABSENT.get(name, Decimal(0))


def _plain(number: Decimal | int | None) -> str:
    return f"{Decimal(number or 0).normalize():f}"


def _item(terms: Terms, language: Language) -> str:
    if terms.item is None:
        return ""
    return terms.item.zh if language == "zh" else terms.item.en


def _joined(language: Language, first: str, rest: Sequence[str]) -> str:
    return ("，" if language == "zh" else ", ").join([first, *(one for one in rest if one)])


def _limits(terms: Terms, currency: str) -> dict[Language, list[str]]:
    """What limits or widens a use, in the order in which people ask."""
    said: dict[Language, list[str]] = {"zh": [], "en": []}
    for name, chinese, english in _LIMITS:
        if (number := getattr(terms, name)) is not None and (name != "pieces" or number > 1):
            filled = {"number": _plain(number), "currency": currency, "s": "" if number == 1 else "s"}
            said["zh"].append(chinese.format(**filled))
            said["en"].append(english.format(**filled))
    return said


_LIMITS = (
    ("minimum", "单笔满 {number} {currency}", "on orders of {number} {currency} or more"),
    ("most", "最多 {number} {currency}", "{number} {currency} at most"),
    ("pieces", "每次 {number} 份", "{number} at a time"),
    ("minutes", "{number} 分钟", "{number} minute{s}"),
    ("hours_ahead", "提前 {number} 小时", "{number} hour{s} ahead of others"),
    ("guests", "可带 {number} 人", "{number} guest{s} welcome"),
)


def _says(chinese: str, english: str) -> Wording:
    """A wording from a sentence in each language, filled from the terms, with their limits behind it."""

    def wording(terms: Terms, currency: str) -> dict[Language, str]:
        said: dict[Language, str] = {}
        sentences: dict[Language, str] = {"zh": chinese, "en": english}
        for language, sentence in sentences.items():
            filled = sentence.format(
                percent=_plain(terms.percent),
                amount=_plain(terms.amount),
                factor=_plain(terms.factor),
                currency=currency,
                item=_item(terms, language),
            )
            said[language] = _joined(language, filled.strip(), _limits(terms, currency)[language])
        return said

    return wording


def _points(terms: Terms, currency: str) -> dict[Language, str]:
    if terms.factor is None:
        return {"zh": "积分加速", "en": "More points"}
    return _says("{factor} 倍积分", "{factor} times the points")(terms, currency)


KINDS: dict[Kind, BenefitKind] = {
    "percentage": BenefitKind(
        {"zh": "比例折扣", "en": "Percentage off"},
        ("shopping",),
        ("percent",),
        ("most", "minimum", "item"),
        _says("{item} 减 {percent}%", "{percent} % off {item}"),
    ),
    "discount": BenefitKind(
        {"zh": "立减", "en": "Fixed discount"},
        ("shopping",),
        ("amount",),
        ("minimum", "item"),
        _says("{item} 立减 {amount} {currency}", "{amount} {currency} off {item}"),
    ),
    "points": BenefitKind(
        {"zh": "积分加倍", "en": "Multiplied points"},
        ("shopping",),
        ("multiplier",),
        ("factor",),
        _points,
        used=False,
    ),
    "item": BenefitKind(
        {"zh": "免费商品", "en": "Free item"},
        ("shopping",),
        ("item",),
        ("pieces", "minimum", "amount"),
        _says("免费 {item}", "Free: {item}"),
    ),
    "service": BenefitKind(
        {"zh": "免费服务", "en": "Free service"},
        ("service",),
        ("item",),
        ("minutes", "minimum", "most", "amount"),
        _says("免费 {item}", "Free: {item}"),
    ),
    "priority": BenefitKind(
        {"zh": "优先", "en": "Priority"},
        ("checkout",),
        ("item",),
        ("guests",),
        _says("优先 {item}", "Priority {item}"),
    ),
    "access": BenefitKind(
        {"zh": "抢先与专享", "en": "Access"},
        ("shopping",),
        ("item",),
        ("hours_ahead", "guests", "pieces"),
        _says("专享 {item}", "Access to {item}"),
    ),
    "gift": BenefitKind(
        {"zh": "礼品", "en": "Gift"},
        ("celebration",),
        ("item",),
        ("amount", "pieces"),
        _says("礼品 {item}", "A gift: {item}"),
    ),
    "shipping": BenefitKind(
        {"zh": "免运费", "en": "Free delivery"},
        ("delivery",),
        (),
        ("minimum", "most", "item"),
        _says("免费送货 {item}", "Free delivery {item}"),
    ),
    "lounge": BenefitKind(
        {"zh": "贵宾厅", "en": "Lounge"},
        ("travel",),
        ("item",),
        ("guests", "minutes"),
        _says("{item}", "{item}"),
    ),
    "seat": BenefitKind(
        {"zh": "活动席位", "en": "Event seat"},
        ("community",),
        ("item",),
        ("guests", "pieces"),
        _says("{item} 席位", "A seat at {item}"),
    ),
    "manager": BenefitKind(
        {"zh": "专属经理", "en": "Personal manager"},
        ("service",),
        ("item",),
        (),
        _says("{item}", "{item}"),
        used=False,
    ),
    "status": BenefitKind(
        {"zh": "身份标识", "en": "Status symbol"},
        ("community",),
        ("item",),
        (),
        _says("{item}", "{item}"),
        used=False,
    ),
    "custom": BenefitKind(
        {"zh": "自定义（回调）", "en": "Custom, by webhook"},
        ("service",),
        ("item", "address"),
        ("amount", "pieces", "minutes", "guests", "minimum", "most"),
        _says("{item}", "{item}"),
        called=True,
    ),
}
