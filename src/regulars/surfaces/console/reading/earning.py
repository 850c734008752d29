"""Earning rules, multipliers, limits and goals in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.engine.programme.model import Award, Budget, Goal, Limit, Multiplier, Programme, Rule, WalletLimit
from regulars.surfaces.console.reading.conditions import Condition, Phrase, read_condition
from regulars.surfaces.console.reading.spans import per_period
from regulars.surfaces.console.reading.vocabulary import Vocabulary, in_language
from regulars.surfaces.web.formatting import day, listed, number, plain_decimal

Names = Mapping[str, str]


@dataclass(frozen=True)
class Sentence:
    """One rule, multiplier, limit or goal: its name, what it does, when, and what else is said of it."""

    id: str
    name: str
    text: str
    conditions: tuple[Phrase, ...] = ()
    notes: tuple[str, ...] = ()


def rule_sentences(programme: Programme, vocabulary: Vocabulary) -> list[Sentence]:
    """What each rule gives, on which event."""
    modes = {group.id: group.mode for group in programme.groups}
    return [_rule(rule, modes, vocabulary) for rule in programme.rules]


def _rule(rule: Rule, modes: Names, vocabulary: Vocabulary) -> Sentence:
    condition = read_condition(rule.when, vocabulary)
    text = _("On %(event)s: %(award)s.") % {
        "event": _event_words(condition),
        "award": _award_words(rule.award, vocabulary.wallets[rule.wallet], vocabulary),
    }
    notes = [_limit_words(limit) for limit in rule.limits] + _dated(rule) + _grouped(rule, modes)
    return Sentence(rule.id, in_language(rule.name), text, condition.parts, tuple(notes))


def _event_words(condition: Condition) -> str:
    if not condition.events:
        return _("any event")
    return pgettext("between alternatives", " or ").join(condition.events)


def _award_words(award: Award, wallet: str, vocabulary: Vocabulary) -> str:
    points = plain_decimal(award.points)
    if award.per is not None:
        given = {"points": points, "wallet": wallet, "counted": _spent(award, award.per, vocabulary)}
        if award.whole_steps:
            return _("%(points)s %(wallet)s for each full %(counted)s") % given
        return _("%(points)s %(wallet)s for each %(counted)s") % given
    if award.per_item:
        return _("%(points)s %(wallet)s for each article") % {"points": points, "wallet": wallet}
    return _("%(points)s %(wallet)s") % {"points": points, "wallet": wallet}


def _spent(award: Award, per: Decimal, vocabulary: Vocabulary) -> str:
    if award.of is None:
        return _("%(amount)s spent") % {"amount": vocabulary.amount(per)}
    name = vocabulary.name(award.of) if award.of.isidentifier() else award.of
    value = vocabulary.value(award.of, per)
    return _("%(value)s of %(name)s") % {"value": value, "name": name}


def _limit_words(limit: Limit | WalletLimit) -> str:
    return _("At most %(points)s points per member %(period)s.") % {
        "points": number(limit.points),
        "period": per_period(limit.per),
    }


def _dated(part: Rule | Multiplier) -> list[str]:
    notes = []
    if part.starts_on is not None:
        notes.append(_("From %(date)s.") % {"date": day(part.starts_on)})
    if part.ends_on is not None:
        notes.append(_("Before %(date)s.") % {"date": day(part.ends_on)})
    return notes


def _grouped(part: Rule | Multiplier, modes: Names) -> list[str]:
    if part.group is None:
        return []
    mode = {
        "add": _("Adds to the others of the group “%(group)s”."),
        "best": _("Only the best of the group “%(group)s” counts."),
        "exclusive": _("Only the highest priority of the group “%(group)s” counts."),
    }[modes.get(part.group, "add")]
    return [mode % {"group": part.group}]


def multiplier_sentences(programme: Programme, vocabulary: Vocabulary) -> list[Sentence]:
    """What each multiplier does to what rate rules give."""
    modes = {group.id: group.mode for group in programme.groups}
    rules = {rule.id: in_language(rule.name) for rule in programme.rules}
    return [_multiplier(part, modes, rules, vocabulary) for part in programme.multipliers]


def _multiplier(part: Multiplier, modes: Names, rules: Names, vocabulary: Vocabulary) -> Sentence:
    if part.by_tier is not None:
        factors = [
            f"{vocabulary.tiers.get(tier, tier)} ×{plain_decimal(factor)}" for tier, factor in part.by_tier.items()
        ]
        text = _("By tier: %(factors)s.") % {"factors": listed(factors)}
    else:
        text = _("×%(factor)s.") % {"factor": plain_decimal(part.factor)} if part.factor is not None else ""
    condition = read_condition(part.when, vocabulary) if part.when else Condition((), ())
    events = (Phrase(_("On %(event)s") % {"event": _event_words(condition)}),) if condition.events else ()
    notes = _dated(part) + _grouped(part, modes)
    if part.applies_to is not None:
        named = listed([rules.get(rule, rule) for rule in part.applies_to])
        notes.append(_("Applies to: %(rules)s.") % {"rules": named})
    return Sentence(part.id, in_language(part.name), text, events + condition.parts, tuple(notes))


def limit_sentences(programme: Programme, vocabulary: Vocabulary) -> list[Sentence]:
    """Limits over all rules of a wallet."""
    return [
        Sentence(f"{limit.wallet}-{limit.per}", vocabulary.wallets[limit.wallet], _limit_words(limit))
        for limit in programme.limits
    ]


def budget_sentences(programme: Programme) -> list[Sentence]:
    """What all members together may get from some rules."""
    rules = {rule.id: in_language(rule.name) for rule in programme.rules}
    return [_budget(budget, rules) for budget in programme.budgets]


def _budget(budget: Budget, rules: Names) -> Sentence:
    text = _("At most %(points)s points for all members together %(period)s.") % {
        "points": number(budget.points),
        "period": per_period(budget.per),
    }
    drawing = _("Drawn on by: %(rules)s.") % {"rules": listed([rules.get(rule, rule) for rule in budget.rules])}
    return Sentence(budget.id, in_language(budget.name), text, notes=(drawing,))


def goal_sentences(programme: Programme, vocabulary: Vocabulary) -> list[Sentence]:
    """What is reached, and what that gives."""
    return [_goal(goal, vocabulary) for goal in programme.goals]


def _goal(goal: Goal, vocabulary: Vocabulary) -> Sentence:
    text = _("Reached when %(metric)s comes to %(target)s.") % {
        "metric": vocabulary.name(goal.metric),
        "target": vocabulary.value(goal.metric, Decimal(goal.target)),
    }
    notes = []
    if goal.points is not None and goal.wallet is not None:
        given = {"points": plain_decimal(goal.points), "wallet": vocabulary.wallets[goal.wallet]}
        notes.append(_("Gives %(points)s %(wallet)s.") % given)
    return Sentence(goal.id, in_language(goal.name), text, notes=(*notes, *_repeat_words(goal)))


def _repeat_words(goal: Goal) -> list[str]:
    if not goal.repeat:
        return []
    notes = [_("Reached again with each further target.")]
    if goal.at_most is not None:
        counted = {"count": goal.at_most}
        notes.append(
            ngettext("At most %(count)d time at once.", "At most %(count)d times at once.", goal.at_most) % counted
        )
        kept = goal.surplus == "kept"
        notes.append(_("Progress beyond that counts later.") if kept else _("Progress beyond that is lost."))
    return notes
