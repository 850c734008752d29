"""Refusals of this context."""

from regulars.platform.errors import Conflict, Forbidden, Invalid, Missing, Refused


class ProgrammeInvalid(Invalid):
    """The document cannot be used; `findings` lists all that is wrong, each with path, what, why and mend."""

    code = "programme_invalid"


class ProgrammeMissing(Missing):
    """No programme of this id or code has a live version."""

    code = "programme_missing"


class SecondVersionRefused(Conflict):
    """The programme already has another version, and a change of a running programme needs a review."""

    code = "second_version_refused"


class VersionMissing(Missing):
    """The programme has no version of this number."""

    code = "version_missing"


class VersionNotDraft(Conflict):
    """The version has been submitted or withdrawn, so it can no longer be edited or submitted."""

    code = "version_not_draft"


class VersionNotInReview(Conflict):
    """The version does not wait for a decision: it was not submitted, or somebody has decided already."""

    code = "version_not_in_review"


class VersionNotApproved(Conflict):
    """Only a version that a second person approved comes into force."""

    code = "version_not_approved"


class VersionNotWithdrawable(Conflict):
    """The version has been in force or is decided about, so it cannot be withdrawn."""

    code = "version_not_withdrawable"


class PilotBringsParts(Refused):
    """The version has wallets or attributes that members on pilot could not keep when the pilot is stopped."""

    code = "pilot_brings_parts"


class VersionInForce(Conflict):
    """The version is in force for everybody already, or will be by what is scheduled."""

    code = "version_in_force"


class DraftChanged(Conflict):
    """The draft was saved elsewhere since it was opened; `revision` is the present one."""

    code = "draft_changed"


class DraftTooLong(Invalid):
    """The text of the draft is longer than a document may be."""

    code = "draft_too_long"


class DraftUnchanged(Refused):
    """The draft says what the version in force says."""

    code = "draft_unchanged"


class AuthorRequired(Forbidden):
    """Only its author edits, submits or withdraws a draft."""

    code = "author_required"


class SecondPersonRequired(Forbidden):
    """The author of a version neither reviews nor publishes it."""

    code = "second_person_required"


class ReasonMissing(Invalid):
    """This is not done without saying why."""

    code = "reason_missing"


class ShareInvalid(Invalid):
    """A pilot takes some of the members: from 1 to 9,999 ten-thousandths."""

    code = "share_invalid"


class ActivationTooEarly(Invalid):
    """It would start too soon, or before what is scheduled; `earliest` says when it may."""

    code = "activation_too_early"


class PilotRunning(Conflict):
    """Another version is on pilot."""

    code = "pilot_running"


class PilotNotWider(Conflict):
    """A pilot only grows: members who are in stay in."""

    code = "pilot_not_wider"


class PilotMissing(Conflict):
    """No pilot is running or scheduled."""

    code = "pilot_missing"


class RollBackUnknown(Refused):
    """Only a version that was in force for everybody before is gone back to."""

    code = "roll_back_unknown"


class ActivationMissing(Missing):
    """The programme has no such activation."""

    code = "activation_missing"


class ActivationStarted(Conflict):
    """The activation has started, or is about to, so it cannot be cancelled."""

    code = "activation_started"


class ActivationCancelled(Conflict):
    """The activation has been cancelled already."""

    code = "activation_cancelled"


class CorrectionNotPast(Invalid):
    """A correction starts in the past; for the future there are publications."""

    code = "correction_not_past"
