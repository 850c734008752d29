"""Everything that a card may hold has words in both languages."""

from __future__ import annotations

import polars as pl
import pytest
from django.utils import translation

from regulars.domain.predictions.policy.bg_nbd import BgNbd
from regulars.domain.predictions.policy.features import FACTS, matrix_of
from regulars.domain.predictions.policy.gamma_gamma import GammaGamma
from regulars.domain.predictions.types import Group, Level, Method, Model, Reason
from regulars.surfaces.web import prediction_words as words

COLUMNS = (
    *("recency", "age", "purchases", "spend", "stores", "channels", "weekend", "bought_days", "gap_sum", "gap_squares"),
    *("gap_max", "gap_median", "days_30", "days_60", "days_90", "categories", "categories_90", "discounts"),
    *("lines_amount", "promoted", "redemptions", "refunds", "activities", "available"),
    *(f"{what}_{days}" for what in ("purchases", "spend") for days in (14, 30, 60, 90, 180, 365)),
)


def test_all_that_drifts_has_a_name() -> None:
    names = matrix_of(pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.Int64))).names
    assert {"told", *names} <= set(words.DRIFTING)


def test_models_methods_levels_and_parameters_have_names() -> None:
    assert set(words.MODELS) == set(words.DEFINITIONS) == set(Model)
    assert set(words.METHODS) == set(Method)
    assert set(words.LEVELS) == set(Level)
    assert {"held", "slope", "shift", "items", *BgNbd._fields, *GammaGamma._fields} == set(words.PARAMETERS)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_reasons_say_the_members_own_numbers(language: str) -> None:
    facts = dict.fromkeys(FACTS, 3.0)
    with translation.override(language):
        told = [words.reason_words(Reason(group, raises, 0.5), facts) for group in Group for raises in (True, False)]
        assert all(told)
        one = words.reason_words(Reason(Group.SILENCE, raises=True, share=1.0), {"recency": 12.0})
    assert "12" in one
