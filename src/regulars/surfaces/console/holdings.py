"""What a member holds, as the member's page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from regulars.domain.ledger.types import Expiring, GoalView, WalletBalance
from regulars.engine.money import CURRENCY_DECIMALS
from regulars.engine.programme.model import Programme, Wallet
from regulars.surfaces.console.programme_parts import Holding, wallet_of
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.web.formatting import money


@dataclass(frozen=True)
class WalletCard:
    """A wallet: what is available, what it is worth, what is owed, and what expires first."""

    wallet: Wallet
    available: Holding
    earned: Holding
    debt: Holding
    worth: str
    expiring: Holding | None
    expires_on: date | None


@dataclass(frozen=True)
class ExpiryLine:
    """Points of a wallet that expire together."""

    holding: Holding
    valid_until: date
    percent: float


@dataclass(frozen=True)
class GoalLine:
    """A goal that was reached."""

    name: str
    occurred_at: datetime


def wallet_cards(programme: Programme, balances: Sequence[WalletBalance]) -> list[WalletCard]:
    """All wallets, in the programme's order."""
    held = {balance.wallet: balance for balance in balances}
    return [_card(programme, wallet, held[wallet.id]) for wallet in programme.wallets if wallet.id in held]


def _card(programme: Programme, wallet: Wallet, balance: WalletBalance) -> WalletCard:
    worth = ""
    if wallet.cash_value is not None:
        minor = balance.available * wallet.cash_value.scaleb(CURRENCY_DECIMALS[programme.currency] - wallet.decimals)
        worth = money(int(minor), programme.currency)
    first = balance.expiring_next
    return WalletCard(
        wallet=wallet,
        available=Holding(wallet, balance.available),
        earned=Holding(wallet, balance.earned),
        debt=Holding(wallet, balance.debt),
        worth=worth,
        expiring=Holding(wallet, first.points) if first else None,
        expires_on=first.valid_until if first else None,
    )


def expiry_lines(programme: Programme, expiries: Sequence[Expiring]) -> list[ExpiryLine]:
    """Points by the last day on which they can be spent, each beside the largest of its kind."""
    largest = {
        wallet.id: max((line.points for line in expiries if line.wallet == wallet.id), default=1)
        for wallet in programme.wallets
    }
    lines = []
    for line in expiries:
        wallet = wallet_of(programme, line.wallet)
        if wallet is not None:
            percent = line.points * 100 / largest[wallet.id]
            lines.append(ExpiryLine(Holding(wallet, line.points), line.valid_until, percent))
    return lines


def goal_lines(programme: Programme, reached: Sequence[GoalView]) -> list[GoalLine]:
    """Goals by name, newest first."""
    names = {goal.id: in_language(goal.name) for goal in programme.goals}
    return [GoalLine(names.get(goal.goal, goal.goal), goal.occurred_at) for goal in reached]
