"""What scenarios say that budgets let events have is what the ledger decides when it is not told."""

from __future__ import annotations

import pytest

from regulars.domain.programmes.operations import install_programme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.engine.scenario import arrivals, differences
from regulars.platform import clock
from regulars.surfaces.cli.scenarios.live import read, receive, words_of
from tests.integration.ledger.budgets import cuts
from tests.scenarios.test_scenarios import FOLDER, scenario_at


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["budget_cut", "budget_of_each_month"])
def test_the_ledger_decides_what_the_scenario_says(name: str) -> None:
    scenario = scenario_at(FOLDER / "limits" / f"{name}.yaml")
    programme = install_programme(scenario.programme.model_dump_json(exclude_defaults=True), actor="test")
    told, answers = {}, {}
    for event in arrivals(scenario):
        body = dict(event.body)
        if "caps" in body:
            told[event.id] = body.pop("caps")
        with clock.set_to(clock.from_us(event.received_at)):
            answer = receive(programme, event._replace(body=body))
        assert answer is not None
        answers[event.number] = words_of(answer)
    assert cuts(programme.id) == told
    assert differences(scenario, read(programme, answers, restated=True)) == []
    assert verify_ledger(programme.id).divergences == ()
    assert verify_replay(programme.id).divergences == ()
