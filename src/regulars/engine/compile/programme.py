"""A programme made ready to run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from regulars.engine.compile.expressions import Columnar, compile_expressions
from regulars.engine.compile.moments import Moment, compile_moments
from regulars.engine.compile.tables import plan_of
from regulars.engine.errors import ProgrammeRefused
from regulars.engine.kernel.layout import Plan
from regulars.engine.programme.findings import find_problems
from regulars.engine.programme.model import Programme, Rule
from regulars.engine.time import Zone, zone_table


@dataclass(frozen=True)
class CompiledProgramme:
    """A programme document, the kernel's tables for it, and its expressions.

    The tuples of ids give the indexes used in states, batches and outcomes, in document order.
    """

    document: Programme
    zone: Zone
    plan: Plan
    columnar: Columnar
    wallet_ids: tuple[str, ...]
    metric_ids: tuple[str, ...]
    rule_ids: tuple[str, ...]
    tier_ids: tuple[str, ...]
    goal_ids: tuple[str, ...]
    limit_ids: tuple[str, ...]
    attribute_ids: tuple[str, ...]

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Which events grant benefits at once."""
        return compile_moments(self.document)

    @cached_property
    def reading(self) -> tuple[object, ...]:
        """What reading a batch depends on: two programmes with the same read it into the same columns.

        They may differ in rates, thresholds, limits, multipliers, expiry: in whatever is counted, not read.
        """
        document, parts = self.document, self.columnar
        return (
            tuple(tuple(one.meta.serialize() for one in some) for some in parts.asked),
            (parts.rules, parts.metrics, parts.multipliers),
            (self.wallet_ids, self.metric_ids, self.rule_ids, self.tier_ids, self.goal_ids, self.limit_ids),
            tuple((one.id, one.type) for one in (*document.attributes, *document.member_attributes)),
            (self.attribute_ids, self.zone.name, document.policies.refund),
        )


def compile_programme(programme: Programme, others: Sequence[Programme] = ()) -> CompiledProgramme:
    """Compile a document; refuses one with errors by `ProgrammeRefused`, all findings at once.

    Rules and goals that only `others` have, its versions in the order in which they came into force, come after its own
    in `rule_ids` and `goal_ids`: such rules give nothing, but their lots can still be refunded line by line.
    """
    findings = find_problems(programme)
    if any(finding.severity == "error" for finding in findings):
        raise ProgrammeRefused(findings)
    retired = _retired(programme, others)
    columnar, codes = compile_expressions(programme, retired)
    zone = zone_table(programme.time_zone)
    return CompiledProgramme(
        document=programme,
        zone=zone,
        plan=plan_of(programme, columnar, codes, zone, [rule for rule, _ in retired]),
        columnar=columnar,
        wallet_ids=tuple(wallet.id for wallet in programme.wallets),
        metric_ids=tuple(metric.id for metric in programme.metrics),
        rule_ids=tuple(rule.id for rule in (*programme.rules, *(rule for rule, _ in retired))),
        tier_ids=tuple(tier.id for tier in programme.ladder.tiers),
        goal_ids=tuple(dict.fromkeys(goal.id for one in (programme, *others) for goal in one.goals)),
        limit_ids=_limit_ids(programme),
        attribute_ids=tuple(attribute.id for attribute in programme.member_attributes),
    )


def _retired(programme: Programme, others: Sequence[Programme]) -> list[tuple[Rule, Programme]]:
    """Rules that only other versions have, each as the first of them has it, with that version.

    Those whose wallet is unknown here are left out: no member on this version has lots of theirs.
    """
    wallets = {wallet.id for wallet in programme.wallets}
    gone: dict[str, tuple[Rule, Programme]] = {}
    present = {rule.id for rule in programme.rules}
    for version in others:
        for rule in version.rules:
            if rule.id not in present and rule.wallet in wallets:
                gone.setdefault(rule.id, (rule, version))
    return list(gone.values())


def _limit_ids(programme: Programme) -> tuple[str, ...]:
    """Names of the limits, in the order of the kernel's table: those of rules, then those of wallets."""
    of_rules = [f"{rule.id}/{limit.per}" for rule in programme.rules for limit in rule.limits]
    return (*of_rules, *(f"{limit.wallet}//{limit.per}" for limit in programme.limits))
