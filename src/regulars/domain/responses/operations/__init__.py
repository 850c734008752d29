"""Running drafts with members who respond, and estimating how they respond from what they did."""

from regulars.domain.responses.operations.estimating import Observation, estimate_responses
from regulars.domain.responses.operations.running import responses_to, run_responses
from regulars.domain.responses.operations.writing import write_responses

__all__ = ["Observation", "estimate_responses", "responses_to", "run_responses", "write_responses"]
