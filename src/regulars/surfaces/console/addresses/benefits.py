"""Addresses of benefits: the library, grants, their health, competitors' offers, the counter and tills."""

from django.urls import path

from regulars.surfaces.console.views import (
    benefit_drafts,
    benefit_grants,
    benefit_health,
    benefits,
    competitors,
    counter,
    verifications,
)

urlpatterns = [
    path("members/<int:member_id>/benefits/", benefit_grants.held_benefits, name="held_benefits"),
    path("members/<int:member_id>/grant-benefit", benefit_grants.grant_by_hand, name="grant_benefit"),
    path("benefits/", benefits.benefits, name="benefits"),
    path("benefits/health/", benefit_health.benefit_health, name="benefit_health"),
    path("benefits/health/progress", benefit_health.benefit_health_progress, name="benefit_health_progress"),
    path("benefits/health/read", benefit_health.read_benefit_health, name="read_benefit_health"),
    path("benefits/health/open", benefit_health.open_benefit_change, name="open_benefit_change"),
    path("benefits/grants/<int:number>/", benefit_grants.benefit_grant, name="benefit_grant"),
    path("benefits/grants/<int:number>/code", benefit_grants.show_grant_code, name="show_grant_code"),
    path("benefits/grants/<int:number>/withdraw-code", benefit_grants.withdraw_code, name="withdraw_grant_code"),
    path("benefits/grants/<int:number>/withdraw", benefit_grants.withdraw_grant, name="withdraw_grant"),
    path("benefits/competitors/", competitors.competitors, name="competitors"),
    path("benefits/competitors/add", competitors.add_offer, name="add_offer"),
    path("benefits/competitors/file", competitors.read_offers, name="read_offers"),
    path("benefits/competitors/<int:number>/remove", competitors.remove_offer, name="remove_offer"),
    path("benefits/drafts/new", benefits.new_benefit_draft, name="new_benefit_draft"),
    path("benefits/drafts/<int:number>/", benefit_drafts.draft_benefits, name="draft_benefits"),
    path("benefits/drafts/<int:number>/new", benefit_drafts.new_benefit, name="new_benefit"),
    path("benefits/drafts/<int:number>/mend", benefit_drafts.mend_benefits, name="mend_benefits"),
    path("benefits/drafts/<int:number>/<slug:benefit>/", benefit_drafts.edit_benefit, name="edit_benefit"),
    path("benefits/drafts/<int:number>/<slug:benefit>/remove", benefit_drafts.remove_benefit, name="remove_benefit"),
    path(
        "benefits/drafts/<int:number>/<slug:benefit>/picture",
        benefit_drafts.set_benefit_picture,
        name="set_benefit_picture",
    ),
    path("counter/", counter.counter, name="counter"),
    path("counter/place", counter.set_place, name="set_counter"),
    path("counter/look-up", counter.look_up, name="look_up_code"),
    path("counter/verify", counter.verify, name="verify_code"),
    path("counter/verifications/", verifications.verifications, name="verifications"),
    path("counter/verifications.csv", verifications.verifications_file, name="verifications_file"),
    path("counter/verifications/<int:number>/undo", counter.undo, name="undo_verification"),
    path("tills/", verifications.tills, name="tills"),
    path("tills/register", verifications.register_till, name="register_till"),
    path("tills/<slug:code>/revoke", verifications.revoke_till, name="revoke_till"),
    path("tills/conflicts/<int:number>/retry", verifications.retry_conflict, name="retry_conflict"),
    path("tills/conflicts/<int:number>/close", verifications.close_conflict, name="close_conflict"),
]
