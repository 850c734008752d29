"""Which version is in force, when and for whom."""

from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2b

from regulars.domain.programmes.types import WHOLE, ActivationKind, ActivationView, Leg, Schedule

_DIGEST_BYTES = 8


def in_sample(version_id: int, member_id: int, share: int) -> bool:
    """Whether the member is among the `share` ten-thousandths on which the version is tried out.

    The same for ever: a hash of version and member puts the member on a place from 0 to 9,999, and who is below the
    share is in. A larger share therefore keeps who is in, and another version draws another sample.
    """
    if share >= WHOLE:
        return True
    digest = blake2b(f"{version_id}:{member_id}".encode(), digest_size=_DIGEST_BYTES).digest()
    return int.from_bytes(digest, "big") % WHOLE < share


def version_at(schedule: Schedule, instant: int, member_id: int) -> int | None:
    """The version that holds for a member at an instant (microseconds): that of the latest activation they are in.

    None before the first activation.
    """
    return next(
        (
            activation.version_id
            for activation in reversed(schedule.activations)
            if activation.starts_at <= instant and in_sample(activation.version_id, member_id, activation.share)
        ),
        None,
    )


def legs_of(schedule: Schedule, member_id: int, until: int, known_at: int) -> tuple[Leg, ...]:
    """The versions that hold for a member one after another up to an instant, as was known at another; never two alike.

    The first one holds for everything before the next, and was known from the beginning: what was accepted was accepted
    under it, wherever the clock stood when it was installed.
    """
    legs: list[Leg] = []
    for place, activation in enumerate(schedule.activations):
        if activation.starts_at > until or (place and activation.known_at > known_at):
            continue
        if not in_sample(activation.version_id, member_id, activation.share):
            continue
        if legs and legs[-1].starts_at == activation.starts_at:
            legs.pop()
        if not legs or legs[-1].version_id != activation.version_id:
            legs.append(Leg(activation.version_id, activation.starts_at))
    return tuple(legs)


def legs_between(schedule: Schedule, member_id: int, span: tuple[int, int], known_at: int) -> tuple[Leg, ...]:
    """The legs of a history from its first to its last instant; those before it begins are left out."""
    legs = legs_of(schedule, member_id, span[1], known_at)
    begun = [place for place, leg in enumerate(legs) if leg.starts_at <= span[0]]
    return legs[begun[-1] if begun else 0 :]


def ways_between(
    schedule: Schedule, members: Sequence[int], first_at: Sequence[int], until: int, known_at: int
) -> dict[tuple[Leg, ...], list[int]]:
    """The places of members by the legs of their histories, from the first instant of each up to one for all.

    Who begins between the same two activations, and is in the same pilots, goes the same way.
    """
    pilots = sorted({(one.version_id, one.share) for one in schedule.activations if one.share < WHOLE})
    starts = [one.starts_at for one in schedule.activations]
    alike: dict[tuple[int, ...], list[int]] = {}
    for place, (member, first) in enumerate(zip(members, first_at, strict=True)):
        tried = (in_sample(version_id, member, share) for version_id, share in pilots)
        alike.setdefault((bisect_right(starts, first), *tried), []).append(place)
    found: dict[tuple[Leg, ...], list[int]] = {}
    for places in alike.values():
        way = legs_between(schedule, members[places[0]], (first_at[places[0]], until), known_at)
        found.setdefault(way, []).extend(places)
    return {way: sorted(places) for way, places in found.items()}


def learnt_since(schedule: Schedule, instant: int, known_at: int, learnt_by: int) -> bool:
    """Whether what held up to an instant was decided only after one moment, and by another: a correction, mostly."""
    return any(known_at < one.known_at <= learnt_by and one.starts_at <= instant for one in schedule.activations[1:])


def version_for_all(schedule: Schedule, instant: int | None = None) -> ActivationView | None:
    """The latest activation for everybody that has started by the instant; without one, also what is to come."""
    return next(
        (
            activation
            for activation in reversed(schedule.activations)
            if activation.share == WHOLE and (instant is None or activation.starts_at <= instant)
        ),
        None,
    )


def running_pilot(schedule: Schedule) -> ActivationView | None:
    """The pilot that is running or scheduled: the last activation, when it is one."""
    last = next((one for one in reversed(schedule.activations) if one.kind is not ActivationKind.CORRECTION), None)
    return last if last is not None and last.kind is ActivationKind.PILOT else None
