"""Addresses of this surface: signing in, the overview, people and keys here; all else part by part."""

from django.urls import path

from regulars.surfaces.console.addresses import (
    benefits,
    business,
    campaigns,
    evidence,
    insight,
    mall,
    members,
    personal,
    programme,
    segments,
    studies,
)
from regulars.surfaces.console.views import keys, overview, signing, users

app_name = "console"

urlpatterns = [
    path("sign-in", signing.sign_in, name="sign_in"),
    path("sign-out", signing.sign_out, name="sign_out"),
    path("", overview.overview, name="overview"),
    path("users/", users.users, name="users"),
    path("users/add", users.add_user, name="add_user"),
    path("users/<int:user_id>/role", users.set_role, name="set_role"),
    path("users/<int:user_id>/active", users.set_active, name="set_active"),
    path("keys/", keys.keys, name="keys"),
    path("keys/create", keys.create_key, name="create_key"),
    path("keys/<int:key_id>/revoke", keys.revoke_key, name="revoke_key"),
    *benefits.urlpatterns,
    *campaigns.urlpatterns,
    *business.urlpatterns,
    *evidence.urlpatterns,
    *insight.urlpatterns,
    *mall.urlpatterns,
    *members.urlpatterns,
    *personal.urlpatterns,
    *programme.urlpatterns,
    *segments.urlpatterns,
    *studies.urlpatterns,
]
