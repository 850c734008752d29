"""Addresses of segments."""

from django.urls import path

from regulars.surfaces.console.views import segment_edits, segment_overlap, segments

urlpatterns = [
    path("segments/", segments.segments, name="segments"),
    path("segments/overlap", segment_overlap.segment_overlap, name="segment_overlap"),
    path("segments/new", segment_edits.new_segment, name="new_segment"),
    path("segments/preview", segment_edits.preview_segment, name="preview_segment"),
    path("segments/build", segment_edits.build_segment, name="build_segment"),
    path("segments/refresh", segment_edits.refresh_segments, name="refresh_segments"),
    path("segments/<slug:code>/", segments.segment, name="segment"),
    path("segments/<slug:code>/members.<slug:kind>", segments.segment_file, name="segment_file"),
    path("segments/<slug:code>/edit", segment_edits.edit_segment, name="edit_segment"),
    path("segments/<slug:code>/undo", segment_edits.undo_segment, name="undo_segment"),
    path("segments/<slug:code>/list", segment_edits.take_segment_list, name="take_segment_list"),
    path("segments/<slug:code>/archive", segment_edits.archive_segment, name="archive_segment"),
    path("members/<int:member_id>/segments/", segments.member_segments, name="member_segments"),
]
