"""Which lines of a text differ from another, with a few lines around them."""

from difflib import SequenceMatcher

from regulars.domain.programmes.types import LineChange

_AROUND = 3


def line_changes(before: str, after: str) -> list[LineChange]:
    """Lines that are gone or new, with up to three lines around them; `gap` where others are left out."""
    old, new = before.splitlines(), after.splitlines()
    found: list[LineChange] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        if found or group[0][1] > 0:
            found.append(LineChange("gap", 0, 0, ""))
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                pairs = zip(range(old_from, old_to), range(new_from, new_to), strict=True)
                found += [LineChange("same", at + 1, to + 1, old[at]) for at, to in pairs]
                continue
            found += [LineChange("gone", at + 1, 0, old[at]) for at in range(old_from, old_to)]
            found += [LineChange("new", 0, at + 1, new[at]) for at in range(new_from, new_to)]
    return found
