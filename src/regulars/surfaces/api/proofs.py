"""Evidence: anchors, the proof of an entry, an explained balance, and points liability."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from regulars.domain.ledger.errors import TransactionMissing
from regulars.domain.programmes.queries import live_programme
from regulars.domain.proofs import queries as proofs
from regulars.domain.proofs.policy.anchor_file import anchor_body
from regulars.domain.proofs.types import Cohort, WalletLiability
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.time import date_of
from regulars.platform.clock import now_us
from regulars.surfaces.api.accounts import account_of
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.web.balance_words import balance_document
from regulars.surfaces.web.liability_csv import COLUMNS

router = Router(tags=["proofs"])
SCOPE = "ledger:read"


class AnchorShape(Schema):
    """An anchor: instants in microseconds since 1970 UTC, bytes in hexadecimal."""

    programme_id: int
    number: int
    made_at: int
    leaves: int
    root: str
    previous: str
    public_key: str
    signature: str


class AnchorPage(Schema):
    """Anchors, newest first."""

    items: list[AnchorShape]
    next_cursor: str | None


class BalanceCriteria(Schema):
    """Which day a balance is explained for."""

    on: date | None = Field(default=None, description="the day at whose end; default: today in the programme's zone")
    since: date | None = Field(default=None, description="tell only what moved it since the beginning of this day")


class BalanceExplanationShape(Schema):
    """Why a wallet held what it held: opening and lines come to closing, and so do the lots less debt and pending."""

    member_id: int
    wallet: str
    since: date | None
    on: date
    opening: float
    lines: list[dict[str, Any]]
    closing: float
    debt: float
    held: float
    pending: float
    owed: float
    lots: list[dict[str, Any]]
    words: list[str]


class CohortShape(Schema):
    """Points of one month of issue and what became of them."""

    month: date
    issued: float
    granted: float
    received: float
    redeemed: float
    expired: float
    taken_back: float
    settled: float
    other: float
    outstanding: float
    cash_value: Decimal | None
    ultimate_breakage: Decimal | None


class TieShape(Schema):
    """One figure twice: added up over cohorts, and as the ledger has it."""

    name: str
    cohorts: float
    ledger: float


class LiabilityShape(Schema):
    """A wallet's points by month of issue."""

    wallet: str
    outstanding: float
    debt: float
    held: float
    pending: float
    cash_value: Decimal | None
    expected_breakage: float | None
    cohorts: list[CohortShape]
    ties: list[TieShape]


@router.get("/anchors", auth=Key(SCOPE), response=AnchorPage, summary="Anchors of the ledger")
def list_anchors(request: HttpRequest, paging: Query[Paging]) -> AnchorPage:
    """Signed roots over the heads of all hash chains, newest first."""
    page = proofs.list_anchors(key_of(request).programme_id, paging.request())
    return AnchorPage(items=[AnchorShape(**anchor_body(one)) for one in page.items], next_cursor=page.next_cursor)


@router.get("/anchors/export", auth=Key(SCOPE), summary="All anchors as a file")
def export_anchors(request: HttpRequest, roots: bool = False) -> StreamingHttpResponse:  # noqa: FBT001, FBT002 - a query
    """Lines of JSON, to be kept elsewhere and given to `regulars ledger verify --anchors`."""
    lines = proofs.anchor_lines(key_of(request).programme_id, leaves=not roots)
    return StreamingHttpResponse(lines, content_type="application/jsonl")


@router.get(
    "/members/{member_id}/transactions/{wallet}/{seq}/proof",
    auth=Key(SCOPE),
    response=dict[str, Any],
    summary="The proof of an entry",
)
def show_proof(request: HttpRequest, member_id: str, wallet: str, seq: str) -> dict[str, Any]:
    """A document that proves the entry without this installation: see the page on proofs."""
    account = account_of(request, member_id)
    if not (seq.isascii() and seq.isdigit() and len(seq) < 19):
        raise TransactionMissing(member=account.member_id, wallet=wallet[:40], seq=seq[:20])
    return proofs.prove_entry(account.programme_id, account.member_id, wallet, int(seq))


@router.get(
    "/members/{member_id}/balance/{wallet}/explanation",
    auth=Key(SCOPE),
    response=BalanceExplanationShape,
    summary="Why a balance is what it is",
)
def show_balance_explanation(
    request: HttpRequest, member_id: str, wallet: str, criteria: Query[BalanceCriteria]
) -> dict[str, Any]:
    """At the end of any day: what moved it, by rule and goal, and the lots it is made of; in words, too."""
    account = account_of(request, member_id)
    programme = live_programme(account.programme_id)
    on = criteria.on or date_of(programme.compiled.zone.day_of(now_us()))
    told = proofs.explain_balance(account.programme_id, account.member_id, wallet, on, criteria.since)
    return balance_document(told, programme.document)


@router.get("/liability", auth=Key(SCOPE), response=list[LiabilityShape], summary="Points by month of issue")
def show_liability(request: HttpRequest) -> list[LiabilityShape]:
    """What came in each month, what became of it, what is owed, and how much of it is expected to expire."""
    programme = live_programme(key_of(request).programme_id)
    decimals = {wallet.id: wallet.decimals for wallet in programme.document.wallets}
    currency = CURRENCY_DECIMALS[programme.document.currency]
    found = proofs.points_liability(programme.id)
    return [_liability(wallet, decimals[wallet.wallet], currency) for wallet in found]


def _liability(wallet: WalletLiability, decimals: int, currency: int) -> LiabilityShape:
    expected = wallet.expected_breakage
    return LiabilityShape(
        wallet=wallet.wallet,
        **{name: points_of(getattr(wallet, name), decimals) for name in ("outstanding", "debt", "held", "pending")},
        cash_value=_cash(wallet.cash_minor, currency),
        expected_breakage=None if expected is None else points_of(expected, decimals),
        cohorts=[_cohort(one, decimals, currency) for one in wallet.cohorts],
        ties=[
            TieShape(name=tie.name, cohorts=points_of(tie.cohorts, decimals), ledger=points_of(tie.ledger, decimals))
            for tie in wallet.ties
        ],
    )


def _cohort(cohort: Cohort, decimals: int, currency: int) -> CohortShape:
    return CohortShape(
        month=cohort.month,
        **{name: points_of(getattr(cohort, name), decimals) for name in COLUMNS},
        cash_value=_cash(cohort.cash_minor, currency),
        ultimate_breakage=cohort.ultimate,
    )


def _cash(minor: int | None, decimals: int) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-decimals)
