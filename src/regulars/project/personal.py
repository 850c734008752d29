"""All that is kept of one member: how each part is told, how it is taken away, and what has to end before."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from django.conf import settings
from django.db import connection

from regulars.domain.arrivals.operations import forget_parked
from regulars.domain.arrivals.queries import list_parked
from regulars.domain.benefits.queries import grants_of, list_uses
from regulars.domain.benefits.types import UseFilter
from regulars.domain.consents.operations import withdraw_all
from regulars.domain.consents.queries import consent_history
from regulars.domain.corrections.queries import merges_of_member
from regulars.domain.history.operations import redact_history
from regulars.domain.ledger import queries as ledger
from regulars.domain.ledger.operations import redact_member
from regulars.domain.members.queries import member
from regulars.domain.plans.queries import subscriptions_of
from regulars.domain.plans.types.subscriptions import EndReason, SubscriptionState, SubscriptionView
from regulars.domain.pools.queries import pool_of_member
from regulars.domain.privacy.queries import list_looks
from regulars.domain.privacy.types import Blocker, Eraser, LookFilter, Part, Rows
from regulars.domain.rewards.queries import orders_of, vouchers_of
from regulars.domain.sign_ins.queries import list_sessions
from regulars.domain.tags.operations import forget_member
from regulars.domain.tiers.queries import matches_of, standing
from regulars.domain.transfers.queries import list_transfers
from regulars.engine.trace import words
from regulars.project.derived import DERIVED, forget_results
from regulars.project.parts import all_of, each, paged

GONE = "removed"
_PARKED = ("source", "event_id", "kind", "occurred_at", "parked_at", "state")
_OPEN_ORDERS = frozenset({"reserved", "placed", "fulfilled"})


def _identifiers(programme_id: int, member_id: int) -> Rows:
    return [asdict(one) for one in member(programme_id, member_id).identifiers]


def _profile(programme_id: int, member_id: int) -> Rows:
    told = asdict(member(programme_id, member_id))
    del told["identifiers"]
    return [told]


def _ledger(programme_id: int, member_id: int) -> Rows:
    """Every entry with why it is as it is, in words."""
    rows = []
    for row in all_of(lambda asked: ledger.transactions(programme_id, member_id, asked)):
        trace = ledger.explain(programme_id, member_id, row["wallet"], row["seq"])
        rows.append(row | {"kind": row["kind"].name.lower(), "why": words(trace, "en"), "why_zh": words(trace, "zh")})
    return rows


def _balances(programme_id: int, member_id: int) -> Rows:
    return [asdict(one) for one in ledger.balances(programme_id, member_id)]


def _tier(programme_id: int, member_id: int) -> Rows:
    return [asdict(standing(programme_id, member_id))]


def _tiers(programme_id: int, member_id: int) -> Rows:
    changes = ledger.tier_changes(programme_id, member_id)
    return [asdict(one) | {"reason": one.reason.name.lower()} for one in changes]


def _uses(programme_id: int, member_id: int) -> Rows:
    return list(all_of(lambda asked: list_uses(programme_id, asked, UseFilter(member_id=member_id))))


def _pool(programme_id: int, member_id: int) -> Rows:
    found = pool_of_member(programme_id, member_id)
    return [] if found is None else [found._asdict()]


def _parked(programme_id: int, member_id: int) -> Rows:
    """Events that name the member beside others; whose others they are, and who decided, is not theirs to know."""
    rows = []
    for waiting in (True, False):
        listed = partial(list_parked, programme_id, waiting=waiting, member_id=member_id)
        rows += [{name: one[name] for name in _PARKED} for one in all_of(listed)]
    return rows


def _looks(programme_id: int, member_id: int) -> Rows:
    """Who looked, by where they did and when; which person of the operator it was is not the member's to know."""
    found = all_of(lambda asked: list_looks(programme_id, asked, LookFilter(member_id=member_id)))
    return [{"at": one["at"], "via": one["look"]["via"], "what": one["look"]["what"]} for one in found]


PARTS = (
    Part("identifiers", _identifiers),
    Part("profile", _profile),
    Part("events", paged(ledger.events)),
    Part("tier", _tier),
    Part("balances", _balances),
    Part("lots", paged(ledger.lots)),
    Part("ledger", _ledger),
    Part("tiers", _tiers),
    Part("goals", each(ledger.goals_reached)),
    Part("status_matches", each(matches_of)),
    Part("benefits_granted", each(grants_of)),
    Part("benefits_used", _uses),
    Part("reward_orders", paged(orders_of)),
    Part("vouchers", paged(vouchers_of)),
    Part("subscriptions", each(subscriptions_of)),
    Part("transfers", paged(lambda programme_id, member_id, asked: list_transfers(programme_id, asked, member_id))),
    Part("family", _pool),
    Part("merges", each(merges_of_member)),
    Part("consents", each(consent_history)),
    Part("parked_events", _parked),
    Part("sign_ins", each(list_sessions)),
    Part("looked_at", _looks),
    *DERIVED,
)

TEXTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("transfers_transfer", "sender", ("reason", "undone_why")),
    ("transfers_transfer", "receiver", ("reason", "undone_why")),
    ("privacy_request", "member_id", ("reason",)),
    ("tiers_statusmatch", "member_id", ("other_level", "evidence")),
    ("pools_pool", "owner", ("name",)),
    ("recoveries_writeoff", "member_id", ("reason", "comment")),
    ("corrections_merge", "survivor", ("reason", "undone_why")),
    ("corrections_merge", "merged", ("reason", "undone_why")),
    ("benefits_entitlement", "member_id", ("reason", "detail", "withdrawn_why")),
    ("benefits_use", "member_id", ("returned_why",)),
    ("rewards_order", "member_id", ("tracking", "paid_reference")),
    ("verifications_verification", "member_id", ("reversed_why",)),
)
"""Free texts about members, by table, the column with the member, and the columns with the texts."""

SECRETS = (("rewards_order", "delivery"), ("plans_subscription", "mandate"))
"""Encrypted texts about members that are not needed any more."""

SESSIONS = ("sign_ins_membersession", "sign_ins_signincode")
"""What lets members in."""


def _clear_texts(programme_id: int, member_id: int) -> int:
    changed = 0
    with connection.cursor() as cursor:
        for table, owner, columns in TEXTS:
            for column in columns:
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE programme_id = %s AND {owner} = %s"
                    f" AND {column} NOT IN ('', %s)",
                    [GONE, programme_id, member_id, GONE],
                )
                changed += cursor.rowcount
        for table, column in SECRETS:
            cursor.execute(
                f"UPDATE {table} SET {column} = NULL WHERE programme_id = %s AND member_id = %s"
                f" AND {column} IS NOT NULL",
                [programme_id, member_id],
            )
            changed += cursor.rowcount
    return changed


def _sign_out(programme_id: int, member_id: int) -> int:
    with connection.cursor() as cursor:
        gone = 0
        for table in SESSIONS:
            cursor.execute(f"DELETE FROM {table} WHERE programme_id = %s AND member_id = %s", [programme_id, member_id])
            gone += cursor.rowcount
    return gone


ERASERS = (
    Eraser("consents", lambda programme_id, member_id: withdraw_all(programme_id, member_id, "erasure", "privacy")),
    Eraser("events", redact_member),
    Eraser("parked_events", forget_parked),
    Eraser("texts", _clear_texts),
    Eraser("sign_ins", _sign_out),
    Eraser("tags_by_hand", forget_member),
    Eraser("history", redact_history, after=True),
    Eraser("results", forget_results, after=True),
)


def _holds(programme_id: int, member_id: int) -> bool:
    found = ledger.stands(programme_id, [member_id])
    return any(held.held for stand in found.values() for held in stand.wallets.values())


def _ends_today(one: SubscriptionView) -> bool:
    """Whether staff ended it with today: it is over long before the waiting period is, where there is one."""
    return one.end_reason is EndReason.ENDED_EARLY and settings.ERASURE_DAYS > 0


BLOCKERS = (
    Blocker("holds", _holds),
    Blocker("family", lambda programme_id, member_id: pool_of_member(programme_id, member_id) is not None),
    Blocker(
        "subscription",
        lambda programme_id, member_id: any(
            one.state is not SubscriptionState.ENDED and not _ends_today(one)
            for one in subscriptions_of(programme_id, member_id)
        ),
    ),
    Blocker(
        "reward_order",
        lambda programme_id, member_id: any(
            one["state"].value in _OPEN_ORDERS
            for one in all_of(lambda asked: orders_of(programme_id, member_id, asked))
        ),
    ),
)
