"""What a till is told so that it can work without a network."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.verifications.policy.formats import mark_of
from regulars.domain.verifications.policy.timing import PACK_DAYS, STEP_SECONDS
from regulars.domain.verifications.types.tills import TillView
from regulars.engine.programme.benefit_kinds import kind_of
from regulars.engine.programme.benefits import Benefit


class PackKey(NamedTuple):
    """A public key with the seconds since 1970 UTC between which it signs; `ends_at` None: until further notice."""

    number: int
    public: bytes
    starts_at: int
    ends_at: int | None


def pack_of(programme: LiveProgramme, till: TillView, keys: Sequence[PackKey], now: datetime) -> dict[str, Any]:
    """The pack of a till: keys, and the benefits that are used in its store. It is good for a week."""
    made_at = int(now.timestamp())
    mine = [one for one in programme.document.benefits if kind_of(one).used and _is_used_in(one, till.store)]
    return {
        "format": 1,
        "programme": {"number": programme.id, "id": programme.code},
        "till": till.code,
        "store": till.store,
        "made_at": made_at,
        "good_until": made_at + PACK_DAYS * 86_400,
        "step_seconds": STEP_SECONDS,
        "keys": [
            {
                "number": one.number,
                "public_key": base64.b64encode(one.public).decode(),
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
            }
            for one in keys
        ],
        "benefits": [_told(one) for one in mine],
    }


def _is_used_in(benefit: Benefit, store: str) -> bool:
    return (not benefit.stores or store in benefit.stores) and (not benefit.channels or "store" in benefit.channels)


def _told(benefit: Benefit) -> dict[str, Any]:
    """A benefit as a till knows it: `mark` is how codes name it."""
    named = {"zh": benefit.name.zh, "en": benefit.name.en}
    return {"id": benefit.id, "mark": mark_of(benefit.id).hex(), "name": named}
