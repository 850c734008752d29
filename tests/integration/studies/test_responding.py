"""Studies with members who respond: ranges beside the plain replay."""

import pytest

from regulars.domain.responses.policy.assumptions import PUBLISHED
from regulars.domain.studies import queries
from regulars.domain.studies.errors import RunsInvalid
from regulars.domain.studies.types import Responding
from tests.integration.studies.conftest import harder, richer


def test_a_study_with_members_who_respond_has_ranges_for_each_draft(shop, answered) -> None:
    plain, view = answered(richer(), harder()), answered(richer(), harder(), responding=Responding(PUBLISHED, 3, 7))
    assert plain.answer.responses is None
    assert view.answer.replayed == plain.answer.replayed
    told = view.answer.responses
    assert (told.runs, told.seed, told.members, told.assumptions) == (3, 7, 4, PUBLISHED)
    assert [view.answer.response(part.place).name for part in view.drafts] == ["draft-1", "draft-2"]
    for figure in view.answer.response(1).figures:
        assert figure.range.low <= figure.range.middle <= figure.range.high
    assert queries.study(shop.id, view.id).responding == Responding(PUBLISHED, 3, 7)


@pytest.mark.parametrize("runs", [0, 501])
def test_runs_are_some_and_not_too_many(ask, runs) -> None:
    with pytest.raises(RunsInvalid):
        ask(responding=Responding(PUBLISHED, runs))
