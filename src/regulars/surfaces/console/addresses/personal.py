"""Addresses of personal data: consents, copies and erasure, identifiers, duplicates, what came in."""

from django.urls import path

from regulars.surfaces.console.views import catalogue, consents, duplicates, identifiers, parked, privacy

urlpatterns = [
    path("members/<int:member_id>/consents/", consents.member_consents, name="member_consents"),
    path("members/<int:member_id>/privacy/", privacy.member_privacy, name="member_privacy"),
    path("members/<int:member_id>/copy", privacy.copy_member, name="copy_member"),
    path("members/<int:member_id>/erase", privacy.erase_member, name="erase_member"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/<int:number>/approve", privacy.approve_erasure, name="approve_erasure"),
    path("privacy/<int:number>/cancel", privacy.cancel_erasure, name="cancel_erasure"),
    path("privacy/<int:number>/copy.zip", privacy.copy_file, name="copy_file"),
    path("access-log/", privacy.access_log, name="access_log"),
    path("identifiers/", identifiers.identifiers, name="identifiers"),
    path("identifiers/add", identifiers.add_identifier, name="add_identifier"),
    path("identifiers/<str:which>/", identifiers.identifier, name="identifier"),
    path("identifiers/<str:which>/remove", identifiers.remove_identifier, name="remove_identifier"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/progress", duplicates.duplicates_progress, name="duplicates_progress"),
    path("duplicates/search", duplicates.search_duplicates, name="search_duplicates"),
    path("duplicates/<int:number>/reject", duplicates.reject_duplicate, name="reject_duplicate"),
    path("data/events/", catalogue.event_catalogue_page, name="event_catalogue"),
    path("data/quality/", catalogue.data_quality_page, name="data_quality"),
    path("data/parked/", parked.parked_events, name="parked_events"),
    path("data/parked/again", parked.retry_all_parked, name="retry_all_parked"),
    path("data/parked/<int:number>/again", parked.retry_parked, name="retry_parked"),
    path("data/parked/<int:number>/drop", parked.drop_parked_event, name="drop_parked_event"),
    path("data/parked/<int:number>/members/<int:member_id>", parked.choose_parked, name="choose_parked"),
]
