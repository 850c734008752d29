"""Definition files: read, multiplied over what they name, checked; every finding is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import yaml

from regulars.domain.tags.policy.formulas import FormulaWrong, read_formula
from regulars.domain.tags.types import (
    REFRESH_DAYS,
    Definition,
    DefinitionFinding,
    Family,
    Library,
    Refresh,
    TagType,
    Words,
)

_ID = re.compile(r"[a-z][a-z0-9_]{1,59}")
_PLACE = re.compile(r"\{([a-z]+)(?:\.([a-z]+))?\}")
_TEXTS = ("zh", "en", "about_zh", "about_en")
_KNOWN = {"id", "over", *_TEXTS, "type", "formula", "rank_of", "refresh", "values"}
RESERVED = frozenset({"member", "log", "day"})
MOST = 2000
"""Definitions that are read; a table with more columns is nobody's."""


def read_library(files: Iterable[tuple[str, str]]) -> Library:
    """The definitions of some files (name and text), the first of an id counting, with all findings."""
    families: dict[str, Family] = {}
    definitions: dict[str, Definition] = {}
    findings: list[DefinitionFinding] = []
    for file, text in files:
        for found in _read_file(file, text, families):
            if isinstance(found, DefinitionFinding):
                findings.append(found)
            elif found.id in definitions:
                first = definitions[found.id].file
                findings.append(DefinitionFinding(file, found.id, "tag_defined_twice", {"first": first}))
            elif len(definitions) >= MOST:
                findings.append(DefinitionFinding(file, found.id, "tags_too_many", {"most": MOST}))
            else:
                definitions[found.id] = found
    findings += _wrong_ranks(definitions)
    return Library(tuple(families.values()), tuple(definitions.values()), tuple(findings))


def _wrong_ranks(definitions: dict[str, Definition]) -> Iterator[DefinitionFinding]:
    """Take out ranks of what is not there or has no number."""
    for one in [one for one in definitions.values() if one.rank_of]:
        other = definitions.get(one.rank_of)
        if other is None or other.rank_of or other.type in {TagType.CATEGORY, TagType.YES_NO}:
            del definitions[one.id]
            yield DefinitionFinding(one.file, one.id, "tag_rank_of_nothing", {"named": one.rank_of})


def _read_file(file: str, text: str, families: dict[str, Family]) -> Iterator[Definition | DefinitionFinding]:
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        yield DefinitionFinding(file, "", "tags_unreadable", {"reason": str(error).replace("\n", " ")[:200]})
        return
    family = document.get("family") if isinstance(document, dict) else None
    tags = document.get("tags") if isinstance(document, dict) else None
    if not isinstance(family, dict) or not isinstance(tags, list) or not _is_id(family.get("id")):
        yield DefinitionFinding(file, "", "tags_no_family", {})
        return
    names = [family.get(language) for language in ("zh", "en")]
    if family["id"] not in families and not all(isinstance(name, str) and name for name in names):
        yield DefinitionFinding(file, family["id"], "tag_without_words", {"missing": "zh, en"})
        return
    families.setdefault(family["id"], Family(family["id"], Words(*(str(name) for name in names))))
    for place, entry in enumerate(tags):
        if isinstance(entry, dict):
            yield from _multiplied(file, place, family["id"], entry)
        else:
            yield DefinitionFinding(file, f"tags[{place}]", "tag_no_mapping", {})


def _multiplied(
    file: str, place: int, family: str, entry: Mapping[str, Any]
) -> Iterator[Definition | DefinitionFinding]:
    """A definition for each combination of what the entry is over."""
    where = str(entry.get("id") or f"tags[{place}]")
    unknown = sorted(str(key) for key in entry if key not in _KNOWN)
    if unknown:
        yield DefinitionFinding(file, where, "tag_keys_unknown", {"keys": ", ".join(unknown)})
        return
    over = entry.get("over") or {}
    if not isinstance(over, dict) or not all(isinstance(values, list) and values for values in over.values()):
        yield DefinitionFinding(file, where, "tag_over_nothing", {})
        return
    for chosen in product(*over.values()):
        filled = {key: _filled(value, dict(zip(over, chosen, strict=True))) for key, value in entry.items()}
        yield _definition(file, family, filled)


def _filled(value: Any, chosen: Mapping[str, Any]) -> Any:
    """A text with its places filled; a choice is a number, a text, or a mapping with an id and further words."""

    def fill(match: re.Match[str]) -> str:
        name, part = match.groups()
        if name not in chosen:
            return match[0]
        one = chosen[name]
        if isinstance(one, dict):
            return str(one.get(part or "id", match[0]))
        return match[0] if part else str(one)

    return _PLACE.sub(fill, value) if isinstance(value, str) else value


def _definition(file: str, family: str, entry: Mapping[str, Any]) -> Definition | DefinitionFinding:
    """The definition that an entry is, or the first thing that is wrong with it."""
    name = entry.get("id")
    if not _is_id(name) or name in RESERVED:
        return DefinitionFinding(file, str(name), "tag_id_wrong", {})
    missing = [key for key in _TEXTS if not (isinstance(entry.get(key), str) and entry[key].strip())]
    unfilled = [key for key in _TEXTS if key not in missing and _PLACE.search(entry[key])]
    if missing or unfilled:
        return DefinitionFinding(file, str(name), "tag_without_words", {"missing": ", ".join(missing + unfilled)})
    for key, kind in (("type", TagType), ("refresh", Refresh)):
        if entry.get(key) not in set(kind):
            return DefinitionFinding(
                file,
                str(name),
                "tag_choice_wrong",
                {"key": key, "given": str(entry.get(key)), "known": ", ".join(kind)},
            )
    formula, rank_of = str(entry.get("formula") or ""), str(entry.get("rank_of") or "")
    if bool(formula) == bool(rank_of):
        return DefinitionFinding(file, str(name), "tag_without_formula", {})
    try:
        if formula:
            read_formula(formula)
        values = _values(entry.get("values"))
    except FormulaWrong as error:
        return DefinitionFinding(file, str(name), error.code, error.params)
    return Definition(
        id=str(name),
        family=family,
        name=Words(entry["zh"], entry["en"]),
        about=Words(entry["about_zh"], entry["about_en"]),
        type=TagType(entry["type"]),
        formula=formula,
        refresh=Refresh(entry["refresh"]),
        rank_of=rank_of,
        values=values,
        file=file,
    )


def _values(given: Any) -> dict[str, Words]:
    """Words for values of a category; raises FormulaWrong."""
    if given is None:
        return {}
    if not isinstance(given, dict) or not all(
        isinstance(one, dict) and {"zh", "en"} <= one.keys() for one in given.values()
    ):
        raise FormulaWrong("tag_without_words", missing="values")
    return {str(value): Words(str(one["zh"]), str(one["en"])) for value, one in given.items()}


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def due(definitions: Sequence[Definition], computed: Mapping[str, int], today: int, *, every: bool) -> list[Definition]:
    """The definitions to compute anew on a local day: those never computed (by id, the day of the last time), those
    whose time has come, and ranks together with what they rank."""
    chosen = {
        one.id
        for one in definitions
        if every or one.id not in computed or today - computed[one.id] >= REFRESH_DAYS[one.refresh]
    }
    by_id = {one.id: one for one in definitions}
    chosen |= {one.id for one in definitions if one.rank_of in chosen}
    chosen |= {by_id[name].rank_of for name in chosen if by_id[name].rank_of}
    return [one for one in definitions if one.id in chosen]
