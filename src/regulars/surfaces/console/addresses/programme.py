"""Addresses of the programme: its document, versions, what is in force, pilots, budgets."""

from django.urls import path

from regulars.surfaces.console.views import activations, budgets, drafts, pilots, programme, versions

urlpatterns = [
    path("programme/", programme.programme, name="programme"),
    path("programme/budgets/", budgets.budgets, name="budgets"),
    path("programme/document.yaml", programme.programme_file, name="programme_file"),
    path("programme/versions/", versions.versions, name="versions"),
    path("programme/versions/<int:number>/", versions.version, name="version"),
    path("programme/versions/<int:number>/draft", drafts.new_draft, name="new_draft"),
    path("programme/versions/<int:number>/edit", drafts.edit_draft, name="edit_draft"),
    path("programme/versions/<int:number>/withdraw", versions.withdraw_version, name="withdraw_version"),
    path("programme/versions/<int:number>/review", versions.review_version, name="review_version"),
    path("programme/versions/<int:number>/publish", activations.publish_version, name="publish_version"),
    path("programme/versions/<int:number>/roll-back", activations.roll_back, name="roll_back"),
    path("programme/starts/<int:activation_id>/cancel", activations.cancel_start, name="cancel_start"),
    path("programme/pilot/", pilots.pilot, name="pilot"),
    path("programme/pilot/stop", activations.stop_pilot, name="stop_pilot"),
]
