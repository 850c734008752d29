"""What proves that both sides balance: items against the ledger, and issued statements against items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from regulars.domain.ledger.queries.lookups import entries_of_events, house_totals
from regulars.domain.partners.models import PartnerItem, Statement
from regulars.domain.partners.policy.statements import seal
from regulars.domain.partners.queries.items import items_of_month
from regulars.domain.partners.queries.partners import list_partners
from regulars.domain.partners.types import GAINING, Figures, Imbalance, ItemKind, PartnerView
from regulars.engine.outcome import HouseAccount

AT_ONCE = 1_000


def verify_partners(programme_id: int) -> list[Imbalance]:
    """Every place where items, ledger and statements differ; none: both sides balance.

    Each item must say what its event moved; all items of a wallet together must be what stands against the house
    account of partners; an issued statement must bear the seal of its items.
    """
    found = list_partners(programme_id)
    imbalances = [one for partner in found for one in _of_items(partner)]
    imbalances += _of_wallets(programme_id)
    return imbalances + [one for partner in found for one in _of_statements(partner)]


def _of_items(partner: PartnerView) -> Iterator[Imbalance]:
    """Items whose event moved something else, a part at a time."""
    last = 0
    rows = PartnerItem.objects.filter(partner_id=partner.id).order_by("id")
    while part := list(rows.filter(id__gt=last)[:AT_ONCE]):
        last = part[-1].pk
        posted = entries_of_events(partner.programme_id, [(row.member_id, row.event_seq) for row in part])
        for row in part:
            moved = posted.get((row.member_id, row.event_seq, row.wallet, _entry(row)), 0)
            if moved != row.points:
                yield Imbalance(partner.code, row.pk, row.wallet, row.points, moved)


def _entry(row: PartnerItem) -> str:
    """The kind of entry that an item stands for."""
    gaining = ItemKind(row.kind) in GAINING
    if row.reverses_id is None:
        return "grant" if gaining else "redeem"
    return "deduct" if gaining else "return"


def _of_wallets(programme_id: int) -> Iterator[Imbalance]:
    """Wallets in which the house account of partners is not the other side of all items."""
    said: dict[str, int] = defaultdict(int)
    for wallet, points in PartnerItem.objects.filter(programme_id=programme_id).values_list("wallet", "points"):
        said[wallet] += points
    posted = house_totals(programme_id, HouseAccount.PARTNERS)
    for wallet in sorted({*said, *posted}):
        if said.get(wallet, 0) != -posted.get(wallet, 0):
            yield Imbalance("", 0, wallet, said.get(wallet, 0), -posted.get(wallet, 0))


def _of_statements(partner: PartnerView) -> Iterator[Imbalance]:
    """Issued statements whose seal does not fit."""
    for row in Statement.objects.filter(partner_id=partner.id).order_by("period"):
        figures = Figures(**row.figures)
        items = list(items_of_month(partner, row.period))
        if seal(partner.code, row.period, figures, items) != row.sha256:
            moved = sum(item.points for item in items)
            yield Imbalance(
                partner.code,
                0,
                partner.wallet,
                figures.net,
                moved,
                {"period": f"{row.period:%Y-%m}", "seal": row.sha256},
            )
