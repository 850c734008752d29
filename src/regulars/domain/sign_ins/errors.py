"""Refusals of this context. None of them tells whether an identifier is known."""

from regulars.platform.errors import Forbidden, Invalid, Missing, Refused


class ContactInvalid(Invalid):
    """The text cannot be an e-mail address, a mobile or a card number."""

    code = "contact_invalid"


class SignInUnavailable(Refused):
    """This installation has no way to send codes."""

    code = "sign_in_unavailable"


class TooManyCodes(Forbidden):
    """Codes were asked for too often; `minutes` says when to try again."""

    code = "too_many_codes"


class SignInCodeWrong(Forbidden):
    """The code is wrong, used, too old, or was tried too often."""

    code = "sign_in_code_wrong"


class EntryTokenInvalid(Forbidden):
    """The app's token is not signed by one of its keys, not meant for this programme, too old, or names nobody."""

    code = "entry_token_invalid"


class EntryTokenUsed(Forbidden):
    """The app's token has opened a session before."""

    code = "entry_token_used"


class MemberSessionMissing(Missing):
    """The member has no such open session."""

    code = "member_session_missing"


class TooManyLookups(Forbidden):
    """The member has looked for others too often; `minutes` says when to try again."""

    code = "too_many_lookups"


class AppKeyMissing(Missing):
    """There is no such key of an app."""

    code = "app_key_missing"
