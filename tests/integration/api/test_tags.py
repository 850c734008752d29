"""Tags over the API."""

from __future__ import annotations

from regulars.domain.history.operations import sync_history
from regulars.domain.intake.operations import accept_events
from regulars.domain.members.queries import find_member
from regulars.domain.tags import operations
from regulars.domain.tags.operations import NewTag
from regulars.domain.tags.types import Words
from tests.integration.console.conftest import purchase


def test_tags_are_read_and_put_on(asking, club, frozen_clock, settings, tmp_path) -> None:
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    accept_events(club.id, "till", [purchase(number, f"100{number}", f"{number * 40}.00") for number in (1, 2, 3)])
    first, second, third = (find_member(club.id, f"100{number}").id for number in (1, 2, 3))
    sync_history(club.id)
    ask = asking(club)
    assert ask("ann", "GET", "/tags/spend_30/members")[1]["code"] == "tags_not_computed"
    operations.refresh_programme(club.id)
    words = Words("贵宾", "VIP")
    operations.make_manual_tag(club.id, NewTag("vip", words, words, "ann"))

    status, found = ask("ann", "GET", "/tags?family=risk")
    assert (status, {one["family"] for one in found}) == (200, {"risk"})
    status, one = ask("ann", "GET", "/tags/spend_30")
    assert (one["name"], one["formula"], one["figures"]["known"], one["members"]) == (
        "Spend in 30 days",
        "spend(30)",
        3,
        3,
    )
    assert ask("ann", "GET", "/tags/nothing")[0] == 404

    status, page = ask("ann", "GET", "/tags/spend_30/members?limit=2")
    assert [(row["member"], row["value"]) for row in page["items"]] == [(first, 4000.0), (second, 8000.0)]
    status, page = ask("ann", "GET", f"/tags/spend_30/members?limit=2&cursor={page['next_cursor']}")
    assert (page["items"], page["next_cursor"]) == ([{"member": third, "value": 12000.0}], None)

    status, put = ask("ann", "POST", "/tags/vip/members", {"members": [first, second], "until": "2026-12-31"})
    assert (status, put["members"]) == (200, 2)
    assert ask("ann", "POST", "/tags/vip/members", {"members": [third + 9]})[1]["code"] == "tag_list_wrong"
    status, told = ask("ann", "GET", f"/members/{first}/tags")
    assert {row["id"]: row["value"] for row in told["items"]} | {"vip": True, "spend_30": 4000.0} == {
        row["id"]: row["value"] for row in told["items"]
    }
    assert ask("ann", "DELETE", f"/members/{first}/tags/vip") == (200, {"members": 1})
    assert ask("ann", "DELETE", f"/members/{first}/tags/vip")[0] == 409
    assert ask("ann", "DELETE", f"/tags/vip/batches/{put['batch']}") == (200, {"members": 1})
    assert ask("ann", "POST", "/tags/refresh")[1]["asked"] is True
    assert ask("ann", "POST", "/tags/refresh", scopes=("tags:read",))[0] == 403
    status, told = ask("ann", "GET", f"/members/{first}/tags?on=2026-06-14")
    assert told["items"] == []


def test_rules_are_tried_made_changed_and_put_away(asking, club, frozen_clock, settings, tmp_path) -> None:
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    accept_events(club.id, "till", [purchase(number, f"100{number}", f"{number * 40}.00") for number in (1, 2, 3)])
    third = find_member(club.id, "1003").id
    sync_history(club.id)
    operations.refresh_programme(club.id)
    ask = asking(club)
    words = {"name_zh": "大户", "name_en": "Spenders", "about_zh": "消费较多", "about_en": "Who spend much"}
    assert ask("ann", "PUT", "/tags/staff", words)[1]["source"] == "manual"
    status, made = ask("ann", "PUT", "/tags/spenders", words | {"expression": "spend_90 > 5000 and not staff"})
    assert (status, made["source"], made["formula"]) == (200, "rule", "spend_90 > 5000 and not staff")
    tried = ask("ann", "POST", "/tags/preview", {"expression": "spenders and spend_90 > 9000"})
    assert tried == (200, {"members": 1, "of": 3, "sample": [third]})
    status, refused = ask("ann", "PUT", "/tags/spenders", words | {"expression": "not spenders"})
    assert (status, refused["code"]) == (409, "tag_rule_circle")
    assert ask("ann", "GET", "/tags/staff/uses")[1] == [{"kind": "rule", "code": "spenders", "name": "Spenders"}]
    assert ask("ann", "DELETE", "/tags/staff")[1]["code"] == "tag_in_use"
    ask("ann", "PUT", "/tags/spenders", words | {"expression": "spend_90 > 5000"})
    assert ask("ann", "DELETE", "/tags/staff") == (200, {"id": "staff", "active": False})
    assert ask("ann", "GET", "/tags/staff/uses")[0] == 404
    assert ask("ann", "POST", "/tags/staff/back")[1]["id"] == "staff"
    assert ask("ann", "PUT", "/tags/staff", words, scopes=("tags:read",))[0] == 403
