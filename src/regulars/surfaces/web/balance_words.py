"""An explained balance in words, in the reader's language; and as a document for programs."""

from __future__ import annotations

from typing import Any

from regulars.domain.proofs.types import BalanceExplanation, BalanceLine, LotShare
from regulars.engine.programme.model import Programme
from regulars.surfaces.web.formatting import day, is_chinese, scaled, signed

KINDS: dict[str, tuple[str, str]] = {
    "EARN": ("Earned", "获得"),
    "REDEEM": ("Redeemed", "兑换"),
    "EXPIRE": ("Expired", "过期"),
    "GRANT": ("Granted by hand", "手动发放"),
    "REFUND": ("Taken back for refunds", "退款扣回"),
    "RESTATE": ("Corrected by late events", "补录更正"),
    "RELEASE": ("Became spendable", "转为可用"),
    "HOLD": ("Held", "冻结"),
    "CAPTURE": ("Redeemed from holds", "冻结后兑换"),
    "UNHOLD": ("Given back from holds", "解除冻结"),
    "RETURN": ("Came back for refunds", "退款返还"),
    "TRANSFER_OUT": ("Transferred away", "转出"),
    "TRANSFER_IN": ("Received by transfer", "转入"),
    "REINSTATE": ("Reinstated", "恢复"),
    "OPENING": ("Brought from elsewhere", "期初导入"),
    "MERGE_OUT": ("Handed over by a merge", "合并转出"),
    "MERGE_IN": ("Taken over by a merge", "合并转入"),
    "DEDUCT": ("Taken by hand", "手动扣减"),
    "OFFSET": ("Set against what was owed", "抵偿待追回积分"),
    "WRITE_OFF": ("Forgiven", "核销"),
    "FEE": ("Fees", "手续费"),
}
"""The words for what moved a balance, by the kind of the entry."""


def kind_words(name: str) -> str:
    """What a kind of entry is called."""
    english, chinese = KINDS.get(name, (name.replace("_", " ").capitalize(), name.replace("_", " ").lower()))
    return chinese if is_chinese() else english


def balance_words(told: BalanceExplanation, document: Programme) -> list[str]:
    """The explanation in sentences: opening, what moved it, closing, what stands beside it, and its lots."""
    shown = _Shown(told, document)
    lines = [shown.opening(), *map(shown.line, told.lines), shown.closing()]
    lines += shown.beside()
    lines += [shown.lots_heading(), *map(shown.lot, told.lots)] if told.lots else []
    return lines


def beside_words(told: BalanceExplanation, document: Programme) -> list[str]:
    """What stands beside the balance: debts, and what is held, pending and owed."""
    return _Shown(told, document).beside()


def cause_words(rule: str | None, goal: str | None, document: Programme) -> str:
    """The name of the rule or goal at work; empty where neither was."""
    names = {one.id: one.name for one in document.rules} | {one.id: one.name for one in document.goals}
    cause = rule or goal
    if cause is None:
        return ""
    name = names.get(cause)
    return cause if name is None else name.zh if is_chinese() else name.en


def balance_document(told: BalanceExplanation, document: Programme) -> dict[str, Any]:
    """The explanation as data, points as people count them, with its words."""
    decimals = _decimals(told, document)

    def points(units: int) -> int | float:
        return units if decimals == 0 else units / 10**decimals

    return {
        "member_id": told.member_id,
        "wallet": told.wallet,
        "since": told.since.isoformat() if told.since else None,
        "on": told.on.isoformat(),
        "opening": points(told.opening),
        "lines": [
            {
                "kind": line.kind.name.lower(),
                "rule": line.rule,
                "goal": line.goal,
                "points": points(line.points),
                "entries": line.entries,
            }
            for line in told.lines
        ],
        "closing": points(told.closing),
        "debt": points(told.debt),
        "held": points(told.held),
        "pending": points(told.pending),
        "owed": points(told.owed),
        "lots": [
            {
                "number": lot.number,
                "points": points(lot.points),
                "earned_on": lot.earned_on.isoformat(),
                "valid_until": lot.valid_until.isoformat() if lot.valid_until else None,
                "rule": lot.rule,
                "goal": lot.goal,
            }
            for lot in told.lots
        ],
        "words": balance_words(told, document),
    }


def _decimals(told: BalanceExplanation, document: Programme) -> int:
    return next(wallet.decimals for wallet in document.wallets if wallet.id == told.wallet)


class _Shown:
    """The sentences of one explanation."""

    def __init__(self, told: BalanceExplanation, document: Programme) -> None:
        self.told, self.document = told, document
        self.decimals = _decimals(told, document)

    def opening(self) -> str:
        """What there was before."""
        points = scaled(self.told.opening, self.decimals)
        if self.told.since is None:
            return f"期初：{points}。" if is_chinese() else f"At the beginning: {points}."
        since = day(self.told.since)
        return f"{since} 开始时：{points}。" if is_chinese() else f"At the beginning of {since}: {points}."

    def line(self, line: BalanceLine) -> str:
        """What entries of one kind and cause moved."""
        cause = cause_words(line.rule, line.goal, self.document)
        what, points = kind_words(line.kind.name), signed(line.points, self.decimals)
        if is_chinese():
            return f"{what}{f'「{cause}」' if cause else ''}：{points}（{line.entries} 笔）。"
        number = "1 entry" if line.entries == 1 else f"{line.entries:,} entries"
        return f"{what}{f', “{cause}”' if cause else ''}: {points} ({number})."

    def closing(self) -> str:
        """What it comes to."""
        on, points = day(self.told.on), scaled(self.told.closing, self.decimals)
        return f"{on} 结束时余额：{points}。" if is_chinese() else f"Balance at the end of {on}: {points}."

    def beside(self) -> list[str]:
        """Debts, and what is held, pending and owed, where there is any."""
        words = (
            (self.told.debt, "其中欠分：{points}。", "Of this, a debt of {points}."),
            (self.told.held, "另有冻结：{points}。", "Held besides: {points}."),
            (self.told.pending, "另有待生效：{points}。", "Pending besides: {points}."),
            (self.told.owed, "另有待追回：{points}。", "Owed besides: {points}."),
        )
        chosen = [(units, chinese if is_chinese() else english) for units, chinese, english in words if units]
        return [text.format(points=scaled(units, self.decimals)) for units, text in chosen]

    def lots_heading(self) -> str:
        """What introduces the lots."""
        return "由以下积分批次构成：" if is_chinese() else "It is made of these lots:"

    def lot(self, lot: LotShare) -> str:
        """A lot with its origin and expiry."""
        points, earned = scaled(lot.points, self.decimals), day(lot.earned_on)
        cause = cause_words(lot.rule, lot.goal, self.document)
        if is_chinese():
            until = f"有效期至 {day(lot.valid_until)}" if lot.valid_until else "永不过期"
            return f"{points}：{earned} {f'因「{cause}」获得' if cause else '发放'}，{until}。"
        until = f"good through {day(lot.valid_until)}" if lot.valid_until else "never expiring"
        return f"{points}: {f'earned by “{cause}”' if cause else 'given'} on {earned}, {until}."
