"""Addresses of this surface."""

from django.urls import path

from regulars.surfaces.console.views import grants, imports, keys, member, members, overview, programme, signing, users

app_name = "console"

urlpatterns = [
    path("sign-in", signing.sign_in, name="sign_in"),
    path("sign-out", signing.sign_out, name="sign_out"),
    path("", overview.overview, name="overview"),
    path("members/", members.members, name="members"),
    path("members/<int:member_id>/", member.member, name="member"),
    path("members/<int:member_id>/ledger/<slug:wallet>/<int:seq>/", member.entry, name="entry"),
    path("members/<int:member_id>/grant-points", grants.grant_points, name="grant_points"),
    path("members/<int:member_id>/grant-tier", grants.grant_tier, name="grant_tier"),
    path("imports/", imports.imports, name="imports"),
    path("imports/upload", imports.upload, name="upload"),
    path("imports/<int:import_id>/", imports.file_import, name="file_import"),
    path("imports/<int:import_id>/progress", imports.import_progress, name="import_progress"),
    path("imports/<int:import_id>/check", imports.check_import, name="check_import"),
    path("imports/<int:import_id>/start", imports.start_import, name="start_import"),
    path("imports/<int:import_id>/bad-rows.csv", imports.import_report, name="import_report"),
    path("imports/<int:import_id>/reconciliation.csv", imports.import_reconciliation, name="import_reconciliation"),
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
