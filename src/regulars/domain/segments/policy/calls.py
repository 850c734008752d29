"""Calls of functions over what happened: which arguments each takes, and what is wrong with those that are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlglot import exp

from regulars.domain.segments.types import Call, Function, Vocabulary
from regulars.engine.errors import ExpressionError
from regulars.engine.expressions.parsing import position_of, read
from regulars.engine.expressions.tree import Node
from regulars.engine.expressions.typing import need_kind, need_numbers, settle
from regulars.engine.expressions.vocabulary import Kind
from regulars.engine.texts.near import near

LONGEST_DAYS = 3_660
MOST_STEPS = 5
CALLABLE = (Function.EVENTS, Function.SUM_OF, Function.DAYS_SINCE, Function.SEQUENCE, Function.IN_SEGMENT)

_NAMED: dict[Function, frozenset[str]] = {
    Function.EVENTS: frozenset({"last_days", "where"}),
    Function.SUM_OF: frozenset({"last_days", "where"}),
    Function.DAYS_SINCE: frozenset({"where"}),
    Function.SEQUENCE: frozenset({"within_days", "last_days", "where"}),
    Function.IN_SEGMENT: frozenset(),
}
_TEXTS: dict[Function, tuple[int, int]] = {
    Function.EVENTS: (0, MOST_STEPS),
    Function.SUM_OF: (1, 1 + MOST_STEPS),
    Function.DAYS_SINCE: (1, MOST_STEPS),
    Function.SEQUENCE: (2, MOST_STEPS),
    Function.IN_SEGMENT: (1, 1),
}


class CallWrong(ValueError):
    """A call that cannot be used, with all that is wrong with it."""

    def __init__(self, errors: list[ExpressionError]) -> None:
        super().__init__("; ".join(str(one) for one in errors))
        self.errors = errors


@dataclass
class _Arguments:
    """What stands between the brackets, sorted; and what is wrong with it."""

    texts: list[str] = field(default_factory=list)
    named: dict[str, exp.Expr] = field(default_factory=dict)
    errors: list[ExpressionError] = field(default_factory=list)


def call_of(name: str, node: exp.Expr, vocabulary: Vocabulary) -> Call:
    """The call that a node is; raises CallWrong."""
    called, position = node.name.lower(), position_of(node)
    if called not in {one.value for one in CALLABLE}:
        listed = ", ".join(one.value for one in CALLABLE)
        raise CallWrong([ExpressionError("function_unknown", position, name=called, listed=listed)])
    function = Function(called)
    given = _sorted(function, node)
    _see_count(function, given, position)
    call = _built(name, function, given, vocabulary)
    if given.errors:
        raise CallWrong(given.errors)
    return call


def _sorted(function: Function, node: exp.Expr) -> _Arguments:
    """Texts in their order, and named arguments."""
    given = _Arguments()
    for argument in node.expressions:
        position = position_of(argument)
        if isinstance(argument, exp.Kwarg):
            word = argument.this.name.lower()
            if word not in _NAMED[function]:
                taken = ", ".join(sorted(_NAMED[function])) or "–"
                given.errors.append(
                    ExpressionError("argument_unknown", position, function=function.value, name=word, listed=taken)
                )
            given.named[word] = argument.expression
        elif isinstance(argument, exp.Literal) and argument.is_string:
            given.texts.append(argument.name)
        else:
            given.errors.append(ExpressionError("argument_no_text", position, function=function.value))
    return given


def _see_count(function: Function, given: _Arguments, position: int) -> None:
    least, most = _TEXTS[function]
    if not least <= len(given.texts) <= most:
        wanted = f"{least}" if least == most else f"{least} – {most}"
        error = ExpressionError(
            "function_arguments", position, name=function.value, wanted=wanted, given=len(given.texts)
        )
        given.errors.append(error)
    if function is Function.SEQUENCE and "within_days" not in given.named:
        given.errors.append(ExpressionError("argument_missing", position, function="sequence", name="within_days"))


def _built(name: str, function: Function, given: _Arguments, vocabulary: Vocabulary) -> Call:
    texts = given.texts
    if function is Function.IN_SEGMENT:
        segment = texts[0] if texts else ""
        if texts and segment not in vocabulary.segments:
            close = near(segment, vocabulary.segments)
            given.errors.append(ExpressionError("segment_unknown", 0, name=segment, near=close))
        return Call(name, function, segment=segment)
    of = None
    if function is Function.SUM_OF and texts:
        of = _tried(given, lambda: _amount(texts[0], vocabulary))
        texts = texts[1:]
    return Call(
        name=name,
        function=function,
        events=tuple(texts),
        of=of,
        last_days=_days(given, "last_days"),
        within_days=_days(given, "within_days"),
        where=_where(given, vocabulary),
    )


def _days(given: _Arguments, word: str) -> int | None:
    node = given.named.get(word)
    if node is None:
        return None
    text = node.name if isinstance(node, exp.Literal) and not node.is_string else ""
    if not text.isdigit() or not 1 <= int(text) <= LONGEST_DAYS:
        given.errors.append(ExpressionError("argument_no_days", position_of(node), name=word, most=LONGEST_DAYS))
        return None
    return int(text)


def _where(given: _Arguments, vocabulary: Vocabulary) -> Node | None:
    node = given.named.get("where")
    if node is None:
        return None
    if not (isinstance(node, exp.Column) or (isinstance(node, exp.Literal) and node.is_string)):
        given.errors.append(ExpressionError("where_no_text", position_of(node)))
        return None
    return _tried(given, lambda: _condition(node.name, vocabulary))


def _condition(text: str, vocabulary: Vocabulary) -> Node:
    found = read(text, vocabulary.events)
    need_kind(found, Kind.BOOLEAN)
    return found


def _amount(text: str, vocabulary: Vocabulary) -> Node:
    found = settle(read(text, vocabulary.events))
    need_numbers([found])
    return found


def _tried(given: _Arguments, reading: Callable[[], Node]) -> Node | None:
    try:
        return reading()
    except ExpressionError as error:
        given.errors.append(error)
        return None
