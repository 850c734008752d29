"""Benefits and choices in sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from regulars.engine.programme.benefit_holders import terms_at
from regulars.engine.programme.benefits import Benefit, Choice
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.reading.conditions import read_condition
from regulars.surfaces.console.reading.earning import Sentence
from regulars.surfaces.console.reading.vocabulary import Vocabulary, in_language
from regulars.surfaces.web.benefit_words import PERIODS, allowance_words, gives, gives_overall
from regulars.surfaces.web.formatting import is_chinese, listed, plain_decimal


def benefit_sentences(document: Programme, vocabulary: Vocabulary) -> list[Sentence]:
    """What each benefit gives, and who has how much of it."""
    return [
        Sentence(
            benefit.id,
            in_language(benefit.name),
            gives_overall(document, benefit),
            notes=tuple(_holders(benefit, document, vocabulary)),
        )
        for benefit in document.benefits
    ]


def choice_sentences(document: Programme) -> list[Sentence]:
    """How many of which benefits each tier may take."""
    return [_choice(choice, document) for choice in document.choices]


def _holders(benefit: Benefit, document: Programme, vocabulary: Vocabulary) -> Iterator[str]:
    """Who has it: tier by tier, on which occasions, at which moment."""
    for tier in document.ladder.tiers:
        if (allowance := benefit.tiers.get(tier.id)) is None:
            continue
        told = {"tier": in_language(tier.name), "often": allowance_words(benefit, allowance)}
        if allowance.terms is None:
            yield _("%(tier)s: %(often)s") % told
        else:
            told["gives"] = gives(benefit, terms_at(document, benefit, tier.id), document.currency)
            yield _("%(tier)s: %(gives)s, %(often)s") % told
    yield from occasions(benefit, vocabulary)
    if benefit.cost is not None:
        yield _("One use costs %(cost)s %(currency)s.") % {
            "cost": plain_decimal(benefit.cost),
            "currency": document.currency,
        }


def occasions(benefit: Benefit, vocabulary: Vocabulary) -> Iterator[str]:
    """On which occasions members have it besides their tier, in sentences."""
    if benefit.birthday is not None:
        yield _("In the month of birth: %(uses)s uses") % {"uses": benefit.birthday.quota}
    if benefit.anniversary is not None:
        span = {"uses": benefit.anniversary.quota, "days": benefit.anniversary.days}
        yield _("For %(days)s days after each year as a member: %(uses)s uses") % span
    if benefit.upgrade is not None:
        tiers = listed(vocabulary.tiers.get(tier, tier) for tier in benefit.upgrade.tiers)
        pack = {"tiers": tiers, "uses": benefit.upgrade.quota, "days": benefit.upgrade.days}
        yield _("On rising to %(tiers)s: %(uses)s uses, good for %(days)s days") % pack
    if benefit.moment is not None:
        condition = read_condition(benefit.moment.when, vocabulary)
        events = listed([*condition.events, *(one.text for one in condition.parts)])
        moment = {"event": events, "uses": benefit.moment.quota, "minutes": benefit.moment.minutes}
        yield _("At once on %(event)s: %(uses)s uses, good for %(minutes)s minutes") % moment
    if benefit.by_hand:
        yield _("May be granted by hand")


def _choice(choice: Choice, document: Programme) -> Sentence:
    names = {benefit.id: in_language(benefit.name) for benefit in document.benefits}
    tiers = {tier.id: in_language(tier.name) for tier in document.ladder.tiers}
    picks = [f"{tiers.get(tier, tier)} {pick}" for tier, pick in choice.pick.items()]
    period = PERIODS[choice.per][1 if is_chinese() else 0]
    told = {
        "benefits": listed(names.get(one, one) for one in choice.benefits),
        "period": period,
        "picks": listed(picks),
    }
    text = _("Of %(benefits)s members may take, %(period)s: %(picks)s") % told
    return Sentence(choice.id, in_language(choice.name), text)
