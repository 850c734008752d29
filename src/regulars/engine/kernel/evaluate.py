"""The stack machine that evaluates conditions over the member: tier, metrics, balances."""

from __future__ import annotations

from regulars.engine.kernel.calendar import CalendarColumn
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Work
from regulars.engine.kernel.opcodes import Opcode
from regulars.engine.kernel.windows import metric_value
from regulars.engine.states import Account, Header


@compiled
def holds(work: Work, code: int, event: int, day: int) -> bool:
    """Whether a condition holds on `day`; `event` is the event looked at, -1 for none. Code -1 always holds."""
    if code < 0:
        return True
    stack = work.member.stack
    top = 0
    for step in range(work.plan.code_start[code], work.plan.code_start[code + 1]):
        operation = work.plan.code[step, 0]
        if operation <= Opcode.ATTRIBUTE:
            stack[top] = _load(work, step, event, day)
            top += 1
        elif operation == Opcode.NEG:
            stack[top - 1] = -stack[top - 1]
        elif operation == Opcode.NOT:
            stack[top - 1] = 1 - stack[top - 1]
        else:
            top -= 1
            stack[top - 1] = _combine(operation, stack[top - 1], stack[top])
    return stack[0] != 0


@compiled
def _load(work: Work, step: int, event: int, day: int) -> int:
    """The value that a loading operation pushes."""
    operation = work.plan.code[step, 0]
    operand = work.plan.code[step, 1]
    if operation == Opcode.CONST:
        return operand
    if operation == Opcode.METRIC:
        return metric_value(work.plan, work.member, operand, day)
    if operation == Opcode.COLUMN:
        return work.columns.masks[operand, event] if event >= 0 else 0
    if operation == Opcode.TIER:
        return work.member.header[Header.TIER]
    if operation == Opcode.BALANCE:
        return work.member.accounts[operand, Account.AVAILABLE]
    if operation == Opcode.DAYS_AS_MEMBER:
        return day - work.member.header[Header.ENROLLED_DAY]
    if operation == Opcode.ATTRIBUTE:
        return work.member.attributes[operand]
    month = work.plan.calendar[max(day, 0), CalendarColumn.MONTH_NUMBER] % 12 + 1
    return 1 if work.member.header[Header.BIRTH_MONTH] == month else 0


@compiled
def _combine(operation: int, left: int, right: int) -> int:
    if operation == Opcode.AND:
        return left & right
    if operation == Opcode.OR:
        return left | right
    if operation >= Opcode.EQ and operation <= Opcode.GE:
        return _compare(operation, left, right)
    if operation == Opcode.ADD:
        return left + right
    if operation == Opcode.SUB:
        return left - right
    if operation == Opcode.MUL:
        return left * right
    if operation == Opcode.MIN:
        return min(left, right)
    return max(left, right)


@compiled
def _compare(operation: int, left: int, right: int) -> int:
    if operation == Opcode.EQ:
        result = left == right
    elif operation == Opcode.NE:
        result = left != right
    elif operation == Opcode.LT:
        result = left < right
    elif operation == Opcode.LE:
        result = left <= right
    elif operation == Opcode.GT:
        result = left > right
    else:
        result = left >= right
    return 1 if result else 0
