"""Running replays and writing what came of them."""

from regulars.domain.replay.operations.running import Question, run_replay
from regulars.domain.replay.operations.writing import write_results

__all__ = ["Question", "run_replay", "write_results"]
