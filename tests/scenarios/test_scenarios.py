"""Every scenario of the repository: in the engine at once and event by event, and live on the database."""

from pathlib import Path

import pytest

from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.engine.compile import compile_programme
from regulars.engine.records import Record
from regulars.engine.scenario import Scenario, differences, read_scenario, replay, replay_together, told, traces_of
from regulars.project.settings.paths import ROOT
from regulars.surfaces.cli.scenarios.files import programme_named
from regulars.surfaces.cli.scenarios.live import run_live
from tests.property.shadow_ledger import ShadowLedger, essence

FOLDER = ROOT / "scenarios"
SCENARIOS = sorted(path for path in FOLDER.rglob("*.yaml") if path.parent.name != "programmes")


def scenario_at(path: Path) -> Scenario:
    return read_scenario(path.read_text(encoding="utf-8"), lambda name: programme_named(name, path))


def fail(path: Path, way: str, lines: list[str]) -> None:
    """Show what a person needs to see: file, place, both sides, and why the entries are as they are."""
    pytest.fail("\n".join([f"{path.relative_to(ROOT)}, {way}", *(f"  {line}" for line in lines)]), pytrace=False)


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) >= 200


@pytest.mark.parametrize("path", SCENARIOS, ids=name_of)
def test_replay(path: Path) -> None:
    scenario = scenario_at(path)
    replayed = replay(scenario)
    found = differences(scenario, replayed.result)
    if found:
        fail(path, "replayed", told(found, traces_of(replayed), replayed.result.tiers, "en"))


@pytest.mark.parametrize("path", SCENARIOS, ids=name_of)
def test_one_event_at_a_time(path: Path) -> None:
    whole = replay(scenario_at(path))
    ledger = ShadowLedger(whole.programme)
    for seq, event in enumerate(whole.log, start=1):
        ledger.accept([Record(1, seq, event.key, event.occurred_at, event.body)])
    assert essence(ledger.states) == essence(whole.outcome.states)


def test_members_of_one_batch_do_not_meet() -> None:
    by_programme: dict[str, list[Scenario]] = {}
    for path in SCENARIOS:
        scenario = scenario_at(path)
        by_programme.setdefault(scenario.programme.model_dump_json(), []).append(scenario)
    assert max(map(len, by_programme.values())) > 20
    for scenarios in by_programme.values():
        results = replay_together(scenarios, compile_programme(scenarios[0].programme))
        for scenario, result in zip(scenarios, results, strict=True):
            assert (scenario.text.title, differences(scenario, result)) == (scenario.text.title, [])


@pytest.mark.django_db
@pytest.mark.parametrize("path", SCENARIOS, ids=name_of)
def test_live(path: Path) -> None:
    scenario = scenario_at(path)
    run = run_live(scenario)
    found = differences(scenario, run.result)
    if found:
        fail(path, "live", told(found, run.traces(), run.result.tiers, "en"))
    assert verify_ledger(run.programme.id).divergences == ()
    assert verify_replay(run.programme.id).divergences == ()
