"""The replay of a proposed change beside the programme in force, as tables."""

from __future__ import annotations

from regulars.domain.diagnosis.policy.saying import column
from regulars.domain.diagnosis.types import Table, Unit, Value
from regulars.domain.replay.types import Replayed, Results


def tables_of(replayed: Replayed) -> tuple[Table, ...]:
    """Members by tier at the end, points by wallet, and who gains and loses; the first result is the one in force."""
    live, draft = replayed.results
    return (_tiers(live, draft), *_wallets(live, draft), _members(replayed))


def _tiers(live: Results, draft: Results) -> Table:
    names = list(dict.fromkeys([*live.tiers, *draft.tiers]))
    rows = tuple((tier, _there(live, tier), _there(draft, tier)) for tier in names)
    return Table("proposal_tiers", (column("tier", Unit.TIER), column("live"), column("draft")), rows)


def _there(results: Results, tier: str) -> int:
    last = results.tier_months[-1].month
    return sum(one.members for one in results.tier_months if (one.month, one.tier) == (last, tier))


def _wallets(live: Results, draft: Results) -> list[Table]:
    """One table for each wallet that both have: its points, and their worth where they have one."""
    found = []
    others = {one.wallet: one for one in draft.wallets}
    for own in live.wallets:
        other = others.get(own.wallet)
        if other is None:
            continue
        columns = (
            column("what", Unit.WORD),
            column("live", Unit.POINTS, own.wallet),
            column("draft", Unit.POINTS, own.wallet),
        )
        names = ("issued", "redeemed", "expired", "outstanding")
        rows = tuple((name, getattr(own, name), getattr(other, name)) for name in names)
        found.append(Table("proposal_points", columns, rows))
        if own.cost_minor is not None and other.cost_minor is not None:
            columns = (column("what", Unit.WORD), column("live", Unit.MONEY), column("draft", Unit.MONEY))
            money = (("cost", "cost_minor"), ("liability", "liability_minor"))
            worth = tuple((code, getattr(own, name), getattr(other, name)) for code, name in money)
            found.append(Table("proposal_worth", columns, worth))
    return found


def _members(replayed: Replayed) -> Table:
    one = replayed.comparisons[0]
    rows: tuple[tuple[Value, ...], ...] = (
        ("gaining", one.gaining, one.gained_minor),
        ("losing", one.losing, one.lost_minor),
        ("unchanged", one.unchanged, 0),
    )
    return Table("proposal_members", (column("what", Unit.WORD), column("members"), column("amount", Unit.MONEY)), rows)
