"""Measures of order: the history as data, and the rules on it."""

from __future__ import annotations

from regulars.domain.diagnosis.policy.editing import higher_limit, without
from regulars.domain.diagnosis.policy.guarding import ENOUGH, share
from regulars.domain.diagnosis.policy.saying import (
    column,
    count,
    days,
    held_against,
    money,
    name,
    part,
    problem,
    rounded_rows,
    said,
    text,
    watch,
    worst,
)
from regulars.domain.diagnosis.types import Finding, Measure, Source, Status, Table, Unit, Value
from regulars.domain.observations.policy.known import Known

A_FEW = 0.01
"""A share of events with something missing or odd that is worth a look. A rule of thumb."""
MANY = 0.2
OFTEN_CUT = 0.5


def data_quality(known: Known) -> Measure:
    """Purchases with something missing or odd, and events that came late, over all of them.

    Odd is an amount more than 20 times the one that 99 of 100 purchases do not exceed. Late is an event that was
    accepted after a later one of the same member: it restated them. Attributes are compared with the document's.
    """
    seen = known.quality
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    shares = [
        ("without_amount", seen.without_amount, seen.purchases),
        ("odd_amount", seen.odd, seen.purchases),
        ("without_lines", seen.without_lines, seen.purchases),
        *((f"without_{column_}", missing, seen.purchases) for column_, missing in seen.missing.items()),
        *((f"lines_without_{column_}", missing, seen.lines) for column_, missing in seen.lines_missing.items()),
        ("late", seen.late, seen.events),
    ]
    asked = _asked(known)
    for code, found, whole in shares:
        rows.append((code, found, whole, share(found, whole)))
        rate = share(found, whole) or 0.0
        if whole < ENOUGH or rate <= A_FEW:
            continue
        params = {"share": part(rate), "count": count(found)}
        if code == "without_amount":
            findings.append(watch(said("purchases_without_amount", **params)))
        elif code == "late":
            findings.append(watch(said("events_late", **params, behind=days(seen.behind_days))))
        elif (asked_by := asked.get(code)) is not None and rate < 1:
            findings.append(watch(said("column_missing", **params, what=name(Unit.WORD, asked_by))))
        elif asked_by is not None:
            findings.append(problem(said("column_never_there", **params, what=name(Unit.WORD, asked_by))))
    if seen.odd and seen.purchases >= ENOUGH:
        params = {"count": count(seen.odd), "largest": money(seen.largest)}
        findings.append(watch(said("odd_amounts", **params)))
    findings += _attributes(known)
    worst_share = max(
        (
            rate
            for code, *_, rate in rows
            if code in ("without_amount", "odd_amount", "late") and isinstance(rate, float)
        ),
        default=None,
    )
    columns = (column("what", Unit.WORD), column("count"), column("of"), column("share", Unit.SHARE))
    enough = seen.purchases >= ENOUGH
    return Measure(
        id="data_quality",
        status=worst(tuple(findings)) if enough else Status.UNKNOWN,
        headline=part(worst_share) if enough else None,
        base=known.members.height,
        benchmark=held_against(Source.RULE_OF_THUMB, "benchmark_data_quality", most=part(A_FEW)),
        findings=tuple(findings) if enough else (),
        evidence=(Table("checks_of_data", columns, rounded_rows(rows)),),
    )


def _asked(known: Known) -> dict[str, str]:
    """Which of the columns that may be missing the programme's expressions speak of."""
    document = known.document
    texts = [
        *(rule.when for rule in document.rules),
        *(rule.award.of or "" for rule in document.rules),
        *(one.when or "" for one in document.multipliers),
        *(one.when or "" for one in document.metrics),
        *(one.of or "" for one in document.metrics),
    ]
    words = {word for one in texts for word in _words(one)}
    of_events = {f"without_{name_}": name_ for name_ in known.quality.missing}
    of_lines = {f"lines_without_{name_}": name_ for name_ in known.quality.lines_missing}
    asked = {code: name_ for code, name_ in {**of_events, **of_lines}.items() if name_ in words}
    lines = {"category", "department", "sku", "brand", "quantity", "line_amount", "line_discount"}
    return asked | ({"without_lines": "lines"} if words & lines else {})


def _words(expression: str) -> set[str]:
    """The words of an expression outside its quoted texts."""
    outside = "".join(part_ for place, part_ in enumerate(expression.split("'")) if place % 2 == 0)
    return set("".join(letter if letter.isalnum() or letter == "_" else " " for letter in outside).split())


def _attributes(known: Known) -> list[Finding]:
    """Attributes that events bring and the document does not know, and the other way round."""
    told, declared = set(known.quality.attributes), {one.id for one in known.document.attributes}
    findings = []
    if told - declared:
        findings.append(watch(said("attributes_unknown", names=text(", ".join(sorted(told - declared))))))
    if declared - told and known.quality.events >= ENOUGH:
        findings.append(watch(said("attributes_unseen", names=text(", ".join(sorted(declared - told))))))
    return findings


def rule_health(known: Known) -> Measure:
    """Rules that gave points, of all rules in force during the history; and how often limits and budgets cut them.

    Matched: events that meet what the rule says of events and lines. What it says of the member is known only from the
    points it gave.
    """
    rows: list[tuple[Value, ...]] = []
    findings: list[Finding] = []
    working = 0
    rules = known.document.rules
    for row in known.gathered.used.rules.iter_rows(named=True):
        rule = rules[row["rule"]]
        cut = share(row["capped"], row["gave"])
        lost = share(row["uncapped"] - row["points"], row["uncapped"])
        rows.append((rule.id, row["matched"], row["gave"], row["members"], row["points"], cut, lost))
        working += row["gave"] > 0
        params = {"rule": name(Unit.RULE, rule.id), "matched": count(row["matched"]), "gave": count(row["gave"])}
        if known.quality.events < ENOUGH:
            continue
        if row["matched"] == 0:
            findings.append(watch(said("rule_never_matched", **params), without(known, "rule", rule.id)))
        elif row["gave"] == 0 and row["asked"] >= ENOUGH:
            findings.append(watch(said("rule_gave_nothing", **params), without(known, "rule", rule.id)))
        elif cut is not None and cut > OFTEN_CUT and row["gave"] >= ENOUGH:
            findings.append(
                watch(
                    said("rule_always_cut", **params, cut=part(cut), lost=part(lost)), higher_limit(known, row["rule"])
                )
            )
    columns = (
        column("rule", Unit.RULE),
        column("matched"),
        column("gave"),
        column("members"),
        column("points_given", Unit.NUMBER),
        column("often_cut", Unit.SHARE),
        column("points_cut", Unit.SHARE),
    )
    enough = known.members.height >= ENOUGH and bool(rules)
    return Measure(
        id="rule_health",
        status=worst(tuple(findings)) if enough else Status.UNKNOWN,
        headline=part(share(working, len(rules))) if enough else None,
        base=known.members.height,
        benchmark=held_against(Source.PROGRAMME, "benchmark_rule_health"),
        findings=tuple(findings) if enough else (),
        evidence=(Table("rules_at_work", columns, rounded_rows(rows)),),
    )
