"""Members who can sign in, and a clock that stands still."""

import pytest

from regulars.domain.members.operations import identify_members
from regulars.domain.members.types import Arrival, Identified, Identity
from regulars.domain.sign_ins.types import CodeRequest, Visit
from regulars.platform import clock

EMAIL, MOBILE, CARD = "mei@example.com", "+12025550147", "8800000001"
HERE = Visit("203.0.113.9", "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36")


@pytest.fixture
def programme(club, frozen_clock, settings):
    """The club, where codes go out by e-mail."""
    settings.SIGN_IN_MAIL, settings.SIGN_IN_CODES = True, "send"
    return club


@pytest.fixture
def enrol(programme):
    """Enrol somebody with these identifiers; their number."""

    def enrolled(**identifiers) -> int:
        (found,) = identify_members(programme.id, [Arrival(Identity(**identifiers), clock.now_us())])
        assert isinstance(found, Identified)
        return found.member_id

    return enrolled


@pytest.fixture
def mei(enrol) -> int:
    """Somebody with all identifiers."""
    return enrol(card=CARD, email=EMAIL, mobile=MOBILE, external_id="crm-7")


@pytest.fixture
def asked(programme):
    """A request for a code."""
    return lambda identifier=EMAIL, language="en", visit=HERE: CodeRequest(programme.id, identifier, language, visit)
