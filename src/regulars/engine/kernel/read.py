"""Reading metrics without an event."""

from __future__ import annotations

from regulars.engine.kernel.boxes import boxed, hold, viewed
from regulars.engine.kernel.jit import compiled
from regulars.engine.kernel.layout import Groups
from regulars.engine.kernel.room import load
from regulars.engine.kernel.windows import metric_value
from regulars.engine.states import Header, Integers, States


@compiled
def read_metrics(groups: Groups, states: States, day: int, values: Integers) -> None:
    """Fill `values`, int64[members, metrics], with the metrics as seen from `day`."""
    box = boxed(groups)
    work = viewed(box)
    for row in range(len(states.members)):
        load(work.plan, states, work.member, row)
        if work.member.header[Header.ENROLLED_DAY] == 0:
            continue
        for metric in range(len(work.plan.metrics)):
            values[row, metric] = metric_value(work.plan, work.member, metric, day)
    hold(box)
