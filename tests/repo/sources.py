"""What the repository holds, as its tests look at it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from regulars.project.settings.paths import ROOT


@cache
def files() -> tuple[Path, ...]:
    """All files that git keeps or would keep, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    found = (Path(name) for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in set(found) if (ROOT / path).is_file()))


def python_files(*folders: str) -> list[Path]:
    """Python files below these folders; migrations apart, for Django writes them."""
    return [
        path for path in files() if path.suffix == ".py" and path.parts[0] in folders and "migrations" not in path.parts
    ]


@cache
def text(path: Path) -> str:
    """The content of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a file, nested ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
