"""Benefits over HTTP: the library, what a member has, using and taking back, grants, choices, gifts."""

from functools import partial

import pytest

from tests.benefits import install_benefits, rise
from tests.families import enrol

USES, GRANTS = "/benefits/uses", "/benefits/grants"


@pytest.fixture
def programme(db, frozen_clock):
    return install_benefits()


@pytest.fixture
def ask(asking, programme):
    """Call the API with a key for the programme."""
    return partial(asking(programme), "anna")


@pytest.fixture
def members(programme):
    return enrol(programme, 2)


def delivery(member, use_id="u1", **more):
    """A use of a delivery."""
    return {"id": use_id, "member": {"id": member}, "benefit": "delivery"} | more


def test_the_library_and_the_comparison_of_tiers(ask):
    status, library = ask("GET", "/benefits")
    assert (status, [one["id"] for one in library][:3]) == (200, ["coupon", "parking", "delivery"])
    coupon = library[0]
    assert coupon["gives"] == {
        "zh": "立减 5 至 8 CNY，单笔满 40 CNY",
        "en": "5 to 8 CNY off, on orders of 40 CNY or more",
    }
    (gold,) = [one for one in ask("GET", "/benefits?tier=gold")[1] if one["id"] == "coupon"]
    assert gold["gives"]["en"] == "8 CNY off, on orders of 40 CNY or more"
    assert (coupon["kind_name"]["zh"], coupon["scenes"], coupon["cost"], coupon["worth"]) == (
        "立减",
        ["shopping"],
        2,
        3,
    )
    told = {one["benefit"]["id"]: one["tiers"] for one in ask("GET", "/benefits/tiers")[1]}
    assert told["coupon"]["gold"] == {
        "gives": {"zh": "立减 8 CNY，单笔满 40 CNY", "en": "8 CNY off, on orders of 40 CNY or more"},
        "origin": "tier",
        "quota": 5,
        "per": "month",
    }
    assert list(told["manager"]) == ["gold"]


def test_one_benefit_with_who_has_it_and_what_came_of_it(ask, members):
    ask("POST", USES, delivery(members[0]))
    found = ask("GET", "/benefits/library/delivery")[1]
    assert [(one["tier"], one["quota"], one["per"], one["members"]) for one in found["tiers"]] == [
        ("base", 2, "week", 1),
        ("silver", 2, "week", 0),
        ("gold", 2, "week", 0),
    ]
    assert (found["figures"]["uses"], found["figures"]["users"], found["figures"]["cost"]) == (1, 1, 2.0)
    sorry = ask("GET", "/benefits/library/sorry")[1]
    assert (sorry["ways"], sorry["valid_days"], sorry["figures"]["grants"]) == (["hand", "campaign"], 60, 0)
    assert ask("GET", "/benefits/library/nothing")[0] == 404


def test_what_a_member_has_is_told_with_their_own_terms(ask, members, programme):
    rise(programme, members[0], "gold")
    held = {one["benefit"]["id"]: one for one in ask("GET", f"/members/{members[0]}/benefits")[1]["items"]}
    assert held["coupon"]["benefit"]["gives"]["en"] == "8 CNY off, on orders of 40 CNY or more"


def test_a_member_has_uses_and_gets_back(ask, members):
    member, _ = members
    held = {one["benefit"]["id"]: one for one in ask("GET", f"/members/{member}/benefits")[1]["items"]}
    assert (held["delivery"]["left"], held["parking"]["left"], held["coupon"]["origin"]) == (2, None, "tier")
    asked = delivery(member, place={"channel": "app", "till": "7"}, order_id="A-1", order_amount="30.50")
    assert ask("POST", f"{USES}/preview", asked)[0] == 200
    status, used = ask("POST", USES, asked)
    assert (status, used["order_amount"], used["cost"], used["actor"], used["repeated"]) == (
        201,
        30.5,
        2,
        "anna",
        False,
    )
    assert ask("POST", USES, asked)[0] == 200
    assert ask("POST", USES, asked | {"benefit": "parking"})[1]["code"] == "benefit_use_conflict"
    ask("POST", USES, delivery(member, "u2"))
    status, refused = ask("POST", USES, delivery(member, "u3"))
    assert (status, refused["code"]) == (409, "benefit_used_up")
    status, back = ask("POST", f"{USES}/u1/return", {"reason": "cancelled"})
    assert (status, back["returned_why"], back["returned_by"]) == (200, "cancelled", "anna")
    assert ask("GET", f"{USES}/u1")[1]["returned_at"] is not None
    assert [one["id"] for one in ask("GET", f"{USES}?member_id={member}&limit=1")[1]["items"]] == ["u2"]
    times = "since=2026-06-01T00:00:00Z&before=2026-07-01T00:00:00Z"
    assert ask("GET", f"/benefits/costs?{times}")[1] == {
        "items": [{"benefit": "delivery", "uses": 1, "members": 1, "cost": 2}],
        "currency": "CNY",
    }


def test_grants_are_made_listed_and_withdrawn(ask, members):
    member, other = members
    body = {"id": "g1", "member": {"id": member}, "benefit": "sorry", "reason": "late", "quota": 2}
    status, grant = ask("POST", GRANTS, body)
    assert (status, grant["quota"], grant["origin"], grant["actor"]) == (201, 2, "hand", "anna")
    assert ask("POST", GRANTS, body)[1] == grant
    assert ask("POST", GRANTS, body | {"id": "g2", "benefit": "coupon"})[1]["code"] == "benefit_not_by_hand"
    campaign = {"id": "spring", "member_ids": [member, other], "benefit": "sorry", "reason": "spring"}
    assert ask("POST", "/benefits/campaigns", campaign) == (200, {"granted": 2})
    page = ask("GET", f"{GRANTS}?benefit=sorry&limit=2")[1]
    assert ([one["origin"] for one in page["items"]], page["next_cursor"] is None) == (["campaign"] * 2, False)
    status, gone = ask("POST", f"{GRANTS}/{grant['number']}/withdraw", {"reason": "mistake"})
    assert (status, gone["withdrawn_why"]) == (200, "mistake")
    assert ask("POST", f"{GRANTS}/x/withdraw", {"reason": "mistake"})[1]["code"] == "benefit_grant_not_found"


def test_choosing_and_giving(ask, members):
    member, friend = members
    assert ask("GET", f"/members/{member}/choices")[1]["items"][0]["may_pick"] == 1
    status, choice = ask("PUT", f"/members/{member}/choices/picks", {"benefits": ["coffee"]})
    assert (status, choice["picks"]) == (200, [{"benefit": "coffee", "used": 0, "swap_before": "2026-06-25"}])
    status, refused = ask("PUT", f"/members/{member}/choices/picks", {"benefits": ["coffee", "book"]})
    assert (status, refused["code"]) == (409, "benefit_picks_too_many")
    gift = {"id": "gift1", "giver": {"id": member}, "receiver": {"id": friend}, "benefit": "coupon"}
    status, given = ask("POST", "/benefits/gifts", gift)
    assert (status, given["giver"], given["member_id"], given["origin"]) == (201, member, friend, "gift")


def test_each_call_asks_for_its_scope(ask, members):
    member, _ = members
    for method, path, body in (
        ("POST", USES, delivery(member)),
        ("POST", GRANTS, {"id": "g", "member": {"id": member}, "benefit": "sorry", "reason": "late"}),
    ):
        assert ask(method, path, body, scopes=("benefits:read",))[1]["code"] == "scope_missing"
    assert ask("GET", "/benefits", scopes=("events:write",))[1]["code"] == "scope_missing"


def test_the_code_of_a_grant_is_handed_out_and_withdrawn(ask, members):
    asked = {"id": "g9", "member": {"id": members[0]}, "benefit": "sorry", "reason": "late"}
    codes = f"{GRANTS}/{ask('POST', GRANTS, asked)[1]['number']}/codes"
    status, made = ask("POST", codes, {})
    assert (status, made["benefit"], len(made["code"])) == (201, "sorry", 19)
    status, again = ask("POST", codes, {})
    assert (status, again["code"]) == (200, made["code"])
    (listed,) = ask("GET", codes)[1]["items"]
    assert listed["code"] == f"…{made['code'][-4:]}"
    assert ask("POST", f"{codes}/withdraw", {})[1]["withdrawn_at"] is not None
    assert ask("POST", f"{codes}/withdraw", {})[1]["code"] == "code_withdrawn"
    for number in ("999", "x"):
        assert ask("GET", f"{GRANTS}/{number}/codes")[1]["code"] == "benefit_grant_not_found"
