"""Differences between two documents with the sentences that the programme's page has for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from regulars.domain.programmes.types import Comparison
from regulars.engine.programme.model import Programme
from regulars.surfaces.console.reading.benefits import benefit_sentences, choice_sentences
from regulars.surfaces.console.reading.conditions import read_condition
from regulars.surfaces.console.reading.earning import (
    Sentence,
    budget_sentences,
    goal_sentences,
    multiplier_sentences,
    rule_sentences,
)
from regulars.surfaces.console.reading.policies import policy_words
from regulars.surfaces.console.reading.vocabulary import Vocabulary, vocabulary_of
from regulars.surfaces.console.reading.wallets import metric_lines, wallet_lines
from regulars.surfaces.web.differences import Difference, difference_words
from regulars.surfaces.web.formatting import listed

_CONDITIONS = ("when", "enter", "keep")
Sentences = dict[tuple[str, str], Sentence]


@dataclass(frozen=True)
class ToldDifference:
    """A difference with the whole part as a sentence, before and after (None: it was not there, or has none)."""

    difference: Difference
    before: Sentence | None = None
    after: Sentence | None = None


def plain_differences(comparison: Comparison) -> list[ToldDifference]:
    """All differences with values as they stand: of a draft with errors not every sentence can be said."""
    return [ToldDifference(one) for one in difference_words(comparison)]


def told_differences(comparison: Comparison) -> list[ToldDifference]:
    """All differences, with sentences of the parts that have one; of sound documents."""
    documents = (comparison.before, comparison.after)
    names = {id(document): vocabulary_of(document) for document in documents}
    sentences: list[Sentences] = [dict(_sentences(document, names[id(document)])) for document in documents]

    def read(section: str, path: str, value: Any, document: Programme) -> str | None:
        if path in _CONDITIONS and isinstance(value, str):
            return _condition(value, names[id(document)])
        return _policy(path, document) if section == "policies" else None

    return [
        ToldDifference(one, *(known.get((one.section, one.id)) for known in sentences))
        for one in difference_words(comparison, read)
    ]


def _sentences(document: Programme, vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, str], Sentence]]:
    for section, written in (
        ("rules", rule_sentences(document, vocabulary)),
        ("multipliers", multiplier_sentences(document, vocabulary)),
        ("budgets", budget_sentences(document)),
        ("goals", goal_sentences(document, vocabulary)),
        ("benefits", benefit_sentences(document, vocabulary)),
        ("choices", choice_sentences(document)),
    ):
        yield from (((section, sentence.id), sentence) for sentence in written)
    for wallet in wallet_lines(document):
        yield ("wallets", wallet.id), Sentence(wallet.id, wallet.name, wallet.expiry, notes=wallet.notes)
    for metric in metric_lines(document, vocabulary):
        text = listed([metric.measure, metric.window])
        yield ("metrics", metric.id), Sentence(metric.id, metric.name, text, metric.condition.parts)


def _policy(name: str, document: Programme) -> str | None:
    return next((str(policy.choice) for policy in policy_words(document.policies) if policy.id == name), None)


def _condition(text: str, vocabulary: Vocabulary) -> str:
    condition = read_condition(text, vocabulary)
    return listed([*condition.events, *(part.text for part in condition.parts)])
