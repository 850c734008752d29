"""Places in functions where one small change makes a mutant, and the changed code."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

Change = Callable[[], None]
Function = ast.FunctionDef | ast.AsyncFunctionDef

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
OTHER_NAMES = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """The change number `number` of a file, inside a function."""

    path: Path
    number: int
    function: str
    line: int


def mutants_of(path: Path) -> list[Mutant]:
    """All mutants of a file, in the order of the text."""
    places = _places(ast.parse(path.read_text(encoding="utf-8")))
    return [Mutant(path, number, name, node.lineno) for number, (name, node, _) in enumerate(places)]


def made(mutant: Mutant) -> tuple[CodeType, str]:
    """The changed code of the mutant's function, and the change in words."""
    tree = ast.parse(mutant.path.read_text(encoding="utf-8"))
    name, node, change = list(_places(tree))[mutant.number]
    before = _shown(node)
    change()
    code = _code_of(compile(ast.fix_missing_locations(tree), str(mutant.path), "exec"), name)
    return code, f"{before}  →  {_shown(node)}"


def _shown(node: ast.AST) -> str:
    """The first line of a piece of code, for it is what tells."""
    return ast.unparse(node).splitlines()[0]


def _code_of(code: CodeType, name: str) -> CodeType:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == name:
                return constant
            if name.startswith(f"{constant.co_qualname}."):
                return _code_of(constant, name)
    raise KeyError(name)


def _places(tree: ast.Module) -> Iterator[tuple[str, ast.AST, Change]]:
    """Function, changed node and change, for functions and methods; inner functions count as their outer one's."""
    for node in tree.body:
        if isinstance(node, Function):
            yield from _in_function(node.name, node)
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, Function):
                    yield from _in_function(f"{node.name}.{method.name}", method)


def _in_function(name: str, function: Function) -> Iterator[tuple[str, ast.AST, Change]]:
    for node in _walked(function):
        for change in _changes(node):
            yield name, node, change


def _walked(node: ast.AST) -> Iterator[ast.AST]:
    """The statements of a function and all within them, but no annotations: they say nothing when it runs."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "args"} and not isinstance(node, ast.Call):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_text(child):
                yield child
                yield from _walked(child)


def _is_text(node: ast.AST) -> bool:
    """Whether a statement is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in COMPARISONS[type(operator)]:
                    yield _put(node.ops, place, other())
        case ast.BoolOp():
            yield _set(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.BinOp() | ast.AugAssign() if type(node.op) in ARITHMETIC:
            yield _set(node, "op", ARITHMETIC[type(node.op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield _set(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
        case ast.UnaryOp(op=ast.USub()):
            yield _set(node, "op", ast.UAdd())
        case ast.Constant(value=bool()):
            yield _set(node, "value", not node.value)
        case ast.Constant(value=int()):
            yield _set(node, "value", node.value + 1)
        case ast.If() | ast.IfExp() | ast.While() if not isinstance(node.test, ast.Compare):
            yield _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
        case ast.Name(id=name) if name in OTHER_NAMES:
            yield _set(node, "id", OTHER_NAMES[name])
        case ast.Attribute(attr=name) if name in OTHER_NAMES:
            yield _set(node, "attr", OTHER_NAMES[name])
    yield from _removals(node)


def _removals(node: ast.AST) -> Iterator[Change]:
    """Statements without which the function still runs: calls for their effect, and stores into arrays."""
    match node:
        case ast.Expr(value=ast.Call()):
            yield _set(node, "value", ast.Constant(None))
        case ast.Assign(targets=[ast.Subscript()]):
            yield _set(node, "targets", [ast.Name("_", ast.Store())])
        case ast.AugAssign(target=ast.Subscript(), op=ast.Add() | ast.Sub()):
            yield _set(node, "value", ast.Constant(0))


def _set(node: ast.AST, field: str, value: object) -> Change:
    return lambda: setattr(node, field, value)


def _put(values: list[ast.cmpop], place: int, value: ast.cmpop) -> Change:
    return lambda: values.__setitem__(place, value)
