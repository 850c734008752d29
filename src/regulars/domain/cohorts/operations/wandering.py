"""Touchpoints, steps and ways; and what goes with what from quarter to quarter."""

from __future__ import annotations

from dataclasses import replace

from regulars.domain.cohorts.operations.looking import Look
from regulars.domain.cohorts.policy import associating, travelling
from regulars.platform.sheets import Note, Sheet, Unit, Value, sheet_of

_NEEDED = 3 * associating.QUARTER


def path_sheets(look: Look) -> list[Sheet]:
    """What led to purchases, what follows what, and the most frequent ways."""
    sets = look.sets
    sets.keep("touchpoints", travelling.touchpoints_sql(look.day))
    sets.keep("steps", travelling.STEPS)
    rows: list[tuple[Value, ...]] = [
        (name, members, times, led / times, lost / times, days)
        for name, members, times, led, lost, days in sets.frame(travelling.led_sql(look.day)).iter_rows()
    ]
    columns = (
        ("touchpoint", Unit.WORD),
        ("members", Unit.COUNT),
        ("times", Unit.COUNT),
        ("led_share", Unit.SHARE),
        ("lost_share", Unit.SHARE),
        ("days_to_purchase", Unit.DAYS),
    )
    notes = [Note("no_cost")]
    if sum(str(row[0]).startswith("purchase:") for row in rows) == 1:
        notes.insert(0, Note("one_channel"))
    flow = (("came_from", Unit.WORD), ("went_to", Unit.WORD), ("times", Unit.COUNT))
    ways = (("path", Unit.WORD), ("times", Unit.COUNT), ("members", Unit.COUNT), ("median_days", Unit.DAYS))
    return [
        sheet_of("touchpoints", columns, rows, "bar", drawn=("led_share", "lost_share"), notes=tuple(notes)),
        sheet_of("path_steps", flow, sets.frame(travelling.steps_sql(look.day)).rows(), "flow"),
        sheet_of("paths", ways, sets.frame(travelling.ways_sql(look.day)).rows()),
    ]


def association_sheets(look: Look) -> list[Sheet]:
    """Rules with their lift, and with the lift that was there before; a note alone where the history is too short."""
    columns = (
        ("given", Unit.WORD),
        ("outcome", Unit.WORD),
        ("verdict", Unit.WORD),
        ("members", Unit.COUNT),
        ("support", Unit.SHARE),
        ("confidence", Unit.SHARE),
        ("lift", Unit.NUMBER),
        ("lift_low", Unit.NUMBER),
        ("lift_high", Unit.NUMBER),
        ("lift_before", Unit.NUMBER),
    )
    empty = sheet_of("associations", columns, [])
    if look.reach < _NEEDED:
        return [replace(empty, notes=(Note("short_history", {"days": look.reach, "needed": _NEEDED}),))]
    quarter, day = associating.QUARTER, look.day
    frames = [
        look.sets.frame(associating.behaviour_sql(day - (back + 1) * quarter + 1, day - back * quarter))
        for back in range(3)
    ]
    after, during, before = frames
    departments = look.sets.frame(associating.departments_sql(day - 2 * quarter + 1, day - quarter))
    uses = look.sets.frame(associating.uses_sql(day - 2 * quarter + 1, day - quarter))
    given = associating.given_of(during, departments, associating.benefits_of(uses))
    found = associating.rules(given, associating.outcomes_of(after), associating.outcomes_of(before))
    rows: list[tuple[Value, ...]] = [
        (
            who.removeprefix("department:"),
            outcome,
            verdict,
            both,
            support,
            confidence,
            lift.value,
            lift.low,
            lift.high,
            earlier.value if earlier else None,
        )
        for who, outcome, both, support, confidence, lift, earlier, verdict in found
    ]
    return [replace(empty, rows=tuple(rows), notes=(Note("association_no_cause"),))]
