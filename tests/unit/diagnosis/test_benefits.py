"""What a diagnosis says of benefits that members use, or do not."""

from __future__ import annotations

from pathlib import Path

from tests.benefits import benefit
from tests.unit.diagnosis.histories import codes, diagnosed, measure, programme_data, record, weekly

MANY = range(1, 41)


def test_benefits_are_judged_by_their_uses_where_any_are_known(tmp_path: Path) -> None:
    tiers = {"base": {}, "silver": {}, "gold": {}}
    data = programme_data(benefits=[benefit(name, tiers=tiers) for name in ("liked", "forgotten")])
    records = [one for member in MANY for one in weekly(member, amount=1)]
    silent = measure(diagnosed(records, tmp_path / "silent", data), "benefit_use")
    assert (codes(silent), [note.code for note in silent.notes]) == ([], ["note_no_uses"])
    said = {"benefit": "liked", "origin": "tier", "cost_minor": 200, "use": 7}
    records += [
        record(member, 500, 60, kind="activity", name="benefit_used", attributes=said) for member in range(1, 21)
    ]
    records += [record(30, 500, 60, kind="activity", name="benefit_used", attributes=said)]
    records += [record(30, 501, 61, kind="activity", name="benefit_returned", attributes=said)]
    told = measure(diagnosed(records, tmp_path / "told", data), "benefit_use")
    assert (codes(told), told.notes) == (["benefit_never_used"], ())
    assert [row[:3] for row in told.evidence[0].rows] == [("benefit", "liked", 20), ("benefit", "forgotten", 0)]
    assert told.findings[0].proposal is None
