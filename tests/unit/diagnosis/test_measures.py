"""Each of the fifteen measures on a history whose figures can be worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from regulars.domain.diagnosis.types import Diagnosis, Status
from regulars.engine.records import Record
from tests.unit.diagnosis.histories import (
    codes,
    diagnosed,
    edits,
    headline,
    measure,
    programme_data,
    record,
    sales,
    values,
    weekly,
)

MANY = range(1, 41)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Diagnosis:
    """Forty members who buy for 100 every week of a year: silver after five purchases, gold after ten."""
    records = [one for member in MANY for one in weekly(member)]
    return diagnosed(records, tmp_path_factory.mktemp("steady"))


def rising(early: int, late: int) -> list[Record]:
    """So many members rise to silver in the fifth month, and so many in the eleventh; sixty never do."""
    found = []
    for member in range(early + late):
        big = sales(member + 1, [130 if member < early else 310], 600, first=100)
        found += [*sales(member + 1, range(0, 364, 14), 1), *big]
    return found + [one for member in range(900, 960) for one in sales(member, range(0, 364, 14), 1)]


def test_of_both_halves(tmp_path: Path) -> None:
    one = measure(diagnosed(rising(40, 40), tmp_path), "upgrade_rates")
    silver = one.evidence[0].rows[0]
    years = (9 * 140 - 8 * 40 - 2 * 40) / 12
    assert silver[:2] == ("silver", 80)
    assert silver[2] == pytest.approx(80 / years, abs=1e-6)
    assert (one.status, codes(one)) == (Status.GOOD, [])


def test_that_slow_down(tmp_path: Path) -> None:
    one = measure(diagnosed(rising(120, 35), tmp_path), "upgrade_rates")
    assert codes(one) == ["upgrades_slowing"]


def test_rises_of_the_first_90_days_are_left_out(steady: Diagnosis) -> None:
    one = measure(steady, "upgrade_rates")
    assert (one.evidence[0].rows[0][:3], headline(one)) == (("silver", 0, None), None)
    assert [note.code for note in one.notes] == ["note_windows_fill"]


def spread(rich: int) -> list[Record]:
    """Seventy who spend 50, then 28 with 120, and some with 600."""
    amounts = [50] * 70 + [120] * 28 + [600] * rich
    return [one for member, amount in enumerate(amounts, 1) for one in sales(member, [300], amount)]


def test_a_threshold_out_of_reach(tmp_path: Path) -> None:
    one = measure(diagnosed(spread(2), tmp_path), "threshold_fit")
    (finding,) = one.findings
    assert (one.status, finding.said.code) == (Status.PROBLEM, "threshold_too_high")
    assert (values(finding)["there"], values(finding)["below"]) == (2, 100)
    assert edits(finding) == [("ladder.tiers.1.enter", "500", "120")]
    assert finding.proposal is not None
    assert finding.proposal.said.params["share"].value == 0.3


def test_a_threshold_that_all_pass(tmp_path: Path) -> None:
    records = [one for member in MANY for one in sales(member, [300], 500 + 10 * member)]
    finding, _ = measure(diagnosed(records, tmp_path), "threshold_fit").findings
    assert finding.said.code == "threshold_too_low"
    assert edits(finding) == [("ladder.tiers.1.enter", "500", "740")]


def test_one_that_fits(tmp_path: Path) -> None:
    one = measure(diagnosed(spread(20), tmp_path), "threshold_fit")
    assert (one.status, headline(one)) == (Status.GOOD, pytest.approx(20 / 118, abs=1e-6))


def test_the_ladder_stays_a_ladder(tmp_path: Path) -> None:
    records = [one for member in MANY for one in sales(member, [300], 1000 + 10 * member)]
    low = next(
        one
        for one in measure(diagnosed(records, tmp_path), "threshold_fit").findings
        if values(one)["tier"] == "silver"
    )
    assert low.proposal is None


def story(after: bool, skip: bool = False) -> list[Record]:  # noqa: FBT001, FBT002 - cases of a story
    found = []
    for member in MANY:
        weeks = [week for week in range(52) if week != 30 and (after or week < 30) and not (skip and week == 29)]
        found += sales(member, [7 * week for week in weeks], 1)
        found += sales(member, [210], 500, first=100)
    return found + [one for member in range(900, 950) for one in weekly(member, amount=1)]


def test_members_who_go_on_as_before(tmp_path: Path) -> None:
    told = diagnosed(story(after=True), tmp_path)
    one = measure(told, "activity_after_upgrade")
    assert (one.base, headline(one), codes(one)) == (40, 0.0, [])
    assert one.evidence[0].rows == (("silver", 40, 1.0, 1.0, 1.0),)
    before = measure(told, "drop_before_upgrade")
    assert (before.base, headline(before), codes(before)) == (40, 0.0, [])


def test_members_who_stop(tmp_path: Path) -> None:
    one = measure(diagnosed(story(after=False), tmp_path), "activity_after_upgrade")
    (finding,) = one.findings
    assert (finding.said.code, values(finding)) == ("activity_falls", {"drop": 1.0, "risen": 40})


def test_members_who_hold_back(tmp_path: Path) -> None:
    one = measure(diagnosed(story(after=True, skip=True), tmp_path), "drop_before_upgrade")
    (finding,) = one.findings
    assert (finding.said.code, values(finding)) == ("drop_before", {"drop": 1.0, "risen": 40})
    assert one.evidence[0].rows == (("silver", 40, 0.0, 1.0),)


def test_a_step_that_is_hardly_felt(steady: Diagnosis) -> None:
    one = measure(steady, "tier_value_gap")
    (finding,) = one.findings
    assert [row[:4] for row in one.evidence[0].rows] == [
        ("base", 40, 0.01, None),
        ("silver", 40, 0.01, 1.0),
        ("gold", 40, 0.02, 2.0),
    ]
    assert (one.status, finding.said.code) == (Status.WATCH, "tier_worth_little_more")
    assert edits(finding) == [("multipliers.0.by_tier.silver", "1", "1.25")]


def test_limits_that_make_a_higher_tier_worse(tmp_path: Path) -> None:
    data = programme_data(limits=[{"wallet": "points", "per": "month", "points": 400}])
    data["multipliers"][0]["by_tier"] = {"base": 1, "silver": "1.2", "gold": "1.1"}
    records = [one for member in MANY for one in weekly(member)]
    one = measure(diagnosed(records, tmp_path, data), "tier_value_gap")
    worse = next(finding for finding in one.findings if finding.said.code == "tier_worth_less")
    assert values(worse)["tier"] == "gold"
    assert edits(worse) == [("limits.0.points", "400", "800")]


def with_minimum(minimum: int, **expiry: Any) -> dict[str, Any]:
    data = programme_data()
    data["wallets"][0] |= {"spending": {"minimum": minimum}, **({"expiry": expiry} if expiry else {})}
    return data


def records() -> list[Record]:
    return [one for member in MANY for one in weekly(member, amount=10)]


def test_a_reward_within_reach(tmp_path: Path) -> None:
    one = measure(diagnosed(records(), tmp_path, with_minimum(25)), "points_velocity")
    wallet, _, followed, reached, days = one.evidence[0].rows[0]
    assert (wallet, followed, reached, days, codes(one)) == ("points", 40, 1.0, 14, [])
    assert headline(one) == round(520 / (358 / 30))


def test_points_that_expire_before_it(tmp_path: Path) -> None:
    data = with_minimum(200, kind="fixed", months=3)
    one = measure(diagnosed(records(), tmp_path, data), "points_velocity")
    (finding,) = one.findings
    assert (one.status, finding.said.code) == (Status.PROBLEM, "expiry_before_reward")
    assert edits(finding) == [("wallets.0.spending.minimum", "200", "87")]


def test_a_reward_far_away(tmp_path: Path) -> None:
    data = with_minimum(200, kind="never")
    assert codes(measure(diagnosed(records(), tmp_path, data), "points_velocity")) == ["reward_far"]


def test_where_nobody_knows_what_a_reward_takes(steady: Diagnosis) -> None:
    assert codes(measure(steady, "points_velocity")) == []


def test_points_that_nobody_spends(steady: Diagnosis) -> None:
    one = measure(steady, "burn_ratio")
    assert (headline(one), codes(one)) == (0.0, ["points_idle"])


def test_half_of_them_spent(tmp_path: Path) -> None:
    records = [one for member in MANY for one in weekly(member, amount=1)]
    records += [
        record(member, 500 + place, day, kind="redeem", wallet="points", points=2)
        for member in MANY
        for place, day in enumerate(range(30, 364, 28))
    ]
    one = measure(diagnosed(records, tmp_path), "burn_ratio")
    given = sum(row[1] for row in one.evidence[0].rows[3:] if isinstance(row[1], int))
    spent = sum(row[2] for row in one.evidence[0].rows[3:] if isinstance(row[2], int))
    assert headline(one) == pytest.approx(spent / given, abs=1e-6)
    assert codes(one) == []


def test_points_that_are_lost(steady: Diagnosis) -> None:
    one = measure(steady, "breakage")
    lost = next(finding for finding in one.findings if finding.said.code == "points_lost")
    assert (one.status, headline(one), values(lost)["members"]) == (Status.PROBLEM, 1.0, 40)
    assert edits(lost) == [("wallets.0.expiry.months", "3", "4")]


def test_points_that_never_end(tmp_path: Path) -> None:
    data = programme_data()
    data["wallets"][0]["expiry"] = {"kind": "never"}
    told = diagnosed([one for member in MANY for one in weekly(member, amount=1)], tmp_path, data)
    one = measure(told, "liability")
    assert headline(one) == 40 * 52
    assert codes(one) == ["liability_grows", "never_ends"]
    assert edits(one.findings[1]) == [("wallets.0.expiry", None, "{kind: sliding, months: 24}")]


def test_what_points_cost(steady: Diagnosis) -> None:
    one = measure(steady, "cost_rate")
    assert headline(one) == pytest.approx((10 * 100 + 42 * 200) * 0.01 / 5200, abs=1e-6)
    assert (one.status, codes(one)) == (Status.GOOD, [])


def test_points_that_cost_much(tmp_path: Path) -> None:
    data = programme_data()
    data["wallets"][0]["cash_value"] = 0.11
    records = [one for member in MANY for one in weekly(member, amount=1)]
    (finding,) = measure(diagnosed(records, tmp_path, data), "cost_rate").findings
    assert (finding.said.code, values(finding)["rate"]) == ("points_dear", 0.11)
    assert edits(finding) == [("rules.0.award.per", "1", "4")]


def test_points_that_hardly_matter(tmp_path: Path) -> None:
    data = programme_data()
    data["wallets"][0]["cash_value"] = 0.001
    records = [one for member in MANY for one in weekly(member, amount=1)]
    assert codes(measure(diagnosed(records, tmp_path, data), "cost_rate")) == ["points_cheap"]


def test_points_beside_purchases(steady: Diagnosis, tmp_path: Path) -> None:
    assert headline(measure(steady, "earning_concentration")) == 0.0
    data = programme_data()
    data["multipliers"][0]["by_tier"]["gold"] = 100
    records = [one for member in MANY for one in weekly(member, amount=10)]
    records += [one for member in range(41, 45) for one in weekly(member, amount=40)]
    one = measure(diagnosed(records, tmp_path, data), "earning_concentration")
    _, points, bought, top, _ = one.evidence[0].rows[0]
    spent = 40 * 10 + 4 * 40
    assert bought == pytest.approx(4 * 40 / spent - 4 / 44, abs=1e-6)
    assert isinstance(points, float)
    assert isinstance(top, float)
    assert codes(one) == ["points_concentrated"]


def test_a_goal_that_nobody_reaches(tmp_path: Path) -> None:
    name = {"zh": "百次", "en": "A hundred visits"}
    data = programme_data(goals=[{"id": "hundred", "name": name, "metric": "visits", "target": 100}])
    data["multipliers"].append({"id": "sunday", "name": name, "factor": 2, "when": "weekday = 7"})
    records = [one for member in MANY for one in weekly(member, amount=1)]
    one = measure(diagnosed(records, tmp_path, data), "benefit_use")
    assert codes(one) == ["goal_never_used", "multiplier_never_used"]
    assert [edits(finding) for finding in one.findings] == [
        [("goals.0", "hundred", None)],
        [("multipliers.1", "sunday", None)],
    ]


def test_who_redeems(tmp_path: Path) -> None:
    records = [one for member in MANY for one in weekly(member, amount=1)]
    records += [record(member, 500, 60, kind="redeem", wallet="points", points=2) for member in range(1, 11)]
    assert headline(measure(diagnosed(records, tmp_path), "benefit_use")) == 0.25


def test_members_who_fall_asleep(tmp_path: Path) -> None:
    records = [one for member in range(1, 16) for one in weekly(member)]
    records += [one for member in range(16, 41) for one in weekly(member, weeks=20)]
    one = measure(diagnosed(records, tmp_path), "dormancy")
    (finding,) = one.findings
    assert (one.status, headline(one), values(finding)["members"]) == (Status.PROBLEM, 0.625, 25)
    assert values(finding)["gap"] == 30


def test_more_of_them_than_before(tmp_path: Path) -> None:
    records = [one for member in range(1, 33) for one in weekly(member)]
    records += [one for member in range(33, 41) for one in weekly(member, weeks=42)]
    (finding,) = measure(diagnosed(records, tmp_path), "dormancy").findings
    assert (finding.said.code, values(finding)["share"], values(finding)["before"]) == ("more_asleep", 0.2, 0.0)


def test_everybody_awake(steady: Diagnosis) -> None:
    assert (headline(measure(steady, "dormancy")), codes(measure(steady, "dormancy"))) == (0.0, [])


def test_data_in_order(steady: Diagnosis) -> None:
    assert (headline(measure(steady, "data_quality")), codes(measure(steady, "data_quality"))) == (0.0, [])


def test_data_with_holes(tmp_path: Path) -> None:
    records = [one for member in MANY for one in weekly(member, weeks=10)]
    records += [one for member in range(1, 21) for one in sales(member, [71], 0, first=50)]
    records += [record(1, 90, 71, kind="purchase", order_id="huge", amount_minor=100 * 100 * 21)]
    records += [
        record(member, 91, 3, kind="activity", name="visit", attributes={"mood": "good"}) for member in range(1, 31)
    ]
    data = programme_data(attributes=[{"id": "campaign", "type": "text"}])
    data["rules"][0]["when"] = "event = 'purchase' and coalesce(store, '') <> 'outlet'"
    one = measure(diagnosed(records, tmp_path, data), "data_quality")
    assert codes(one) == [
        *("purchases_without_amount", "column_never_there", "events_late"),
        *("odd_amounts", "attributes_unknown", "attributes_unseen"),
    ]
    found = {finding.said.code: values(finding) for finding in one.findings}
    assert found["purchases_without_amount"]["count"] == 20
    assert (found["events_late"]["count"], found["events_late"]["behind"]) == (30, 68)
    assert (found["odd_amounts"]["count"], found["odd_amounts"]["largest"]) == (1, 2000 * 100)
    assert found["attributes_unknown"]["names"] == "mood"


def test_rules_at_work(steady: Diagnosis) -> None:
    one = measure(steady, "rule_health")
    assert [row[:4] for row in one.evidence[0].rows] == [
        ("spend_points", 2080, 2080, 40),
        ("growth_points", 2080, 2080, 40),
    ]
    assert (headline(one), codes(one)) == (1.0, [])


def test_rules_that_do_nothing_or_are_always_cut(tmp_path: Path) -> None:
    data = programme_data()
    idle = {**data["rules"][0], "id": "share", "when": "event = 'share'", "limits": [{"per": "day", "points": 1}]}
    small = {**data["rules"][0], "id": "small", "award": {"points": 1, "per": 1000}}
    data["rules"] += [idle, small]
    data["rules"][0]["limits"] = [{"per": "day", "points": 5}]
    one = measure(diagnosed([x for member in MANY for x in weekly(member)], tmp_path, data), "rule_health")
    assert codes(one) == ["rule_always_cut", "rule_never_matched", "rule_gave_nothing"]
    assert values(one.findings[0])["cut"] == 1.0
    assert [edits(finding) for finding in one.findings] == [
        [("rules.0.limits.0.points", "5", "10")],
        [("rules.2", "share", None)],
        [("rules.3", "small", None)],
    ]


def test_nothing_is_said_of_three_members(tmp_path: Path) -> None:
    told = diagnosed([one for member in (1, 2, 3) for one in weekly(member)], tmp_path)
    assert [one.id for one in told.measures if one.status is not Status.UNKNOWN] == ["data_quality"]
    assert [finding for one in told.measures for finding in one.findings] == []


def test_a_history_that_begins_in_the_middle(steady: Diagnosis, tmp_path: Path) -> None:
    assert [note.code for note in steady.notes] == ["note_left_censored"]
    slowly = [one for member in range(100) for one in sales(member + 1, [member * 3], 10)]
    assert [note.code for note in diagnosed(slowly, tmp_path).notes] == []


def test_a_short_history(tmp_path: Path) -> None:
    told = diagnosed([one for member in MANY for one in weekly(member, weeks=10)], tmp_path)
    assert [note.code for note in told.notes] == ["note_left_censored", "note_short"]
    assert [(one.now, one.before) for one in told.effects if one.id == "retention"] == [(None, None)]


def test_six_outcomes(steady: Diagnosis) -> None:
    told = {one.id: (one.now and one.now.value, one.before and one.before.value) for one in steady.effects}
    assert told == {
        "member_growth": (0.0, 0.0),
        "active_rate": (1.0, 1.0),
        "repurchase_rate": (1.0, 1.0),
        "spend_per_active": (130_000, 130_000),
        "high_value_share": (1.0, 1.0),
        "retention": (1.0, 1.0),
    }


def test_growth_and_retention_by_hand(tmp_path: Path) -> None:
    old = [one for member in range(1, 61) for one in weekly(member, weeks=30 if member <= 15 else 52)]
    new = [one for member in range(61, 76) for one in sales(member, [330, 337], 20)]
    told = {one.id: one.now and one.now.value for one in diagnosed(old + new, tmp_path).effects}
    assert told["member_growth"] == 0.25
    assert (told["active_rate"], told["retention"]) == (0.8, 0.75)
