"""Months with a partner: figures, comparing books, deciding, issuing, agreeing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from regulars.domain.access.operations import create_api_key
from regulars.domain.partners import errors
from regulars.domain.partners.operations import (
    add_partner,
    agree_statement,
    bind_key,
    compare_books,
    decide_dispute,
    issue_statement,
)
from regulars.domain.partners.queries import (
    disputes,
    list_partners,
    partner,
    partner_of_key,
    statement,
    statements,
    uploads,
)
from regulars.domain.partners.types import (
    Books,
    DisputeKind,
    DisputeState,
    Figures,
    Names,
    NewPartner,
    StatementState,
    Verdict,
)
from regulars.platform.audit import list_actions
from regulars.platform.paging import PageRequest

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
BOOKS = b"reference,points\nr1,50\nb1,-19\nx1,7\n"


@pytest.fixture
def june(minimal, ask, frozen_clock):
    """A month with an earning and a burning, seen from July."""
    ask("earn", "r1", 50)
    ask("burn", "b1", 20)
    frozen_clock.set(datetime(2026, 7, 2, 4, tzinfo=UTC))
    return partner(minimal.id, "air")


def found_disputes(partner_view, state=None):
    page = disputes(partner_view, JUNE, PageRequest(), state)
    return [(one.reference, one.kind, one.ours, one.theirs, one.state, one.note) for one in page.items]


def test_a_month_is_summed_up(june):
    view = statement(june, JUNE)
    assert view.figures == Figures(0, 50, 20, 0, 2, 30, {"10000": 30})
    assert (view.state, view.currency, view.figures.closing) == (StatementState.DRAFT, "CNY", 30)
    assert statement(june, JULY).figures == Figures(30, 0, 0, 0, 0, 0, {})


def test_an_issued_month_is_frozen(minimal, june, ask):
    issued = issue_statement(minimal.id, "air", JUNE, "clerk")
    assert (issued.state, len(issued.sha256), issued.issued_by) == (StatementState.ISSUED, 64, "clerk")
    ask("earn", "r2", 5)
    assert statement(june, JUNE) == issued
    assert [view.period for view in statements(june)] == [JULY, JUNE]
    with pytest.raises(errors.StatementWrongState):
        issue_statement(minimal.id, "air", JUNE, "clerk")
    with pytest.raises(errors.StatementOpen):
        issue_statement(minimal.id, "air", JULY, "clerk")
    agreed = agree_statement(minimal.id, "air", JUNE, "partner")
    assert (agreed.state, agreed.agreed_by, agreed.sha256) == (StatementState.AGREED, "partner", issued.sha256)
    assert {"partner_statement_issued", "partner_statement_agreed"} <= set(list_actions())


def test_months_are_issued_in_their_order(minimal, june, ask, frozen_clock):
    ask("earn", "r2", 5)
    frozen_clock.set(datetime(2026, 8, 2, 4, tzinfo=UTC))
    with pytest.raises(errors.StatementEarlierOpen) as caught:
        issue_statement(minimal.id, "air", JULY, "clerk")
    assert caught.value.params == {"period": "2026-06"}
    issue_statement(minimal.id, "air", JUNE, "clerk")
    assert issue_statement(minimal.id, "air", JULY, "clerk").figures.opening == 30


def test_only_an_issued_month_is_agreed(minimal, june):
    with pytest.raises(errors.StatementWrongState) as caught:
        agree_statement(minimal.id, "air", JUNE, "partner")
    assert caught.value.params == {"period": "2026-06", "state": "draft"}


def test_books_are_compared_and_differences_decided(minimal, june):
    upload = compare_books(minimal.id, "air", Books(JUNE, "june.csv", BOOKS), "clerk")
    assert (upload.lines, upload.matched, upload.differences) == (3, 1, 2)
    assert found_disputes(june) == [
        ("b1", DisputeKind.POINTS_DIFFER, -20, -19, DisputeState.OPEN, ""),
        ("x1", DisputeKind.MISSING_HERE, None, 7, DisputeState.OPEN, ""),
    ]
    issue_statement(minimal.id, "air", JUNE, "clerk")
    with pytest.raises(errors.StatementDisputed) as caught:
        agree_statement(minimal.id, "air", JUNE, "partner")
    assert caught.value.params == {"period": "2026-06", "number": 2}
    first = disputes(june, JUNE, PageRequest()).items[0]
    decide_dispute(minimal.id, "air", first.id, Verdict(DisputeState.REJECTED, "their typing error"), "clerk")
    mended = BOOKS.replace(b"x1,7\n", b"")
    assert compare_books(minimal.id, "air", Books(JUNE, "again.csv", mended), "clerk").differences == 1
    assert [(line[0], line[4], line[5]) for line in found_disputes(june)] == [
        ("b1", DisputeState.REJECTED, "their typing error"),
        ("x1", DisputeState.RESOLVED, ""),
    ]
    assert found_disputes(june, DisputeState.OPEN) == []
    assert agree_statement(minimal.id, "air", JUNE, "partner").state is StatementState.AGREED
    assert [one.name for one in uploads(june, JUNE)] == ["again.csv", "june.csv"]


def test_a_difference_that_changed_is_open_again(minimal, june):
    compare_books(minimal.id, "air", Books(JUNE, "1.csv", BOOKS), "clerk")
    first = disputes(june, JUNE, PageRequest()).items[0]
    decide_dispute(minimal.id, "air", first.id, Verdict(DisputeState.ACCEPTED), "clerk")
    compare_books(minimal.id, "air", Books(JUNE, "2.csv", BOOKS.replace(b"-19", b"-18")), "clerk")
    assert found_disputes(june)[0] == ("b1", DisputeKind.POINTS_DIFFER, -20, -18, DisputeState.OPEN, "")


def test_books_that_cannot_be_read_and_differences_that_are_not_there(minimal, june):
    with pytest.raises(errors.BooksUnreadable):
        compare_books(minimal.id, "air", Books(JUNE, "x", b"nothing"), "clerk")
    with pytest.raises(errors.DisputeMissing):
        decide_dispute(minimal.id, "air", 99, Verdict(DisputeState.ACCEPTED), "clerk")


def test_partners_are_added_once(minimal, airline):
    new = NewPartner("air", Names("甲", "A"), Names("里程", "miles"), "points")
    with pytest.raises(errors.PartnerExists):
        add_partner(minimal.id, new, "test")
    for wrong in (
        replace(new, code="Air!"),
        replace(new, code="b", wallet="x"),
        replace(new, code="b", name=Names("", "A")),
    ):
        with pytest.raises(errors.PartnerInvalid):
            add_partner(minimal.id, wrong, "test")
    assert [one.code for one in list_partners(minimal.id)] == ["air"]


def test_a_key_acts_for_one_partner(minimal, airline):
    key = create_api_key(minimal.id, "air", ["partner:earn", "partner:settle"], "test").id
    assert bind_key(minimal.id, "air", key, "test").keys == (key,)
    assert bind_key(minimal.id, "air", key, "test").keys == (key,)
    assert partner_of_key(minimal.id, key).code == "air"
    add_partner(minimal.id, NewPartner("rail", Names("乙", "B"), Names("点", "dots"), "points"), "test")
    with pytest.raises(errors.PartnerKeyRefused):
        bind_key(minimal.id, "rail", key, "test")
    with pytest.raises(errors.PartnerForeign):
        partner(minimal.id, "rail", key)
    other = create_api_key(minimal.id, "till", ["events:write", "partner:earn"], "test").id
    with pytest.raises(errors.PartnerKeyRefused):
        bind_key(minimal.id, "air", other, "test")
    assert partner(minimal.id, "rail", other).code == "rail"
    assert partner_of_key(minimal.id, other) is None
