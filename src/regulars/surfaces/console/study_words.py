"""Studies in words: states, what was asked, and what comes of it in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.domain.replay.types import Comparison, Results
from regulars.domain.studies.queries import compiled
from regulars.domain.studies.types import WHOLE, Answer, HistoryState, PartView, StudyState, StudyView
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.programme_parts import main_wallet
from regulars.surfaces.console.reading.vocabulary import in_language
from regulars.surfaces.console.version_words import StateWords
from regulars.surfaces.web.formatting import day, is_run, money, number, percent, scaled

STATES: dict[StudyState, StateWords] = {
    StudyState.WAITING: StateWords(gettext_lazy("Waits"), "", "clock"),
    StudyState.RUNNING: StateWords(gettext_lazy("Is being answered"), "tag-note", "refresh"),
    StudyState.DONE: StateWords(gettext_lazy("Answered"), "tag-good", "check"),
    StudyState.FAILED: StateWords(gettext_lazy("Failed"), "tag-bad", "alert-triangle"),
    StudyState.CANCELLED: StateWords(gettext_lazy("Cancelled"), "", "x"),
}
HISTORY_STATES: dict[HistoryState, StateWords] = {
    HistoryState.MAPPING: StateWords(gettext_lazy("To be mapped"), "tag-note", "list-details"),
    HistoryState.BUILDING: StateWords(gettext_lazy("Is being built"), "tag-note", "refresh"),
    HistoryState.READY: StateWords(gettext_lazy("Ready"), "tag-good", "check"),
    HistoryState.FAILED: StateWords(gettext_lazy("Failed"), "tag-bad", "alert-triangle"),
}
OWN: Promise = gettext_lazy("The programme's own history")

REASONS: dict[str, Promise] = {
    "insufficient_points": gettext_lazy("Not enough points"),
    "status_wallet": gettext_lazy("Points that are never spent"),
    "below_minimum": gettext_lazy("Below the minimum"),
    "not_a_step": gettext_lazy("Not in whole steps"),
    "above_order_share": gettext_lazy("Above the share of the order"),
    "transfers_off": gettext_lazy("No gifts in this wallet"),
    "benefit_unknown": gettext_lazy("The draft has no such benefit"),
    "benefit_of_other_tier": gettext_lazy("A benefit of other tiers"),
    "benefit_above_quota": gettext_lazy("Above the quota of the benefit"),
    "unknown_wallet": gettext_lazy("The draft has no such wallet: left out"),
    "unknown_tier": gettext_lazy("The draft has no such tier: left out"),
}


class Told(NamedTuple):
    """A draft with what comes of it, in sentences; `tone` says whether the sentence is a warning."""

    part: PartView
    sentences: tuple[str, ...]


def baseline_name(study: StudyView) -> str:
    """What the baseline is called."""
    gone_through = () if study.answer is None else study.answer.baseline.versions
    if len(gone_through) > 1:
        return _("The programme as it was, versions %(versions)s") % {"versions": _numbers(gone_through)}
    version = _("Version %(number)s") % {"number": study.parts[0].number}
    return _("%(version)s, as it was logged") % {"version": version} if study.as_logged else version


def _numbers(versions: Sequence[int]) -> str:
    """Some versions: from the first to the last where none between is missing, else one after another."""
    if is_run(versions):
        return _("%(first)s to %(last)s") % {"first": versions[0], "last": versions[-1]}
    return ", ".join(str(version) for version in versions)


def part_name(study: StudyView, part: PartView) -> str:
    """What a document of the study is called."""
    return part.name if part.place else baseline_name(study)


def names_of(study: StudyView) -> dict[str, str]:
    """All documents of the study by their names in the replay."""
    return {part.key: part_name(study, part) for part in study.parts}


def question_lines(study: StudyView) -> list[tuple[str, str]]:
    """What was asked: names and values."""
    since = day(study.since_on) if study.since_on else _("the beginning")
    until = day(study.until_on) if study.until_on else _("the end")
    whole = study.since_on is None and study.until_on is None
    days = _("All of it") if whole else _("%(since)s to %(until)s") % {"since": since, "until": until}
    everybody = _("All members")
    return [
        (_("History"), study.history or str(OWN)),
        (_("Days of the history"), days),
        (_("Members"), everybody if study.share == WHOLE else percent(study.share, WHOLE)),
        (_("Baseline"), baseline_name(study)),
    ]


def told_drafts(study: StudyView, answer: Answer) -> list[Told]:
    """Each draft with its sentences."""
    return [Told(part, tuple(_sentences(study, answer, part))) for part in study.drafts]


def _sentences(study: StudyView, answer: Answer, part: PartView) -> Iterator[str]:
    document = compiled(part.text).document
    before, after, comparison = answer.baseline, answer.results(part.place), answer.comparison(part.place)
    if part.sha256 == study.parts[0].sha256:
        yield _("The draft says the same as the baseline.")
    yield _moved(comparison, before.tiers, compiled(part.text).tier_ids, after.members)
    yield _worth(comparison, document)
    yield from _points(before, after, document)
    yield _refused(after)
    yield from _ended(after)


def _moved(comparison: Comparison, before: tuple[str, ...], after: tuple[str, ...], members: int) -> str:
    """How many end higher and lower. Tiers that only one programme has are ranked by their place in it."""
    order = {tier: place for place, tier in enumerate(after)}
    up = down = 0
    for old, new, count in comparison.flow:
        old_rank = order.get(old, before.index(old))
        up += count if order[new] > old_rank else 0
        down += count if order[new] < old_rank else 0
    if not up and not down:
        return _("All %(members)s members end on the same tier as under the baseline.") % {"members": number(members)}
    shown = {"up": number(up), "down": number(down), "members": number(members)}
    return _("Of %(members)s members, %(up)s end on a higher tier and %(down)s on a lower one.") % shown


def _worth(comparison: Comparison, document: Programme) -> str:
    """Who gains and who loses how much."""
    if all(wallet.cash_value is None for wallet in document.wallets):
        return _("No wallet has a cash value, so gains and losses of members are not told in money.")
    currency = document.currency
    if not comparison.gaining and not comparison.losing:
        return _("Rules and goals give every member what they gave before.")
    shown = {
        "gaining": number(comparison.gaining),
        "gained": money(comparison.gained_minor, currency),
        "losing": number(comparison.losing),
        "lost": money(comparison.lost_minor, currency),
    }
    if not comparison.losing:
        return _("%(gaining)s members are given points worth %(gained)s more; nobody is given less.") % shown
    if not comparison.gaining:
        return _("%(losing)s members are given points worth %(lost)s less; nobody is given more.") % shown
    return (
        _("%(gaining)s members are given points worth %(gained)s more, %(losing)s members points worth %(lost)s less.")
        % shown
    )


def _points(before: Results, after: Results, document: Programme) -> Iterator[str]:
    """What becomes of the main wallet."""
    wallet = main_wallet(document)
    old = next((one for one in before.wallets if one.wallet == wallet.id), None)
    new = next(one for one in after.wallets if one.wallet == wallet.id)
    if old is None:
        return
    yield (
        _("%(wallet)s issued: %(new)s instead of %(old)s (%(change)s).")
        % {
            "wallet": in_language(wallet.name),
            "new": scaled(new.issued, wallet.decimals),
            "old": scaled(old.issued, wallet.decimals),
            "change": change_share(old.issued, new.issued),
        }
    )
    if old.liability_minor is not None and new.liability_minor is not None:
        shown = {
            "new": money(new.liability_minor, document.currency),
            "old": money(old.liability_minor, document.currency),
            "change": change_share(old.liability_minor, new.liability_minor),
        }
        yield _("What is outstanding at the end is worth %(new)s instead of %(old)s (%(change)s).") % shown


def change_share(before: float, after: float) -> str:
    """How much more or less in per cent; a dash when there was nothing before."""
    if not before:
        return "–" if after else _("no change")
    share = (after - before) * 100 / abs(before)
    return _("no change") if after == before else f"{share:+.1f}%".replace("-", "\u2212")


def _refused(after: Results) -> str:
    """How much of what happened the draft would not have allowed."""
    events = sum(one.events for one in after.disallowed)
    if not events:
        return _("Everything that members did would have been allowed.")
    shown = {"events": number(events)}
    return (
        ngettext(
            "%(events)s thing that members did would not have been allowed; it counts all the same.",
            "%(events)s things that members did would not have been allowed; they count all the same.",
            events,
        )
        % shown
    )


def _ended(after: Results) -> Iterator[str]:
    """Budgets that end before their periods do."""
    ended: dict[str, int] = {}
    for use in after.budgets:
        ended[use.budget] = ended.get(use.budget, 0) + use.exhausted
    for budget, periods in ended.items():
        if periods:
            yield (
                ngettext(
                    "Budget %(budget)s ends early in %(periods)s period.",
                    "Budget %(budget)s ends early in %(periods)s periods.",
                    periods,
                )
                % {"budget": budget, "periods": periods}
            )
