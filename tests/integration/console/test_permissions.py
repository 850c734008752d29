"""Which role may open what: every address of the console, every role."""

import pytest
from django.urls import URLPattern, reverse

from regulars.domain.access.types import ROLES
from regulars.surfaces.console.urls import urlpatterns
from tests.integration.console.conftest import purchase

PUBLIC = {"sign_in", "sign_out", "shared_study"}
MEMBER = {"member_id": 1}
EVENT = MEMBER | {"seq": 1}
CORRECTION = {"correction_id": 1}
VERSION = {"number": 1}
STUDY = {"study_id": 1}
DRAFT = STUDY | {"place": 1}
PARTNER = {"code": "air"}
REWARD = {"code": "mug"}
BENEFIT = VERSION | {"benefit": "parking"}
CAMPAIGN = {"code": "spring"}
ORDER = {"order_id": "o1"}
MONTH = PARTNER | {"period": "2026-06"}
PAGES: dict[str, tuple[dict[str, object], set[str]]] = {
    "overview": ({}, {"admin", "operator", "analyst"}),
    "members": ({}, {"admin", "operator", "analyst", "service"}),
    "member": (MEMBER, {"admin", "operator", "analyst", "service"}),
    "entry": (MEMBER | {"wallet": "points", "seq": 1}, {"admin", "operator", "analyst", "service"}),
    "balance": (MEMBER | {"wallet": "points"}, {"admin", "operator", "analyst", "service"}),
    "entry_proof": (MEMBER | {"wallet": "points", "seq": 1}, {"admin", "operator", "analyst", "service"}),
    "anchors": ({}, {"admin", "operator", "analyst"}),
    "anchors_file": ({}, {"admin", "operator", "analyst"}),
    "liability": ({}, {"admin", "operator", "analyst"}),
    "liability_file": ({}, {"admin", "operator", "analyst"}),
    "grant_points": (MEMBER, {"admin", "operator"}),
    "grant_tier": (MEMBER, {"admin", "operator"}),
    "held_benefits": (MEMBER, {"admin", "operator", "analyst", "service"}),
    "grant_benefit": (MEMBER, {"admin", "operator", "service"}),
    "benefit_grant": (VERSION, {"admin", "operator", "analyst", "service"}),
    "new_transfer": (MEMBER, {"admin", "operator"}),
    "transfer": ({"transfer_id": "t1"}, {"admin", "operator", "analyst", "service"}),
    "pools": ({}, {"admin", "operator", "analyst", "service"}),
    "pool": ({"pool_id": 1}, {"admin", "operator", "analyst", "service"}),
    "spend_from_pool": ({"pool_id": 1}, {"admin", "operator", "service"}),
    "plans": ({}, {"admin", "operator", "analyst", "service"}),
    "add_plan": ({}, {"admin", "operator"}),
    "plan": ({"code": "none"}, {"admin", "operator"}),
    "subscriptions": ({}, {"admin", "operator", "analyst", "service"}),
    "subscription": ({"number": 1}, {"admin", "operator", "analyst", "service"}),
    "programme": ({}, {"admin", "operator", "analyst", "service"}),
    "budgets": ({}, {"admin", "operator", "analyst", "service"}),
    "programme_file": ({}, {"admin", "operator", "analyst", "service"}),
    "versions": ({}, {"admin", "operator", "analyst", "service"}),
    "version": (VERSION, {"admin", "operator", "analyst", "service"}),
    "pilot": ({}, {"admin", "operator", "analyst", "service"}),
    "edit_draft": (VERSION, {"admin", "operator", "analyst"}),
    "review_version": (VERSION, {"admin", "operator"}),
    "publish_version": (VERSION, {"admin", "operator"}),
    "roll_back": (VERSION, {"admin", "operator"}),
    "stop_pilot": ({}, {"admin", "operator"}),
    "tags": ({}, {"admin", "operator", "analyst"}),
    "tags_progress": ({}, {"admin", "operator", "analyst"}),
    "tag": ({"name": "tier"}, {"admin", "operator", "analyst"}),
    "tag_file": ({"name": "tier", "kind": "csv"}, {"admin", "operator", "analyst"}),
    "change_rule_tag": ({"name": "none"}, {"admin", "operator"}),
    "new_rule_tag": ({}, {"admin", "operator"}),
    "new_manual_tag": ({}, {"admin", "operator"}),
    "member_tags": (MEMBER, {"admin", "operator", "analyst"}),
    "audit": ({}, {"admin"}),
    "outbox": ({}, {"admin", "operator"}),
    "lock_tier": (MEMBER, {"admin", "operator"}),
    "lift_lock": (MEMBER, {"admin", "operator"}),
    "match_status": (MEMBER, {"admin", "operator"}),
    "forecast": ({}, {"admin", "operator", "analyst"}),
    "forecast_progress": ({}, {"admin", "operator", "analyst"}),
    "forecast_file": ({}, {"admin", "operator", "analyst"}),
    "predictions": ({}, {"admin", "operator", "analyst"}),
    "predictions_progress": ({}, {"admin", "operator", "analyst"}),
    "prediction": ({"model": "churn_90"}, {"admin", "operator", "analyst"}),
    "prediction_file": ({"model": "churn_90", "table": "lift", "kind": "csv"}, {"admin", "operator", "analyst"}),
    "risks": ({"model": "churn_90"}, {"admin", "operator", "analyst"}),
    "risks_file": ({"model": "churn_90", "kind": "csv"}, {"admin", "operator", "analyst"}),
    "member_predictions": (MEMBER, {"admin", "operator", "analyst"}),
    "insight_start": ({}, {"admin", "operator", "analyst"}),
    "insight": ({"name": "rfm"}, {"admin", "operator", "analyst"}),
    "insight_progress": ({"name": "rfm"}, {"admin", "operator", "analyst"}),
    "insight_file": ({"name": "rfm", "sheet": "rfm_classes", "kind": "csv"}, {"admin", "operator", "analyst"}),
    "rfm_members": ({}, {"admin", "operator", "analyst"}),
    "motive_members": ({}, {"admin", "operator", "analyst"}),
    "rfm_grid": ({}, {"admin", "operator"}),
    "segments": ({}, {"admin", "operator", "analyst"}),
    "segment_overlap": ({}, {"admin", "operator", "analyst"}),
    "new_segment": ({}, {"admin", "operator"}),
    "segment": ({"code": "vip"}, {"admin", "operator", "analyst"}),
    "segment_file": ({"code": "vip", "kind": "csv"}, {"admin", "operator", "analyst"}),
    "edit_segment": ({"code": "vip"}, {"admin", "operator"}),
    "member_segments": (MEMBER, {"admin", "operator", "analyst"}),
    "member_motives": (MEMBER, {"admin", "operator", "analyst"}),
    "member_value": (MEMBER, {"admin", "operator", "analyst"}),
    "diagnosis": ({}, {"admin", "operator", "analyst"}),
    "diagnosis_progress": ({}, {"admin", "operator", "analyst"}),
    "diagnosis_measure": ({"name": "dormancy"}, {"admin", "operator", "analyst"}),
    "opened_proposal": (VERSION, {"admin", "operator", "analyst"}),
    "opened_progress": (VERSION, {"admin", "operator", "analyst"}),
    "studies": ({}, {"admin", "operator", "analyst"}),
    "new_study": ({}, {"admin", "operator", "analyst"}),
    "study_histories": ({}, {"admin", "operator", "analyst"}),
    "study": (STUDY, {"admin", "operator", "analyst"}),
    "study_progress": (STUDY, {"admin", "operator", "analyst"}),
    "study_segments": (STUDY, {"admin", "operator", "analyst"}),
    "study_members": (DRAFT, {"admin", "operator", "analyst"}),
    "study_members_file": (DRAFT, {"admin", "operator", "analyst"}),
    "recoveries": ({}, {"admin", "operator", "analyst", "service"}),
    "request_write_off": (MEMBER | {"wallet": "points"}, {"admin", "operator", "service"}),
    "corrections": ({}, {"admin", "operator", "analyst", "service"}),
    "propose_correction": ({}, {"admin", "operator", "analyst"}),
    "correction": (CORRECTION, {"admin", "operator", "analyst", "service"}),
    "correction_progress": (CORRECTION, {"admin", "operator", "analyst", "service"}),
    "correction_file": (CORRECTION, {"admin", "operator", "analyst"}),
    "event": (EVENT, {"admin", "operator", "analyst", "service"}),
    "void_event": (EVENT, {"admin", "operator"}),
    "correct_event": (EVENT, {"admin", "operator"}),
    "merge_members": (MEMBER, {"admin", "operator"}),
    "merges": ({}, {"admin", "operator", "analyst", "service"}),
    "undo_merge": ({"merge_id": 1}, {"admin", "operator"}),
    "partners": ({}, {"admin", "operator", "analyst"}),
    "partner": (PARTNER, {"admin", "operator", "analyst"}),
    "partner_items": (PARTNER, {"admin", "operator", "analyst"}),
    "partner_month": (MONTH, {"admin", "operator", "analyst"}),
    "partner_month_file": (MONTH | {"kind": "csv"}, {"admin", "operator", "analyst"}),
    "import_reconciliation": ({"import_id": 1}, {"admin", "operator"}),
    "imports": ({}, {"admin", "operator"}),
    "file_import": ({"import_id": 1}, {"admin", "operator"}),
    "import_progress": ({"import_id": 1}, {"admin", "operator"}),
    "import_report": ({"import_id": 1}, {"admin", "operator"}),
    "benefits": ({}, {"admin", "operator", "analyst", "service"}),
    "benefit": ({"name": "parking"}, {"admin", "operator", "analyst", "service"}),
    "campaigns": ({}, {"admin", "operator", "analyst", "service"}),
    "new_campaign": ({}, {"admin", "operator"}),
    "campaign": (CAMPAIGN, {"admin", "operator", "analyst", "service"}),
    "campaign_progress": (CAMPAIGN, {"admin", "operator", "analyst", "service"}),
    "campaign_file": (CAMPAIGN | {"kind": "csv"}, {"admin", "operator", "analyst"}),
    "benefit_health": ({}, {"admin", "operator", "analyst"}),
    "benefit_health_progress": ({}, {"admin", "operator", "analyst"}),
    "competitors": ({}, {"admin", "operator", "analyst"}),
    "draft_benefits": (VERSION, {"admin", "operator", "analyst"}),
    "new_benefit": (VERSION, {"admin", "operator", "analyst"}),
    "edit_benefit": (BENEFIT, {"admin", "operator", "analyst"}),
    "rewards": ({}, {"admin", "operator", "analyst", "service"}),
    "reward": (REWARD, {"admin", "operator", "analyst", "service"}),
    "new_reward": ({}, {"admin", "operator"}),
    "edit_reward": (REWARD, {"admin", "operator"}),
    "vouchers": ({}, {"admin", "operator", "analyst", "service"}),
    "use_voucher": ({}, {"admin", "operator", "service"}),
    "orders": ({}, {"admin", "operator", "analyst", "service"}),
    "order": (ORDER, {"admin", "operator", "analyst", "service"}),
    "study_history": ({"history_id": 1}, {"admin", "operator", "analyst"}),
    "history_progress": ({"history_id": 1}, {"admin", "operator", "analyst"}),
    "counter": ({}, {"admin", "operator", "service"}),
    "verifications": ({}, {"admin", "operator", "service"}),
    "verifications_file": ({}, {"admin", "operator", "service"}),
    "tills": ({}, {"admin", "operator"}),
    "member_profile": (MEMBER, {"admin", "operator", "service"}),
    "member_consents": (MEMBER, {"admin", "operator", "analyst", "service"}),
    "member_privacy": (MEMBER, {"admin", "operator", "service"}),
    "privacy": ({}, {"admin", "operator", "service"}),
    "copy_file": (VERSION, {"admin", "operator", "service"}),
    "access_log": ({}, {"admin", "operator"}),
    "identifiers": ({}, {"admin", "operator"}),
    "identifier": ({"which": "card"}, {"admin", "operator"}),
    "duplicates": ({}, {"admin", "operator"}),
    "duplicates_progress": ({}, {"admin", "operator"}),
    "event_catalogue": ({}, {"admin", "operator", "analyst"}),
    "data_quality": ({}, {"admin", "operator", "analyst"}),
    "parked_events": ({}, {"admin", "operator", "analyst"}),
    "users": ({}, {"admin"}),
    "keys": ({}, {"admin"}),
}
DEEDS: dict[str, tuple[dict[str, object], set[str]]] = {
    "set_plan_state": ({"code": "none"}, {"admin", "operator"}),
    "cancel_subscription": ({"number": 1}, {"admin", "operator", "service"}),
    "end_subscription": ({"number": 1}, {"admin", "operator"}),
    "refund_payment": ({"number": 1, "reference": "none"}, {"admin", "operator"}),
    "show_grant_code": (VERSION, {"admin", "operator", "service"}),
    "withdraw_grant_code": (VERSION, {"admin", "operator", "service"}),
    "withdraw_grant": (VERSION, {"admin", "operator", "service"}),
    "preview_correction_again": (CORRECTION, {"admin", "operator", "analyst"}),
    "post_correction_again": (CORRECTION, {"admin", "operator"}),
    "decide_correction": (CORRECTION, {"admin", "operator"}),
    "refresh_insight": ({"name": "rfm"}, {"admin", "operator"}),
    "build_segment": ({}, {"admin", "operator"}),
    "preview_segment": ({}, {"admin", "operator"}),
    "refresh_segments": ({}, {"admin", "operator"}),
    "undo_segment": ({"code": "vip"}, {"admin", "operator"}),
    "take_segment_list": ({"code": "vip"}, {"admin", "operator"}),
    "archive_segment": ({"code": "vip"}, {"admin", "operator"}),
    "undo_rfm_grid": ({}, {"admin", "operator"}),
    "make_diagnosis": ({}, {"admin", "operator"}),
    "refresh_tags": ({}, {"admin", "operator"}),
    "switch_tag": ({"name": "none"}, {"admin", "operator"}),
    "put_tag": ({"name": "none"}, {"admin", "operator"}),
    "take_tag_batch": ({"name": "none", "batch": "none"}, {"admin", "operator"}),
    "put_member_tag": (MEMBER, {"admin", "operator"}),
    "take_member_tag": (MEMBER | {"name": "none"}, {"admin", "operator"}),
    "refresh_predictions": ({}, {"admin", "operator"}),
    "open_proposal": ({}, {"admin", "operator", "analyst"}),
    "study_findings": ({}, {"admin", "operator", "analyst"}),
    "refresh_history": ({}, {"admin", "operator"}),
    "delete_history": ({"history_id": 1}, {"admin", "operator", "analyst"}),
    "run_study_again": (STUDY, {"admin", "operator", "analyst"}),
    "sweep_study": (STUDY, {"admin", "operator", "analyst"}),
    "cancel_study": (STUDY, {"admin", "operator", "analyst"}),
    "delete_study": (STUDY, {"admin", "operator", "analyst"}),
    "share_study": (STUDY, {"admin", "operator", "analyst"}),
    "revoke_link": (STUDY | {"link_id": 1}, {"admin", "operator", "analyst"}),
    "save_study_draft": (DRAFT, {"admin", "operator", "analyst"}),
    "hand_in_study": (DRAFT, {"admin", "operator", "analyst"}),
    "refresh_forecast": ({}, {"admin", "operator"}),
    "decide_write_off": ({"write_off_id": 1}, {"admin", "operator"}),
    "undo_transfer": ({"transfer_id": "t1"}, {"admin", "operator"}),
    "create_pool": ({}, {"admin", "operator", "service"}),
    "invite_to_pool": ({"pool_id": 1}, {"admin", "operator", "service"}),
    "accept_for_pool": ({"pool_id": 1, "member_id": 1}, {"admin", "operator", "service"}),
    "leave_pool": ({"pool_id": 1, "member_id": 1}, {"admin", "operator", "service"}),
    "set_pool_rights": ({"pool_id": 1, "member_id": 1}, {"admin", "operator", "service"}),
    "close_pool": ({"pool_id": 1}, {"admin", "operator", "service"}),
    "return_to_pool": ({"redemption_id": "r1"}, {"admin", "operator", "service"}),
    "add_partner": ({}, {"admin", "operator"}),
    "set_partner_active": (PARTNER, {"admin", "operator"}),
    "add_partner_rate": (PARTNER, {"admin", "operator"}),
    "set_partner_caps": (PARTNER, {"admin", "operator"}),
    "bind_partner_key": (PARTNER, {"admin"}),
    "reverse_partner_item": (PARTNER, {"admin", "operator"}),
    "issue_partner_month": (MONTH, {"admin", "operator"}),
    "agree_partner_month": (MONTH, {"admin", "operator"}),
    "compare_books": (MONTH, {"admin", "operator"}),
    "decide_dispute": (MONTH | {"dispute_id": 1}, {"admin", "operator"}),
    "upload": ({}, {"admin", "operator"}),
    "check_import": ({"import_id": 1}, {"admin", "operator"}),
    "start_import": ({"import_id": 1}, {"admin", "operator"}),
    "run_campaign": (CAMPAIGN, {"admin", "operator"}),
    "withdraw_campaign": (CAMPAIGN, {"admin", "operator"}),
    "new_benefit_draft": ({}, {"admin", "operator", "analyst"}),
    "read_benefit_health": ({}, {"admin", "operator"}),
    "add_offer": ({}, {"admin", "operator", "analyst"}),
    "read_offers": ({}, {"admin", "operator", "analyst"}),
    "remove_offer": ({"number": 1}, {"admin", "operator", "analyst"}),
    "open_benefit_change": ({}, {"admin", "operator", "analyst"}),
    "mend_benefits": (VERSION, {"admin", "operator", "analyst"}),
    "remove_benefit": (BENEFIT, {"admin", "operator", "analyst"}),
    "set_benefit_picture": (BENEFIT, {"admin", "operator", "analyst"}),
    "new_draft": (VERSION, {"admin", "operator", "analyst"}),
    "withdraw_version": (VERSION, {"admin", "operator", "analyst"}),
    "cancel_start": ({"activation_id": 1}, {"admin", "operator"}),
    "set_reward_state": (REWARD | {"state": "listed"}, {"admin", "operator"}),
    "set_reward_picture": (REWARD, {"admin", "operator"}),
    "change_reward_stock": (REWARD, {"admin", "operator"}),
    "make_codes": (REWARD, {"admin", "operator"}),
    "import_codes": (REWARD, {"admin", "operator"}),
    "void_voucher": (VERSION, {"admin", "operator"}),
    "take_use_back": (VERSION, {"admin", "operator", "service"}),
    "fulfil_order": (ORDER, {"admin", "operator", "service"}),
    "pay_order": (ORDER, {"admin", "operator", "service"}),
    "deliver_order": (ORDER, {"admin", "operator", "service"}),
    "cancel_order": (ORDER, {"admin", "operator", "service"}),
    "refund_order": (ORDER, {"admin", "operator", "service"}),
    "search_study": (STUDY, {"admin", "operator", "analyst"}),
    "set_counter": ({}, {"admin", "operator", "service"}),
    "look_up_code": ({}, {"admin", "operator", "service"}),
    "verify_code": ({}, {"admin", "operator", "service"}),
    "undo_verification": (VERSION, {"admin", "operator", "service"}),
    "register_till": ({}, {"admin", "operator"}),
    "revoke_till": ({"code": "t1"}, {"admin", "operator"}),
    "retry_conflict": (VERSION, {"admin", "operator"}),
    "close_conflict": (VERSION, {"admin", "operator"}),
    "copy_member": (MEMBER, {"admin", "operator", "service"}),
    "erase_member": (MEMBER, {"admin", "operator", "service"}),
    "approve_erasure": (VERSION, {"admin", "operator"}),
    "cancel_erasure": (VERSION, {"admin", "operator", "service"}),
    "add_identifier": ({}, {"admin", "operator"}),
    "remove_identifier": ({"which": "card"}, {"admin", "operator"}),
    "search_duplicates": ({}, {"admin", "operator"}),
    "reject_duplicate": (VERSION, {"admin", "operator"}),
    "retry_all_parked": ({}, {"admin", "operator"}),
    "retry_parked": (VERSION, {"admin", "operator"}),
    "drop_parked_event": (VERSION, {"admin", "operator"}),
    "choose_parked": (VERSION | MEMBER, {"admin", "operator"}),
    "add_user": ({}, {"admin"}),
    "set_role": ({"user_id": 1}, {"admin"}),
    "set_active": ({"user_id": 1}, {"admin"}),
    "create_key": ({}, {"admin"}),
    "revoke_key": ({"key_id": 1}, {"admin"}),
}


def address(name: str, arguments: dict[str, object], member_id: int = 1) -> str:
    """The address of a page, about the member that there is."""
    given = arguments | ({"member_id": member_id} if "member_id" in arguments else {})
    return reverse(f"console:{name}", kwargs=given)


def test_every_address_is_in_the_tables() -> None:
    names = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert names == {*PAGES, *DEEDS, *PUBLIC}


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_for_those_who_may_see_them(role, send, client_as) -> None:
    (member_id,) = send(purchase(1, "8800000001"))
    client = client_as(role)
    statuses = {
        name: client.get(address(name, arguments, member_id)).status_code for name, (arguments, _) in PAGES.items()
    }
    allowed = {name for name, (_, roles) in PAGES.items() if role in roles}
    missing = {
        *("file_import", "import_progress", "import_report", "transfer", "pool", "spend_from_pool", "undo_merge"),
        *("correction", "correction_progress", "correction_file"),
        *("reward", "edit_reward", "order", "plan", "subscription", "benefit_grant"),
        *("study_history", "history_progress"),
        *("diagnosis_measure", "opened_proposal", "opened_progress"),
        *("prediction", "prediction_file", "risks", "risks_file"),
        *("segment", "segment_file", "edit_segment", "insight_file", "tag_file", "change_rule_tag"),
        *("study", "study_progress", "study_segments", "study_members", "study_members_file"),
        "copy_file",
        *("campaign", "campaign_progress", "campaign_file"),
        *("import_reconciliation", "partner", "partner_items", "partner_month", "partner_month_file"),
    } & allowed
    led_on = {name for name, status in statuses.items() if status == 302}
    # Without a draft, a pilot or an anchor there is nothing to see: these pages lead to where they were opened from.
    drafts = {"edit_draft", "draft_benefits", "new_benefit", "edit_benefit"}
    elsewhere = (drafts | {"stop_pilot", "entry_proof"}) & allowed
    assert led_on == elsewhere | ({"overview"} if role == "service" else set())
    assert {name for name, status in statuses.items() if status == 200} == allowed - missing - elsewhere
    assert {name for name, status in statuses.items() if status == 404} == missing
    assert {name for name, status in statuses.items() if status == 403} == set(PAGES) - allowed - led_on


@pytest.mark.parametrize("role", ROLES)
def test_deeds_are_refused_to_those_who_may_not(role, club, client_as) -> None:
    client = client_as(role)
    refused = {
        name for name, (arguments, _) in DEEDS.items() if client.post(address(name, arguments)).status_code == 403
    }
    assert refused == {name for name, (_, roles) in DEEDS.items() if role not in roles}


@pytest.mark.parametrize("role", ["analyst", "service"])
def test_points_and_tiers_are_granted_by_few(role, send, client_as) -> None:
    (member_id,) = send(purchase(1, "8800000001"))
    client = client_as(role)
    assert [client.post(address(name, MEMBER, member_id)).status_code for name in ("grant_points", "grant_tier")] == [
        403,
        403,
    ]


@pytest.mark.parametrize("name", [*PAGES, *DEEDS])
def test_strangers_are_asked_to_sign_in(name, club, client) -> None:
    arguments = (PAGES | DEEDS)[name][0]
    asked = address(name, arguments)
    response = client.get(asked)
    assert response.status_code in {302, 405}
    if response.status_code == 302:
        assert response.headers["Location"].startswith("/console/sign-in?next=")
    assert client.post(asked).status_code in {302, 405}


def test_a_partial_page_sends_strangers_to_the_sign_in_page(club, client) -> None:
    response = client.get(address("imports", {}), headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/console/sign-in")


@pytest.mark.parametrize("name", DEEDS)
def test_deeds_are_not_done_by_following_a_link(name, club, client_as) -> None:
    assert client_as("admin").get(address(name, DEEDS[name][0])).status_code == 405


def test_without_a_programme_the_console_says_what_to_do(db, client_as) -> None:
    response = client_as("admin").get(reverse("console:overview"))
    assert response.status_code == 404
    assert b"regulars programme install" in response.content
