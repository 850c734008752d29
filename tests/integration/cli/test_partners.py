"""`regulars partner`: from adding one to a month that both sides agree with."""

from datetime import UTC, datetime

import openpyxl
import pytest

from regulars.domain.intake.operations import accept_events
from regulars.domain.partners.operations import record_item
from regulars.domain.partners.types import ItemKind, Request

RATE = ("rate", "air", "--units", "1.5", "0.5", "--price", "0.01")


@pytest.fixture
def airline(regulars, minimal, frozen_clock):
    """A partner added at the command line, for which a member earned 50 points."""
    named = ("--name", "航空", "Blue Air", "--currency", "里程", "miles", "--wallet", "points")
    assert regulars("partner", "add", "air", *named)[1] == "partner air is added\n"
    assert regulars("partner", *RATE)[1] == "rate of air from 2026-06-15 on: 1.5 in, 0.5 out, price 0.01\n"
    joined = {"type": "enrol", "id": "e", "occurred_at": "2026-06-15T10:00:00+08:00", "member": {"card": "1"}}
    member = accept_events(minimal.id, "api", [joined])[0].member_id
    record_item(minimal.id, Request("air", ItemKind.EARN, "f-1", member, 50))
    return member


def test_partners_and_items_are_listed(regulars, airline):
    assert regulars("partner", "list")[1].splitlines()[1].split() == [
        *("air", "Blue", "Air", "points", "active", "1.5", "0.5", "0.01")
    ]
    lines = regulars("partner", "items", "air")[1].splitlines()
    assert lines[1].split() == ["2026-06-15", "f-1", "earn", str(airline), "50", "0"]


def test_an_item_is_reversed_and_both_sides_balance(regulars, airline):
    assert regulars("partner", "reverse", "air", "f-1", "--reason", "mistake")[1] == "f-1 is reversed by f-1#reversed\n"
    assert regulars("partner", "verify") == (0, "both sides balance\n", "")
    code, _, err = regulars("partner", "reverse", "air", "f-1", "--reason", "again")
    assert (code, "[partner_item_reversed]" in err) == (1, True)


def test_a_month_is_settled(regulars, airline, frozen_clock, tmp_path):
    books = tmp_path / "june.csv"
    books.write_text("reference,points\nf-1,49\n")
    code, out, _ = regulars("partner", "compare", "air", "2026-06", str(books))
    assert (code, out.splitlines()[0]) == (1, "1 lines, 0 agree, 1 differ")
    assert out.splitlines()[2].split()[1:] == ["f-1", "points_differ", "50", "49", "open"]
    books.write_text("reference,points\nf-1,50\n")
    assert regulars("partner", "compare", "air", "2026-06", str(books))[0] == 0
    frozen_clock.set(datetime(2026, 7, 2, 4, tzinfo=UTC))
    file = tmp_path / "june.xlsx"
    code, out, _ = regulars("partner", "issue", "air", "2026-06")
    assert (code, out.splitlines()[0]) == (0, "air 2026-06: issued, 1 items")
    assert "  to be paid 0.50 CNY" in out
    regulars("partner", "statement", "air", "2026-06", "--output", str(file))
    assert openpyxl.load_workbook(file)["Items"].max_row == 2
    assert regulars("partner", "agree", "air", "2026-06")[1].startswith("air 2026-06: agreed")


@pytest.mark.parametrize(
    "words",
    [
        ("statement", "air", "june"),
        ("statement", "air", "2026-06", "--output", "x.pdf"),
        (*RATE, "--valid-from", "soon"),
        ("rate", "air", "--units", "x", "1", "--price", "1"),
    ],
)
def test_wrong_usage(regulars, airline, words):
    assert regulars("partner", *words)[0] == 2
