"""Campaigns over HTTP: tried, started, reported on, run again, withdrawn."""

from functools import partial

import pytest

from regulars.domain.segments.operations import make_segment, take_list
from regulars.domain.segments.types import Kind, NewSegment
from regulars.platform import jobs
from tests.benefits import install_benefits
from tests.families import enrol

SPRING = {"id": "spring", "segment": "waited", "benefit": "sorry", "reason": "The lift was broken"}


@pytest.fixture
def programme(db, frozen_clock):
    return install_benefits()


@pytest.fixture
def ask(asking, programme):
    """Call the API with a key for the programme."""
    return partial(asking(programme), "anna")


@pytest.fixture
def members(programme):
    found = enrol(programme, 3)
    make_segment(programme.id, NewSegment("waited", "Waited", "", Kind.STATIC, "", "ann"))
    take_list(programme.id, "waited", "\n".join(f"#{one}" for one in found[:2]), "ann")
    return found


def test_a_campaign_is_tried_started_run_again_and_withdrawn(ask, members, programme):
    trial = {"segment": "waited", "benefit": "sorry", "quota": 2}
    told = ask("POST", "/campaigns/preview", trial)[1]
    assert (told["members"], told["sample"], told["most_cost"], told["likely_cost"]) == (2, members[:2], 8.0, None)
    status, started = ask("POST", "/campaigns", SPRING)
    assert (status, started["state"], started["members"]) == (202, "granting", 2)
    jobs.run_due()
    assert ask("GET", "/campaigns/spring")[1]["fates"] == {"granted": 2}
    take_list(programme.id, "waited", f"#{members[2]}", "ann")
    assert ask("POST", "/campaigns/spring/run")[1]["runs"] == 2
    jobs.run_due()
    first = ask("GET", "/campaigns/spring/members?limit=2&fate=granted")[1]
    then = ask("GET", f"/campaigns/spring/members?cursor={first['next_cursor']}")[1]
    assert [one["member_id"] for one in first["items"] + then["items"]] == members
    assert ask("GET", "/benefits/grants?benefit=sorry")[1]["items"][-1]["number"] == first["items"][0]["grant"]
    withdrawn = ask("POST", "/campaigns/spring/withdraw", {"reason": "a mistake"})[1]
    assert (withdrawn["state"], withdrawn["withdrawn_why"]) == ("withdrawing", "a mistake")
    jobs.run_due()
    (only,) = ask("GET", "/campaigns?benefit=sorry")[1]["items"]
    assert (only["state"], only["fates"]) == ("withdrawn", {"withdrawn": 3})


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"segment": "nobody"}, 404, "segment_missing"),
        ({"benefit": "parking"}, 409, "benefit_not_by_hand"),
        ({"quota": 0}, 422, "parameter_invalid"),
    ],
)
def test_what_is_refused(ask, members, more, status, code):
    answered = ask("POST", "/campaigns", SPRING | more)
    assert (answered[0], answered[1]["code"]) == (status, code)
    assert ask("GET", "/campaigns/spring")[0] == 404
