"""Decisions about members: how identifiers are written, which are taken, and whom they name."""

from regulars.domain.members.policy.spelling import (
    MAXIMUM_LENGTH,
    REGIONS,
    mask,
    mask_name,
    normalise,
    region_of,
)

__all__ = ["MAXIMUM_LENGTH", "REGIONS", "mask", "mask_name", "normalise", "region_of"]
