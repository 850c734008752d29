"""What the kernel's arrays hold: the programme as tables, a batch as columns, a member's working memory, the output."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from regulars.engine.states import Integers

Flags = npt.NDArray[np.bool_]


class WalletColumn(IntEnum):
    """Columns of `Plan.wallets`."""

    STATUS = 0  # 1: never spent
    EXPIRY = 1  # ExpiryForm
    ENDS = 2  # column of `Plan.calendar`: the first day on which a lot of a day is gone
    PENDING_DAYS = 3  # days until points can be spent; 0: no such wait
    PENDING_NAME = 4  # number of the name of the activity that ends the wait; 0: none
    MINIMUM = 5  # least points of a redemption
    SPEND_STEP = 6  # redemptions are whole multiples of this; 0: any
    CASH_NUMERATOR = 7  # minor units that a point is worth, as a fraction
    CASH_DENOMINATOR = 8


class ExpiryForm(IntEnum):
    """How lots of a wallet expire."""

    NEVER = 0
    FIXED = 1
    SLIDING = 2


class RuleColumn(IntEnum):
    """Columns of `Plan.rules`."""

    WALLET = 0
    FIXED = 1  # 1: an award without basis
    NUMERATOR = 2  # points per unit of basis, as a fraction
    DENOMINATOR = 3
    GROUP = 4  # -1: none
    PRIORITY = 5
    STARTS_DAY = 6
    ENDS_DAY = 7
    CODE = 8  # condition over the member, -1: none
    OVER_LINES = 9  # 1: the basis is summed over lines
    STEP = 10  # the basis counts in whole multiples of this; 0: exactly


class MultiplierColumn(IntEnum):
    """Columns of `Plan.multipliers`; the factors stand in `Plan.factors`, by tier."""

    GROUP = 0
    PRIORITY = 1
    STARTS_DAY = 2
    ENDS_DAY = 3
    CODE = 4


class GroupMode(IntEnum):
    """How a stacking group combines."""

    ADD = 0
    BEST = 1
    EXCLUSIVE = 2


class LimitColumn(IntEnum):
    """Columns of `Plan.limits`: first those of rules, then those of wallets."""

    RULE = 0  # -1: all rules of the wallet
    WALLET = 1
    SPAN = 2
    POINTS = 3


class MetricColumn(IntEnum):
    """Columns of `Plan.metrics`."""

    MEASURE = 0
    WINDOW = 1
    SPAN = 2
    STARTS = 3  # column of `Plan.calendar`: the first day of the window; 0 for anniversaries
    WALLET = 4
    OVER_LINES = 5  # 1: the value is summed over lines


class Measure(IntEnum):
    """What a metric measures."""

    COUNT = 0
    SUM = 1
    DISTINCT = 2
    STREAK = 3
    EARNED = 4


class WindowForm(IntEnum):
    """The kind of a metric's window."""

    CALENDAR = 0
    ROLLING = 1
    ANNIVERSARY = 2
    LIFETIME = 3


class TierColumn(IntEnum):
    """Columns of `Plan.tiers`: condition codes, -1: none."""

    ENTER = 0
    KEEP = 1


class LadderColumn(IntEnum):
    """Entries of `Plan.ladder`."""

    REVIEW = 0  # Span, or ANNIVERSARY, on which tiers are lost; EVENT: never
    GRACE_DAYS = 1
    MINIMUM_STAY_DAYS = 2
    ONE_TIER = 3
    EVALUATION = 4  # 1: the reviews are evaluations
    TRIAL_TIER = 5  # -1: no trial
    TRIAL_DAYS = 6


ANNIVERSARY = 100
"""Stands for a span in `LadderColumn.REVIEW`: years from the day of enrolment."""

WHOLE_SHARE = 10_000
"""All of an order, in the unit of `Plan.shares`."""


class GoalColumn(IntEnum):
    """Columns of `Plan.goals`."""

    METRIC = 0
    TARGET = 1
    WALLET = 2  # -1: no points
    POINTS = 3
    REPEAT = 4  # 1: every further target reaches it again
    AT_MOST = 5  # times by one event; 0: any
    LOST = 6  # 1: surplus beyond that is lost


class PolicyColumn(IntEnum):
    """Entries of `Plan.policies`."""

    ROUNDING = 0
    SHORTFALL = 1
    OVERDRAFT = 2
    INCLUSIVE = 3
    MULTIPLY = 4
    OFFSET_PERCENT = 5
    SPENT_POINTS = 6  # SpentPoints
    RETURNED_DAYS = 7
    RECOMPUTED = 8  # 1: refunds read what is left of a sale anew


class SpentPoints(IntEnum):
    """When points spent on an order come back with its refund."""

    KEPT = 0
    WHEN_WHOLE = 1
    PROPORTIONAL = 2


class Rounding(IntEnum):
    """Rounding modes."""

    FLOOR = 0
    HALF_UP = 1
    HALF_EVEN = 2
    CEIL = 3


class Shortfall(IntEnum):
    """What becomes of points that a refund cannot take from their lot, and of overdrafts."""

    REJECT = 0
    CLAMP = 1
    OTHER_LOTS = 2
    NEGATIVE = 3
    RECOVERY = 4


class Plan(NamedTuple):
    """A compiled programme, rows in document order.

    `factors`: int64[multipliers, tiers, 2]; `applies`: bool[multipliers, rules]; `shares`: int64[wallets, tiers], the
    part of an order that points may pay, in 1 / WHOLE_SHARE, -1: any. `attributes`: how many attributes members have.
    """

    wallets: Integers
    shares: Integers
    rules: Integers
    multipliers: Integers
    factors: Integers
    applies: Flags
    groups: Integers
    limits: Integers
    metrics: Integers
    tiers: Integers
    ladder: Integers
    goals: Integers
    policies: Integers
    code: Integers  # int64[operations, 2] of (opcode, operand)
    code_start: Integers  # int64[conditions + 1]
    midnights: Integers
    calendar: Integers  # int64[days, columns of the calendar]
    attributes: Integers  # int64[attributes], zeros


class EventColumn(IntEnum):
    """Columns of `Columns.facts`, one row per event."""

    KIND = 0
    AT = 1
    KEY = 2
    DAY = 3
    SALE_DAY = 4  # day of the sale a refund refers to; else the day itself
    ORDER = 5
    AMOUNT = 6  # the order's amount; of a refund: what it gives back
    SALE_AMOUNT = 7  # of a refund: the amount of its sale
    MODE = 8  # RefundMode
    KNOWN = 9  # of a refund: 1 when the sale is known
    WALLET = 10
    POINTS = 11
    TIER = 12
    UNTIL_DAY = 13
    BIRTH_MONTH = 14
    DECIDED = 15
    SEQ = 16
    PART = 17  # of a known refund: its column in `Columns.parts`
    SALE_SEQ = 18  # of a known refund: its sale's number in the member's log
    FEE = 19
    HOLD_KEY = 20
    HOLDS_UNTIL = 21
    SINCE_DAY = 22
    PARTNER = 23
    LIFT = 24
    NAME = 25  # number of the name of an activity
    POOL = 26  # 1: a part of what a pool redeems


class Columns(NamedTuple):
    """A batch by member and time. Conditions and amounts that depend on the event alone are already evaluated.

    In the column of a refund stands what is true of its sale as a whole; net_holds and net_basis say what is true of
    what is left of the sale after it.
    """

    facts: Integers  # int64[events, len(EventColumn)]
    basis: Integers  # int64[rules, events]
    rule_holds: Flags  # bool[rules, events]
    multiplier_holds: Flags  # bool[multipliers, events]
    metric_value: Integers  # int64[metrics, events]
    metric_holds: Flags  # bool[metrics, events]
    masks: Integers  # int64[columns of condition codes, events]
    parts: Integers  # int64[rules + metrics, known refunds]: what refunded lines add to each
    net_holds: Flags  # bool[rules, known refunds]
    net_basis: Integers  # int64[rules, known refunds]
    extras: Integers  # int64[n, EXTRA_WIDTH], by event
    extra_starts: Integers  # int64[events + 1]
    starts: Integers  # int64[members + 1]


class Count(IntEnum):
    """Entries of `Member.counts`."""

    LOTS = 0
    FIRST_OPEN = 1  # no lot before this row is open, but some of status wallets that never expire
    TALLIES = 2
    NEXT_EXPIRY = 3  # no open lot expires before this day
    ROW = 4  # row of the member in the states
    DRAWS = 5
    NEXT_RELEASE = 6  # no pending lot can be spent before this day


class TallyColumn(IntEnum):
    """Columns of `Member.tallies`: what refunds have used up of a sale."""

    COUNTER = 0  # ProgressCounter
    KEY = 1
    VALUE = 2


class ProgressCounter(IntEnum):
    """Counters of `States.progress` below the metrics: metric m is counter m."""

    REFUNDED_AMOUNT = -1  # key: order
    REFUNDED_WHOLE = -2  # key: order
    LIMIT = -1000  # less the limit's index; key: period start
    GOAL = -2000  # less the goal's index; key: 0; value: period it was last reached in, plus 1
    REPEATS = -3000  # less the goal's index; key: window start; value: times reached in it
    LOST = -4000  # less the goal's index; key: window start; value: what was lost of the metric
    ATTRIBUTE = -5000  # less the attribute's index; key: 0
    REFUNDED_METRIC = -10000  # less the metric's index; key: order


class Box:
    """Arrays under names, of which one can be replaced by a larger one."""

    def arrays(self) -> tuple[Integers, ...]:
        """The arrays as they are now, in the order of their names."""
        return tuple(vars(self).values())


@dataclass
class Member(Box):
    """Working memory for one member at a time; what grows with the member is replaced by something larger when full."""

    header: Integers
    accounts: Integers
    lots: Integers
    counts: Integers
    bucket_keys: Integers  # int64[metrics, capacity]
    bucket_values: Integers
    bucket_head: Integers  # int64[metrics]
    bucket_tail: Integers
    bucket_total: Integers
    forgotten: Integers  # int64[metrics] the start of the window before which all is forgotten
    limit_keys: Integers  # int64[limits]
    limit_used: Integers
    goal_periods: Integers  # int64[goals]
    goal_times: Integers  # int64[goals] times a repeating goal was reached in its present window
    goal_lost: Integers  # int64[goals]
    goal_starts: Integers  # int64[goals] the window that both speak of
    attributes: Integers
    before: Integers  # int64[goals] metric values before the event
    tallies: Integers
    draws: Integers
    offers: Integers  # int64[rules, 5]: points, uncapped, numerator, denominator, multipliers
    multiplying: Flags  # bool[multipliers]: which hold for the event
    stack: Integers


class Written(IntEnum):
    """Entries of `Out.written`: rows in use."""

    TRANSACTIONS = 0
    USES = 1
    CHANGES = 2
    GOALS = 3
    LOTS = 4
    PROGRESS = 5
    DRAWS = 6


@dataclass
class Out(Box):
    """Room for the answer, and how much of it is used; what is full is replaced by something larger."""

    transactions: Integers
    uses: Integers
    changes: Integers
    goals: Integers
    refusals: Integers
    lots: Integers
    progress: Integers
    draws: Integers
    lot_offsets: Integers
    progress_offsets: Integers
    draw_offsets: Integers
    written: Integers


@dataclass
class Work:
    """All that the functions of the kernel work on."""

    plan: Plan
    columns: Columns
    member: Member
    out: Out


class Groups(NamedTuple):
    """The same as it is handed to the kernel, which puts the arrays into boxes of its own."""

    plan: Plan
    columns: Columns
    member: tuple[Integers, ...]
    out: tuple[Integers, ...]
