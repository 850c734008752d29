"""What must add up within a part of the ledger: postings, numbering, running balances, accounts, lots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from regulars.domain.ledger.models.statements import JOURNAL_COLUMNS
from regulars.domain.proofs.queries.tables import ACCOUNT_TABLE, OWN_ACCOUNTS, Part
from regulars.domain.proofs.types import Divergence
from regulars.engine.outcome import HouseAccount, MemberAccount
from regulars.engine.states import Integers

POSTINGS_ZERO = "postings sum to zero"
POSTINGS_OWNED = "postings belong to entries"
OWN_POSTING = "the member's posting is the entry's points"
NUMBERED = "entries are numbered without a gap"
BALANCES = "each balance follows from the one before"
ACCOUNTS = "accounts hold the sum of their entries"
OPEN_LOTS = "accounts hold what open lots hold less the debt"
LOTS = "lots hold what they earned less their uses"
CHECKS = (POSTINGS_ZERO, POSTINGS_OWNED, OWN_POSTING, NUMBERED, BALANCES, ACCOUNTS, OPEN_LOTS, LOTS)

FIRST_HOUSE_ACCOUNT = min(HouseAccount)
_SEQ, _POINTS = JOURNAL_COLUMNS.index("seq"), JOURNAL_COLUMNS.index("points")
_AFTER = JOURNAL_COLUMNS.index("available_after")
_ACCOUNT = {name: place for place, name in enumerate(ACCOUNT_TABLE.columns)}


def owners(part: Part) -> Integers:
    """For each posting the row of its entry in the journal, -1 if it has none."""
    keys = part.postings[:, :3]
    begins = _begins(keys)
    if np.array_equal(keys[begins], part.journal[:, :3]):
        return np.cumsum(begins) - 1
    rows = {key: row for row, key in enumerate(map(tuple, part.journal[:, :3].tolist()))}
    return np.array([rows.get(tuple(key), -1) for key in keys.tolist()], dtype=np.int64)


def first_wrong(part: Part, owner: Integers) -> Iterator[Divergence]:
    """The first divergence of each check that finds one."""
    for found in (
        _unbalanced(part),
        _unowned(part, owner),
        _own_posting(part, owner),
        _numbering(part),
        _balances(part),
        _accounts(part),
        _open_lots(part),
        _lots(part),
    ):
        if found is not None:
            yield found


def house_totals(part: Part) -> dict[tuple[int, int], int]:
    """What the programme's own accounts come to in the part, by wallet and account."""
    own = part.postings[part.postings[:, 4] >= FIRST_HOUSE_ACCOUNT]
    keys, sums = _summed(own[:, [1, 4]], own[:, 5])
    return {(wallet, account): points for (wallet, account), points in zip(keys.tolist(), sums.tolist(), strict=True)}


def _begins(keys: Integers) -> npt.NDArray[np.bool_]:
    """Which rows of ordered keys are the first of their key."""
    begins = np.ones(len(keys), dtype=bool)
    begins[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    return begins


def _summed(keys: Integers, values: Integers) -> tuple[Integers, Integers]:
    """Values added up by key; keys come out ascending."""
    if not len(keys):
        return keys, values
    order = np.lexsort(tuple(keys[:, column] for column in reversed(range(keys.shape[1]))))
    keys, values = keys[order], values[order]
    begins = _begins(keys)
    return keys[begins], np.add.reduceat(values, np.flatnonzero(begins))


def _first_unequal(keys: Sequence[Integers], values: Sequence[Integers]) -> Any:
    """The first key at which values of several tables, summed, are not zero; None if there is none."""
    summed, totals = _summed(np.concatenate(keys), np.concatenate(values))
    wrong = np.flatnonzero(totals)
    return summed[wrong[0]] if len(wrong) else None


def _rows_of(rows: Integers, key: Any) -> Integers:
    """The rows of a table that begin with a key."""
    found: Integers = rows[(rows[:, : len(key)] == key).all(axis=1)]
    return found


def _told(part: Part, check: str, key: Any, expected: Any, found: Any) -> Divergence:
    member, wallet, *seq = (int(number) for number in key)
    return Divergence(check, member, part.wallet(wallet), seq[0] if seq else None, expected, found)


def _unbalanced(part: Part) -> Divergence | None:
    if not len(part.postings):
        return None
    first = np.flatnonzero(_begins(part.postings[:, :3]))
    sums = np.add.reduceat(part.postings[:, 5], first)
    wrong = np.flatnonzero(sums)
    if not len(wrong):
        return None
    return _told(part, POSTINGS_ZERO, part.postings[first[wrong[0]], :3], 0, int(sums[wrong[0]]))


def _unowned(part: Part, owner: Integers) -> Divergence | None:
    wrong = np.flatnonzero(owner < 0)
    return _told(part, POSTINGS_OWNED, part.postings[wrong[0], :3], "an entry", "none") if len(wrong) else None


def _own_posting(part: Part, owner: Integers) -> Divergence | None:
    own = (owner >= 0) & (part.postings[:, 4] == MemberAccount.AVAILABLE)
    posted = np.zeros(len(part.journal), dtype=np.int64)
    np.add.at(posted, owner[own], part.postings[own, 5])
    points = part.journal[:, _POINTS]
    wrong = np.flatnonzero(posted != points)
    if not len(wrong):
        return None
    row = wrong[0]
    return _told(part, OWN_POSTING, part.journal[row, :3], int(points[row]), int(posted[row]))


def _before(part: Part, column: int) -> Integers:
    """A column of the entry before in the same wallet; 0 for the first."""
    before = np.zeros(len(part.journal), dtype=np.int64)
    if len(before):
        same = (part.journal[1:, :2] == part.journal[:-1, :2]).all(axis=1)
        before[1:] = np.where(same, part.journal[:-1, column], 0)
    return before


def _numbering(part: Part) -> Divergence | None:
    expected, found = _before(part, _SEQ) + 1, part.journal[:, _SEQ]
    return _first_of_journal(part, NUMBERED, expected, found)


def _balances(part: Part) -> Divergence | None:
    expected = _before(part, _AFTER) + part.journal[:, _POINTS]
    return _first_of_journal(part, BALANCES, expected, part.journal[:, _AFTER])


def _first_of_journal(part: Part, check: str, expected: Integers, found: Integers) -> Divergence | None:
    wrong = np.flatnonzero(expected != found)
    if not len(wrong):
        return None
    row = wrong[0]
    return _told(part, check, part.journal[row, :3], int(expected[row]), int(found[row]))


def _accounts(part: Part) -> Divergence | None:
    """Each balance of an account is the sum of what was posted to it, and its number that of its last entry."""
    own = part.postings[part.postings[:, 4] < FIRST_HOUSE_ACCOUNT]
    keys, values = [own[:, [0, 1, 4]]], [own[:, 5]]
    for number, (name, sign) in OWN_ACCOUNTS.items():
        keys.append(np.insert(part.accounts[:, :2], 2, int(number), axis=1))
        values.append(-sign * part.accounts[:, _ACCOUNT[name]])
    wrong = _first_unequal(keys, values)
    if wrong is not None:
        posted = int(_rows_of(own[:, [0, 1, 4, 5]], wrong)[:, 3].sum())
        found = _kept(part, wrong)
        last = _rows_of(part.journal, wrong[:2])[-1:, _SEQ].sum()
        return _told(part, ACCOUNTS, (*wrong[:2], last), posted, found)
    return _last_number(part, ACCOUNTS, part.journal, "seq")


def _kept(part: Part, key: Integers) -> int:
    """What a member's account (member, wallet, account) is kept to hold, as it would be posted."""
    if int(key[2]) not in {int(account) for account in OWN_ACCOUNTS}:
        return 0
    name, sign = OWN_ACCOUNTS[MemberAccount(int(key[2]))]
    return sign * int(_rows_of(part.accounts, key[:2])[:, _ACCOUNT[name]].sum())


def _last_number(part: Part, check: str, rows: Integers, column: str) -> Divergence | None:
    """An account names the last entry, or lot, that there is."""
    ends = np.roll(_begins(rows[:, :2]), -1)
    named = part.accounts[:, [0, 1, _ACCOUNT[column]]]
    wrong = _first_unequal(
        [rows[ends][:, :2], named[:, :2]],
        [rows[ends][:, 2], -named[:, 2]],
    )
    if wrong is None:
        return None
    expected, found = (int(_rows_of(table, wrong)[-1:, 2].sum()) for table in (rows, named))
    return _told(part, check, wrong, expected, found)


def _open_lots(part: Part) -> Divergence | None:
    """Open lots hold what is available and what is pending, and more by a debt."""
    beside = [_ACCOUNT["debt"], _ACCOUNT["pending"]]
    owed: Integers = part.accounts[:, beside].sum(axis=1)
    available = part.accounts[:, _ACCOUNT["available"]]
    wrong = _first_unequal(
        [part.lots[:, :2], part.accounts[:, :2]],
        [part.lots[:, 4], -(owed + available)],
    )
    if wrong is None:
        return _last_number(part, OPEN_LOTS, part.lots, "lots")
    kept = (part.accounts[:, :2] == wrong).all(axis=1)
    expected = int(_rows_of(part.lots, wrong)[:, 4].sum() - owed[kept].sum())
    return _told(part, OPEN_LOTS, wrong, expected, int(available[kept].sum()))


def _lots(part: Part) -> Divergence | None:
    wrong = _first_unequal(
        [part.lots[:, :3], part.uses[:, [0, 1, 3]]],
        [part.lots[:, 3] - part.lots[:, 4], -part.uses[:, 4]],
    )
    if wrong is None:
        return None
    lot = _rows_of(part.lots, wrong)
    used = int(_rows_of(part.uses[:, [0, 1, 3, 4]], wrong)[:, 3].sum())
    return _told(part, LOTS, wrong, int(lot[:, 3].sum()) - used, int(lot[:, 4].sum()))
