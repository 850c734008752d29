"""Reading cards, scores of members, and columns for conditions."""

from regulars.domain.predictions.queries.columns import column_frame, offered_columns
from regulars.domain.predictions.queries.made import card_of, find_run, last_run, list_runs
from regulars.domain.predictions.queries.scores import Asked, all_scores, list_risks, scores_of

__all__ = [
    "Asked",
    "all_scores",
    "card_of",
    "column_frame",
    "find_run",
    "last_run",
    "list_risks",
    "list_runs",
    "offered_columns",
    "scores_of",
]
