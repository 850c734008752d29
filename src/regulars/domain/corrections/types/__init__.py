"""Values of the corrections context. Points are in the wallet's smallest unit, instants are aware and in UTC."""

from regulars.domain.corrections.types.merging import MergePreview, MergeView, NewMerge
from regulars.domain.corrections.types.rules import (
    Change,
    CorrectionOf,
    CorrectionState,
    CorrectionView,
    LineView,
    Narrow,
    NewCorrection,
    Progress,
    Totals,
)
from regulars.domain.corrections.types.voiding import Amendment, Difference, EventStory, LineAmendment, NewVoid

__all__ = [
    "Amendment",
    "Change",
    "CorrectionOf",
    "CorrectionState",
    "CorrectionView",
    "Difference",
    "EventStory",
    "LineAmendment",
    "LineView",
    "MergePreview",
    "MergeView",
    "Narrow",
    "NewCorrection",
    "NewMerge",
    "NewVoid",
    "Progress",
    "Totals",
]
