"""Addresses of this surface."""

from django.urls import path

from regulars.surfaces.portal.views import card, family, gifts, me, orders, points, shell, signing, tiers

app_name = "portal"

urlpatterns = [
    path("", card.card, name="card"),
    path("sign-in", signing.sign_in, name="sign_in"),
    path("sign-in/code", signing.code, name="code"),
    path("enter", signing.enter, name="enter"),
    path("sign-out", signing.sign_out, name="sign_out"),
    path("points/", points.points, name="points"),
    path("points/<slug:wallet>/<int:seq>/", points.entry, name="entry"),
    path("points/<slug:wallet>/<int:seq>/proof.json", points.entry_proof, name="entry_proof"),
    path("give", gifts.give, name="give"),
    path("tiers", tiers.tiers, name="tiers"),
    path("family", family.family, name="family"),
    path("family/begin", family.begin, name="begin_family"),
    path("family/invite", family.invite, name="invite_to_family"),
    path("family/<int:pool_id>/accept", family.accept, name="accept_family"),
    path("family/<int:pool_id>/leave", family.leave, name="leave_family"),
    path("family/members/<int:member_id>/remove", family.remove, name="remove_from_family"),
    path("family/close", family.close, name="close_family"),
    path("orders", orders.orders, name="orders"),
    path("me", me.me, name="me"),
    path("me/data.json", me.data, name="data"),
    path("me/sessions/<int:session_id>/end", me.end_session, name="end_session"),
    path("me/sessions/end-others", me.end_others, name="end_other_sessions"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("worker.js", shell.worker, name="worker"),
    path("offline", shell.offline, name="offline"),
    path("mark.svg", shell.mark, name="mark"),
    path("logo", shell.logo, name="logo"),
    path("icon-<int:size>.png", shell.icon, name="icon"),
    path("style-<int:version>.css", shell.style, name="style"),
]
