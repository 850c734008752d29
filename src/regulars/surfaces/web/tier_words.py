"""Why a tier changed, and what it was granted for, in the reader's language."""

from __future__ import annotations

from regulars.engine.outcome import TierReason
from regulars.surfaces.web.formatting import is_chinese

TIER_REASONS: dict[TierReason, tuple[str, str]] = {
    TierReason.ENTERED: ("Reached it", "达标升级"),
    TierReason.REVIEWED: ("Review", "等级评估"),
    TierReason.GRANTED: ("Granted by hand", "手动发放"),
    TierReason.FLOOR_ENDED: ("The granted tier ended", "授予的等级到期"),
    TierReason.GRACE_STARTED: ("No longer qualifies: grace begins", "不再达标，进入宽限期"),
    TierReason.GRACE_ENDED: ("Grace ended", "宽限期结束"),
    TierReason.TRIAL: ("Trial of the tier", "等级体验"),
    TierReason.EVALUATED: ("Evaluation", "保级评定"),
    TierReason.LOCK_ENDED: ("The lock ended", "锁定解除"),
    TierReason.MERGED: ("Taken over by a merge", "会员合并"),
}
"""English, then Chinese."""

_BASES: dict[str, tuple[str, str]] = {"status_match": ("Status match", "等级匹配")}


def reason_words(reason: TierReason, basis: str | None = None) -> str:
    """Why a tier changed; where a granted one was granted for something, that."""
    return basis_words(basis) or _in_language(TIER_REASONS[reason])


def basis_words(basis: str | None) -> str:
    """What a tier was granted for; empty when nothing was said, or nothing that is known."""
    return _in_language(_BASES[basis]) if basis in _BASES else ""


def _in_language(texts: tuple[str, str]) -> str:
    return texts[1] if is_chinese() else texts[0]
