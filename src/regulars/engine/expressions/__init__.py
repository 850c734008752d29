"""Conditions and amounts: SQL expressions over documented columns, read once and compiled for each executor.

Owns which names, operators and functions there are, and what they mean. An expression becomes one typed tree;
Polars expressions, the kernel's postfix code and SQL text are made from that tree, so they agree: integers in
minor units, null as in SQL, nothing that can overflow. It never evaluates anything itself and knows no
programme: `regulars.engine.programme.scope.scope_of` says which names a programme offers.
"""

from regulars.engine.expressions.compiling import (
    Amount,
    Condition,
    Value,
    compile_amount,
    compile_condition,
    compile_value,
)
from regulars.engine.expressions.postfix import Code
from regulars.engine.expressions.scope import Scope
from regulars.engine.expressions.sql import to_sql

__all__ = [
    "Amount",
    "Code",
    "Condition",
    "Scope",
    "Value",
    "compile_amount",
    "compile_condition",
    "compile_value",
    "to_sql",
]
