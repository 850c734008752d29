"""Findings in the reader's language."""

from dataclasses import asdict

import pytest
from django.utils import translation

from regulars.engine.errors import Finding, found
from regulars.surfaces.web.finding_words import finding_words, refused_words

FIRST = found("ladder.trial.tier", "trial_on_first")
ENGLISH_ONLY = Finding("events.0", "It is late.", "It matters.", "Hurry.")


@pytest.mark.parametrize(
    ("language", "what", "refused"),
    [
        (
            "en",
            "The trial is the first tier.",
            "ladder.trial.tier: The trial is the first tier. Everybody stands on it",
        ),
        (
            "zh-hans",
            "体验等级是第一级。",
            "ladder.trial.tier: 体验等级是第一级。所有会员本来就处于第一级，因此不起作用。",
        ),
    ],
)
def test_findings_follow_the_reader(language, what, refused) -> None:
    with translation.override(language):
        assert finding_words(FIRST).what == what
        assert refused_words(asdict(FIRST)).startswith(refused)


def test_findings_without_chinese_are_told_in_english() -> None:
    with translation.override("zh-hans"):
        assert finding_words(ENGLISH_ONLY).mend == "Hurry."
        assert refused_words(asdict(ENGLISH_ONLY)) == "events.0: It is late. It matters. Hurry."
