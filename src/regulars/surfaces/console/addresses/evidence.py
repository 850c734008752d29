"""Addresses of what shows that the ledger is right, and of putting right what is not."""

from django.urls import path

from regulars.surfaces.console.views import audit, corrections, evidence, imports

urlpatterns = [
    path("members/<int:member_id>/balance/<slug:wallet>/", evidence.balance, name="balance"),
    path("members/<int:member_id>/ledger/<slug:wallet>/<int:seq>/proof.json", evidence.entry_proof, name="entry_proof"),
    path("anchors/", evidence.anchors, name="anchors"),
    path("anchors/anchors.jsonl", evidence.anchors_file, name="anchors_file"),
    path("liability/", evidence.liability, name="liability"),
    path("liability/liability.csv", evidence.liability_file, name="liability_file"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/propose", corrections.propose_correction, name="propose_correction"),
    path("corrections/<int:correction_id>/", corrections.correction, name="correction"),
    path("corrections/<int:correction_id>/progress", corrections.correction_progress, name="correction_progress"),
    path("corrections/<int:correction_id>/members.csv", corrections.correction_file, name="correction_file"),
    path("corrections/<int:correction_id>/preview", corrections.preview_again, name="preview_correction_again"),
    path("corrections/<int:correction_id>/post", corrections.post_again, name="post_correction_again"),
    path("corrections/<int:correction_id>/decide", corrections.decide_correction, name="decide_correction"),
    path("imports/", imports.imports, name="imports"),
    path("imports/upload", imports.upload, name="upload"),
    path("imports/<int:import_id>/", imports.file_import, name="file_import"),
    path("imports/<int:import_id>/progress", imports.import_progress, name="import_progress"),
    path("imports/<int:import_id>/check", imports.check_import, name="check_import"),
    path("imports/<int:import_id>/start", imports.start_import, name="start_import"),
    path("imports/<int:import_id>/bad-rows.csv", imports.import_report, name="import_report"),
    path("imports/<int:import_id>/reconciliation.csv", imports.import_reconciliation, name="import_reconciliation"),
    path("audit/", audit.audit, name="audit"),
]
