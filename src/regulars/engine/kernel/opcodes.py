"""Operations of the small stack machine that evaluates member conditions in the kernel.

A condition that depends on the member (tier, metrics, balances) cannot be evaluated on a whole batch at once:
the answer changes from event to event. It is compiled to postfix pairs (opcode, argument) over int64; truth
is 1 and 0. Operations without an argument carry 0.
"""

from __future__ import annotations

from enum import IntEnum


class Opcode(IntEnum):
    """What to do with the stack; the argument is named where there is one."""

    CONST = 0  # push the argument
    COLUMN = 1  # push the value of the event's column with this number
    METRIC = 2  # push the metric with this index
    TIER = 3  # push the member's level on the ladder, 0: lowest
    BALANCE = 4  # push what is available in the wallet with this index
    DAYS_AS_MEMBER = 5  # push local days since enrolment
    BIRTHDAY_MONTH = 6  # push 1 when the event is in the member's month of birth
    ATTRIBUTE = 7  # push the member's attribute with this index; 0: unknown
    ADD = 8
    SUB = 9
    MUL = 10
    NEG = 11
    EQ = 12
    NE = 13
    LT = 14
    LE = 15
    GT = 16
    GE = 17
    AND = 18
    OR = 19
    NOT = 20
    MIN = 21
    MAX = 22
