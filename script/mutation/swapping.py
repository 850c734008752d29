"""A mutant in the running program: the function keeps its identity, whoever imported it, and gets other code."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def function_at(path: Path, name: str) -> FunctionType | None:
    """The function of this name in a file of the product; None for one that decorators have hidden."""
    parts = path.resolve().relative_to(ROOT / "src").with_suffix("").parts
    found: Any = importlib.import_module(".".join(part for part in parts if part != "__init__"))
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    if isinstance(found, property):
        found = found.fget
    found = inspect.unwrap(getattr(found, "__func__", found))
    return found if isinstance(found, FunctionType) else None


def put_in(function: FunctionType, code: CodeType) -> None:
    """Let the function run other code from now on, in this process."""
    function.__code__ = code
