"""Findings about documents in the reader's language."""

from collections.abc import Mapping
from typing import Any

from regulars.engine.texts import Told, Words, in_language
from regulars.surfaces.web.formatting import is_chinese


def finding_words(finding: Told) -> Words:
    """What is wrong, why, and how to mend it."""
    return in_language(finding, "zh" if is_chinese() else "en")


def refused_words(finding: Mapping[str, Any]) -> str:
    """A finding among the parameters of a refusal, with its place, in one text."""
    told = finding.get("chinese") if is_chinese() else None
    words = told or finding
    space = "" if told else " "
    return f"{finding['path'] or '-'}: {space.join(words[part] for part in ('what', 'why', 'mend'))}"
