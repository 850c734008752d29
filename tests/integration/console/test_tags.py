"""The catalogue of tags, one tag, a member's tags, rules and tags by hand, as people see them."""

from __future__ import annotations

import pytest

from regulars.domain.history.operations import sync_history
from regulars.domain.members.queries import find_member
from regulars.domain.tags import operations, queries
from tests.integration.console.conftest import purchase

WORDS = {"name_zh": "大户", "name_en": "Spenders", "about_zh": "消费多", "about_en": "Who spend much"}


@pytest.fixture
def operator(client_as, club, send, settings, tmp_path):
    """An operator in front of a club whose tags were computed; members 1 to 3 spent 40, 80 and 120."""
    settings.HISTORY_ROOT, settings.INSIGHT_ROOT = tmp_path / "history", tmp_path / "insight"
    client = client_as("operator")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "Nothing was computed yet" in client.get("/console/tags/").content.decode()
    send(*(purchase(number, f"100{number}", f"{number * 40}.00") for number in (1, 2, 3)))
    sync_history(club.id)
    operations.refresh_programme(club.id)
    return client


@pytest.fixture
def numbers(operator, club) -> list[int]:
    """The numbers of the three members."""
    return [find_member(club.id, f"100{number}").id for number in (1, 2, 3)]


def seen(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_catalogue_is_searched(operator) -> None:
    count = len(queries.library().definitions)
    assert f"{count} of {count} tags" in seen(operator, "/console/tags/")
    found = seen(operator, "/console/tags/?q=lunch&kind=yes_no&family=time&source=computed&coverage=80&fresh=today")
    assert "1 of" in found
    assert "/console/tags/of/lunch_shopper/" in found
    assert "No tag matches" in seen(operator, "/console/tags/?q=lunch&coverage=none")
    assert "No tag matches" in seen(operator, "/console/tags/?q=lunch&fresh=older")
    file = operator.get("/console/tags/?q=lunch&file=csv")
    assert file["Content-Disposition"] == 'attachment; filename="tags.csv"'
    assert len(file.content.decode().splitlines()) == 2
    assert operator.get("/console/tags/?family=nothing").status_code == 422


def test_one_tag_with_its_members(operator, numbers) -> None:
    page = seen(operator, "/console/tags/of/spend_30/")
    assert "<code>spend(30)</code>" in page
    assert "Members by Spend in 30 days" in page
    assert "$120.00" in page
    assert f"/console/members/{numbers[2]}/" in page
    page = seen(operator, "/console/tags/of/favourite_category_30/?value=COFFEE")
    assert f"/console/members/{numbers[0]}/" in page
    file = operator.get("/console/tags/of/spend_30/members.csv").content.decode("utf-8-sig").splitlines()
    spent = [f"{member},{amount}" for member, amount in zip(numbers, (4000.0, 8000.0, 12000.0), strict=True)]
    assert file == ["Member,Spend in 30 days", *spent]
    assert operator.get("/console/tags/of/spend_30/members.pdf").status_code == 404
    assert operator.get("/console/tags/of/nothing/").status_code == 404


def test_tiers_and_channels_go_by_their_names(operator, club, numbers) -> None:
    first = club.document.ladder.tiers[0]
    page = seen(operator, "/console/tags/of/tier/")
    assert first.name.en in page
    operator.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    assert first.name.zh in seen(operator, "/console/tags/of/tier/")
    assert first.name.zh in seen(operator, f"/console/members/{numbers[0]}/tags/")


def test_a_rule_is_tried_then_made(operator) -> None:
    tried = operator.post("/console/tags/new-rule", {"expression": "spend_30 > 5000", "try": "1"})
    assert "2 of 3 members meet the rule now." in tried.content.decode()
    wrong = operator.post("/console/tags/new-rule", {"expression": "spend_31 > 5000", "try": "1"})
    assert wrong.status_code == 422
    assert "spend_31 is no word of formulas" in wrong.content.decode()
    told = WORDS | {"code": "spenders", "expression": "spend_30 > 5000", "make": "1"}
    assert operator.post("/console/tags/new-rule", told)["Location"] == "/console/tags/of/spenders/"
    assert "next refresh" in seen(operator, "/console/tags/of/spenders/")
    assert operator.post("/console/tags/new-rule", told).status_code == 422
    assert operator.post("/console/tags/of/spenders/switch").status_code == 302
    assert operator.get("/console/tags/of/spenders/").status_code == 404
    assert "1 tag out of use" in seen(operator, "/console/tags/")
    back = operator.post("/console/tags/of/spenders/switch", {"back": "1"})
    assert back["Location"] == "/console/tags/of/spenders/"


def test_a_rule_is_changed_and_keeps_what_names_it(operator) -> None:
    told = WORDS | {"code": "spenders", "expression": "spend_30 > 5000", "make": "1"}
    operator.post("/console/tags/new-rule", told)
    assert "<code>spenders</code>" in seen(operator, "/console/tags/new-rule")
    operator.post("/console/tags/new-rule", told | {"code": "others", "expression": "not spenders"})
    page = seen(operator, "/console/tags/of/spenders/")
    assert '<a href="/console/tags/of/others/">' in page
    operator.post("/console/tags/of/spenders/switch")
    assert "The tag spenders is named by others." in seen(operator, "/console/tags/of/spenders/")
    assert "change with it" in seen(operator, "/console/tags/of/spenders/change")
    round_ = operator.post("/console/tags/of/spenders/change", {"expression": "not others", "make": "1"})
    assert round_.status_code == 422
    assert "spenders → others → spenders" in round_.content.decode()
    tried = operator.post("/console/tags/of/spenders/change", {"expression": "spend_30 > 9000", "try": "1"})
    assert "1 of 3 members meet the rule now." in tried.content.decode()
    changed = operator.post("/console/tags/of/spenders/change", {"expression": "spend_30 > 9000", "make": "1"})
    assert changed["Location"] == "/console/tags/of/spenders/"
    assert "spend_30 &gt; 9000" in seen(operator, "/console/tags/of/spenders/")
    assert operator.get("/console/tags/of/spend_30/change").status_code == 404


def test_a_tag_is_put_on_by_hand(operator, club, numbers) -> None:
    assert operator.post("/console/tags/new", WORDS | {"code": "vip"})["Location"] == "/console/tags/of/vip/"
    assert operator.post("/console/tags/new", WORDS | {"code": "vip"}).status_code == 422
    operator.post("/console/tags/of/vip/put", {"members": f"{numbers[0]}, #{numbers[1]}\n", "until": "2026-12-31"})
    page = seen(operator, "/console/tags/of/vip/")
    assert "2 members have the tag now." in page
    batch = queries.newest_batches(club.id, "vip")[0][0]
    operator.post("/console/tags/of/vip/put", {"members": "nobody"})
    assert "These are no member numbers: nobody" in seen(operator, "/console/tags/of/vip/")
    operator.post("/console/tags/of/vip/put", {"members": "777777"})
    assert "777777" in seen(operator, "/console/tags/of/vip/")
    panel = seen(operator, f"/console/members/{numbers[0]}/tags/")
    assert "Spenders" in panel
    assert "until" in panel
    operator.post(f"/console/members/{numbers[0]}/tags/vip/take")
    operator.post(f"/console/members/{numbers[0]}/tags/vip/take")
    operator.post(f"/console/members/{numbers[2]}/tags/put", {"tag": "vip", "until": ""})
    assert queries.members_with(club.id, "vip") == numbers[1:]
    operator.post(f"/console/tags/of/vip/batches/{batch}/take")
    operator.post(f"/console/tags/of/vip/batches/{batch}/take")
    assert queries.members_with(club.id, "vip") == numbers[2:]


def test_a_refresh_is_asked_for(operator) -> None:
    assert operator.post("/console/tags/refresh")["Location"] == "/console/tags/"
    assert "The history is being copied" in seen(operator, "/console/tags/")
    assert "hx-get" in seen(operator, "/console/tags/progress")


def test_the_members_page_asks_for_its_tags(operator, numbers) -> None:
    assert f"/console/members/{numbers[0]}/tags/" in seen(operator, f"/console/members/{numbers[0]}/")
