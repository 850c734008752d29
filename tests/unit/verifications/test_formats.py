"""Codes of members: what they say comes back, anything changed is refused, and they fit a small QR code."""

from __future__ import annotations

import base64
import binascii
import random

import pytest
import segno

from regulars.domain.verifications.errors import CodeAltered, CodeExpired, CodeNotYetValid
from regulars.domain.verifications.policy.formats import (
    check_proof,
    digest_of,
    is_member_code,
    mark_of,
    read_code,
    secrets_of,
    write_code,
)
from regulars.domain.verifications.policy.timing import check_time, end_of
from regulars.domain.verifications.types.codes import CodeSays
from regulars.platform.clock import from_us

SECRETS = secrets_of(b"a" * 32)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
MADE_AT = 1_781_496_000
PLAIN = CodeSays(1, 1, 12345, MADE_AT, b"abcd")
ALL_SORTS = [
    PLAIN,
    CodeSays(300, 129, 2**40, MADE_AT, b"\x00\xff\x80\x7f", mark_of("parking")),
    CodeSays(1, 1, 7, MADE_AT, b"wxyz", voucher=10**9),
    CodeSays(1, 2, 99_999_999, MADE_AT, b"1234", mark_of("coupon"), offline=True),
]


def opened(text: str) -> CodeSays:
    """What a code says, checked."""
    says, proof = read_code(text)
    check_proof(says, proof, SECRETS)
    return says


@pytest.mark.parametrize("says", ALL_SORTS)
def test_what_was_said_comes_back(says: CodeSays) -> None:
    text = write_code(says, SECRETS)
    assert opened(text) == says
    assert opened(f"  {text.lower()}\r\n") == says
    assert is_member_code(text)


@pytest.mark.parametrize("says", ALL_SORTS)
def test_every_character_that_is_changed_is_noticed(says: CodeSays) -> None:
    text = write_code(says, SECRETS)
    dice = random.Random(text)
    for place, character in enumerate(text):
        others = ALPHABET.replace(character, "")
        for other in others if not says.offline else dice.sample(others, 4):
            with pytest.raises(CodeAltered):
                opened(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize("says", ALL_SORTS)
def test_every_bit_that_is_changed_is_noticed_also_with_a_right_check(says: CodeSays) -> None:
    text = write_code(says, SECRETS)
    whole = base64.b32decode(text[2:] + "=" * (-(len(text) - 2) % 8))[:-2]
    for bit in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        sound = bytes(changed) + binascii.crc_hqx(bytes(changed), 0).to_bytes(2, "big")
        with pytest.raises(CodeAltered):
            opened("RG" + base64.b32encode(sound).decode().rstrip("="))


@pytest.mark.parametrize("text", ["", "RG", "RG1", "RG" + "A" * 60, "RG" + "7" * 500, "XX" + "A" * 60, "会员码" * 30])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(CodeAltered):
        opened(text)


def test_pieces_and_pairs_of_codes_are_refused() -> None:
    one, other = (write_code(says, SECRETS) for says in ALL_SORTS[:2])
    for place in range(2, len(one)):
        for text in {one[:place], one[:place] + other[place:], one + other[place:]} - {other}:
            with pytest.raises(CodeAltered):
                opened(text)


@pytest.mark.parametrize("says", ALL_SORTS)
def test_other_secrets_make_other_codes(says: CodeSays) -> None:
    text = write_code(says, secrets_of(b"b" * 32))
    with pytest.raises(CodeAltered):
        opened(text)


def test_codes_are_known_by_what_they_say() -> None:
    assert len({digest_of(says) for says in ALL_SORTS}) == len(ALL_SORTS)


@pytest.mark.parametrize(("says", "version"), [(ALL_SORTS[0], 3), (ALL_SORTS[1], 4), (ALL_SORTS[3], 6)])
def test_a_code_fits_a_small_square(says: CodeSays, version: int) -> None:
    drawn = segno.make_qr(write_code(says, SECRETS), error="m", boost_error=False)
    assert (drawn.version, drawn.mode) == (version, "alphanumeric")


@pytest.mark.parametrize("seconds", [-60, -1, 0, 59, 60, 119])
def test_a_clock_may_differ_by_a_step(seconds: int) -> None:
    check_time(PLAIN, from_us((MADE_AT + seconds) * 1_000_000))


@pytest.mark.parametrize(("seconds", "error"), [(-61, CodeNotYetValid), (120, CodeExpired), (10**6, CodeExpired)])
def test_codes_of_another_time_are_refused(seconds: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        check_time(PLAIN, from_us((MADE_AT + seconds) * 1_000_000))


def test_a_code_is_good_for_a_minute() -> None:
    assert end_of(PLAIN) == from_us((MADE_AT + 60) * 1_000_000)
