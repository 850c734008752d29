"""Explanations, step by step, as data and in both languages."""

import json
import string
from datetime import date

import pytest

from regulars.engine.compile import compile_programme
from regulars.engine.outcome import TransactionKind
from regulars.engine.states import NEVER_DAY, RuleIndex
from regulars.engine.time import day_number
from regulars.engine.trace import Draw, Step, Trace, TraceInput, explain, words
from regulars.engine.trace.texts import MODES, TEXTS
from tests.unit.engine.documents import NAME, programme

AT = 1_772_503_200_000_000  # 2026-03-03 10:00 in Shanghai
UNTIL = day_number(date(2026, 4, 2))  # the first day the lot is gone
PROGRAMME = compile_programme(
    programme(
        rules=[
            {
                "id": "base",
                "name": {"zh": "消费", "en": "Spending"},
                "wallet": "points",
                "when": "event = 'purchase' and category <> 'fuel' and hour < 23",
                "award": {"points": 1, "per": 1},
            },
            {"id": "visit", "name": NAME, "wallet": "points", "when": "event = 'visit'", "award": {"points": 5}},
            {
                "id": "pieces",
                "name": NAME,
                "wallet": "growth",
                "when": "event = 'purchase'",
                "award": {"points": "0.5", "per_item": True},
            },
            {
                "id": "score",
                "name": NAME,
                "wallet": "points",
                "when": "event = 'game'",
                "award": {"points": 1, "per": 10, "of": "score"},
            },
        ]
    )
)
PURCHASE = {
    "kind": "purchase",
    "order_id": "o1",
    "channel": "store",
    "store": "7",
    "amount_minor": 3550,
    "lines": [
        {"line_id": "1", "category": "fuel", "quantity": 1, "amount_minor": 1000},
        {"line_id": "2", "category": "food", "quantity": 2, "amount_minor": 2550},
    ],
}


def entry(kind=TransactionKind.EARN, points=0, **given):
    return TraceInput(kind=kind, points=points, **{"wallet": 0, "occurred_at": AT, "version": 3, **given})


def told(given, language="en"):
    return words(explain(given, PROGRAMME), language)


EARNED = entry(
    points=61,
    rule=0,
    basis=2550,
    numerator=3,
    denominator=100,
    uncapped=76,
    tier=1,
    multipliers=0b11,
    lot_expires_day=UNTIL,
    body=PURCHASE,
)


def test_a_purchase_is_explained_from_the_event_to_the_lot():
    assert told(EARNED) == [
        "Purchase of USD 35.50 on 2026-03-03 10:00, channel store, store 7.",
        "The rule “Spending” gives Name (programme version 3).",
        "The basis is USD 25.50.",
        "Lines that count: 1 of 2.",
        "Not counted: fuel, together USD 10.00.",
        "The rate is 1 for each USD 1.",
        "Multiplier “Name”: × 2.",
        "Multiplier “Name”: × 1.5 on the tier Name.",
        "All multipliers together: × 3.",
        "The result 76.5 is rounded down to 76.",
        "Limits cut 76 to 61.",
        "Credited: 61 Name, good through 2026-04-01.",
        "Name: +61.",
    ]


def test_the_same_in_chinese():
    assert told(EARNED, "zh") == [
        "2026-03-03 10:00 消费 USD 35.50，渠道 store，门店 7。",
        "适用规则「消费」，计入名称（会员计划第 3 版）。",
        "计分基数 USD 25.50。",
        "2 行商品中有 1 行计分。",
        "不计分：fuel，共 USD 10.00。",
        "每 USD 1 得 1 分。",
        "倍率「名称」：× 2。",
        "倍率「名称」：名称等级 × 1.5。",
        "合计倍率 × 3。",
        "计算结果 76.5，向下取整为 76。",
        "受上限限制，76 减为 61。",
        "入账 61 名称，有效期至 2026-04-01（含当天）。",
        "名称：+61。",
    ]


def test_steps_are_data():
    data = explain(EARNED, PROGRAMME).data()
    assert json.loads(json.dumps(data)) == data
    assert [step["code"] for step in data[:3]] == ["event.purchase", "rule", "basis.money"]


def test_nothing_is_said_of_what_did_not_happen():
    plain = entry(points=25, rule=0, basis=2500, numerator=1, denominator=100, uncapped=25, body={"kind": "purchase"})
    assert [step.code for step in explain(plain, PROGRAMME).steps] == [
        "event.purchase",
        "rule",
        "basis.money",
        "rate.per",
        "lot.never",
        "total",
    ]


def test_a_basket_of_which_all_counts_leaves_nothing_out():
    body = {**PURCHASE, "lines": PURCHASE["lines"][1:]}
    given = entry(points=25, rule=0, basis=2550, numerator=1, denominator=100, uncapped=25, body=body)
    codes = [step.code for step in explain(given, PROGRAMME).steps]
    assert ("basis.lines" in codes, "basis.excluded" in codes) == (True, False)


def test_many_lines_that_do_not_count_are_summed_up():
    lines = [{"sku": f"s{number}", "category": "fuel", "amount_minor": 1} for number in range(2)]
    lines += [{"sku": f"s{number}", "amount_minor": 1} for number in range(6)] + [{"line_id": "l"}, {}]
    given = entry(points=1, rule=0, basis=1, numerator=1, uncapped=1, body={"kind": "purchase", "lines": lines})
    assert told(given)[4] == "Not counted: fuel, s0, s1, s2, s3 and others, 10 lines, together USD 0.08."
    assert told(given, "zh")[4] == "不计分：fuel、s0、s1、s2、s3等 10 行，共 USD 0.08。"


def test_awards_per_item_fixed_and_per_number():
    items = entry(points=15, wallet=1, rule=2, basis=3, numerator=5, denominator=1, uncapped=15, body=PURCHASE)
    assert told(items)[2:] == [
        "The basis counts 3.",
        "The rate is 0.5 for each item.",
        "Credited: 1.5 Name, which never expire.",
        "Name: +1.5.",
    ]
    visit = entry(
        points=5, rule=1, numerator=5, uncapped=5, draws=(Draw(AT, 2),), body={"kind": "activity", "name": "visit"}
    )
    assert told(visit) == [
        "Activity visit on 2026-03-03 10:00.",
        "The rule “Name” gives Name (programme version 3).",
        "The award is a fixed 5.",
        "Credited: 5 Name, which never expire.",
        "Of these, 2 repay a debt.",
        "Name: +5.",
    ]
    game = entry(points=3, rule=3, basis=33, numerator=1, denominator=10, uncapped=3, body={"kind": "activity"})
    assert told(game)[2:5] == [
        "The basis counts 33.",
        "The rate is 1 for each 10.",
        "The result 3.3 is rounded down to 3.",
    ]


def test_results_that_do_not_end_are_cut():
    third = entry(points=3, rule=3, basis=10, numerator=1, denominator=3, uncapped=3, body={"kind": "activity"})
    assert "The result 3.3333… is rounded down to 3." in told(third)


def test_goals():
    goal = entry(points=50, rule=RuleIndex.GOAL, uncapped=50, lot_expires_day=NEVER_DAY, body=PURCHASE)
    assert told(goal)[1:] == [
        "The goal “Name” is reached: Name came to 10 (programme version 3).",
        "Credited: 50 Name, which never expire.",
        "Name: +50.",
    ]


def test_redemptions_name_the_lots_and_the_debt():
    given = entry(
        TransactionKind.REDEEM, -50, draws=(Draw(AT, 30), Draw(AT - 86_400_000_000, 10)), body={"kind": "redeem"}
    )
    assert told(given) == [
        "Points spent on 2026-03-03 10:00.",
        "Drawn from what was earned on 2026-03-03: 30.",
        "Drawn from what was earned on 2026-03-02: 10.",
        "What is missing, 10, becomes a debt.",
        "Name: -50.",
    ]


def test_expiry():
    given = entry(TransactionKind.EXPIRE, -5, lot_earned_at=AT, lot_expires_day=UNTIL)
    assert told(given) == [
        "Brought by the calendar on 2026-03-03 10:00.",
        "Earned on 2026-03-03 and good through 2026-04-01: what was left, 5, expired.",
        "Name: -5.",
    ]
    assert [step.code for step in explain(entry(TransactionKind.EXPIRE, -5), PROGRAMME).steps] == [
        "event.time",
        "total",
    ]


def test_grants():
    body = {"kind": "grant", "reason": "late delivery"}
    assert told(entry(TransactionKind.GRANT, 500, rule=RuleIndex.GRANT, body=body)) == [
        "Granted by hand on 2026-03-03 10:00. By: not given. Reason: late delivery.",
        "Credited: 500 Name, which never expire.",
        "Name: +500.",
    ]


@pytest.mark.parametrize(
    ("rule", "name"), [(0, "Spending"), (RuleIndex.GOAL, "Name"), (RuleIndex.GRANT, "manual grant")]
)
def test_refunds(rule, name):
    body = {"kind": "refund", "order_id": "o1", "refund": "lines"}
    given = entry(
        TransactionKind.REFUND,
        -20,
        rule=rule,
        uncapped=30,
        lot_earned_at=AT,
        draws=(Draw(AT, 18), Draw(AT, -3)),
        body=body,
    )
    assert told(given) == [
        "Refund of order o1 on 2026-03-03 10:00 (some lines).",
        f"To be taken back of what “{name}” gave on 2026-03-03: 30.",
        "Drawn from what was earned on 2026-03-03: 18.",
        "Given back to what was earned on 2026-03-03: 3.",
        "What is missing, 5, becomes a debt.",
        "Of these, 10 had expired or been spent and are not taken back.",
        "Name: -20.",
    ]


def test_refunds_that_took_all():
    body = {"kind": "refund"}
    given = entry(TransactionKind.REFUND, -20, uncapped=20, draws=(Draw(AT, 20),), body=body)
    assert [step.code for step in explain(given, PROGRAMME).steps] == ["event.refund", "draw", "total"]


def test_restatements():
    assert told(entry(TransactionKind.RESTATE, 7, body={"kind": "tick"})) == [
        "Brought by the calendar on 2026-03-03 10:00.",
        "A late or corrected event was put in its place in time; the difference is 7.",
        "Name: +7.",
    ]


def test_texts_are_complete_and_alike_in_both_languages():
    for code, texts in {**TEXTS, **MODES}.items():
        fields = [
            {field for _, field, _, _ in string.Formatter().parse(texts[language]) if field} for language in texts
        ]
        assert (code, set(texts), fields[0]) == (code, {"zh", "en"}, fields[1])


def test_params_by_language_are_chosen():
    trace = Trace((Step("event.activity", {"at": "now", "name": {"zh": "甲", "en": "A"}, "where": ""}),))
    assert (words(trace, "zh"), words(trace, "en")) == (["now 发生行为 甲。"], ["Activity A on now."])
