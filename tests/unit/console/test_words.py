"""Every kind of entry, event, change of tier and refusal has words."""

import re

from django.utils import translation

from regulars.engine.batch import EventKind
from regulars.engine.outcome import Refusal, TierReason, TransactionKind
from regulars.surfaces.api.accounts import KINDS
from regulars.surfaces.console.happenings import _ENTRY_KINDS, _ICONS
from regulars.surfaces.console.reading.vocabulary import _EVENTS, event_name
from regulars.surfaces.web import balance_words
from regulars.surfaces.web.messages import MESSAGES
from regulars.surfaces.web.tier_words import TIER_REASONS, basis_words, reason_words

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_kind_of_entry_has_words():
    assert set(_ENTRY_KINDS) == set(TransactionKind)
    assert set(KINDS) == {kind.name.lower() for kind in TransactionKind}
    assert set(balance_words.KINDS) == {kind.name for kind in TransactionKind}


def test_every_kind_of_event_has_words():
    kinds = {kind.name.lower() for kind in EventKind} - {"activity"}
    assert kinds <= set(_EVENTS)
    assert kinds - {"tick"} <= set(_ICONS)
    with translation.override("zh-hans"):
        assert [kind for kind in sorted(kinds) if not CHINESE.search(event_name(kind))] == []


def test_every_reason_of_a_tier_has_words():
    assert set(TIER_REASONS) == set(TierReason)
    for reason in TierReason:
        with translation.override("zh-hans"):
            assert CHINESE.search(reason_words(reason))
        with translation.override("en"):
            assert not CHINESE.search(reason_words(reason))
    with translation.override("en"):
        assert reason_words(TierReason.GRANTED, "status_match") == basis_words("status_match") == "Status match"
        assert (basis_words(None), basis_words("other")) == ("", "")


def test_every_refusal_has_words():
    assert {one.name.lower() for one in Refusal if one is not Refusal.NONE} <= set(MESSAGES)
