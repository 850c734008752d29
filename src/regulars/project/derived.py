"""What is worked out about a member, and what others said of them: tags, segments, scores, likenesses, waiting."""

from __future__ import annotations

from dataclasses import asdict

from regulars.domain.benefits.queries import grants_of, ratings_of
from regulars.domain.campaigns.queries import outcomes_of
from regulars.domain.corrections.queries import lines_of
from regulars.domain.duplicates.queries import suggestions_of
from regulars.domain.members.queries import list_meetings
from regulars.domain.partners.queries import items_of_member
from regulars.domain.plans.queries import subscription, subscriptions_of
from regulars.domain.pools.queries import spent_with, stays_of
from regulars.domain.privacy.queries import requests_of
from regulars.domain.privacy.types import Part, Rows
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import stream_of
from regulars.domain.recoveries.queries import list_write_offs
from regulars.domain.rewards.queries import waits_of
from regulars.domain.segments.queries import moves_of_member, segments_of
from regulars.domain.tags.queries import puttings_of, tags_of_member
from regulars.domain.tiers.queries import forecast_of
from regulars.domain.verifications.queries import codes_of_grant, list_verifications
from regulars.domain.verifications.types.verifying import VerificationFilter
from regulars.platform import outbox
from regulars.platform.dated import Results
from regulars.project.parts import Reader, all_of, each, paged, unsigned

_EVERY = 1_000_000


DATED = {
    "tags_over_time": "tags",
    "classes_and_value": "rfm",
    "motives": "motives",
    "clusters": "clusters",
    "stages_of_life": "cohorts",
    "predictions": "predictions",
}
"""Parts that are files by day, and the kind of their results."""


def forget_results(programme_id: int, member_id: int) -> int:
    """Nothing that was worked out about a member stays in the files of any day; answers how many rows went."""
    code = live_programme(programme_id).code
    return sum(Results(kind, code).forget(member_id) for kind in DATED.values())


def dated(kind: str) -> Reader:
    """A member's row of every day of which results of a kind are kept, as it was computed."""

    def rows(programme_id: int, member_id: int) -> Rows:
        results = Results(kind, live_programme(programme_id).code)
        found = ((day, results.member(day, member_id)) for day in results.days())
        return [
            {"day": day} | {name: value for name, value in row.items() if name != "member" and value is not None}
            for day, row in found
            if row is not None
        ]

    return rows


def _tags(programme_id: int, member_id: int) -> Rows:
    """What tags say now, each with its name and what it means."""
    return [
        {
            "tag": one.tag.id,
            "name": one.tag.name.en,
            "name_zh": one.tag.name.zh,
            "value": one.value,
            "day": one.day,
            "until": one.until,
            "about": one.tag.about.en,
            "about_zh": one.tag.about.zh,
        }
        for one in tags_of_member(programme_id, member_id)
    ]


def _moves(programme_id: int, member_id: int) -> Rows:
    moves = moves_of_member(programme_id, member_id, _EVERY)
    return [
        {
            "segment": one.segment,
            "name": one.segment_name,
            "at": one.at,
            "entered": one.entered,
            "cause": one.cause.value,
        }
        for one in moves
    ]


def _forecast(programme_id: int, member_id: int) -> Rows:
    found = forecast_of(programme_id, member_id)
    return [] if found is None else [asdict(found)]


def _likenesses(programme_id: int, member_id: int) -> Rows:
    """How alike the member is to others and why; who the others are is not theirs to know."""
    return [
        {"score": one.pair.score, "reasons": one.pair.reasons, "found_at": one.found_at, "decided_at": one.decided_at}
        for one in suggestions_of(programme_id, member_id)
    ]


def _meetings(programme_id: int, member_id: int) -> Rows:
    """How often identifiers of the member came in one event with those of somebody else."""
    return [
        {"kinds": one.kinds, "times": one.times, "last_at": one.last_at}
        for one in list_meetings(programme_id, member_id, _EVERY)
    ]


def _verifications(programme_id: int, member_id: int) -> Rows:
    criteria = VerificationFilter(member_id=member_id)
    return list(all_of(lambda asked: list_verifications(programme_id, asked, criteria)))


def _codes(programme_id: int, member_id: int) -> Rows:
    codes = [code for grant in grants_of(programme_id, member_id) for code in codes_of_grant(programme_id, grant.id)]
    return [asdict(one) for one in codes]


def _payments(programme_id: int, member_id: int) -> Rows:
    own = (one.number for one in subscriptions_of(programme_id, member_id) if one.member_id == member_id)
    found = (subscription(programme_id, number) for number in own)
    return [asdict(payment) for one in found for payment in one.payments]


def _notices(programme_id: int, member_id: int) -> Rows:
    """What was told of the member to those who listen."""
    criteria = outbox.OutboxFilter(subject=f"member {member_id}")
    found = all_of(lambda asked: outbox.list_messages(stream_of(programme_id), asked, criteria))
    return [{name: one[name] for name in ("topic", "created_at", "body")} for one in found]


DERIVED = (
    Part("tags", _tags),
    Part("tags_by_hand", each(puttings_of)),
    Part("segments", each(segments_of)),
    Part("segment_moves", _moves),
    *(Part(name, dated(kind)) for name, kind in DATED.items()),
    Part("tier_forecast", _forecast),
    Part("benefit_ratings", each(ratings_of)),
    Part("campaigns", each(outcomes_of)),
    Part("verifications", unsigned(_verifications)),
    Part("benefit_codes", unsigned(_codes)),
    Part("waiting_lists", each(waits_of)),
    Part("payments", unsigned(_payments)),
    Part("family_stays", unsigned(each(stays_of))),
    Part("family_spending", unsigned(each(spent_with))),
    Part("partners", unsigned(each(items_of_member))),
    Part(
        "write_offs",
        unsigned(
            paged(lambda programme_id, member_id, asked: list_write_offs(programme_id, asked, member_id=member_id))
        ),
    ),
    Part("corrections", each(lines_of)),
    Part("likenesses", _likenesses),
    Part("met_with", _meetings),
    Part("notices", _notices),
    Part("requests", unsigned(each(lambda programme_id, member_id: requests_of(programme_id, member_id, _EVERY)))),
)
"""Parts that follow from the others, or come from the operator."""
