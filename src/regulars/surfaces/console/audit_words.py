"""Deeds of the audit trail as people call them; one that has no words here is shown by its code."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.surfaces.web.formatting import listed

_ACTIONS: dict[str, Promise] = {
    "activation_cancelled": _("Cancelled a start"),
    "app_key_created": _("Created an app key"),
    "app_key_revoked": _("Revoked an app key"),
    "backup_made": _("Made a backup"),
    "backup_restored": _("Restored a backup"),
    "benefit_given": _("Gave a benefit to a friend"),
    "benefit_granted": _("Granted a benefit"),
    "benefit_use_returned": _("Took a use of a benefit back"),
    "benefit_withdrawn": _("Withdrew a benefit"),
    "benefits_chosen": _("Chose benefits"),
    "budgets_recounted": _("Counted budgets anew"),
    "code_key_made": _("Made a key of codes"),
    "code_key_revoked": _("Revoked a key of codes"),
    "codes_imported": _("Took codes in"),
    "codes_made": _("Made codes"),
    "correction_approved": _("Approved a corrected rule"),
    "correction_posted": _("Posted a corrected rule"),
    "correction_posted_again": _("Went on posting a corrected rule"),
    "correction_previewed_again": _("Had a preview made anew"),
    "correction_proposed": _("Proposed a corrected rule"),
    "correction_rejected": _("Rejected a corrected rule"),
    "draft_changed": _("Changed a draft"),
    "draft_created": _("Created a draft"),
    "draft_submitted": _("Handed a draft in"),
    "event_corrected": _("Put an event right"),
    "event_voided": _("Took an event back"),
    "grant_code_made": _("Made a code of a grant"),
    "grant_code_withdrawn": _("Withdrew a code of a grant"),
    "history_deleted": _("Deleted an uploaded history"),
    "history_refreshed": _("Had the history brought up to date"),
    "history_uploaded": _("Uploaded a file as a history"),
    "members_merged": _("Merged two records"),
    "merge_undone": _("Undid a merge"),
    "order_cancelled": _("Cancelled an order"),
    "order_delivered": _("Noted that an order arrived"),
    "order_fulfilled": _("Sent an order"),
    "order_paid": _("Noted a payment"),
    "order_refunded": _("Refunded an order"),
    "partner_added": _("Added a partner"),
    "partner_books_compared": _("Compared a partner's books"),
    "partner_capped": _("Set caps of a partner"),
    "partner_dispute_decided": _("Decided about a difference"),
    "partner_item_reversed": _("Took back what was done for a partner"),
    "partner_key_bound": _("Bound an API key to a partner"),
    "partner_paused": _("Paused a partner"),
    "partner_rate_added": _("Set a rate of a partner"),
    "partner_resumed": _("Went on with a partner"),
    "partner_statement_agreed": _("Noted that a partner agrees"),
    "partner_statement_issued": _("Issued a partner's statement"),
    "plan_added": _("Added a plan"),
    "plan_cancelled": _("Cancelled a subscription"),
    "plan_change_asked": _("Asked for a change of plan"),
    "plan_ended_by_staff": _("Ended a subscription"),
    "plan_refunded": _("Gave money of a subscription back"),
    "plan_resumed": _("Went on with a subscription"),
    "plan_state_set": _("Offered or withdrew a plan"),
    "plan_taken": _("Took a plan"),
    "plan_updated": _("Changed a plan"),
    "programme_installed": _("Installed a programme"),
    "reward_added": _("Added a reward"),
    "reward_changed": _("Changed a reward"),
    "reward_picture_set": _("Gave a reward a picture"),
    "reward_state_set": _("Set the state of a reward"),
    "status_matched": _("Matched a status"),
    "stock_changed": _("Changed the stock of a reward"),
    "study_attached": _("Added a study to a version"),
    "study_cancelled": _("Cancelled a study"),
    "study_created": _("Put a question to a replay"),
    "study_deleted": _("Deleted a study"),
    "study_draft_saved": _("Saved a draft from a study"),
    "study_link_revoked": _("Took back the link to a study"),
    "study_run_again": _("Ran a study again"),
    "study_shared": _("Shared a study by a link"),
    "tier_locked": _("Locked a tier"),
    "tier_unlocked": _("Lifted the lock of a tier"),
    "till_conflict_closed": _("Let a conflict of a till be"),
    "till_conflict_settled": _("Settled a conflict of a till"),
    "till_registered": _("Registered a till"),
    "till_revoked": _("Took a till out of use"),
    "verification_refused": _("Was refused at the counter"),
    "verification_reversed": _("Undid a verification"),
    "version_approved": _("Approved a version"),
    "version_correction": _("Corrected the past by a version"),
    "version_pilot": _("Started or widened a pilot"),
    "version_publication": _("Published a version"),
    "version_rejected": _("Rejected a version"),
    "version_roll_back": _("Rolled back to a version"),
    "version_stop": _("Stopped a pilot"),
    "version_withdrawn": _("Withdrew a version"),
    "voucher_use_taken_back": _("Took the use of a voucher back"),
    "voucher_voided": _("Voided a voucher"),
    "write_off_approved": _("Approved a write-off"),
    "write_off_rejected": _("Rejected a write-off"),
    "write_off_requested": _("Asked for a write-off"),
}


def action_name(action: str) -> str:
    """What was done."""
    known = _ACTIONS.get(action)
    return str(known) if known else action.replace("_", " ")


def particulars(params: Mapping[str, Any]) -> str:
    """The particulars of a deed in a row, without empty ones."""
    return listed(f"{name}: {value}" for name, value in params.items() if value not in ("", None))
