"""Moving a member's state between the packed arrays and the working memory."""

from __future__ import annotations

from regulars.engine.kernel.growth import longer, next_bucket, next_draw, next_lot, next_tally
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.ladder import next_due_day
from regulars.engine.kernel.layout import Count, Measure, Member, MetricColumn, Out, Plan, ProgressCounter, Written
from regulars.engine.kernel.windows import NOTHING_FORGOTTEN
from regulars.engine.states import NEVER_DAY, Draw, Header, Integers, Lot, States


@compiled
def load(plan: Plan, states: States, member: Member, row: int) -> None:
    """Copy the member at `row` into the working memory."""
    member.header[:] = states.header[row]
    member.accounts[:] = states.accounts[row]
    member.counts[:] = 0
    member.counts[Count.ROW] = row
    member.counts[Count.NEXT_EXPIRY] = NEVER_DAY
    member.counts[Count.NEXT_RELEASE] = NEVER_DAY
    for source in range(states.lot_offsets[row], states.lot_offsets[row + 1]):
        _load_lot(member, states.lots[source])
    for source in range(states.draw_offsets[row], states.draw_offsets[row + 1]):
        draw = next_draw(member)
        member.draws[draw] = states.draws[source]
    member.bucket_head[:] = 0
    member.bucket_tail[:] = 0
    member.bucket_total[:] = 0
    member.forgotten[:] = NOTHING_FORGOTTEN
    member.limit_keys[:] = -1
    member.limit_used[:] = 0
    member.goal_periods[:] = 0
    member.goal_times[:] = 0
    member.goal_lost[:] = 0
    member.goal_starts[:] = 0
    member.attributes[:] = 0
    for source in range(states.progress_offsets[row], states.progress_offsets[row + 1]):
        load_progress(plan, member, states.progress[source])


@compiled
def _load_lot(member: Member, entry: Integers) -> None:
    lot = next_lot(member)
    member.lots[lot] = entry
    if entry[Lot.REMAINING] > 0:
        member.counts[Count.NEXT_EXPIRY] = min(member.counts[Count.NEXT_EXPIRY], entry[Lot.EXPIRES_DAY])
        if entry[Lot.PENDING_DAY] > 0:
            member.counts[Count.NEXT_RELEASE] = min(member.counts[Count.NEXT_RELEASE], entry[Lot.PENDING_DAY])


@compiled
def load_progress(plan: Plan, member: Member, entry: Integers) -> None:
    """Take one row of progress in: a bucket, what is used of a limit, a goal, an attribute or a tally."""
    counter = entry[0]
    key = entry[1]
    value = entry[2]
    if counter >= 0:
        tail = next_bucket(member, counter)
        member.bucket_keys[counter, tail] = key
        member.bucket_values[counter, tail] = value
        if plan.metrics[counter, MetricColumn.MEASURE] != Measure.DISTINCT:
            member.bucket_total[counter] += value
    elif counter <= ProgressCounter.REFUNDED_METRIC or counter >= ProgressCounter.REFUNDED_WHOLE:
        row = next_tally(member)
        member.tallies[row] = entry
    elif counter <= ProgressCounter.ATTRIBUTE:
        member.attributes[ProgressCounter.ATTRIBUTE - counter] = value
    elif counter <= ProgressCounter.LOST:
        member.goal_lost[ProgressCounter.LOST - counter] = value
        member.goal_starts[ProgressCounter.LOST - counter] = key
    elif counter <= ProgressCounter.REPEATS:
        member.goal_times[ProgressCounter.REPEATS - counter] = value
        member.goal_starts[ProgressCounter.REPEATS - counter] = key
    elif counter <= ProgressCounter.GOAL:
        member.goal_periods[ProgressCounter.GOAL - counter] = value
    else:
        member.limit_keys[ProgressCounter.LIMIT - counter] = key
        member.limit_used[ProgressCounter.LIMIT - counter] = value


@compiled
def store(plan: Plan, states: States, member: Member, out: Out, row: int) -> None:
    """Write the working memory back: header and accounts in place, lots, draws and progress to `out`."""
    _find_next_expiry(member)
    member.header[Header.NEXT_DUE_DAY] = next_due_day(member)
    member.header[Header.NEXT_TIMEOUT_AT] = next_timeout(member)
    states.header[row] = member.header
    states.accounts[row] = member.accounts
    written = out.written[Written.LOTS]
    while written + member.counts[Count.LOTS] > len(out.lots):
        out.lots = longer(out.lots)
    out.lots[written : written + member.counts[Count.LOTS]] = member.lots[: member.counts[Count.LOTS]]
    out.written[Written.LOTS] = written + member.counts[Count.LOTS]
    out.lot_offsets[row + 1] = out.written[Written.LOTS]
    written = out.written[Written.DRAWS]
    while written + member.counts[Count.DRAWS] > len(out.draws):
        out.draws = longer(out.draws)
    out.draws[written : written + member.counts[Count.DRAWS]] = member.draws[: member.counts[Count.DRAWS]]
    out.written[Written.DRAWS] = written + member.counts[Count.DRAWS]
    out.draw_offsets[row + 1] = out.written[Written.DRAWS]
    _store_progress(plan, member, out)
    out.progress_offsets[row + 1] = out.written[Written.PROGRESS]


@compiled
def next_timeout(member: Member) -> int:
    """The instant at which the first open hold times out; 0: none is open."""
    found = 0
    for row in range(member.counts[Count.DRAWS]):
        until = member.draws[row, Draw.HELD_UNTIL]
        if until > 0 and member.draws[row, Draw.POINTS] > 0 and (found == 0 or until < found):
            found = until
    return found


@compiled
def _find_next_expiry(member: Member) -> None:
    """The exact days on which a lot next expires or can be spent; until now they were lower bounds."""
    day = NEVER_DAY
    release = NEVER_DAY
    for lot in range(member.counts[Count.FIRST_OPEN], member.counts[Count.LOTS]):
        entry = member.lots[lot]
        if entry[Lot.REMAINING] > 0:
            day = min(day, entry[Lot.EXPIRES_DAY])
            if entry[Lot.PENDING_DAY] > 0:
                release = min(release, entry[Lot.PENDING_DAY])
    member.counts[Count.NEXT_EXPIRY] = day
    member.counts[Count.NEXT_RELEASE] = release


@compiled
def _write_progress(out: Out, counter: int, key: int, value: int) -> None:
    row = out.written[Written.PROGRESS]
    if row == len(out.progress):
        out.progress = longer(out.progress)
    out.written[Written.PROGRESS] = row + 1
    out.progress[row, 0] = counter
    out.progress[row, 1] = key
    out.progress[row, 2] = value


@compiled
def _store_progress(plan: Plan, member: Member, out: Out) -> None:
    for metric in range(len(plan.metrics)):
        for bucket in range(member.bucket_head[metric], member.bucket_tail[metric]):
            _write_progress(out, metric, member.bucket_keys[metric, bucket], member.bucket_values[metric, bucket])
    for limit in range(len(plan.limits)):
        if member.limit_used[limit] > 0:
            _write_progress(out, ProgressCounter.LIMIT - limit, member.limit_keys[limit], member.limit_used[limit])
    for goal in range(len(plan.goals)):
        if member.goal_periods[goal] > 0:
            _write_progress(out, ProgressCounter.GOAL - goal, 0, member.goal_periods[goal])
        if member.goal_times[goal] > 0:
            _write_progress(out, ProgressCounter.REPEATS - goal, member.goal_starts[goal], member.goal_times[goal])
        if member.goal_lost[goal] > 0:
            _write_progress(out, ProgressCounter.LOST - goal, member.goal_starts[goal], member.goal_lost[goal])
    for attribute in range(len(member.attributes)):
        if member.attributes[attribute] != 0:
            _write_progress(out, ProgressCounter.ATTRIBUTE - attribute, 0, member.attributes[attribute])
    for row in range(member.counts[Count.TALLIES]):
        entry = member.tallies[row]
        _write_progress(out, entry[0], entry[1], entry[2])
