"""Running replays and sweeps, and writing what came of them."""

from regulars.domain.replay.operations.passing import HERE, Workforce
from regulars.domain.replay.operations.running import Question, run_replay
from regulars.domain.replay.operations.spark import on_spark
from regulars.domain.replay.operations.sweeping import SweepQuestion, run_search, run_sweep
from regulars.domain.replay.operations.writing import write_results, write_sweep

__all__ = [
    "HERE",
    "Question",
    "SweepQuestion",
    "Workforce",
    "on_spark",
    "run_replay",
    "run_search",
    "run_sweep",
    "write_results",
    "write_sweep",
]
