"""The function for tills that the page on verification shows does what the page says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.verifications.operations import register_till, rotate_key, till_pack
from regulars.domain.verifications.types.tills import NewTill
from regulars.platform import clock
from regulars.project.settings.paths import ROOT
from tests.counter import fresh

PAGE = ROOT / "docs" / "concepts" / "verification.md"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.fixture
def shown() -> dict[str, Callable[..., Any]]:
    """The functions of the page."""
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    found: dict[str, Any] = {}
    exec(code.group(1), found)
    return found


@pytest.fixture
def pack(programme: LiveProgramme, shown: dict[str, Callable[..., Any]]) -> Any:
    """The pack of a till in the store S1, believed for its key."""
    register_till(programme.id, NewTill("T1", "front", "S1", "anna"))
    answer: Any = till_pack(programme.id, "T1")
    trusted = {str(one["number"]): one["public_key"] for one in json.loads(answer["pack"])["keys"]}
    return shown["check_pack"](answer, trusted)


def test_a_till_reads_what_a_member_shows(programme: LiveProgramme, member: int, pack: Any, shown: Any) -> None:
    now, seen = clock.now().timestamp(), set()
    assert shown["check_code"](fresh(programme, member, "parking"), pack, now, seen) == (member, "parking")
    code = fresh(programme, member)
    for instant in (now - 60, now + 119):
        assert shown["check_code"](code.lower(), pack, instant, set()) == (member, None)
    shown["check_code"](code, pack, now, seen)
    for instant, known in ((now, seen), (now - 61, set()), (now + 120, set()), (now + 8 * 86_400, set())):
        with pytest.raises(ValueError, match=r"used|expired|pack"):
            shown["check_code"](code, pack, instant, known)


def test_a_till_notices_every_character_that_is_changed(
    programme: LiveProgramme, member: int, pack: Any, shown: Any
) -> None:
    code, now = fresh(programme, member, "parking"), clock.now().timestamp()
    for place, character in enumerate(code):
        for other in ALPHABET.replace(character, "")[place % 7 :: 7]:
            with pytest.raises(ValueError, match="altered"):
                shown["check_code"](code[:place] + other + code[place + 1 :], pack, now, set())


def test_packs_are_believed_for_keys_that_were_known(
    programme: LiveProgramme, member: int, pack: Any, shown: Any, frozen_clock: Any
) -> None:
    trusted = {str(one["number"]): one["public_key"] for one in pack["keys"]}
    rotate_key(programme.id, "anna", clock.now() + timedelta(days=3))
    answer: Any = till_pack(programme.id, "T1")
    newer = shown["check_pack"](answer, trusted)
    frozen_clock.advance(timedelta(days=4))
    code, now = fresh(programme, member), clock.now().timestamp()
    assert shown["check_code"](code, newer, now, set()) == (member, None)
    with pytest.raises(ValueError, match="altered"):
        shown["check_code"](code, pack, now, set())
    with pytest.raises(InvalidSignature):
        shown["check_pack"](answer | {"pack": answer["pack"].replace("S1", "S2")}, trusted)
    with pytest.raises(ValueError, match="no signature"):
        shown["check_pack"](answer, {})
