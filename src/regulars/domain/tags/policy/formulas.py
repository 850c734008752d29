"""Formulas of tags: read, checked word by word, and turned into SQL over the columns of what they use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from regulars.domain.tags.policy.aggregates import DIMENSIONS, FACTS, LINE_DIMENSIONS, RANKED, WORDS, Slot, Use, Window

DIALECT = "duckdb"
_LONGEST_WINDOW = 3660
_DEEPEST = 40

_ALLOWED = (
    exp.Literal,
    exp.Paren,
    exp.Neg,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.IntDiv,
    exp.Mod,
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.And,
    exp.Or,
    exp.Not,
    exp.Is,
    exp.Null,
    exp.Boolean,
    exp.Between,
    exp.In,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Nullif,
    exp.Greatest,
    exp.Least,
    exp.Abs,
    exp.Floor,
    exp.Ceil,
    exp.Ln,
    exp.Sqrt,
    exp.Column,
    exp.Identifier,
    exp.Anonymous,
    exp.DPipe,
)


class FormulaWrong(ValueError):
    """A formula cannot be used; `code` and `params` say why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Formula:
    """A formula that holds: its SQL over columns, and the words and facts whose columns these are."""

    sql: str
    uses: tuple[Use, ...]
    facts: tuple[str, ...]


@lru_cache(maxsize=2048)
def read_formula(text: str) -> Formula:
    """What a formula says; raises FormulaWrong."""
    tree = parsed(text)
    uses: dict[str, Use] = {}
    facts: dict[str, None] = {}

    def put_in(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Anonymous):
            use = _use_of(node)
            uses[use.column] = use
            return exp.column(use.column)
        if isinstance(node, exp.Column):
            if node.name not in FACTS:
                raise FormulaWrong("formula_word_unknown", word=node.sql(dialect=DIALECT))
            facts[node.name] = None
        return node

    _see_nodes(tree)
    told = _divided_safely(tree).transform(put_in)
    return Formula(told.sql(dialect=DIALECT), tuple(uses.values()), tuple(facts))


def _divided_safely(tree: exp.Expression) -> exp.Expression:
    """Division by nothing gives nothing; engines do different things with it."""
    copy: exp.Expression = tree.copy()
    for node in copy.find_all(exp.Div, exp.IntDiv, exp.Mod):
        if not isinstance(node.expression, exp.Literal):
            node.set("expression", exp.Nullif(this=node.expression.copy(), expression=exp.Literal.number(0)))
    return copy


def read_rule(text: str, known: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """A rule over tags and facts as SQL, and the names that it uses; raises FormulaWrong."""
    tree = parsed(text)
    _see_nodes(tree)
    names: dict[str, None] = {}
    for call in tree.find_all(exp.Anonymous):
        raise FormulaWrong("formula_word_unknown", word=call.name)
    for node in tree.find_all(exp.Column):
        if node.name not in known:
            raise FormulaWrong("formula_word_unknown", word=node.sql(dialect=DIALECT))
        names[node.name] = None
    if not names:
        raise FormulaWrong("rule_names_nothing")
    if not _is_condition(tree, known):
        raise FormulaWrong("rule_no_condition")
    return tree.sql(dialect=DIALECT), tuple(names)


def parsed(text: str) -> exp.Expression:
    """The tree of an expression; raises FormulaWrong."""
    try:
        tree = sqlglot.parse_one(f"select {text}", read=DIALECT)
    except (SqlglotError, RecursionError) as error:
        reason = str(error).partition("\n")[0].partition(" Line 1")[0].strip(" .")
        raise FormulaWrong("formula_unreadable", reason=reason) from error
    if not isinstance(tree, exp.Select) or len(tree.expressions) != 1 or tree.args.get("from_") or len(text) > 2000:
        raise FormulaWrong("formula_unreadable", reason="one expression is expected")
    extra = [name for name, value in tree.args.items() if value and name not in {"expressions", "kind", "hint"}]
    if extra:
        raise FormulaWrong("formula_unreadable", reason="one expression is expected")
    found: exp.Expression = tree.expressions[0]
    return found


def _see_nodes(tree: exp.Expression) -> None:
    for node in tree.walk():
        if not isinstance(node, _ALLOWED):
            raise FormulaWrong("formula_word_unknown", word=node.sql(dialect=DIALECT)[:60])
        if node.depth > _DEEPEST:
            raise FormulaWrong("formula_unreadable", reason="nested too deeply")


def _is_condition(tree: exp.Expression, known: Mapping[str, str]) -> bool:
    while isinstance(tree, exp.Paren):
        tree = tree.this
    if isinstance(tree, exp.Column):
        return known[tree.name] == "yes_no"
    return isinstance(
        tree,
        exp.And
        | exp.Or
        | exp.Not
        | exp.EQ
        | exp.NEQ
        | exp.GT
        | exp.GTE
        | exp.LT
        | exp.LTE
        | exp.Between
        | exp.In
        | exp.Is,
    )


def _use_of(node: exp.Anonymous) -> Use:
    """The word that a call is, with its arguments; raises FormulaWrong."""
    name = node.name.lower()
    if name in RANKED:
        slots: tuple[Slot, ...] = (Slot.DIMENSION, Slot.WINDOW)
    elif name in WORDS:
        slots = WORDS[name].slots
    else:
        raise FormulaWrong("formula_word_unknown", word=f"{name}()")
    given = list(node.expressions)
    fixed = [slot for slot in slots if slot is not Slot.WINDOW]
    if len(given) < len(fixed) or len(given) > len(fixed) + (2 if Slot.WINDOW in slots else 0):
        raise FormulaWrong("formula_arguments", word=f"{name}()", expected=len(fixed), given=len(given))
    arguments = tuple(_argument(name, slot, one) for slot, one in zip(fixed, given, strict=False))
    numbers = [_number(name, one, _LONGEST_WINDOW) for one in given[len(fixed) :]]
    return Use(name, arguments, Window(*numbers))


def _argument(word: str, slot: Slot, node: exp.Expression) -> str:
    if slot is Slot.TEXT:
        if not (isinstance(node, exp.Literal) and node.is_string):
            raise FormulaWrong("formula_argument", word=f"{word}()", given=node.sql(dialect=DIALECT))
        return str(node.this)
    if slot is Slot.DIMENSION:
        allowed = DIMENSIONS if word in RANKED else LINE_DIMENSIONS
        if node.name not in allowed:
            raise FormulaWrong("formula_argument", word=f"{word}()", given=node.sql(dialect=DIALECT))
        return str(node.name)
    return str(_number(word, node, 24 if slot is Slot.HOUR else 7))


def _number(word: str, node: exp.Expression, most: int) -> int:
    if not (isinstance(node, exp.Literal) and node.is_int and 0 <= int(node.this) <= most):
        raise FormulaWrong("formula_argument", word=f"{word}()", given=node.sql(dialect=DIALECT))
    return int(node.this)
