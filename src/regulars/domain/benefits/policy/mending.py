"""What would mend a finding about the gradient: the higher tier gets what the lower one has.

A mend is an entry of the document as it should be. It is offered only where the finding is gone once it is made.
"""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import Any

from regulars.domain.benefits.policy.entries import Entry, with_entry
from regulars.domain.benefits.policy.gradients import gradient_findings
from regulars.engine.errors import Finding, ProgrammeRefused
from regulars.engine.programme.benefit_holders import terms_at
from regulars.engine.programme.loading import load_programme
from regulars.engine.programme.model import Programme
from regulars.engine.programme.reading import read_document


def mend_of(text: str, document: Programme, finding: Finding) -> Entry | None:
    """The entry that mends a finding about the gradient of a text; None where somebody has to think."""
    part, _, rest = finding.path.partition(".")
    place, _, field = rest.partition(".")
    if part not in ("benefits", "choices") or not place.isdecimal():
        return None
    content = copy.deepcopy(read_document(text)[part][int(place)])
    if not _mended(document, part, int(place), content, field):
        return None
    entry = Entry(part, int(place), content)
    return entry if _helps(text, entry, finding) else None


def _helps(text: str, entry: Entry, finding: Finding) -> bool:
    """Whether the finding is gone once the entry stands as it says."""
    try:
        after = load_programme(with_entry(text, entry))
    except ProgrammeRefused:
        return False
    return finding not in gradient_findings(after)


def _mended(document: Programme, part: str, place: int, content: dict[str, Any], field: str) -> bool:
    """Change the content; false where nothing is known that would help."""
    steps = field.split(".")
    if part == "choices":
        lower = _below(document, steps[-1])
        content["pick"][steps[-1]] = document.choices[place].pick[lower]
        return True
    if steps == ["tiers"]:
        return _given_above(document, content)
    if len(steps) < 3 or steps[0] != "tiers":
        return False
    lower, tier = _below(document, steps[1]), steps[1]
    if steps[2] == "quota":
        own = content["tiers"][tier]
        own.pop("quota", None)
        own.pop("per", None)
        own |= {name: value for name, value in content["tiers"][lower].items() if name in ("quota", "per")}
        return True
    return _raised_terms(document, place, content, (lower, tier, steps[3]))


def _given_above(document: Programme, content: dict[str, Any]) -> bool:
    """What a tier has and the next has not is given to the next, as it is below."""
    tiers = content.get("tiers") or {}
    order = [tier.id for tier in document.ladder.tiers]
    for lower, higher in pairwise(order):
        if lower in tiers and higher not in tiers:
            tiers[higher] = copy.deepcopy(tiers[lower])
    return bool(tiers)


def _raised_terms(document: Programme, place: int, content: dict[str, Any], step: tuple[str, str, str]) -> bool:
    """The higher tier's own term becomes that of the lower one."""
    lower, tier, field = step
    benefit = document.benefits[place]
    value = getattr(terms_at(document, benefit, lower), field)
    own = content["tiers"][tier].setdefault("terms", {})
    own.pop(field, None)
    if value is not None and value != getattr(benefit.terms, field):
        own[field] = value
    if not own:
        del content["tiers"][tier]["terms"]
    return True


def _below(document: Programme, tier: str) -> str:
    order = [one.id for one in document.ladder.tiers]
    return order[max(order.index(tier) - 1, 0)]
