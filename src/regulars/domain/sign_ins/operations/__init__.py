"""Writing sign-ins: codes asked for, sent and typed, tokens of apps, sessions, and keys of apps."""

from regulars.domain.sign_ins.operations.app_keys import create_app_key, revoke_app_key
from regulars.domain.sign_ins.operations.asking import request_code
from regulars.domain.sign_ins.operations.cleaning import forget_what_is_over
from regulars.domain.sign_ins.operations.entering import enter_by_app, enter_code
from regulars.domain.sign_ins.operations.limiting import note_lookup
from regulars.domain.sign_ins.operations.sessions import end_other_sessions, end_session, sign_out

__all__ = [
    "create_app_key",
    "end_other_sessions",
    "end_session",
    "enter_by_app",
    "enter_code",
    "forget_what_is_over",
    "note_lookup",
    "request_code",
    "revoke_app_key",
    "sign_out",
]
