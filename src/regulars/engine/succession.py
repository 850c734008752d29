"""What becomes of members' states when another version of their programme comes into force.

What was earned stays. A state is told in the numbers of the new version: wallets, tiers, rules, goals, limits and
attributes keep theirs by id. Metrics that are defined as before keep their buckets; any other is counted anew from the
members' history, as if the new version had always counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from regulars.engine.advance import advance
from regulars.engine.batch import EventBatch
from regulars.engine.compile import CompiledProgramme, compile_programme
from regulars.engine.extras import counter_name, counter_of
from regulars.engine.kernel.calendar import Span, add_months, civil, last_anniversary, next_period_start, period_start
from regulars.engine.kernel.layout import ANNIVERSARY, LadderColumn, MetricColumn, ProgressCounter, WindowForm
from regulars.engine.programme.model import Ladder, Programme
from regulars.engine.states import Account, Draw, Header, Integers, Lot, RuleIndex, States, empty_states

History = Callable[[CompiledProgramme], EventBatch]
"""The events of the members so far, less those voided, as a programme reads them; read when asked for."""


def succeed(before: CompiledProgramme, after: CompiledProgramme, states: States, at: int, history: History) -> States:
    """States under `before`, which has passed time up to `at`, as states under `after`, which begins then.

    `states` needs all lots of the members where a metric of earned points is new.
    """
    changed = changed_metrics(before, after)
    kept, owners = _kept_progress(before, after, states, changed)
    counted, counters = _counted(after, states, history, changed)
    earned, earners = _earned(after, states, changed)
    progress = np.concatenate([kept, counted, earned])
    owner = np.concatenate([owners, counters, earners])
    order = np.lexsort((progress[:, 1], progress[:, 0], owner))
    return states._replace(
        header=_header(before, after, states, at),
        accounts=_accounts(before, after, states.accounts),
        lots=lots_under(before, after, states.lots),
        draws=_draws(before, after, states.draws),
        progress=progress[order],
        progress_offsets=np.searchsorted(owner[order], np.arange(len(states.members) + 1)).astype(np.int64),
    )


def told_under(before: CompiledProgramme, after: CompiledProgramme, states: States) -> States:
    """States in the numbers of another version, as far as what was posted goes; progress is left as it is."""
    header = states.header.copy()
    header[:, Header.TIER] = tier_map(before, after)[header[:, Header.TIER]]
    return states._replace(
        header=header,
        accounts=_accounts(before, after, states.accounts),
        lots=lots_under(before, after, states.lots),
        draws=_draws(before, after, states.draws),
    )


def changed_metrics(before: CompiledProgramme, after: CompiledProgramme) -> list[int]:
    """The metrics of `after` that `before` does not have, or defines otherwise."""
    known = {metric.id: metric.model_dump(exclude={"name"}) for metric in before.document.metrics}
    return [
        index
        for index, metric in enumerate(after.document.metrics)
        if known.get(metric.id) != metric.model_dump(exclude={"name"})
    ]


def lots_under(before: CompiledProgramme, after: CompiledProgramme, lots: Integers) -> Integers:
    """Lots in the numbers of another version."""
    told = terms_under(before, after, lots)
    told[:, Lot.WALLET] = wallet_map(before, after)[lots[:, Lot.WALLET]]
    return told


def terms_under(before: CompiledProgramme, after: CompiledProgramme, lots: Integers) -> Integers:
    """Lots whose rule is told in the numbers of another version.

    Tier and multipliers say how a lot came about, and stay in the numbers of the version that made it.
    """
    told = lots.copy()
    told[:, Lot.RULE] = rules_under(before, after, lots[:, Lot.RULE])
    return told


def rules_under(before: CompiledProgramme, after: CompiledProgramme, rules: Integers) -> Integers:
    """Rules and goals in the numbers of another version; what it no longer knows counts as granted."""
    told = rules.copy()
    of_rule = rules >= 0
    told[of_rule] = _index_map(before.rule_ids, after.rule_ids, RuleIndex.GRANT)[rules[of_rule]]
    of_goal = rules <= RuleIndex.GOAL
    goals = _index_map(before.goal_ids, after.goal_ids, -1)[RuleIndex.GOAL - rules[of_goal]]
    told[of_goal] = np.where(goals >= 0, RuleIndex.GOAL - goals, int(RuleIndex.GRANT))
    return told


def wallet_map(before: CompiledProgramme, after: CompiledProgramme) -> Integers:
    """The number of each wallet of `before` in `after`; wallets are never taken out of a programme."""
    return _index_map(before.wallet_ids, after.wallet_ids, -1)


def goal_map(before: CompiledProgramme, after: CompiledProgramme) -> Integers:
    """The number of each goal of `before` in `after`; all versions that came into force know the goals of all."""
    return np.array([after.goal_ids.index(goal) for goal in before.goal_ids], dtype=np.int64)


def tier_map(before: CompiledProgramme, after: CompiledProgramme) -> Integers:
    """The tier of `after` for each of `before`: the same, or the nearest lower one that is left."""
    found = []
    for level in range(len(before.tier_ids)):
        left = [tier for tier in before.tier_ids[: level + 1] if tier in after.tier_ids]
        found.append(after.tier_ids.index(left[-1]) if left else 0)
    return np.array(found, dtype=np.int64)


def _index_map(before: Sequence[str], after: Sequence[str], missing: int) -> Integers:
    return np.array([after.index(part) if part in after else missing for part in before], dtype=np.int64)


def _header(before: CompiledProgramme, after: CompiledProgramme, states: States, at: int) -> Integers:
    """The header as of the instant at which the new version begins, before any event of that instant."""
    header, day = states.header.copy(), after.zone.day_of(at)
    header[:, Header.CLOCK] = at
    header[:, Header.CLOCK_KEY] = np.iinfo(np.int64).min
    tiers = tier_map(before, after)
    header[:, Header.TIER] = tiers[header[:, Header.TIER]]
    header[:, Header.FLOOR_TIER] = tiers[header[:, Header.FLOOR_TIER]]
    span = int(after.plan.ladder[LadderColumn.REVIEW])
    reviewed = (header[:, Header.TIER] > 0) & (span != Span.EVENT)
    header[~reviewed, Header.NEXT_REVIEW_DAY] = 0
    anew = reviewed & ((header[:, Header.NEXT_REVIEW_DAY] == 0) | (span != before.plan.ladder[LadderColumn.REVIEW]))
    enrolled, places = np.unique(header[anew, Header.ENROLLED_DAY], return_inverse=True)
    following = np.array([_next_review(one, day, span) for one in enrolled.tolist()], dtype=np.int64)
    header[anew, Header.NEXT_REVIEW_DAY] = following[places]
    return header


def _next_review(enrolled: int, day: int, span: int) -> int:
    """The first review after a day."""
    if span != ANNIVERSARY:
        return next_period_start(day, span)
    years = civil(day)[0] - civil(enrolled)[0]
    following = add_months(enrolled, 12 * years)
    return following if following > day else add_months(enrolled, 12 * years + 12)


def _accounts(before: CompiledProgramme, after: CompiledProgramme, accounts: Integers) -> Integers:
    told = np.zeros((len(accounts), len(after.wallet_ids), len(Account)), dtype=np.int64)
    told[:, wallet_map(before, after)] = accounts
    return told


def _draws(before: CompiledProgramme, after: CompiledProgramme, draws: Integers) -> Integers:
    told = draws.copy()
    told[:, Draw.WALLET] = wallet_map(before, after)[draws[:, Draw.WALLET]]
    return told


def _kept_progress(
    before: CompiledProgramme, after: CompiledProgramme, states: States, changed: Sequence[int]
) -> tuple[Integers, Integers]:
    """Progress that goes on, in the numbers of the new version, and whose it is."""
    counters = np.unique(states.progress[:, 0])
    told = {int(counter): counter_of(after, counter_name(before, int(counter))) for counter in counters}
    anew = {*changed, *(ProgressCounter.REFUNDED_METRIC - metric for metric in changed)}
    kept = {old: new for old, new in told.items() if new is not None and new not in anew}
    owners = np.repeat(np.arange(len(states.members)), np.diff(states.progress_offsets))
    going_on = np.isin(states.progress[:, 0], list(kept))
    return _renumbered(states.progress[going_on], kept), owners[going_on]


def _renumbered(progress: Integers, numbers: Mapping[int, int]) -> Integers:
    """Progress under other numbers of its counters, all of which are known."""
    told = progress.copy()
    counters, places = np.unique(progress[:, 0], return_inverse=True)
    told[:, 0] = np.array([numbers[counter] for counter in counters.tolist()], dtype=np.int64)[places]
    return told


def _counted(
    after: CompiledProgramme, states: States, history: History, changed: Sequence[int]
) -> tuple[Integers, Integers]:
    """Buckets of changed metrics that count events, from the members' history."""
    metrics = [index for index in changed if after.document.metrics[index].measure != "earned"]
    if not metrics:
        return np.zeros((0, 3), dtype=np.int64), np.zeros(0, dtype=np.int64)
    counting = compile_programme(_counting(after.document, metrics))
    empty = empty_states(states.members, len(counting.wallet_ids))
    told = advance(counting, empty, history(counting)).states
    numbers = dict(enumerate(metrics))
    first = int(ProgressCounter.REFUNDED_METRIC)
    numbers |= {first - place: first - metric for place, metric in enumerate(metrics)}
    own = np.isin(told.progress[:, 0], list(numbers))
    owners = np.repeat(np.arange(len(states.members)), np.diff(told.progress_offsets))[own]
    return _renumbered(told.progress[own], numbers), owners


def _counting(document: Programme, metrics: Sequence[int]) -> Programme:
    """A programme that counts some metrics, and does nothing else."""
    first = document.ladder.tiers[0]
    return document.model_copy(
        update={
            "metrics": [document.metrics[index] for index in metrics],
            "ladder": Ladder(tiers=[first]),
            "policies": document.policies.model_copy(update={"refund": "line_exact"}),
            "transfers": None,
            "pools": None,
            "wallets": [
                wallet.model_copy(update={"spending": type(wallet.spending)(), "pending": None})
                for wallet in document.wallets
            ],
            **{part: [] for part in ("groups", "rules", "multipliers", "limits", "budgets", "goals")},
        }
    )


def _earned(after: CompiledProgramme, states: States, changed: Sequence[int]) -> tuple[Integers, Integers]:
    """Buckets of changed metrics of earned points, from the lots that rules made."""
    rows = [np.zeros((0, 3), dtype=np.int64)]
    owners = [np.zeros(0, dtype=np.int64)]
    owner = np.repeat(np.arange(len(states.members)), np.diff(states.lot_offsets))
    for metric in changed:
        if after.document.metrics[metric].measure != "earned":
            continue
        wallet = after.plan.metrics[metric, MetricColumn.WALLET]
        chosen = (states.lots[:, Lot.RULE] >= 0) & (states.lots[:, Lot.WALLET] == wallet)
        days = after.zone.days_of(states.lots[chosen, Lot.EARNED_AT])
        enrolled = states.header[owner[chosen], Header.ENROLLED_DAY]
        seen, places = np.unique(np.stack([days, enrolled]), axis=1, return_inverse=True)
        buckets = np.array([_bucket(after, metric, *one) for one in seen.T.tolist()], dtype=np.int64)[places.ravel()]
        keys, groups = np.unique(np.stack([owner[chosen], buckets]), axis=1, return_inverse=True)
        sums = np.zeros(keys.shape[1], dtype=np.int64)
        np.add.at(sums, groups.ravel(), states.lots[chosen, Lot.EARNED] - states.lots[chosen, Lot.TAKEN])
        rows.append(np.stack([np.full_like(sums, metric), keys[1], sums], axis=1))
        owners.append(keys[0])
    return np.concatenate(rows), np.concatenate(owners)


def _bucket(programme: CompiledProgramme, metric: int, day: int, enrolled: int) -> int:
    """The bucket of a metric in which a day is counted."""
    row = programme.plan.metrics[metric]
    form = row[MetricColumn.WINDOW]
    if form == WindowForm.ROLLING:
        return day
    if form == WindowForm.LIFETIME:
        return 0
    if form == WindowForm.ANNIVERSARY:
        return int(last_anniversary(enrolled, day))
    return int(period_start(day, int(row[MetricColumn.SPAN])))
