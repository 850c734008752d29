"""What a member holds: balances, lots, entries and why each is as it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from regulars.domain.ledger import queries as ledger
from regulars.domain.ledger.errors import TransactionMissing
from regulars.domain.ledger.types import LotView, TransactionView, WalletBalance
from regulars.domain.members.queries import member
from regulars.domain.programmes.queries import live_programme
from regulars.engine.trace import words
from regulars.platform.paging import PageRequest
from regulars.surfaces.api.events import points_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging, number_of
from regulars.surfaces.api.shapes import (
    BalanceShape,
    BalancesShape,
    ExpiringShape,
    LotPage,
    LotShape,
    StepShape,
    TraceShape,
    TransactionPage,
    TransactionShape,
)
from regulars.surfaces.web.formatting import is_chinese

router = Router(tags=["ledger"])
SCOPE = "ledger:read"

KINDS = {
    "earn": ("earned", "获得"),
    "redeem": ("redeemed", "兑换"),
    "expire": ("expired", "过期"),
    "grant": ("granted", "赠送"),
    "refund": ("taken back for a refund", "退款扣回"),
    "restate": ("corrected by a late event", "补录更正"),
    "release": ("became spendable", "转为可用"),
    "hold": ("held for a checkout", "结算预占"),
    "capture": ("spent from a hold", "预占扣除"),
    "unhold": ("given back from a hold", "预占退回"),
    "return": ("returned", "退还"),
    "transfer_out": ("given to another member", "转出"),
    "transfer_in": ("received from another member", "转入"),
    "reinstate": ("brought back after expiry", "过期恢复"),
    "opening": ("opening balance", "期初余额"),
    "merge_out": ("moved to another record of the member", "合并转出"),
    "merge_in": ("moved from another record of the member", "合并转入"),
    "deduct": ("deducted by hand", "手工扣减"),
    "offset": ("went towards what was owed", "抵扣欠分"),
    "write_off": ("written off", "核销欠分"),
    "fee": ("fee of a transfer", "转赠手续费"),
}


class TransactionCriteria(Paging):
    """What the list of entries is narrowed to."""

    wallet: str | None = Field(default=None, max_length=40)


@dataclass(frozen=True)
class _Account:
    """A member in their programme, with what is needed to write points and reasons."""

    programme_id: int
    member_id: int
    decimals: dict[str, int]
    names: dict[str, str]


def account_of(request: HttpRequest, member_id: str) -> _Account:
    """The member an address names; raises MemberMissing."""
    programme_id = key_of(request).programme_id
    found = member(programme_id, number_of(member_id))
    document = live_programme(programme_id).document
    names = {rule.id: rule.name for rule in document.rules} | {goal.id: goal.name for goal in document.goals}
    return _Account(
        programme_id,
        found.id,
        {wallet.id: wallet.decimals for wallet in document.wallets},
        {cause: name.zh if is_chinese() else name.en for cause, name in names.items()},
    )


@router.get("/members/{member_id}/balance", auth=Key(SCOPE), response=BalancesShape, summary="Balances of a member")
def show_balances(request: HttpRequest, member_id: str) -> BalancesShape:
    """All wallets, those never used at zero, with what expires next."""
    account = account_of(request, member_id)
    held = ledger.balances(account.programme_id, account.member_id)
    return BalancesShape(member_id=account.member_id, balances=[_balance(one, account) for one in held])


@router.get("/members/{member_id}/lots", auth=Key(SCOPE), response=LotPage, summary="Open lots of a member")
def list_lots(request: HttpRequest, member_id: str, paging: Query[Paging]) -> LotPage:
    """In the order in which they are drawn: earliest expiry first."""
    account = account_of(request, member_id)
    page = ledger.lots(account.programme_id, account.member_id, paging.request())
    return LotPage(items=[_lot(one, account) for one in page.items], next_cursor=page.next_cursor)


@router.get(
    "/members/{member_id}/transactions", auth=Key(SCOPE), response=TransactionPage, summary="Entries of a member"
)
def list_transactions(request: HttpRequest, member_id: str, criteria: Query[TransactionCriteria]) -> TransactionPage:
    """By when things happened, newest first, each with its reason."""
    account = account_of(request, member_id)
    asked: PageRequest = criteria.request()
    page = ledger.transactions(account.programme_id, account.member_id, asked, criteria.wallet)
    return TransactionPage(items=[_entry(one, account) for one in page.items], next_cursor=page.next_cursor)


@router.get(
    "/members/{member_id}/transactions/{wallet}/{seq}/trace",
    auth=Key(SCOPE),
    response=TraceShape,
    summary="Why an entry is as it is",
)
def show_trace(request: HttpRequest, member_id: str, wallet: str, seq: str) -> TraceShape:
    """From the event over rule, rounding, multipliers and limits to the lots: in words, and as data."""
    account = account_of(request, member_id)
    if not (seq.isascii() and seq.isdigit() and len(seq) < 19):
        raise TransactionMissing(member=account.member_id, wallet=wallet[:40], seq=seq[:20])
    trace = ledger.explain(account.programme_id, account.member_id, wallet, int(seq))
    steps = [StepShape(code=step.code, params=dict(step.params)) for step in trace.steps]
    return TraceShape(words=words(trace, "zh" if is_chinese() else "en"), steps=steps)


def _balance(held: WalletBalance, account: _Account) -> BalanceShape:
    decimals, following = account.decimals[held.wallet], held.expiring_next
    return BalanceShape(
        wallet=held.wallet,
        available=points_of(held.available, decimals),
        debt=points_of(held.debt, decimals),
        earned=points_of(held.earned, decimals),
        expiring_next=None
        if following is None
        else ExpiringShape(points=points_of(following.points, decimals), valid_until=following.valid_until),
    )


def _lot(lot: LotView, account: _Account) -> LotShape:
    decimals = account.decimals[lot.wallet]
    return LotShape(
        wallet=lot.wallet,
        number=lot.number,
        earned=points_of(lot.earned, decimals),
        remaining=points_of(lot.remaining, decimals),
        earned_at=lot.earned_at,
        valid_until=lot.valid_until,
        rule=lot.rule,
        goal=lot.goal,
    )


def _entry(entry: TransactionView, account: _Account) -> TransactionShape:
    decimals = account.decimals[entry.wallet]
    return TransactionShape(
        wallet=entry.wallet,
        seq=entry.seq,
        kind=entry.kind.name.lower(),
        points=points_of(entry.points, decimals),
        available_after=points_of(entry.available_after, decimals),
        debt_after=points_of(entry.debt_after, decimals),
        occurred_at=entry.occurred_at,
        posted_at=entry.posted_at,
        trace_id=None if entry.event_seq is None else f"{entry.member_id}-{entry.event_seq}",
        rule=entry.rule,
        goal=entry.goal,
        reason=_reason(entry, account),
        tier=entry.tier,
        hash=entry.hash,
    )


def _reason(entry: TransactionView, account: _Account) -> str:
    """What happened, and through which rule or goal."""
    english, chinese = KINDS[entry.kind.name.lower()]
    what = chinese if is_chinese() else english
    cause = entry.rule or entry.goal
    if cause is None:
        return what
    name = account.names.get(cause, cause)
    return f"{what}：{name}" if is_chinese() else f"{what}: {name}"
