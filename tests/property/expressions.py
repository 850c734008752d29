"""Hypothesis strategies for expressions of each kind, and rows to evaluate them on."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import strategies as st

from regulars.engine.expressions import Scope
from regulars.engine.programme.model import Programme
from regulars.engine.programme.scope import scope_of

NAMES: dict[str, dict[str, list[str]]] = {
    "line": {
        "text": ["event", "channel", "category", "brand", "note"],
        "integer": ["weekday", "hour", "quantity", "score"],
        "money": ["amount", "delivery", "line_amount"],
        "boolean": ["is_gift"],
    },
    "member": {
        "text": ["event", "channel", "note"],
        "integer": ["weekday", "score", "visits", "days_as_member", "children"],
        "money": ["amount", "tax", "spend"],
        "points": ["balance_points", "earned_points"],
        "tier": ["tier"],
        "boolean": ["is_gift", "birthday_month", "employed"],
    },
}
"""Names by flavour and kind: a part of a condition speaks of lines or of the member, never of both."""

MEMBER_NAMES = [
    *("tier", "days_as_member", "birthday_month", "visits", "spend", "earned_points", "balance_points"),
    *("children", "employed", "segment"),
]
ATTRIBUTES = ["segment", "children", "employed"]
"""Names of the member's attributes, in the order of the document. `segment` is a text and may be unknown."""
TEXTS = ["", "a", "A", "ab", "aBc", "it's", "a%b", "a_b", "*", "[x]", "?", "a.c", "$", "50%"]
PATTERNS = ["%", "a%", "%b", "_b", "a_c", "A%", "%''%", "[%", "*", "?", "a.c", "%$"]
TIERS = ["entry", "silver", "gold"]


def scope() -> Scope:
    """The scope of a programme with names of every kind."""
    both = {"zh": "名", "en": "name"}
    window = {"kind": "lifetime"}
    document = {
        "id": "test",
        "name": both,
        "currency": "USD",
        "time_zone": "UTC",
        "attributes": [
            {"id": "note", "type": "text"},
            {"id": "score", "type": "integer"},
            {"id": "is_gift", "type": "boolean"},
        ],
        "member_attributes": [
            {"id": "segment", "type": "text"},
            {"id": "children", "type": "integer"},
            {"id": "employed", "type": "boolean"},
        ],
        "wallets": [{"id": "points", "name": both, "decimals": 1}],
        "metrics": [
            {"id": "visits", "name": both, "measure": "count", "window": window},
            {"id": "spend", "name": both, "measure": "sum", "of": "amount", "window": window},
            {"id": "earned_points", "name": both, "measure": "earned", "wallet": "points", "window": window},
        ],
        "ladder": {"tiers": [{"id": tier, "name": both} for tier in TIERS]},
    }
    return scope_of(Programme.model_validate(document))


def _literals(kind: str) -> st.SearchStrategy[str]:
    quoted = [f"'{text.replace(chr(39), chr(39) * 2)}'" for text in TEXTS]
    return {
        "text": st.sampled_from(quoted),
        "integer": st.integers(-9, 40).map(str),
        "money": st.sampled_from(["0", "1", "12.5", "-3.25", "19.99", "100"]),
        "points": st.sampled_from(["0", "2", "7.5", "-1.5"]),
        "tier": st.sampled_from([f"'{tier}'" for tier in TIERS]),
        "boolean": st.sampled_from(["true", "false"]),
    }[kind]


def values(flavour: str, kind: str, depth: int) -> st.SearchStrategy[str]:
    """Expressions of a kind that hold at least one name."""
    names = st.sampled_from(NAMES[flavour][kind])
    if depth == 0 or kind in ("tier", "boolean"):
        return names
    inner = values(flavour, kind, depth - 1)
    either = st.one_of(inner, _literals(kind))
    if kind == "text":
        if flavour == "member":
            return st.one_of(names, st.builds("lower({})".format, names))
        functions = st.sampled_from(["lower({})", "upper({})"])
        return st.one_of(
            names,
            st.builds(str.format, functions, inner),
            st.builds("coalesce({}, {})".format, inner, either),
            st.builds("case when {} then {} else {} end".format, conditions(flavour, depth - 1), inner, either),
        )
    forms = ["{} + {}", "({} - {})", "least({}, {})", "greatest({}, {})", "coalesce({}, {})"]
    return st.one_of(
        names,
        st.builds(str.format, st.sampled_from(forms), inner, either),
        st.builds(str.format, st.sampled_from(["-({})", "abs({})", "({}) * 3", "-2 * ({})"]), inner),
        st.builds("case when {} then {} else {} end".format, conditions(flavour, depth - 1), inner, either),
        st.builds("case when {} then {} end".format, conditions(flavour, depth - 1), inner),
        st.builds("case {} when {} then {} end".format, inner, _literals(kind), inner),
    )


def conditions(flavour: str, depth: int) -> st.SearchStrategy[str]:
    """Conditions of every form over names of a flavour."""
    kinds = NAMES[flavour]
    ordered = [kind for kind in kinds if kind not in ("text", "boolean")]
    leaves = [
        *(_comparisons(flavour, kind, depth, ["=", "<>", "<", "<=", ">", ">="]) for kind in ordered),
        *(_comparisons(flavour, kind, depth, ["=", "<>"]) for kind in ("text", "boolean")),
        *(_among(flavour, kind, depth) for kind in kinds if kind != "boolean"),
        *(_between(flavour, kind, depth) for kind in ordered),
        *(st.builds("{} is {}null".format, values(flavour, kind, depth), _maybe_not()) for kind in kinds),
        st.builds("{} {}like '{}'".format, values(flavour, "text", depth), _maybe_not(), st.sampled_from(PATTERNS)),
        st.sampled_from(kinds["boolean"]),
        *([_of_segment()] if flavour == "member" else []),
    ]
    if depth == 0:
        return st.one_of(leaves)
    inner = conditions(flavour, depth - 1)
    return st.one_of(
        *leaves,
        st.builds("not ({})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("coalesce({}, {}) = true".format, inner, inner),
    )


def _of_segment() -> st.SearchStrategy[str]:
    """Conditions on a text of the member: it is compared with written texts only, or asked for."""
    written = _literals("text")
    several = st.lists(written, min_size=1, max_size=3).map(", ".join)
    return st.one_of(
        st.builds("segment {} {}".format, st.sampled_from(["=", "<>"]), written),
        st.builds("{} {} segment".format, written, st.sampled_from(["=", "<>"])),
        st.builds("segment {}in ({})".format, _maybe_not(), several),
        st.builds("segment is {}null".format, _maybe_not()),
        st.builds("case segment when {} then true else false end".format, written),
    )


def _maybe_not() -> st.SearchStrategy[str]:
    return st.sampled_from(["", "not "])


def _comparisons(flavour: str, kind: str, depth: int, operators: list[str]) -> st.SearchStrategy[str]:
    value = values(flavour, kind, depth)
    either = st.one_of(value, _literals(kind))
    return st.builds("{} {} {}".format, value, st.sampled_from(operators), either)


def _among(flavour: str, kind: str, depth: int) -> st.SearchStrategy[str]:
    written = st.lists(_literals(kind), min_size=1, max_size=3).map(", ".join)
    return st.builds("{} {}in ({})".format, values(flavour, kind, depth), _maybe_not(), written)


def _between(flavour: str, kind: str, depth: int) -> st.SearchStrategy[str]:
    value, written = values(flavour, kind, depth), _literals(kind)
    return st.builds("{} {}between {} and {}".format, value, _maybe_not(), written, written)


DTYPES: dict[str, type[pl.DataType]] = {"text": pl.String, "boolean": pl.Boolean}


def columns() -> dict[str, str]:
    """Each column and member name with its kind."""
    named = {name: kind for kinds in NAMES.values() for kind, names in kinds.items() for name in names}
    return named | {"segment": "text"}


def rows() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows for all names: anything about an event or line may be null; of the member only the segment may."""
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "text": st.sampled_from(TEXTS),
        "integer": st.integers(-9, 40),
        "money": st.sampled_from([0, 100, 1250, -325, 1999, 10000, 10**11]),
        "points": st.sampled_from([0, 20, 75, -15]),
        "tier": st.integers(0, len(TIERS) - 1),
        "boolean": st.booleans(),
    }
    fields = {
        name: by_kind[kind] if name in MEMBER_NAMES and name != "segment" else st.none() | by_kind[kind]
        for name, kind in columns().items()
    }
    return st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=8)


def frame_of(given: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows as the engine's frame of event and line columns."""
    kinds = {name: kind for name, kind in columns().items() if name not in MEMBER_NAMES}
    return pl.DataFrame(
        {name: [row[name] for row in given] for name in kinds},
        schema={name: DTYPES.get(kind, pl.Int64) for name, kind in kinds.items()},
    )
