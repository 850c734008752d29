"""The page of one member, and why an entry is as it is."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.domain.intake.operations import accept_events
from tests.integration.console.conftest import purchase


def test_everything_about_a_member_is_on_the_page(send, client_as) -> None:
    (member_id, *_) = send(purchase(1, "8800000001", "700.00", "2026-05-01"), purchase(2, "8800000001", "600.00"))
    context = client_as("operator").get(f"/console/members/{member_id}/").context
    assert context["label"] == "8800000001"
    assert [kind for kind, _ in context["identifiers"]] == ["卡号", "手机号", "邮箱"]
    assert [str(card.available) for card in context["wallets"]] == ["1,400", "1,300"]
    assert context["standing"].tier.id == "growth"
    (way,) = context["standing"].ways
    assert [(step.have, step.need, step.missing, step.met) for step in way.steps] == [
        ("1,300", "2,800", "1,500", False)
    ]
    assert [(line.valid_until.isoformat(), str(line.holding)) for line in context["expiries"]] == [
        ("2027-05-31", "700"),
        ("2027-06-30", "700"),
    ]
    assert [(line.tier.id, line.reason) for line in context["tier_lines"]] == [("growth", "达标升级")]
    assert [goal.name for goal in context["goals"]] == ["今年消费满1000美元"]


def test_the_ledger_names_rules_and_the_timeline_events(send, client_as) -> None:
    (member_id,) = send(purchase(1, "8800000001", "40.00"))
    client = client_as("admin")
    ledger = client.get(f"/console/members/{member_id}/").context["lines"]
    assert [(line.kind, line.reason, line.change, line.balance) for line in ledger] == [
        ("获得", "消费成长值", "+40", "40"),
        ("获得", "消费积分", "+40", "40"),
    ]
    (event,) = client.get(f"/console/members/{member_id}/", {"tab": "timeline"}).context["lines"]
    assert (event.title, event.amount, event.details) == ("消费", "$40.00", ("1 行明细", "门店 7", "订单 order-1"))


def test_the_ledger_of_one_wallet_can_be_asked_for(send, client_as) -> None:
    (member_id,) = send(purchase(1, "8800000001"))
    lines = client_as("admin").get(f"/console/members/{member_id}/", {"wallet": "growth"}).context["lines"]
    assert [line.wallet for line in lines] == ["成长值"]


def test_why_opens_below_the_row_and_as_a_page(send, client_as) -> None:
    (member_id,) = send(purchase(1, "8800000001", "40.00"))
    client = client_as("admin")
    address = f"/console/members/{member_id}/ledger/points/1/"
    inline, page = client.get(address, headers={"HX-Request": "true"}), client.get(address)
    assert inline.content.decode().lstrip().startswith('<tr class="opened">')
    assert "<h1>为什么 +40 积分？</h1>" in page.content.decode()
    assert inline.context["steps"] == page.context["steps"]
    assert any("消费积分" in step for step in page.context["steps"])
    client.cookies["django_language"] = "en"
    assert any("Points for spending" in step for step in client.get(address).context["steps"])


def test_what_does_not_exist_is_not_found(send, client_as) -> None:
    (member_id,) = send(purchase(1, "8800000001"))
    client = client_as("admin")
    for address in ("999/", f"{member_id}/ledger/points/99/", f"{member_id}/ledger/gold/1/", f"{2**70}/"):
        assert client.get(f"/console/members/{address}").status_code == 404


def test_an_analyst_sees_the_figures_and_no_personal_data(send, client_as) -> None:
    (member_id,) = send(purchase(1, "8800000001"))
    client = client_as("analyst")
    page = client.get(f"/console/members/{member_id}/").content.decode()
    assert "+40" in page
    for secret in ("8800000001", "+14155550101", "8800000001@example.com"):
        assert secret not in page
        assert secret not in client.get(f"/console/members/{member_id}/ledger/points/1/").content.decode()
        assert secret not in client.get("/console/").content.decode()


def test_long_histories_cost_as_many_queries_as_short_ones(send, client_as, club) -> None:
    client = client_as("admin")
    (member_id,) = send(purchase(1, "8800000001"))
    addresses = [f"/console/members/{member_id}/", f"/console/members/{member_id}/?tab=timeline", "/console/"]
    counts = []
    for more in ([], [purchase(2, "8800000001"), purchase(3, "8800000003", on="2026-05-02")]):
        accept_events(club.id, "till", more)
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
    assert counts[:3] == counts[3:]
