"""The forecast, notices, tiers by hand and the recovery queue at the console."""

import re

import pytest

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.ledger.queries.owing import owed_by
from regulars.domain.recoveries.queries import list_write_offs
from regulars.domain.recoveries.types import State
from regulars.domain.tiers.operations import Progress, forecast_part
from regulars.domain.tiers.queries import matches_of, standing
from regulars.platform import jobs, outbox
from regulars.platform.clock import from_us
from regulars.platform.paging import PageRequest
from tests.integration.ledger.stories import at, purchase
from tests.integration.recoveries.stories import install_recovery, owe
from tests.integration.tiers.stories import enrolled

CHINESE = {"Accept-Language": "zh-CN"}


@pytest.fixture
def programme(db, frozen_clock):
    frozen_clock.set(from_us(at(375)))
    return install_recovery(expiry_boundary="inclusive")


@pytest.fixture
def two(programme):
    """Somebody who will fall, and somebody who is near the next tier; the forecast is made."""
    falls, near = enrolled(programme, 2)
    apply_batch(programme.id, [purchase(falls, 1, 14, 600), purchase(near, 2, 371, 450)])
    forecast_part(programme.id, Progress())
    return falls, near


def shown(response) -> list[int]:
    """Whom a page of the forecast lists."""
    assert response.status_code == 200
    return [line.forecast.member_id for line in response.context["lines"]]


def test_who_falls_and_who_is_near(programme, two, client_as):
    falls, near = two
    client = client_as("analyst")
    page = client.get("/console/forecast/")
    assert shown(page) == [falls]
    (line,) = page.context["lines"]
    assert (line.tier.id, line.tier_then.id, line.falls) == ("silver", "base", True)
    assert line.ways[0].steps[0].missing.endswith("500.00")
    assert [(one.tier.id, one.falling, one.near) for one in page.context["counts"]] == [
        *(("gold", 0, 0), ("silver", 1, 0)),
        ("base", 0, 1),
    ]
    assert shown(client.get("/console/forecast/?tab=rising")) == [near]
    assert shown(client.get("/console/forecast/?tab=rising&tier=silver")) == []
    assert shown(client.get("/console/forecast/?tier=silver")) == [falls]
    assert shown(client.get("/console/forecast/?tier=diamond")) == [falls]


def test_a_list_costs_the_same_however_long(programme, two, client_as, django_assert_max_num_queries):
    client = client_as("analyst")
    client.get("/console/forecast/")
    more = enrolled(programme, 6)[2:]
    apply_batch(programme.id, [purchase(member, 10 + member, 14, 700) for member in more])
    with django_assert_max_num_queries(30) as before:
        client.get("/console/forecast/")
    forecast_part(programme.id, Progress())
    with django_assert_max_num_queries(len(before)):
        assert len(shown(client.get("/console/forecast/"))) == 5


def test_the_list_is_downloaded(programme, two, client_as):
    client = client_as("analyst")
    response = client.get("/console/forecast/forecast.csv?tab=rising")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert response.headers["Content-Disposition"] == 'attachment; filename="forecast.csv"'
    assert lines[0] == "member,tier,tier_then,on,reason,grace_until,next_tier,near_percent,missing"
    assert lines[1].startswith(f"{two[1]},base,base,,,,silver,90,")
    falling = client.get("/console/forecast/forecast.csv")
    assert b"2027-02-01,reviewed" in b"".join(falling.streaming_content)


def test_it_is_made_anew_with_progress(programme, client_as):
    client = client_as("operator")
    page = client.get("/console/forecast/")
    assert (page.context["summary"].made_on, page.context["running"]) == (None, False)
    assert client.post("/console/forecast/refresh", follow=True).context["running"]
    assert "HX-Refresh" not in client.get("/console/forecast/progress").headers
    jobs.run_due()
    assert client.get("/console/forecast/progress").headers["HX-Refresh"] == "true"
    assert client.get("/console/forecast/").context["summary"].made_on is not None


def test_the_member_sees_what_is_ahead_in_both_languages(programme, two, client_as):
    client = client_as("operator")
    english = client.get(f"/console/members/{two[0]}/", headers={"Accept-Language": "en"}).content.decode()
    assert re.search(r"Falls to base on 1 Feb 2027|2027-02-01", english)
    assert client.get(f"/console/members/{two[1]}/").context["outlook"].forecast.near_percent == 90


def test_notices_are_listed_in_words(programme, two, client_as):
    client = client_as("admin")
    page = client.get("/console/outbox/")
    assert {line.message.topic for line in page.context["lines"]} == {"tier.downgrade_ahead", "tier.near_upgrade"}
    assert all(line.text for line in page.context["lines"])
    only = client.get(f"/console/outbox/?topic=tier.near_upgrade&member=%23{two[1]}&waiting=on")
    assert [line.member_id for line in only.context["lines"]] == [two[1]]
    outbox.take(f"programme {programme.id}", limit=10)
    assert client.get("/console/outbox/?waiting=on").context["lines"] == []
    assert client.get("/console/outbox/?topic=nothing").status_code == 422


def form_of(client, address: str, **fields: str) -> dict[str, str]:
    """The form as the page gives it, filled in."""
    page = client.get(address).content.decode()
    found = re.search(r'name="deed_id" value="([^"]+)"', page)
    return ({"deed_id": found[1]} if found else {}) | fields


def test_a_tier_is_locked_and_the_lock_lifted(programme, two, client_as):
    client, member = client_as("operator"), f"/console/members/{two[0]}/"
    form = form_of(client, f"{member}lock-tier", until="2027-12-31", reason="dispute")
    for _ in range(2):
        assert client.post(f"{member}lock-tier", form).status_code == 302
    assert standing(programme.id, two[0]).locked
    page = client.get(member)
    assert (page.context["standing"].locked, page.context["outlook"].falls) == (True, False)
    form = form_of(client, f"{member}lift-lock", reason="settled")
    assert client.post(f"{member}lift-lock", form).status_code == 302
    assert not standing(programme.id, two[0]).locked
    over = form_of(client, f"{member}lock-tier", until="2026-12-31", reason="dispute")
    assert client.post(f"{member}lock-tier", over).status_code == 422


def test_a_status_is_matched_once(programme, two, client_as):
    client, member = client_as("operator"), f"/console/members/{two[1]}/"
    form = {
        "tier": "gold",
        "until": "2027-12-31",
        "other_programme": "Sky Club",
        "other_level": "Platinum",
        "evidence": "card seen",
    }
    assert client.post(f"{member}match-status", form | {"evidence": ""}).status_code == 422
    seen = client.post(f"{member}match-status", form | {"look": "1"}, headers={"Accept-Language": "en"})
    assert (seen.status_code, seen.context["tier"].id) == (200, "base")
    assert "The tier would go from" in seen.content.decode()
    assert client.get(member).context["tier_lines"] == []
    assert client.post(f"{member}match-status", form).status_code == 302
    assert [view.other_level for view in matches_of(programme.id, two[1])] == ["Platinum"]
    again = client.post(f"{member}match-status", form)
    assert (again.status_code, len(again.context["form"].non_field_errors())) == (422, 1)
    page = client.get(member, headers={"Accept-Language": "en"})
    assert page.context["tier_lines"][0].reason in {"Status match", "等级匹配"}
    assert "Sky Club" in page.content.decode()


def test_the_queue_and_two_people(programme, client_as):
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 340, 100)
    service, operator = client_as("service"), client_as("operator")
    page = service.get("/console/recovery/?at_least=to_90")
    (line,) = page.context["lines"]
    assert (str(line.points), [str(part) for part in line.by_age]) == ("100", ["0", "100", "0", "0"])
    assert page.context["totals"][0].total.adds_up
    assert service.get("/console/recovery/?at_least=beyond").context["lines"] == []
    assert service.get("/console/recovery/?wallet=nothing").status_code == 422
    assert str(service.get(f"/console/members/{member}/").context["debts"][0].points) == "100"
    address = f"/console/members/{member}/write-off/points"
    for wrong in ({"points": "101", "reason": "x"}, {"points": "1.5", "reason": "x"}, {"points": "1", "reason": ""}):
        assert service.post(address, wrong).status_code == 422
    assert service.post(address, {"points": "60", "reason": "our mistake"}).status_code == 302
    (request,) = list_write_offs(programme.id, PageRequest()).items
    assert service.get("/console/recovery/").context["lines"][0].waits
    decide = f"/console/recovery/{request.id}/decide"
    assert service.post(decide, {"decision": "approved"}).status_code == 403
    assert not operator.get("/console/recovery/").context["waiting"][0].own
    operator.post(decide, {"decision": "rejected", "comment": ""})
    assert list_write_offs(programme.id, PageRequest(), State.REQUESTED).items == (request,)
    done = operator.post(decide, {"decision": "approved", "comment": "right"}, follow=True)
    assert [str(line.written_off) for line in done.context["decided"]] == ["60"]
    assert owed_by(programme.id, member) == {"points": 40}
    assert operator.post(address, {"points": "40", "reason": "again"}).status_code == 302
    own = operator.get("/console/recovery/").context["waiting"][0]
    assert own.own
    operator.post(f"/console/recovery/{own.view.id}/decide", {"decision": "approved"})
    assert owed_by(programme.id, member) == {"points": 40}
    other = client_as("admin")
    other.post(f"/console/recovery/{own.view.id}/decide", {"decision": "rejected", "comment": "enough"})
    assert list_write_offs(programme.id, PageRequest(), State.REJECTED).items[0].comment == "enough"
    assert operator.post(decide, {"decision": "approved", "comment": "x" * 501}).status_code == 302


def test_pages_are_in_both_languages(programme, two, client_as):
    client = client_as("admin")
    for address in ("forecast/", "forecast/?tab=rising", "recovery/", "outbox/", f"members/{two[0]}/lock-tier"):
        texts = [client.get(f"/console/{address}", headers={"Accept-Language": one}).content for one in ("en", "zh-CN")]
        assert all(texts)
