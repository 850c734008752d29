"""Scenarios: a programme, dated events, and what should come of them, in words that people write in YAML.

Owns the shape of a scenario, running it in the engine, comparing what came of it with what was expected, and
telling why. `docs/reference/scenarios.md` describes the shape. Never reads a file and never asks a clock: texts are
handed in, and other ways of running a scenario give a `Result` of the same form to `differences`.
"""

from regulars.engine.scenario.comparing import Difference, differences
from regulars.engine.scenario.document import Scenario, ScenarioRefused
from regulars.engine.scenario.holdings import holdings_of
from regulars.engine.scenario.reading import read_scenario
from regulars.engine.scenario.replaying import replay, replay_together
from regulars.engine.scenario.results import Entry, GoalNote, OpenLot, Result, TierStep
from regulars.engine.scenario.telling import say, told, traces_of
from regulars.engine.scenario.timeline import Dated, arrivals, timeline

__all__ = [
    "Dated",
    "Difference",
    "Entry",
    "GoalNote",
    "OpenLot",
    "Result",
    "Scenario",
    "ScenarioRefused",
    "TierStep",
    "arrivals",
    "differences",
    "holdings_of",
    "read_scenario",
    "replay",
    "replay_together",
    "say",
    "timeline",
    "told",
    "traces_of",
]
