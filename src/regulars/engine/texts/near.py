"""How to mend a wrong word."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal


def near(word: str, known: Iterable[str]) -> dict[Literal["zh", "en"], str]:
    """How to mend a wrong word: the nearest known one, or all of them."""
    words = sorted(known)
    close = get_close_matches(word, words, 1, 0.6)
    if close:
        return {"en": f"Did you mean {close[0]!r}?", "zh": f"是否指 {close[0]!r}？"}
    if not words:
        return {"en": "Define one first.", "zh": "请先定义。"}
    listed = words[:40]
    return {"en": f"Use one of {', '.join(listed)}.", "zh": f"可选：{'、'.join(listed)}。"}
