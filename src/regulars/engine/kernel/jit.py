"""The compiler of the kernel, with a cache that knows when any of the kernel's sources changed."""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config as numba_settings

F = TypeVar("F", bound=Callable[..., Any])


def _cache_folder() -> Path:
    """A folder of compiled code named after the kernel's sources and the compiler.

    Numba's own cache looks at one file at a time: it would keep a caller that holds the old body of a callee.
    """
    digest = hashlib.sha256(f"{numba.__version__}".encode())
    beside = [Path(__file__).parents[1] / name for name in ("states.py", "outcome.py", "batch.py")]
    for source in [*sorted(Path(__file__).parent.glob("*.py")), *beside]:
        digest.update(ast.dump(_without_docstrings(ast.parse(source.read_bytes()))).encode())
    home = os.environ.get("REGULARS_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(home) if home else Path.home() / ".cache"
    folder: Path = base / "regulars" / "kernel" / digest.hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a home that cannot be written: compile into a folder of this user's own instead
        folder = Path(tempfile.gettempdir()) / f"regulars-{os.getuid()}" / folder.name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _without_docstrings(tree: ast.Module) -> ast.Module:
    """The code alone: words do not change what is compiled."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return tree


os.environ.setdefault("NUMBA_OPT", "1")  # compiles in half the time; no slower here than the default of 3
os.environ["NUMBA_CACHE_DIR"] = str(_cache_folder())
numba_settings.reload_config()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let several processes that use the kernel first compile it once: the others wait, and read the machine code."""
    with (Path(os.environ["NUMBA_CACHE_DIR"]) / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def compiled(function: F) -> F:
    """Compile a kernel function on first use and keep the machine code; it releases the interpreter lock."""
    return cast("F", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
