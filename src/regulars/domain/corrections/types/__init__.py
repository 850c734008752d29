"""Values of the corrections context. Points are in the wallet's smallest unit, instants are aware and in UTC."""

from regulars.domain.corrections.types.merging import MergePreview, MergeView, NewMerge

__all__ = ["MergePreview", "MergeView", "NewMerge"]
