"""Sheets in words: titles, definitions, columns, and values as people and spreadsheets read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme
from regulars.platform.sheets import Column, Note, Sheet, Unit, Value
from regulars.surfaces.web.formatting import day, is_chinese, listed, money, month, number
from regulars.surfaces.web.insight_columns import COLUMNS, WORDS
from regulars.surfaces.web.insight_notes import NOTES
from regulars.surfaces.web.insight_titles import SHEETS

_NOTHING = "–"
_LEAST_SHOWN = 0.001
_FEATURES = {
    "spend": Unit.MONEY,
    "basket": Unit.MONEY,
    "discount_share": Unit.SHARE,
    "weekend_share": Unit.SHARE,
    "evening_share": Unit.SHARE,
}
"""What columns are that conditions compare; others are counted."""
_SIGNS = {"<=": "≤", ">": ">"}
_ARROW, _PURCHASE, _BENEFIT = " → ", "purchase:", "benefit:"
_TEXTUAL = frozenset({Unit.TEXT, Unit.WORD, Unit.TIER, Unit.MONTH, Unit.DATE, Unit.TRAITS, Unit.RULE, Unit.MEMBER})


def title_of(sheet: Sheet, document: Programme) -> str:
    """What a sheet is called; its key says which of several it is."""
    title = chosen(SHEETS[sheet.code][:2])
    return f"{title}: {_key(sheet.key, document)}" if sheet.key else title


def definition_of(sheet: Sheet) -> str:
    """How the figures of a sheet are counted."""
    return chosen(SHEETS[sheet.code][2:])


def _key(key: str, document: Programme) -> str:
    if key in WORDS:
        return word(key)
    if key.startswith("tier:"):
        return shown(key.removeprefix("tier:"), Unit.TIER, document)
    try:
        return day(date.fromisoformat(key))
    except ValueError:
        return key


def column_title(column: Column, document: Programme) -> str:
    """What a column is called; `tier:gold` is a tier, and a word is one that values have too."""
    if column.code.startswith("tier:"):
        return shown(column.code.removeprefix("tier:"), Unit.TIER, document)
    return chosen(COLUMNS[column.code]) if column.code in COLUMNS else word(column.code)


def is_text(unit: Unit) -> bool:
    """Whether values of a unit stand on the left."""
    return unit in _TEXTUAL


def said(note: Note, document: Programme) -> str:
    """A note in words."""
    filled = {name: _filled(name, value, document) for name, value in note.params.items()}
    return chosen(NOTES[note.code]).format_map(filled)


def _filled(name: str, value: Value, document: Programme) -> str:
    if name.startswith("money"):
        return shown(value, Unit.MONEY, document)
    if name.startswith("share"):
        return shown(value, Unit.SHARE, document)
    if isinstance(value, str):
        units = {"date": Unit.DATE, "month": Unit.MONTH}
        return _text(value, units.get(name, Unit.WORD), document)
    return number(value) if value is not None else _NOTHING


def word(code: str) -> str:
    """A code in words; a way step by step, a purchase with its channel; what has no words is shown as it is."""
    if _ARROW in code:
        return _ARROW.join(word(one) for one in code.split(_ARROW))
    if code.startswith(_PURCHASE):
        return f"{word('purchase')} ({word(code.removeprefix(_PURCHASE))})"
    return chosen(WORDS[code]) if code in WORDS else code


def shown(value: Value, unit: Unit, document: Programme) -> str:
    """A value as people read it."""
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return _text(value, unit, document)
    if unit is Unit.MONEY:
        return money(round(value), document.currency)
    if unit is Unit.SHARE:
        return f"{value:.1%}".replace("-", "\u2212")
    if unit is Unit.SMALL:
        return "<0.001" if value < _LEAST_SHOWN else f"{value:.3f}"
    if unit is Unit.NUMBER:
        return f"{value:,.2f}".replace("-", "\u2212")
    if unit is Unit.DAYS:
        return number(round(value, 1) if isinstance(value, float) and value % 1 else round(value))
    return number(int(value) if isinstance(value, float) and value.is_integer() else value)


def _text(value: str, unit: Unit, document: Programme) -> str:
    if unit is Unit.WORD:
        return _benefit(value.removeprefix(_BENEFIT), document) if value.startswith(_BENEFIT) else word(value)
    if unit is Unit.TRAITS:
        return traits(value)
    if unit is Unit.RULE:
        return rule(value, document)
    if unit is Unit.TIER:
        text = next((tier.name for tier in document.ladder.tiers if tier.id == value), None)
        return word(value) if text is None else chosen((text.en, text.zh))
    if unit is Unit.MONTH:
        return month(date.fromisoformat(f"{value}-01"))
    return day(date.fromisoformat(value)) if unit is Unit.DATE else value


def _benefit(identity: str, document: Programme) -> str:
    """A benefit of the programme by its name; one that it has no longer, by its id."""
    name = next((one.name for one in document.benefits if one.id == identity), None)
    told = chosen((name.en, name.zh)) if name else identity
    return chosen((f"Used {told}", f"使用「{told}」"))


def traits(text: str) -> str:
    """What sets a group apart, in words: `spend:high` is "much spend"."""
    return listed(word(one) for one in text.split(",")) if text else word("middle")


def rule(text: str, document: Programme) -> str:
    """Conditions in words: `spend > 99068 AND purchases <= 3` is "Spend > $990.68, Purchases ≤ 3"."""
    told = []
    for condition in text.split(" AND "):
        name, _, rest = condition.partition(" ")
        sign, _, bound = rest.partition(" ")
        if sign not in _SIGNS:
            return chosen(("Everybody", "所有会员")) if text == "TRUE" else text
        title = column_title(Column(name, Unit.COUNT), document)
        told.append(f"{title} {_SIGNS[sign]} {shown(float(bound), _FEATURES.get(name, Unit.COUNT), document)}")
    return listed(told)


def plain(value: Value, unit: Unit, document: Programme) -> Value:
    """A value as spreadsheets read it: money in whole units of currency, shares as fractions, words in words."""
    if isinstance(value, int | float) and unit is Unit.MONEY:
        return float(Decimal(str(value)).scaleb(-CURRENCY_DECIMALS[document.currency]))
    if isinstance(value, str) and unit in {Unit.WORD, Unit.TIER, Unit.TRAITS, Unit.RULE}:
        return _text(value, unit, document)
    return value


def chosen(pair: tuple[str, ...]) -> str:
    """The text in the reader's language, of English and Chinese."""
    return pair[1] if is_chinese() else pair[0]
