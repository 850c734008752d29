"""Caps, figures of a month, and where books differ."""

from datetime import date

import pytest

from regulars.domain.partners.errors import BooksUnreadable, CapReached
from regulars.domain.partners.policy.books import compare, read_books
from regulars.domain.partners.policy.caps import check_caps
from regulars.domain.partners.policy.statements import figures_of, month_after, month_of
from regulars.domain.partners.types import (
    Cap,
    CapScope,
    Difference,
    Direction,
    DisputeKind,
    Figures,
    ItemKind,
    TheirLine,
)

CAPS = (Cap(CapScope.MEMBER_DAY, Direction.GAINED, 100), Cap(CapScope.PARTNER_MONTH, Direction.SPENT, 1000))


def test_caps_hold_in_their_direction():
    check_caps(CAPS, {CapScope.MEMBER_DAY: 60}, ItemKind.EARN, 40)
    check_caps(CAPS, {CapScope.MEMBER_DAY: 60}, ItemKind.BURN, 900)
    with pytest.raises(CapReached) as caught:
        check_caps(CAPS, {CapScope.MEMBER_DAY: 60}, ItemKind.EXCHANGE_IN, 41)
    assert caught.value.params == {"scope": "member_day", "left": 40}


def test_the_figures_of_a_month():
    sums = {
        ("earn", False, 1): (500, 3),
        ("exchange_in", False, 2): (100, 1),
        ("burn", False, 1): (-200, 2),
        ("exchange_out", False, 1): (-50, 1),
        ("earn", True, 1): (-40, 1),
        ("burn", True, 2): (10, 1),
    }
    figures = figures_of(70, sums, {1: 10_000, 2: 12_345}, (0, 2))
    assert figures == Figures(
        opening=70,
        earned=600,
        burned=250,
        reversed=-30,
        items=9,
        money_minor=346,
        prices={"10000": 210, "12345": 110},
    )
    assert (figures.net, figures.closing) == (320, 390)


@pytest.mark.parametrize(("points", "expected"), [(1, 0), (3, 2), (5, 2), (-1, 0), (-3, -2), (7, 4)])
def test_money_is_rounded_half_to_even(points, expected):
    assert figures_of(0, {("earn", False, 1): (points, 1)}, {1: 5_000}, (0, 2)).money_minor == expected


def test_decimals_of_points_count():
    assert figures_of(0, {("earn", False, 1): (1234, 1)}, {1: 1_000_000}, (1, 2)).money_minor == 12340


def test_months():
    assert (month_of(date(2026, 12, 31)), month_after(date(2026, 12, 1))) == (date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_their_books_are_read(encoding):
    content = '流水号,会员,积分\na,张,"1,200"\n\nb,李,-5\n'.encode(encoding)
    assert read_books(content, 1) == [TheirLine(2, "a", 12000), TheirLine(4, "b", -50)]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"reference,sum\na,1\n", 1),
        (b"reference,points\na,1\nb,x\n", 3),
        (b"reference,points\na,1.5\n", 2),
        (b"reference,points\n,1\n", 2),
        (b"reference,points\na\n", 2),
        (b"reference,points\na,NaN\n", 2),
        (b"\xff\xff\xff", 1),
    ],
)
def test_books_that_cannot_be_read(content, line):
    with pytest.raises(BooksUnreadable) as caught:
        read_books(content, 0)
    assert caught.value.params == {"line": line}


def test_books_are_compared_by_reference():
    theirs = [TheirLine(2, "a", 5), TheirLine(3, "b", 3), TheirLine(4, "b", 4), TheirLine(5, "d", 1)]
    assert compare({"a": 5, "b": 8, "c": 2}, theirs) == (
        1,
        [
            Difference("b", DisputeKind.POINTS_DIFFER, 8, 7),
            Difference("c", DisputeKind.MISSING_THERE, 2, None),
            Difference("d", DisputeKind.MISSING_HERE, None, 1),
        ],
    )
