"""Every scenario of the repository: in the engine at once and event by event, and live on the database."""

from pathlib import Path

import pytest

from regulars.domain.programmes.queries import find_programme
from regulars.domain.proofs.checks import verify_ledger, verify_replay
from regulars.engine.records import Record
from regulars.engine.scenario import Difference, Scenario, differences, read_scenario, replay, story
from regulars.project.settings.paths import ROOT
from tests.property.shadow_ledger import ShadowLedger, essence
from tests.scenarios.live import run_live

FOLDER = ROOT / "scenarios"
PROGRAMMES = (FOLDER / "programmes", ROOT / "programmes")
SCENARIOS = sorted(path for path in FOLDER.rglob("*.yaml") if path.parent != PROGRAMMES[0])


def programme_named(name: str) -> str:
    """The text of a programme that scenarios use by its name."""
    for folder in PROGRAMMES:
        if (folder / f"{name}.yaml").is_file():
            return (folder / f"{name}.yaml").read_text(encoding="utf-8")
    raise KeyError(name)


def scenario_at(path: Path) -> Scenario:
    return read_scenario(path.read_text(encoding="utf-8"), programme_named)


def report(path: Path, way: str, found: list[Difference], scenario: Scenario) -> str:
    """What a person needs to see: file, event or place, difference, and why the entries are as they are."""
    told = [
        f"{path.relative_to(ROOT)}, {way}: {len(found)} difference(s)",
        *(f"  {difference}" for difference in found),
    ]
    return "\n".join([*told, "Why the entries are as they are:", *(f"  {line}" for line in story(replay(scenario)))])


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) >= 30


@pytest.mark.parametrize("path", SCENARIOS, ids=name_of)
def test_replay(path: Path) -> None:
    scenario = scenario_at(path)
    found = differences(scenario, replay(scenario).result)
    if found:
        pytest.fail(report(path, "replayed", found, scenario), pytrace=False)


@pytest.mark.parametrize("path", SCENARIOS, ids=name_of)
def test_one_event_at_a_time(path: Path) -> None:
    whole = replay(scenario_at(path))
    ledger = ShadowLedger(whole.programme)
    for seq, event in enumerate(whole.log, start=1):
        ledger.accept([Record(1, seq, event.key, event.occurred_at, event.body)])
    assert essence(ledger.states) == essence(whole.outcome.states)


@pytest.mark.django_db
@pytest.mark.parametrize("path", SCENARIOS, ids=name_of)
def test_live(path: Path) -> None:
    scenario = scenario_at(path)
    found = differences(scenario, run_live(scenario))
    if found:
        pytest.fail(report(path, "live", found, scenario), pytrace=False)
    programme = find_programme(scenario.programme.id)
    assert verify_ledger(programme.id).divergences == ()
    assert verify_replay(programme.id).divergences == ()
