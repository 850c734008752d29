"""Addresses of the replay studio."""

from django.urls import path

from regulars.surfaces.console.views import (
    studies,
    study_histories,
    study_members,
    study_new,
    study_segments,
    study_sharing,
    study_values,
)

urlpatterns = [
    path("studies/", studies.studies, name="studies"),
    path("studies/new", study_new.new_study, name="new_study"),
    path("studies/findings", study_new.study_findings, name="study_findings"),
    path("studies/histories/", study_histories.study_histories, name="study_histories"),
    path("studies/histories/refresh", study_histories.refresh_history, name="refresh_history"),
    path("studies/histories/<int:history_id>/", study_histories.study_history, name="study_history"),
    path("studies/histories/<int:history_id>/progress", study_histories.history_progress, name="history_progress"),
    path("studies/histories/<int:history_id>/delete", study_histories.delete_history, name="delete_history"),
    path("studies/<int:study_id>/", studies.study, name="study"),
    path("studies/<int:study_id>/progress", studies.study_progress, name="study_progress"),
    path("studies/<int:study_id>/segments", study_segments.study_segments, name="study_segments"),
    path("studies/<int:study_id>/run", studies.run_study_again, name="run_study_again"),
    path("studies/<int:study_id>/sweep", study_values.sweep_study, name="sweep_study"),
    path("studies/<int:study_id>/search", study_values.search_study, name="search_study"),
    path("studies/<int:study_id>/cancel", studies.cancel_study, name="cancel_study"),
    path("studies/<int:study_id>/delete", studies.delete_study, name="delete_study"),
    path("studies/<int:study_id>/share", study_sharing.share_study, name="share_study"),
    path("studies/<int:study_id>/links/<int:link_id>/revoke", study_sharing.revoke_link, name="revoke_link"),
    path("studies/<int:study_id>/drafts/<int:place>/members", study_members.study_members, name="study_members"),
    path(
        "studies/<int:study_id>/drafts/<int:place>/members.csv",
        study_members.study_members_file,
        name="study_members_file",
    ),
    path("studies/<int:study_id>/drafts/<int:place>/save", study_sharing.save_study_draft, name="save_study_draft"),
    path("studies/<int:study_id>/drafts/<int:place>/hand-in", study_sharing.hand_in_study, name="hand_in_study"),
    path("shared/<str:token>/", study_sharing.shared_study, name="shared_study"),
]
