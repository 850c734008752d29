"""Codes: asked for, sent, typed, and refused without telling who is known."""

import json
import re
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core import mail

from regulars.domain.members.operations import lead_to
from regulars.domain.sign_ins.errors import ContactInvalid, SignInCodeWrong, SignInUnavailable, TooManyCodes
from regulars.domain.sign_ins.models import Attempt, MemberSession, SignInCode
from regulars.domain.sign_ins.operations import enter_code, forget_what_is_over, request_code
from regulars.domain.sign_ins.queries import authenticate_member, list_sessions
from regulars.domain.sign_ins.types import Visit, Way
from regulars.platform import jobs
from tests.integration.sign_ins.conftest import CARD, EMAIL, HERE, MOBILE


def typed() -> str:
    """The code of the newest e-mail."""
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


def test_a_code_by_e_mail_opens_a_session(programme, mei, asked) -> None:
    ticket = request_code(asked(" Mei@Example.com "))
    assert (ticket.shown_code, ticket.minutes) == ("", 10)
    assert mail.outbox == []
    jobs.run_due()
    assert [letter.to for letter in mail.outbox] == [[EMAIL]]
    assert mail.outbox[0].subject == f"{typed()} is your code for The Club"
    opened = enter_code(programme.id, ticket.handle, typed(), HERE)
    visitor = authenticate_member(opened.token)
    assert (visitor.member.id, visitor.session.way, visitor.session.device) == (mei, Way.CODE, "Chrome · Android")
    assert [one.id for one in list_sessions(programme.id, mei)] == [visitor.session.id]


def test_the_letter_is_in_the_readers_language_and_forgotten(programme, mei, asked) -> None:
    request_code(asked(language="zh-hans"))
    assert bytes(SignInCode.objects.get().letter)
    jobs.run_due()
    assert mail.outbox[0].subject == f"常客会登录验证码：{typed()}"
    assert SignInCode.objects.get().letter is None


def test_a_code_for_a_card_goes_to_the_address_on_file(programme, mei, asked) -> None:
    ticket = request_code(asked("88 0000 0001"))
    jobs.run_due()
    assert mail.outbox[0].to == [EMAIL]
    assert enter_code(programme.id, ticket.handle, typed(), HERE).member_id == mei


def test_nobody_is_answered_as_somebody_is(programme, mei, asked) -> None:
    known, unknown = request_code(asked()), request_code(asked("nobody@example.com"))
    assert (len(known.handle), known.minutes) == (len(unknown.handle), unknown.minutes)
    assert SignInCode.objects.filter(letter=None).count() == 1
    jobs.run_due()
    assert len(mail.outbox) == 1
    with pytest.raises(SignInCodeWrong):
        enter_code(programme.id, unknown.handle, typed(), HERE)


def test_nobody_is_limited_as_somebody_is(programme, mei, asked) -> None:
    waits = []
    for identifier in (EMAIL, "nobody@example.com"):
        for _ in range(5):
            request_code(asked(identifier))
        with pytest.raises(TooManyCodes) as refused:
            request_code(asked(identifier))
        waits.append(refused.value.params)
    assert waits == [{"minutes": 15}, {"minutes": 15}]


def test_a_code_is_good_once_and_for_ten_minutes(programme, mei, asked, frozen_clock) -> None:
    ticket = request_code(asked())
    jobs.run_due()
    enter_code(programme.id, ticket.handle, typed(), HERE)
    with pytest.raises(SignInCodeWrong):
        enter_code(programme.id, ticket.handle, typed(), HERE)
    late = request_code(asked())
    jobs.run_due()
    frozen_clock.advance(timedelta(minutes=10))
    with pytest.raises(SignInCodeWrong):
        enter_code(programme.id, late.handle, typed(), HERE)


def test_a_code_is_tried_five_times(programme, mei, asked) -> None:
    ticket = request_code(asked())
    jobs.run_due()
    right = typed()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(SignInCodeWrong):
            enter_code(programme.id, ticket.handle, wrong, HERE)
    with pytest.raises(SignInCodeWrong):
        enter_code(programme.id, ticket.handle, right, HERE)


def test_a_code_belongs_to_the_browser_that_asked(programme, mei, asked) -> None:
    request_code(asked())
    jobs.run_due()
    other = request_code(asked("nobody@example.com"))
    for handle in (other.handle, "made-up"):
        with pytest.raises(SignInCodeWrong):
            enter_code(programme.id, handle, typed(), HERE)


def test_who_fails_too_often_from_one_network_waits(programme, mei, asked, frozen_clock) -> None:
    for number in range(40):
        with pytest.raises(SignInCodeWrong):
            enter_code(programme.id, "made-up", "000000", Visit(f"2001:db8::{number + 1:x}"))
    with pytest.raises(TooManyCodes):
        enter_code(programme.id, "made-up", "000000", Visit("2001:db8::ffff"))
    frozen_clock.advance(timedelta(minutes=15))
    with pytest.raises(SignInCodeWrong):
        enter_code(programme.id, "made-up", "000000", Visit("2001:db8::ffff"))


def test_what_cannot_be_sent_is_refused(programme, mei, asked, settings) -> None:
    for text in ("", "  ", "two words@x", "卡" * 3):
        with pytest.raises(ContactInvalid):
            request_code(asked(text))
    settings.SIGN_IN_MAIL = False
    with pytest.raises(SignInUnavailable):
        request_code(asked())


def test_codes_are_shown_only_where_that_is_said(programme, enrol, asked, settings, caplog) -> None:
    enrol(card="8800000099")
    settings.SIGN_IN_CODES = "log"
    assert request_code(asked("8800000099")).shown_code == ""
    settings.SIGN_IN_CODES = "page"
    ticket = request_code(asked("8800000099"))
    jobs.run_due()
    assert f"sign-in code {ticket.shown_code} for a member without e-mail and mobile" in caplog.text
    assert enter_code(programme.id, ticket.handle, ticket.shown_code, HERE)


def test_a_code_by_short_message_is_signed(programme, mei, asked, settings) -> None:
    got = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers["Regulars-Signature"], json.loads(body)))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SIGN_IN_SMS_URL = f"http://127.0.0.1:{server.server_port}/sms"
    settings.SIGN_IN_SMS_SECRET = "shared"
    ticket = request_code(asked("(202) 555-0147", "zh-hans"))
    jobs.run_due()
    server.shutdown()
    server.server_close()
    ((signature, said),) = got
    assert re.fullmatch(r"t=\d+,v1=[0-9a-f]{64}", signature)
    assert (said["to"], said["language"], said["text"]) == (
        MOBILE,
        "zh-hans",
        f"【常客会】验证码 {said['code']}，10 分钟内有效，请勿告诉他人。",
    )
    assert enter_code(programme.id, ticket.handle, said["code"], HERE).member_id == mei


def test_who_was_merged_comes_as_the_other(programme, mei, enrol, asked) -> None:
    ticket = request_code(asked())
    jobs.run_due()
    opened = enter_code(programme.id, ticket.handle, typed(), HERE)
    survivor = enrol(card="8800000002")
    lead_to(programme.id, mei, survivor)
    assert authenticate_member(opened.token).member.id == survivor


def test_what_is_over_is_forgotten(programme, mei, asked, frozen_clock) -> None:
    ticket = request_code(asked(CARD))
    jobs.run_due()
    opened = enter_code(programme.id, ticket.handle, typed(), HERE)
    frozen_clock.advance(timedelta(days=1))
    assert forget_what_is_over() == {"codes": 1, "tokens": 0, "sessions": 0, "attempts": 2}
    frozen_clock.advance(timedelta(days=60))
    assert authenticate_member(opened.token) is None
    assert forget_what_is_over()["sessions"] == 1
    assert (MemberSession.objects.count(), Attempt.objects.count()) == (0, 0)
