"""Codes of vouchers: how they are made and read.

A code that is made has 15 random characters out of 32 (75 bits) and one check character, which tells every single
wrong character and nearly every pair that changed places (Luhn's method with 32 characters, ISO/IEC 7812-1 Annex B).
The characters are those of Douglas Crockford's Base32, without I, L, O and U; read, O counts as 0, I and L as 1.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 15
SHORTEST, LONGEST = 10, 64
"""Characters of codes that are taken in; shorter ones could be guessed."""

_GROUP = 4
_MISREAD = str.maketrans("OIL", "011")
_TAKEN = re.compile(rf"[0-9A-Z]{{{SHORTEST},{LONGEST}}}")
_SEPARATORS = re.compile(r"[\s\-_.]+")


def new_code() -> str:
    """A code that nobody can guess, with its check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that makes the sum come out even."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def is_sound(code: str) -> bool:
    """Whether a code reads like one that was made here: its length, its characters and the check character."""
    if len(code) != RANDOM_CHARACTERS + 1 or set(code) - set(ALPHABET):
        return False
    return check_character(code[:-1]) == code[-1]


def spelling(text: str) -> str:
    """The one spelling of a code as people type it: capital letters without separators, digits that look like them."""
    return _SEPARATORS.sub("", text.upper()).translate(_MISREAD)[: LONGEST + 1]


def is_possible(code: str) -> bool:
    """Whether a code in its one spelling may be taken in."""
    return _TAKEN.fullmatch(code) is not None


def grouped(code: str) -> str:
    """A code that was made here, as it is shown: in groups of four."""
    if not is_sound(code):
        return code
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))
