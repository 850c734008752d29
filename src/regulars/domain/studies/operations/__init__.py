"""Writing studies: asked, cancelled, deleted; answered by a job; shared; handed in with a version; histories."""

from regulars.domain.studies.operations.asking import cancel_study, create_study, delete_study, run_again
from regulars.domain.studies.operations.handing import attach_study, hand_in, save_draft
from regulars.domain.studies.operations.histories import build_from, delete_history, refresh_history, upload_history
from regulars.domain.studies.operations.sharing import revoke_link, share_study
from regulars.domain.studies.operations.slicing import portions_of_study

__all__ = [
    "attach_study",
    "build_from",
    "cancel_study",
    "create_study",
    "delete_history",
    "delete_study",
    "hand_in",
    "portions_of_study",
    "refresh_history",
    "revoke_link",
    "run_again",
    "save_draft",
    "share_study",
    "upload_history",
]
