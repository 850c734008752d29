"""Files of opening balances: each member gets one, and what came of each row can be told."""

import csv
import io

import pytest

from regulars.domain.intake.operations import Bringing, check_file, choose_mapping, import_file, register_file
from regulars.domain.intake.policy.mapping import suggest_opening_mapping
from regulars.domain.intake.queries import bad_cells, reconciled_rows
from regulars.domain.ledger.queries import balances, lots
from regulars.domain.members.models import Member
from regulars.domain.members.queries import find_member
from regulars.surfaces.web.reconciliation import reconciliation_lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]

FILE = (
    "card,wallet,points,valid until\n"
    "1,,1000,2026-12-31\n"
    "1,points,200,\n"
    "2,,x,\n"
    "2,,50,\n"
    "3,points,7,2027-01-31\n"
    "1,points,9,\n"
)


@pytest.fixture
def bring(minimal, tmp_path):
    """Register a file of opening balances as of 1 June."""

    def register(content, as_of="2026-06-01"):
        path = tmp_path / "openings.csv"
        path.write_text(content)
        view = register_file(Bringing(minimal.id, path.name, "test"), path)
        return choose_mapping(minimal.id, view.id, suggest_opening_mapping(view.headings, "Asia/Shanghai", as_of))

    return register


def told(programme, view):
    return [
        (row.line, row.wallet, row.given, row.posted, row.balance, row.result)
        for row in reconciled_rows(programme.id, view.id)
    ]


def test_openings_are_posted_once_for_each_member(minimal, bring):
    done = import_file(minimal.id, bring(FILE).id)
    assert (done.tally.events, done.tally.accepted, done.tally.rejected) == (4, 2, 2)
    assert (done.tally.in_file, done.tally.posted) == ({"points": 1266}, {"points": 1207})
    first = find_member(minimal.id, "1")
    assert balances(minimal.id, first.id)[0].available == 1200
    days = [str(lot.valid_until) for lot in lots(minimal.id, first.id).items]
    assert days == ["2026-12-31", "None"]
    assert told(minimal, done) == [
        (2, "points", "1000", 1000, 1200, "accepted"),
        (3, "points", "200", 200, 1200, "accepted"),
        (4, "points", "x", 0, None, "number_expected"),
        (5, "points", "50", 0, None, "number_expected"),
        (6, "points", "7", 7, 7, "accepted"),
        (7, "points", "9", 0, None, "opening_repeated"),
    ]
    assert [(cell.line, cell.column, cell.code) for cell in bad_cells(minimal.id, done.id)] == [
        (4, "points", "number_expected"),
        (7, "", "opening_repeated"),
    ]


def test_the_same_file_again_posts_nothing(minimal, bring):
    import_file(minimal.id, bring(FILE).id)
    again = import_file(minimal.id, bring(FILE).id)
    assert (again.tally.accepted, again.tally.duplicates, again.tally.posted) == (0, 2, {"points": 1207})
    assert balances(minimal.id, find_member(minimal.id, "1").id)[0].available == 1200


def test_a_dry_run_tells_and_does_nothing(minimal, bring):
    checked = check_file(minimal.id, bring(FILE).id)
    assert (checked.tally.posted, checked.has_reconciliation) == ({"points": 1207}, True)
    assert Member.objects.count() == 0


def test_the_reconciliation_ends_with_totals(minimal, bring):
    done = import_file(minimal.id, bring("card,points\n1,5\n2,y\n").id)
    buffer = io.StringIO()
    csv.writer(buffer).writerows(reconciliation_lines(reconciled_rows(minimal.id, done.id), {"points": 0}))
    lines = list(csv.reader(io.StringIO(buffer.getvalue())))
    assert [line[0] for line in lines[1:3]] == ["2", "3"]
    assert lines[-1][2:5] == ["points", "5", "5"]
