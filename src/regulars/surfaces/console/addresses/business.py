"""Addresses of paid membership and of partners."""

from django.urls import path

from regulars.surfaces.console.views import partners, plans, settling, subscriptions

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/add", plans.add_plan, name="add_plan"),
    path("plans/<slug:code>/", plans.plan, name="plan"),
    path("plans/<slug:code>/state", plans.set_plan_state, name="set_plan_state"),
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/<int:number>/", subscriptions.subscription, name="subscription"),
    path("subscriptions/<int:number>/cancel", subscriptions.cancel_subscription, name="cancel_subscription"),
    path("subscriptions/<int:number>/end", subscriptions.end_subscription, name="end_subscription"),
    path(
        "subscriptions/<int:number>/payments/<slug:reference>/refund",
        subscriptions.refund_payment,
        name="refund_payment",
    ),
    path("partners/", partners.partners, name="partners"),
    path("partners/add", partners.add_partner, name="add_partner"),
    path("partners/<slug:code>/", partners.partner, name="partner"),
    path("partners/<slug:code>/active", partners.set_partner_active, name="set_partner_active"),
    path("partners/<slug:code>/rates", partners.add_rate, name="add_partner_rate"),
    path("partners/<slug:code>/caps", partners.set_caps, name="set_partner_caps"),
    path("partners/<slug:code>/keys", partners.bind_partner_key, name="bind_partner_key"),
    path("partners/<slug:code>/items/", settling.partner_items, name="partner_items"),
    path("partners/<slug:code>/items/reverse", settling.reverse_item, name="reverse_partner_item"),
    path("partners/<slug:code>/<slug:period>/", settling.partner_month, name="partner_month"),
    path(
        "partners/<slug:code>/<slug:period>/statement.<slug:kind>",
        settling.partner_month_file,
        name="partner_month_file",
    ),
    path("partners/<slug:code>/<slug:period>/issue", settling.issue_month, name="issue_partner_month"),
    path("partners/<slug:code>/<slug:period>/agree", settling.agree_month, name="agree_partner_month"),
    path("partners/<slug:code>/<slug:period>/books", settling.compare_books, name="compare_books"),
    path(
        "partners/<slug:code>/<slug:period>/differences/<int:dispute_id>",
        settling.decide_dispute,
        name="decide_dispute",
    ),
]
