"""Forecasts, tiers by hand, notices, and what members owe, over HTTP."""

import pytest

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.tiers.operations import Progress, forecast_part
from regulars.platform.clock import from_us
from tests.integration.ledger.stories import at, purchase
from tests.integration.recoveries.stories import install_recovery, owe
from tests.integration.tiers.stories import enrolled


@pytest.fixture
def programme(db, frozen_clock):
    frozen_clock.set(from_us(at(100)))
    return install_recovery()


@pytest.fixture
def ask(asking, programme):
    """Call the API as somebody."""
    return asking(programme)


def test_what_is_owed_is_listed_and_written_off_by_two(ask, programme):
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 10, 100)
    status, page = ask("olga", "GET", "/recoveries?at_least=to_90")
    (debt,) = page["items"]
    assert (status, debt["points"], debt["since"]) == (200, 100, "2026-01-20")
    assert debt["by_age"] == {"to_30": 0, "to_90": 100, "to_180": 0, "beyond": 0}
    assert [(one["kind"], one["points"], one["left"]) for one in debt["claims"]] == [("refund", 100, 100)]
    assert ask("olga", "GET", "/recoveries?at_least=beyond")[1]["items"] == []
    assert ask("olga", "GET", f"/members/{member}/recoveries")[1] == [debt]
    (total,) = ask("olga", "GET", "/recoveries/totals")[1]
    assert (total["wallet"], total["members"], total["points"], total["adds_up"]) == ("points", 1, 100, True)
    body = {"member": {"id": member}, "points": 60, "reason": "our mistake"}
    status, asked = ask("olga", "POST", "/recoveries/write-offs", body)
    assert (status, asked["state"], asked["requested_by"]) == (201, "requested", "olga")
    path = f"/recoveries/write-offs/{asked['id']}"
    status, refused = ask("olga", "POST", f"{path}/approve", {})
    assert (status, refused["code"]) == (403, "own_write_off")
    status, done = ask("adam", "POST", f"{path}/approve", {"comment": "right"})
    assert (status, done["state"], done["written_off"], done["comment"]) == (200, "approved", 60, "right")
    assert done["trace_id"].startswith(f"{member}-")
    assert ask("olga", "GET", "/recoveries")[1]["items"][0]["points"] == 40
    assert ask("adam", "POST", f"{path}/reject", {"comment": "late"})[1]["code"] == "write_off_decided"
    again = ask("olga", "POST", "/recoveries/write-offs", body | {"points": 40})[1]
    rejected = ask("adam", "POST", f"/recoveries/write-offs/{again['id']}/reject", {"comment": "no"})[1]
    assert (rejected["state"], rejected["comment"], rejected["trace_id"]) == ("rejected", "no", None)
    listed = ask("olga", "GET", f"/recoveries/write-offs?member_id={member}&state=approved")[1]
    assert listed == {"items": [done], "next_cursor": None}


def test_what_cannot_be_written_off(ask, programme):
    (member,) = enrolled(programme, 1)
    owe(programme, member, 1, 10, 100)
    body = {"member": {"id": member}, "points": 101, "reason": "our mistake"}
    refused = ask("olga", "POST", "/recoveries/write-offs", body)
    assert (refused[0], refused[1]["code"]) == (409, "write_off_too_large")
    assert ask("adam", "POST", "/recoveries/write-offs/7/approve", {})[1]["code"] == "write_off_missing"
    assert ask("olga", "POST", "/recoveries/write-offs", body, ("ledger:read",))[1]["code"] == "scope_missing"
    status, _ = ask("adam", "POST", "/recoveries/write-offs/7/reject", {"comment": " "})
    assert status == 422


def test_the_forecast_is_listed_and_made_anew(ask, programme, frozen_clock):
    frozen_clock.set(from_us(at(375)))
    falls, near = enrolled(programme, 2)
    apply_batch(programme.id, [purchase(falls, 1, 14, 600), purchase(near, 2, 371, 450)])
    assert ask("olga", "GET", "/tiers/forecast/summary")[1]["made_on"] is None
    forecast_part(programme.id, Progress())
    (falling,) = ask("olga", "GET", "/tiers/forecast")[1]["items"]
    assert (falling["member_id"], falling["tier"], falling["tier_then"]) == (falls, "silver", "base")
    assert (falling["changes_on"], falling["reason"], falling["outlook"]) == ("2027-02-01", "reviewed", "fall")
    (requirement,) = falling["keep_paths"][0]["requirements"]
    assert (requirement["have"], requirement["need"]) == (0, 500)
    (rising,) = ask("olga", "GET", "/tiers/forecast?tab=rising&tier=base")[1]["items"]
    assert (rising["member_id"], rising["near_percent"], rising["next_tier"]) == (near, 90, "silver")
    summary = ask("olga", "GET", "/tiers/forecast/summary")[1]
    assert (summary["falling"], summary["near"], summary["grace_moves"]) == ({"silver": 1}, {"base": 1}, 1)
    own = ask("olga", "GET", f"/members/{falls}/tier/forecast")[1]
    assert own.pop("next_paths")[0]["requirements"][0]["need"] == 1000
    assert own == {name: value for name, value in falling.items() if name != "next_paths"}
    (nobody,) = enrolled(programme, 3)[2:]
    assert ask("olga", "GET", f"/members/{nobody}/tier/forecast")[1]["code"] == "forecast_missing"
    assert ask("olga", "POST", "/tiers/forecast/refresh")[1]["asked"]
    assert ask("olga", "POST", "/tiers/forecast/refresh")[1] == {"asked": False, "job": None}


def test_notices_are_read_and_not_taken(ask, programme, frozen_clock):
    frozen_clock.set(from_us(at(375)))
    (near,) = enrolled(programme, 1)
    apply_batch(programme.id, [purchase(near, 2, 371, 450)])
    forecast_part(programme.id, Progress())
    for _ in range(2):
        (found,) = ask("olga", "GET", f"/outbox?topic=tier.near_upgrade&subject=member%20{near}&waiting=true")[1][
            "items"
        ]
        assert (found["body"]["percent"], found["taken_at"]) == (90, None)
    assert ask("olga", "GET", "/outbox", None, ("ledger:read",))[1]["code"] == "scope_missing"


def test_tiers_are_locked_lifted_and_matched(ask, programme):
    (member,) = enrolled(programme, 1)
    path = f"/members/{member}"
    lock = {"id": "l1", "until": "2026-12-31", "reason": "dispute"}
    assert ask("olga", "POST", f"{path}/tier/lock", lock)[1] == {
        "tier": "base",
        "locked": True,
        "locked_until": "2027-01-01",
    }
    apply_batch(programme.id, [purchase(member, 1, 101, 600)])
    told = ask("olga", "GET", f"{path}/tier")[1]
    assert (told["tier"], told["locked"], told["trial"], told["evaluation_on"]) == ("base", True, False, None)
    lifted = ask("olga", "POST", f"{path}/tier/unlock", {"id": "u1", "reason": "settled"})[1]
    assert lifted == {"tier": "silver", "locked": False, "locked_until": None}
    body = {"tier": "gold", "other_programme": "Sky Club", "other_level": "Platinum", "evidence": "card seen"}
    status, match = ask("olga", "POST", f"{path}/status-matches", body)
    assert (status, match["tier"], match["other_level"]) == (201, "gold", "Platinum")
    assert ask("olga", "GET", f"{path}/status-matches")[1] == [match]
    again = ask("olga", "POST", f"{path}/status-matches", body)
    assert (again[0], again[1]["code"]) == (409, "status_matched")
    history = ask("olga", "GET", f"{path}/tier")[1]["history"]
    assert [(one["reason"], one["basis"], one["words"]) for one in history] == [
        ("lock_ended", None, "The lock ended"),
        ("granted", "status_match", "Status match"),
    ]
    over = ask("olga", "POST", f"{path}/tier/lock", lock | {"id": "l2", "until": "2026-01-01"})
    assert (over[0], over[1]["code"]) == (422, "day_passed")
