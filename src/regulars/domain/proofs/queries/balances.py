"""Explaining a balance: what moved it, and the lots it is made of."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import accumulate
from typing import Any

from django.db.models import QuerySet, Sum

from regulars.domain.ledger.models import Journal, Lot, LotUse, Posting
from regulars.domain.ledger.queries.reading import goal_name, rule_name, valid_until, versions_of
from regulars.domain.programmes.queries import live_programme
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.errors import WalletMissing
from regulars.domain.proofs.types import BalanceExplanation, BalanceLine, LotShare
from regulars.engine.outcome import HouseAccount, MemberAccount, TransactionKind
from regulars.engine.time import date_of, day_number


def explain_balance(
    programme_id: int, member_id: int, wallet: str, on: date, since: date | None = None
) -> BalanceExplanation:
    """Why a wallet held what it held at the end of a local day; with `since`, told from the beginning of that day.

    What counts is when things happened. A correction by a late event counts when it was posted into the member's
    history, for it is what the books said from then on. Raises WalletMissing.
    """
    programme = live_programme(programme_id)
    number = programme.wallet_numbers.get(wallet)
    if number is None:
        raise WalletMissing(wallet=wallet[:40], known=", ".join(programme.compiled.wallet_ids))
    of_wallet = {"programme_id": programme_id, "member_id": member_id, "wallet": number}
    entries = Journal.objects.filter(**of_wallet, occurred_at__lt=_end_of(programme, on))
    before = entries.filter(occurred_at__lt=_end_of(programme, since, 0)) if since else entries.none()
    opening, last = _last(before), _last(entries)
    own = _own_accounts(of_wallet, last.seq if last else 0)
    closing = last.available_after if last else 0
    debt = last.debt_after if last else 0
    return BalanceExplanation(
        member_id=member_id,
        wallet=wallet,
        since=since,
        on=on,
        opening=opening.available_after if opening else 0,
        lines=_lines(entries.filter(seq__gt=opening.seq if opening else 0)),
        closing=closing,
        debt=debt,
        held=own[MemberAccount.HELD],
        pending=own[MemberAccount.PENDING],
        owed=-own[MemberAccount.OWED],
        lots=_lots(programme, of_wallet, last, closing + debt + own[MemberAccount.PENDING]),
    )


def _end_of(programme: LiveProgramme, on: date, days: int = 1) -> int:
    """The first instant (microseconds) of the local day so many days after a day."""
    midnights = programme.compiled.zone.midnights
    return int(midnights[min(max(day_number(on) + days, 0), len(midnights) - 1)])


def _last(entries: QuerySet[Journal]) -> Journal | None:
    return entries.order_by("-seq").first()


def _own_accounts(of_wallet: dict[str, Any], seq: int) -> dict[int, int]:
    """What stood on each of the member's accounts after an entry."""
    rows = Posting.objects.filter(**of_wallet, seq__lte=seq, account__lt=min(HouseAccount))
    found = dict(rows.values_list("account").annotate(points=Sum("points")).order_by("account"))
    return defaultdict(int, found)


def _lines(entries: QuerySet[Journal]) -> tuple[BalanceLine, ...]:
    """What entries moved, by kind and by rule or goal, in the order in which each first happened."""
    sums: dict[tuple[int, str | None, str | None], list[int]] = {}
    rows = list(entries.order_by("seq").only("kind", "rule", "points", "version_id", "programme_id", "member_id"))
    versions = versions_of(rows)
    for row in rows:
        version = versions[row.version_id]
        total = sums.setdefault((row.kind, rule_name(version, row.rule), goal_name(version, row.rule)), [0, 0])
        total[0] += row.points
        total[1] += 1
    return tuple(BalanceLine(TransactionKind(kind), rule, goal, *total) for (kind, rule, goal), total in sums.items())


def _lots(
    programme: LiveProgramme, of_wallet: dict[str, Any], last: Journal | None, held_points: int
) -> tuple[LotShare, ...]:
    """The lots that had something left after an entry, in the order in which they are drawn.

    Lots are numbered as they are made. Those made by then are the ones that come to what is known to have been
    left: a restatement makes lots without an entry of their own to tell when.
    """
    if last is None:
        return ()
    used = dict(
        LotUse.objects.filter(**of_wallet, seq__lte=last.seq)
        .values_list("lot_no")
        .annotate(points=Sum("points"))
        .order_by("lot_no")
    )
    made = _lots_made(of_wallet, last.seq)
    lots = list(Lot.objects.filter(**of_wallet).order_by("lot_no"))
    left = [lot.earned - used.get(lot.lot_no, 0) for lot in lots]
    sums = [0, *accumulate(left)]
    count = next((count for count in range(made, len(lots) + 1) if sums[count] == held_points), made)
    shares = [(lot, points) for lot, points in zip(lots[:count], left[:count], strict=True) if points]
    versions = versions_of([lot for lot, _ in shares])
    shares.sort(key=lambda share: (share[0].expires_day, share[0].earned_at, share[0].lot_no))
    return tuple(
        LotShare(
            number=lot.lot_no,
            points=points,
            earned_on=date_of(programme.compiled.zone.day_of(lot.earned_at)),
            valid_until=valid_until(lot.expires_day),
            rule=rule_name(versions[lot.version_id], lot.rule),
            goal=goal_name(versions[lot.version_id], lot.rule),
        )
        for lot, points in shares
    )


def _lots_made(of_wallet: dict[str, Any], seq: int) -> int:
    """The highest number of a lot that an entry so far has named."""
    named = Journal.objects.filter(**of_wallet, seq__lte=seq).order_by("-lot_no").values_list("lot_no", flat=True)
    drawn = LotUse.objects.filter(**of_wallet, seq__lte=seq).order_by("-lot_no").values_list("lot_no", flat=True)
    return max(named.first() or 0, drawn.first() or 0)
