"""Expressions as groups of conditions, for people who build them: written as text, and read back where it can be.

A group joins its conditions by `all`, `any` or `none`; the groups are joined by `all` or `any`. What does not have this
shape is left to the text.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from regulars.domain.segments.types import Condition, Group, Groups
from regulars.engine.errors import ExpressionError
from regulars.engine.expressions.parsing import parse

ALL, ANY, NONE = "all", "any", "none"
YES, NO, UNKNOWN, KNOWN = "yes", "no", "unknown", "known"
COMPARED = ("=", "<>", ">=", ">", "<=", "<")
OPERATORS = (*COMPARED, YES, NO, KNOWN, UNKNOWN)
CALLS = ("events", "sum_of", "days_since", "sequence", "in_segment")
_BY_TYPE: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GTE: ">=",
    exp.GT: ">",
    exp.LTE: "<=",
    exp.LT: "<",
}
_WORDS = {ALL: " and ", ANY: " or "}


def written(groups: Groups) -> str:
    """The expression that groups say; nothing where they say nothing."""
    parts = [part for part in (_group_text(one) for one in groups.groups) if part]
    if len(parts) < 2:
        return parts[0] if parts else ""
    return _WORDS[groups.join].join(f"({one})" for one in parts)


def _group_text(group: Group) -> str:
    told = [_condition_text(one) for one in group.conditions if one.what]
    if group.join == NONE:
        return f"not ({' or '.join(told)})" if told else ""
    return _WORDS[group.join].join(told)


def _condition_text(one: Condition) -> str:
    subject = _call_text(one) if one.what in CALLS else one.what
    if one.operator == YES:
        return subject
    if one.operator == NO:
        return f"not {subject}"
    if one.operator in (KNOWN, UNKNOWN):
        return f"{subject} is {'not ' if one.operator == KNOWN else ''}null"
    return f"{subject} {one.operator} {one.value if _is_number(one.value) else _quoted(one.value)}"


def _call_text(one: Condition) -> str:
    names = [part.strip() for part in one.event.split(",") if part.strip()]
    if one.what == "sum_of":
        names = [one.of or "amount", *names]
    told = [_quoted(name) for name in names]
    days = "within_days" if one.what == "sequence" else "last_days"
    if one.days and one.what not in ("days_since", "in_segment"):
        told.append(f"{days} => {one.days}")
    if one.where and one.what != "in_segment":
        told.append(f"where => {_quoted(one.where)}")
    return f"{one.what}({', '.join(told)})"


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def read_back(text: str) -> Groups | None:
    """The groups that write an expression; None where it has another shape or cannot be read."""
    try:
        return _groups_of(parse(text)) if text.strip() else Groups(ALL, (Group(ALL, ()),))
    except (ExpressionError, ValueError):
        return None


def _groups_of(tree: exp.Expr) -> Groups:
    if isinstance(tree, exp.And | exp.Or):
        parts = list(tree.flatten(unnest=False))
        join = ALL if isinstance(tree, exp.And) else ANY
        if any(_is_group(one) for one in parts):
            return Groups(join, tuple(_group_of(one) for one in parts))
    return Groups(ALL, (_group_of(tree),))


def _is_group(tree: exp.Expr) -> bool:
    inner = tree.this if isinstance(tree, exp.Not) else tree
    return isinstance(inner, exp.Paren) and isinstance(inner.this, exp.And | exp.Or)


def _group_of(tree: exp.Expr) -> Group:
    inner = tree.unnest()
    if isinstance(inner, exp.Not) and isinstance(inner.this, exp.Paren):
        alternatives = inner.this.this
        parts = alternatives.flatten(unnest=False) if isinstance(alternatives, exp.Or) else [alternatives]
        return Group(NONE, tuple(_condition_of(one) for one in parts))
    if isinstance(inner, exp.And | exp.Or):
        join = ALL if isinstance(inner, exp.And) else ANY
        return Group(join, tuple(_condition_of(one) for one in inner.flatten(unnest=False)))
    return Group(ALL, (_condition_of(inner),))


def _condition_of(tree: exp.Expr) -> Condition:
    """One condition; raises ValueError where it is none that can be built."""
    if isinstance(tree, exp.Not):
        return Condition(**(_subject(tree.this) | {"operator": NO}))
    if isinstance(tree, exp.Is) and isinstance(tree.expression, exp.Null):
        return Condition(**(_subject(tree.this) | {"operator": KNOWN if tree.args.get("negate") else UNKNOWN}))
    if type(tree) in _BY_TYPE:
        return Condition(**(_subject(tree.this) | {"operator": _BY_TYPE[type(tree)], "value": _value(tree.expression)}))
    return Condition(**(_subject(tree) | {"operator": YES}))


def _value(tree: exp.Expr) -> str:
    if isinstance(tree, exp.Neg) and isinstance(tree.this, exp.Literal) and not tree.this.is_string:
        return f"-{tree.this.name}"
    if not isinstance(tree, exp.Literal):
        raise ValueError("no written value")
    if tree.is_string and _is_number(tree.name):
        raise ValueError("a number as a text")
    return tree.name


def _subject(tree: exp.Expr) -> dict[str, str]:
    if isinstance(tree, exp.Column) and not tree.args.get("table"):
        return {"what": tree.name.lower()}
    if not isinstance(tree, exp.Anonymous) or tree.name.lower() not in CALLS:
        raise ValueError("no column and no function")
    what, texts, found = tree.name.lower(), [], {"what": tree.name.lower()}
    for one in tree.expressions:
        if isinstance(one, exp.Kwarg):
            word = one.this.name.lower()
            days = word == ("within_days" if what == "sequence" else "last_days")
            if not days and word != "where":
                raise ValueError("an argument that the builder does not have")
            found["days" if days else "where"] = one.expression.name
        else:
            texts.append(one.name)
    if what == "sum_of":
        found["of"], texts = texts[0], texts[1:]
    return found | {"event": ", ".join(texts)}
