"""Links: made, read, run out, taken back."""

from datetime import timedelta

import pytest

from regulars.domain.studies import operations, queries
from regulars.domain.studies.errors import LinkDaysInvalid, LinkInvalid, StudyMissing, StudyUnanswered


def test_a_link_leads_to_the_study_until_it_runs_out(shop, answered, frozen_clock) -> None:
    view = answered()
    link = operations.share_study(shop.id, view.id, 2, "ann")
    assert queries.shared_study(link.token).answer == view.answer
    assert [one.token for one in queries.list_links(shop.id, view.id)] == [link.token]
    frozen_clock.advance(timedelta(days=2))
    with pytest.raises(LinkInvalid):
        queries.shared_study(link.token)


def test_a_link_is_taken_back(shop, answered) -> None:
    view = answered()
    link, other = (operations.share_study(shop.id, view.id, 2, "ann") for _ in range(2))
    for _ in range(2):
        assert operations.revoke_link(shop.id, view.id, link.id, "bob").revoked_at is not None
    with pytest.raises(LinkInvalid):
        queries.shared_study(link.token)
    assert queries.shared_study(other.token).id == view.id
    with pytest.raises(LinkInvalid):
        operations.revoke_link(shop.id, view.id, 99, "bob")


def test_a_token_that_was_changed_leads_nowhere(shop, answered) -> None:
    token = operations.share_study(shop.id, answered().id, 2, "ann").token
    for wrong in ("", "x", token[:-1], f"x{token}", token.replace(":", ".")):
        with pytest.raises(LinkInvalid):
            queries.shared_study(wrong)


def test_only_answers_are_shared_and_not_for_ever(shop, ask) -> None:
    made = ask()
    for days in (0, 91):
        with pytest.raises(LinkDaysInvalid):
            operations.share_study(shop.id, made.id, days, "ann")
    with pytest.raises(StudyUnanswered):
        operations.share_study(shop.id, made.id, 2, "ann")
    with pytest.raises(StudyMissing):
        operations.share_study(shop.id, 99, 2, "ann")
