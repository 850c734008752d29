"""Merging: everything a member has leaves them, and arrives, as logged, with another."""

from __future__ import annotations

from regulars.engine.batch import Extra
from regulars.engine.kernel.draws import end_hold, next_hold, touch_draw
from regulars.engine.kernel.growth import next_bucket, next_draw, next_lot, next_tally
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.ladder import stand_on, write_change
from regulars.engine.kernel.layout import Count, EventColumn, Measure, Member, MetricColumn, Plan, ProgressCounter, Work
from regulars.engine.kernel.lots import close_transaction, draw, note_expiry, open_transaction, skip_closed
from regulars.engine.kernel.movements import FIRST
from regulars.engine.outcome import TierReason, Transaction, TransactionKind
from regulars.engine.states import Account, Draw, Header, Integers, Lot, LotStatus

_LAST_INSTANT = 2**62


@compiled
def merge_out(work: Work, event: int) -> None:
    """Take away all lots, debts and what is owed; open holds are released first."""
    at = work.columns.facts[event, EventColumn.AT]
    held = next_hold(work.member, _LAST_INSTANT)
    while held >= 0:
        end_hold(work, work.member.draws[held, Draw.KEY], 0, event, at)
        held = next_hold(work.member, _LAST_INSTANT)
    for wallet in range(len(work.plan.wallets)):
        _empty(work, wallet, event)
    for row in range(work.member.counts[Count.DRAWS]):
        work.member.draws[row, Draw.POINTS] = 0
        touch_draw(work.member, row)
    skip_closed(work.plan, work.member)


@compiled
def _empty(work: Work, wallet: int, event: int) -> None:
    account = work.member.accounts[wallet]
    row = open_transaction(work, wallet, TransactionKind.MERGE_OUT, event, work.columns.facts[event, EventColumn.AT])
    points = account[Account.AVAILABLE]
    work.out.transactions[row, Transaction.PENDING] = -account[Account.PENDING]
    work.out.transactions[row, Transaction.OWED] = account[Account.OWED]
    account[Account.DEBT] = 0
    account[Account.EARNED] = 0
    for lot in range(work.member.counts[Count.LOTS]):
        remaining = work.member.lots[lot, Lot.REMAINING]
        if work.member.lots[lot, Lot.WALLET] == wallet and remaining > 0:
            draw(work.member, work.out, row, lot, remaining)
    close_transaction(work.member, work.out, row, -points)


@compiled
def merge_in(work: Work, event: int) -> None:
    """Take in what another member had: lots, draws, accounts, progress, and the better tier."""
    for wallet in range(len(work.plan.wallets)):
        _bring_wallet(work, event, wallet)
    for row in range(work.columns.extra_starts[event], work.columns.extra_starts[event + 1]):
        extra = work.columns.extras[row]
        if extra[1] == Extra.DRAW:
            _bring_draw(work, event, extra)
        elif extra[1] == Extra.PROGRESS:
            add_progress(work.plan, work.member, extra[FIRST : FIRST + 3])
    tier = work.columns.facts[event, EventColumn.TIER]
    if tier > work.member.header[Header.TIER]:
        write_change(work, event, work.columns.facts[event, EventColumn.AT], tier, TierReason.MERGED)
        stand_on(work.plan, work.member, tier, work.columns.facts[event, EventColumn.DAY])


@compiled
def _bring_wallet(work: Work, event: int, wallet: int) -> None:
    """Post what comes in one wallet: all its lots in one transaction."""
    at = work.columns.facts[event, EventColumn.AT]
    row = open_transaction(work, wallet, TransactionKind.MERGE_IN, event, at)
    available = 0
    for place in range(work.columns.extra_starts[event], work.columns.extra_starts[event + 1]):
        extra = work.columns.extras[place]
        if extra[1] == Extra.LOT and extra[FIRST + Lot.WALLET] == wallet:
            available += _bring_lot(work, row, event, extra)
        elif extra[1] == Extra.ACCOUNT and extra[FIRST] == wallet:
            work.member.accounts[wallet, Account.DEBT] += extra[FIRST + 1]
            work.member.accounts[wallet, Account.EARNED] += extra[FIRST + 3]
            work.out.transactions[row, Transaction.OWED] -= extra[FIRST + 2]
            available -= extra[FIRST + 1]
    close_transaction(work.member, work.out, row, available)


@compiled
def _bring_lot(work: Work, row: int, event: int, extra: Integers) -> int:
    """Take a lot in with all that is known of it; returns what of it can be spent."""
    lot = next_lot(work.member)
    wallet = extra[FIRST + Lot.WALLET]
    made = work.member.lots[lot]
    made[:] = extra[FIRST : FIRST + len(made)]
    work.member.accounts[wallet, Account.LOTS] += 1
    made[Lot.NUMBER] = work.member.accounts[wallet, Account.LOTS]
    made[Lot.SOURCE_SEQ] = work.columns.facts[event, EventColumn.SEQ]
    made[Lot.STATUS] = LotStatus.NEW
    gone = made[Lot.EARNED] - made[Lot.REMAINING]
    if gone > 0:  # used before it came: the lot begins whole and is drawn to what is left
        made[Lot.REMAINING] = made[Lot.EARNED]
        draw(work.member, work.out, row, lot, gone)
    note_expiry(work.member, lot)
    pending = made[Lot.PENDING_DAY]
    if pending > 0:
        work.member.counts[Count.NEXT_RELEASE] = min(work.member.counts[Count.NEXT_RELEASE], pending)
        work.out.transactions[row, Transaction.PENDING] += made[Lot.REMAINING]
        return 0
    return made[Lot.REMAINING]


@compiled
def _bring_draw(work: Work, event: int, extra: Integers) -> None:
    """Take a draw in; its lot, numbered as the other member had it, has a number of this member's now."""
    row = next_draw(work.member)
    entry = work.member.draws[row]
    entry[:] = extra[FIRST : FIRST + len(entry)]
    entry[Draw.SPEND_SEQ] = work.columns.facts[event, EventColumn.SEQ]
    entry[Draw.STATUS] = LotStatus.NEW
    place = 0
    for other in range(row):
        place += work.member.draws[other, Draw.SPEND_SEQ] == entry[Draw.SPEND_SEQ]
    entry[Draw.PLACE] = place + 1
    if entry[Draw.LOT] > 0:
        entry[Draw.LOT] = _new_number(work, event, entry[Draw.WALLET], entry[Draw.LOT])


@compiled
def _new_number(work: Work, event: int, wallet: int, number: int) -> int:
    """The number that a lot of the other member has here: they were taken in, in order, as the last of the wallet."""
    after = 0
    found = False
    for place in range(work.columns.extra_starts[event], work.columns.extra_starts[event + 1]):
        extra = work.columns.extras[place]
        if extra[1] != Extra.LOT or extra[FIRST + Lot.WALLET] != wallet:
            continue
        if found:
            after += 1
        found = found or extra[FIRST + Lot.NUMBER] == number
    return work.member.accounts[wallet, Account.LOTS] - after if found else 0


@compiled
def add_progress(plan: Plan, member: Member, entry: Integers) -> None:
    """Add one row of another member's progress."""
    counter = entry[0]
    if counter >= 0:
        _add_bucket(plan, member, counter, entry[1], entry[2])
    elif counter <= ProgressCounter.REFUNDED_METRIC or counter >= ProgressCounter.REFUNDED_WHOLE:
        row = next_tally(member)
        member.tallies[row] = entry
    elif counter <= ProgressCounter.ATTRIBUTE:
        attribute = ProgressCounter.ATTRIBUTE - counter
        if member.attributes[attribute] == 0:
            member.attributes[attribute] = entry[2]
    elif counter <= ProgressCounter.GOAL and counter > ProgressCounter.REPEATS:
        goal = ProgressCounter.GOAL - counter
        member.goal_periods[goal] = max(member.goal_periods[goal], entry[2])


@compiled
def _add_bucket(plan: Plan, member: Member, metric: int, key: int, value: int) -> None:
    """Add to the bucket of that key, kept in ascending order; a value told apart is kept once, with its later key."""
    measure = plan.metrics[metric, MetricColumn.MEASURE]
    if measure == Measure.STREAK:
        _keep_longer(member, metric, key, value)
        return
    if measure == Measure.DISTINCT:
        _keep_later(member, metric, key, value)
        return
    member.bucket_total[metric] += value
    place = member.bucket_head[metric]
    while place < member.bucket_tail[metric] and member.bucket_keys[metric, place] < key:
        place += 1
    if place < member.bucket_tail[metric] and member.bucket_keys[metric, place] == key:
        member.bucket_values[metric, place] += value
        return
    last = next_bucket(member, metric)
    for moved in range(last, place, -1):
        member.bucket_keys[metric, moved] = member.bucket_keys[metric, moved - 1]
        member.bucket_values[metric, moved] = member.bucket_values[metric, moved - 1]
    member.bucket_keys[metric, place] = key
    member.bucket_values[metric, place] = value


@compiled
def _keep_longer(member: Member, metric: int, key: int, value: int) -> None:
    """Of two streaks keep the one that was seen last, of two of one period the longer."""
    head = member.bucket_head[metric]
    if head == member.bucket_tail[metric]:
        head = next_bucket(member, metric)
    elif (member.bucket_keys[metric, head], member.bucket_values[metric, head]) >= (key, value):
        return
    member.bucket_keys[metric, head] = key
    member.bucket_values[metric, head] = value


@compiled
def _keep_later(member: Member, metric: int, key: int, value: int) -> None:
    for place in range(member.bucket_head[metric], member.bucket_tail[metric]):
        if member.bucket_values[metric, place] == value:
            member.bucket_keys[metric, place] = max(member.bucket_keys[metric, place], key)
            return
    place = next_bucket(member, metric)
    member.bucket_keys[metric, place] = key
    member.bucket_values[metric, place] = value
