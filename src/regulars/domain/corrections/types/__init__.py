"""Values of the corrections context. Points are in the wallet's smallest unit, instants are aware and in UTC."""

from regulars.domain.corrections.types.merging import MergePreview, MergeView, NewMerge
from regulars.domain.corrections.types.voiding import Amendment, Difference, EventStory, LineAmendment, NewVoid

__all__ = ["Amendment", "Difference", "EventStory", "LineAmendment", "MergePreview", "MergeView", "NewMerge", "NewVoid"]
