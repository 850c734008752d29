"""Addresses of this surface."""

from django.urls import path

from regulars.surfaces.console.views import keys, programme, signing, users

app_name = "console"

urlpatterns = [
    path("sign-in", signing.sign_in, name="sign_in"),
    path("sign-out", signing.sign_out, name="sign_out"),
    path("", programme.programme, name="overview"),
    path("members/", programme.programme, name="members"),
    path("imports/", programme.programme, name="imports"),
    path("programme/", programme.programme, name="programme"),
    path("programme/document.yaml", programme.programme_file, name="programme_file"),
    path("users/", users.users, name="users"),
    path("users/add", users.add_user, name="add_user"),
    path("users/<int:user_id>/role", users.set_role, name="set_role"),
    path("users/<int:user_id>/active", users.set_active, name="set_active"),
    path("keys/", keys.keys, name="keys"),
    path("keys/create", keys.create_key, name="create_key"),
    path("keys/<int:key_id>/revoke", keys.revoke_key, name="revoke_key"),
]
