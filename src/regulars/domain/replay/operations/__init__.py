"""Running replays and sweeps, and writing what came of them."""

from regulars.domain.replay.operations.running import Question, run_replay
from regulars.domain.replay.operations.sweeping import SweepQuestion, run_search, run_sweep
from regulars.domain.replay.operations.writing import write_results

__all__ = ["Question", "SweepQuestion", "run_replay", "run_search", "run_sweep", "write_results"]
