"""Formulas of tags: what they may say, and the SQL that they become."""

import pytest

from regulars.domain.tags.policy.aggregates import FACTS, RANKED, WORDS, Use, Window, aggregate_sql
from regulars.domain.tags.policy.formulas import FormulaWrong, read_formula, read_rule
from regulars.project.settings.paths import ROOT

KNOWN = {"spend_90": "money", "tier": "category", "active_in_30": "yes_no"}


def test_words_become_columns_and_division_is_safe() -> None:
    told = read_formula("spend(90) / purchases(90, 30)")
    assert told.sql == "spend_90 / NULLIF(purchases_90_back_30, 0)"
    assert [use.column for use in told.uses] == ["spend_90", "purchases_90_back_30"]
    assert read_formula("tenure // 365 + spend() / 2").facts == ("tenure",)
    assert read_formula("favourite(category, 365)").uses == (Use("favourite", ("category",), Window(365)),)


@pytest.mark.parametrize(
    ("formula", "code", "named"),
    [
        ("spend(", "formula_unreadable", ""),
        ("spend(90) spend(30), 1", "formula_unreadable", ""),
        ("spend(90), 1", "formula_unreadable", ""),
        ("1 from events", "formula_unreadable", ""),
        ("spent(90)", "formula_word_unknown", "spent()"),
        ("amount", "formula_word_unknown", "amount"),
        ("(select 1)", "formula_word_unknown", "(SELECT 1)"),
        ("regexp_matches('a', 'b')", "formula_word_unknown", "REGEXP_MATCHES('a', 'b')"),
        ("spend('90')", "formula_argument", "spend()"),
        ("spend(-1)", "formula_argument", "spend()"),
        ("spend(4000)", "formula_argument", "spend()"),
        ("favourite(colour, 90)", "formula_argument", "favourite()"),
        ("variety(colour, 90)", "formula_argument", "variety()"),
        ("purchases_at(25, 26, 90)", "formula_argument", "purchases_at()"),
        ("activities_of(review)", "formula_argument", "activities_of()"),
        ("purchases_on(6)", "formula_arguments", "purchases_on()"),
        ("spend(1, 2, 3)", "formula_arguments", "spend()"),
        ("-" * 60 + "1", "formula_unreadable", ""),
    ],
)
def test_what_a_formula_may_not_say(formula, code, named) -> None:
    with pytest.raises(FormulaWrong) as told:
        read_formula(formula)
    assert (told.value.code, told.value.params.get("word", "")) == (code, named)


def test_texts_cannot_leave_their_quotes() -> None:
    use = read_formula("activities_of('a''b', 30)").uses[0]
    assert aggregate_sql(use, 100) == "count(*) filter (where kind = 'activity' and event = 'a''b' and day > 70)"
    assert aggregate_sql(Use("active_weeks", (), Window(90, 10)), 100) == (
        "count(distinct (100 - day) // 7) filter (where day > 0 and day <= 90)"
    )


def test_rules_compare_tags() -> None:
    assert read_rule("spend_90 > 100 and tier in ('a', 'b')", KNOWN)[1] == ("spend_90", "tier")
    assert read_rule("(active_in_30)", KNOWN)[1] == ("active_in_30",)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("spend_90", "rule_no_condition"),
        ("1 = 1", "rule_names_nothing"),
        ("spend_91 > 1", "formula_word_unknown"),
        ("spend(90) > 1", "formula_word_unknown"),
        ("spend_90 >", "formula_unreadable"),
    ],
)
def test_what_a_rule_may_not_say(rule, code) -> None:
    with pytest.raises(FormulaWrong) as told:
        read_rule(rule, KNOWN)
    assert told.value.code == code


def test_the_page_lists_every_word() -> None:
    page = (ROOT / "docs" / "concepts" / "tags.md").read_text(encoding="utf-8")
    assert [word for word in (*WORDS, *RANKED) if f"`{word}(" not in page] == []
    assert [word for word in FACTS if f"`{word}`" not in page] == []
