"""Conditions in words. What has no words here is shown as it stands in the document."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import sqlglot
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from sqlglot import exp

from regulars.surfaces.console.reading.vocabulary import Vocabulary
from regulars.surfaces.web.formatting import listed


class _NoWords(Exception):
    """This part of an expression has no words here."""


@dataclass(frozen=True)
class Phrase:
    """A part of a condition: in words, or (`is_code`) as the document has it."""

    text: str
    is_code: bool = False


@dataclass(frozen=True)
class Condition:
    """A whole condition: the events it asks for, and what else must hold, part by part."""

    events: tuple[str, ...]
    parts: tuple[Phrase, ...]


def read_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """The condition in words; parts that all must hold are apart."""
    events: list[str] = []
    parts: list[Phrase] = []
    for part in _conjuncts(sqlglot.parse_one(text, dialect="postgres")):
        named = _events_of(part)
        if named and not events:
            events = [vocabulary.value("event", name) for name in named]
        else:
            parts.append(_phrase(part, vocabulary))
    return Condition(tuple(events), tuple(parts))


def _conjuncts(tree: exp.Expr) -> list[exp.Expr]:
    tree = tree.unnest()
    return [part for side in tree.flatten() for part in _conjuncts(side)] if isinstance(tree, exp.And) else [tree]


def _events_of(tree: exp.Expr) -> list[str]:
    """The events that `event = ..` or `event in (..)` names."""
    if not isinstance(tree, exp.EQ | exp.In) or tree.this.name != "event":
        return []
    literals = [tree.expression] if isinstance(tree, exp.EQ) else tree.expressions
    return [literal.name for literal in literals]


def _phrase(tree: exp.Expr, vocabulary: Vocabulary) -> Phrase:
    try:
        return Phrase(_words(tree, vocabulary))
    except _NoWords:
        return Phrase(tree.sql(dialect="postgres"), is_code=True)


def _words(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    writer = _WRITERS.get(type(tree))
    if writer is None:
        raise _NoWords
    return writer(tree, vocabulary)


def _column(tree: exp.Expr) -> str:
    """The name of a column; one that is only guarded against being empty reads the same."""
    if isinstance(tree, exp.Coalesce) and [literal.name for literal in tree.expressions] in ([""], ["0"]):
        tree = tree.this
    if not isinstance(tree, exp.Column):
        raise _NoWords
    return tree.name.lower()


def _literal(tree: exp.Expr) -> str | Decimal:
    if isinstance(tree, exp.Neg) and isinstance(tree.this, exp.Literal):
        return -Decimal(tree.this.name)
    if not isinstance(tree, exp.Literal):
        raise _NoWords
    return tree.name if tree.is_string else Decimal(tree.name)


def _compared(pattern: Promise) -> Callable[[exp.Expr, Vocabulary], str]:
    def write(tree: exp.Expr, vocabulary: Vocabulary) -> str:
        column = _column(tree.this)
        value = vocabulary.value(column, _literal(tree.expression))
        return str(pattern) % {"name": vocabulary.name(column), "value": value}

    return write


def _among(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    return _membership(tree, vocabulary, pgettext("condition", "%(name)s is one of %(values)s"))


def _membership(tree: exp.Expr, vocabulary: Vocabulary, pattern: str) -> str:
    column = _column(tree.this)
    values = listed([vocabulary.value(column, _literal(item)) for item in tree.expressions])
    return str(pattern) % {"name": vocabulary.name(column), "values": values}


def _between(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    column = _column(tree.this)
    low, high = (vocabulary.value(column, _literal(tree.args[side])) for side in ("low", "high"))
    return pgettext("condition", "%(name)s from %(low)s to %(high)s") % {
        "name": vocabulary.name(column),
        "low": low,
        "high": high,
    }


def _either(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    return pgettext("between alternatives", " or ").join(_words(side.unnest(), vocabulary) for side in tree.flatten())


def _both(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    joined = pgettext("between conditions that all hold", " and ").join(
        _words(side.unnest(), vocabulary) for side in tree.flatten()
    )
    return _("(%(conditions)s)") % {"conditions": joined}


def _not(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    inner = tree.this.unnest()
    if isinstance(inner, exp.In):
        return _membership(inner, vocabulary, pgettext("condition", "%(name)s is none of %(values)s"))
    return pgettext("condition", "not: %(condition)s") % {"condition": _words(inner, vocabulary)}


def _like(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    column = _column(tree.this)
    value = vocabulary.value(column, _literal(tree.expression))
    if tree.args.get("negate"):
        pattern = pgettext("condition", "%(name)s not like %(value)s")
    else:
        pattern = pgettext("condition", "%(name)s like %(value)s")
    return pattern % {"name": vocabulary.name(column), "value": value}


def _unknown(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    if not isinstance(tree.expression, exp.Null):
        raise _NoWords
    name = {"name": vocabulary.name(_column(tree.this))}
    if tree.args.get("negate"):
        return pgettext("condition", "%(name)s is known") % name
    return pgettext("condition", "%(name)s is not known") % name


def _flag(tree: exp.Expr, vocabulary: Vocabulary) -> str:
    column = _column(tree)
    if column == "birthday_month":
        return _("in the month of the member's birthday")
    return pgettext("condition", "%(name)s holds") % {"name": vocabulary.name(column)}


def _always(tree: exp.Expr, vocabulary: Vocabulary) -> str:  # noqa: ARG001 - one of many writers
    return _("always") if tree.this else _("never")


_WRITERS: dict[type[exp.Expr], Callable[[exp.Expr, Vocabulary], str]] = {
    exp.EQ: _compared(pgettext_lazy("condition", "%(name)s is %(value)s")),
    exp.NEQ: _compared(pgettext_lazy("condition", "%(name)s is not %(value)s")),
    exp.GTE: _compared(pgettext_lazy("condition", "%(name)s at least %(value)s")),
    exp.GT: _compared(pgettext_lazy("condition", "%(name)s above %(value)s")),
    exp.LTE: _compared(pgettext_lazy("condition", "%(name)s at most %(value)s")),
    exp.LT: _compared(pgettext_lazy("condition", "%(name)s below %(value)s")),
    exp.Like: _like,
    exp.In: _among,
    exp.Between: _between,
    exp.Or: _either,
    exp.And: _both,
    exp.Not: _not,
    exp.Is: _unknown,
    exp.Column: _flag,
    exp.Boolean: _always,
}
