"""A counter at which benefits are verified, and short ways to show codes there."""

from __future__ import annotations

from typing import Any

from regulars.domain.benefits.types import Place
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.verifications.operations import code_for, verify
from regulars.domain.verifications.types.verifying import NewVerification, Showing, VerificationView

STORE = Place("store", "S1", "T1")


def showing(code: str = "", place: Place = STORE, who: str = "key 1", **more: Any) -> Showing:
    """A code shown at a till."""
    return Showing(place, "anna", who, code, **more)


def fresh(programme: LiveProgramme, member: int, benefit: str = "", voucher: int | None = None) -> str:
    """A code that a member shows now."""
    return code_for(programme.id, member, benefit, voucher).text


def check_in(
    programme: LiveProgramme, code: str, benefit: str = "", request_id: str = "r1", **more: Any
) -> VerificationView:
    """Verify a code at the till T1."""
    place = more.pop("place", STORE)
    who = more.pop("who", "key 1")
    return verify(programme.id, NewVerification(request_id, showing(code, place, who), benefit, **more))
