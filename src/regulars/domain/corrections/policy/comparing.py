"""What differs between how members stood and how they stand, and sums of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from regulars.domain.corrections.types import Change, Totals
from regulars.domain.ledger.types import Held, Stand

_EMPTY = Held()


def change_of(before: Stand, after: Stand, tiers: Sequence[str]) -> Change:
    """What differs; `tiers` from lowest to highest, of the version in force."""
    wallets = sorted({*before.wallets, *after.wallets})
    pairs = {wallet: (before.wallets.get(wallet, _EMPTY), after.wallets.get(wallet, _EMPTY)) for wallet in wallets}
    points = {wallet: _worth(new) - _worth(old) for wallet, (old, new) in pairs.items()}
    return Change(
        points={wallet: moved for wallet, moved in points.items() if moved},
        tier=_direction(_place(before.tier, tiers), _place(after.tier, tiers)),
        below_zero=any(new.available < min(0, old.available) for old, new in pairs.values()),
        changed=before.tier != after.tier or any(old != new for old, new in pairs.values()),
    )


def with_changes(totals: Totals, changes: Iterable[Change], different: int = 0) -> Totals:
    """The sums with some more members; of those `different` came otherwise than foreseen."""
    found = list(changes)
    added, taken = dict(totals.added), dict(totals.taken)
    for change in found:
        for wallet, points in change.points.items():
            side = added if points > 0 else taken
            side[wallet] = side.get(wallet, 0) + abs(points)
    return replace(
        totals,
        members=totals.members + len(found),
        changed=totals.changed + sum(change.changed for change in found),
        up=totals.up + sum(change.tier > 0 for change in found),
        down=totals.down + sum(change.tier < 0 for change in found),
        below_zero=totals.below_zero + sum(change.below_zero for change in found),
        different=totals.different + different,
        added=added,
        taken=taken,
    )


def totals_of(data: Mapping[str, Any]) -> Totals:
    """The sums from data fit for JSON."""
    return Totals(**{one.name: data[one.name] for one in fields(Totals) if one.name in data})


def as_data(stand: Stand) -> dict[str, Any]:
    """A stand as data fit for JSON."""
    names = [one.name for one in fields(Held)]
    return {
        "tier": stand.tier,
        "wallets": {wallet: [getattr(held, name) for name in names] for wallet, held in stand.wallets.items()},
    }


def stand_of(data: Mapping[str, Any]) -> Stand:
    """The stand from its data."""
    return Stand(data["tier"], {wallet: Held(*figures) for wallet, figures in data["wallets"].items()})


def pair_of(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Stand, Stand] | None:
    """Both stands from their data; None where nothing is known of them."""
    return None if before is None or after is None else (stand_of(before), stand_of(after))


def _worth(held: Held) -> int:
    return held.available + held.held + held.pending - held.owed


def _place(tier: str, tiers: Sequence[str]) -> int:
    """The tier's place on the ladder; one that is gone stands below all."""
    return tiers.index(tier) if tier in tiers else -1


def _direction(before: int, after: int) -> int:
    return (after > before) - (after < before)
