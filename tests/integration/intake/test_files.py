"""Files: what they are taken for, what an import does, and what it says of bad rows."""

import csv
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import polars as pl
import pytest

from regulars.domain.intake import errors
from regulars.domain.intake.operations import (
    Bringing,
    check_file,
    choose_mapping,
    import_file,
    receive_file,
    register_file,
    start_check,
    start_import,
)
from regulars.domain.intake.operations import importing as importing_module
from regulars.domain.intake.operations.inspecting import inspect_file
from regulars.domain.intake.queries import bad_cells, file_import, find_interrupted, list_imports
from regulars.domain.intake.types.files import ImportState, Tally
from regulars.domain.ledger.queries import balances, events
from regulars.domain.members.models import Member
from regulars.domain.members.queries import find_member
from regulars.platform.jobs import run_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]

GOOD = "id,occurred_at,card,order_id,amount\na,2026-06-01 10:00,1,o1,10\nb,2026-06-02 10:00,2,o2,20\n"


@pytest.fixture
def bring(minimal, tmp_path):
    """Put content into a file and register it."""

    def register(content, name="events.csv", encoding=None):
        path = tmp_path / name
        if isinstance(content, pl.DataFrame):
            content.write_parquet(path)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return register_file(Bringing(minimal.id, name, "test", encoding), path)

    return register


def codes(programme, view):
    return [(cell.line, cell.column, cell.code) for cell in bad_cells(programme.id, view.id)]


def test_a_good_file_is_imported_once(minimal, bring):
    first = bring(GOOD)
    done = import_file(minimal.id, first.id)
    assert (done.state, done.rows_done, done.tally) == (
        ImportState.IMPORTED,
        2,
        Tally(rows=2, events=2, accepted=2, points={"points": 30}),
    )
    again = import_file(minimal.id, bring(GOOD).id)
    assert again.tally == Tally(rows=2, events=2, duplicates=2)
    with pytest.raises(errors.ImportBusy):
        import_file(minimal.id, first.id)
    member = find_member(minimal.id, "1")
    assert member.enrolled_at.isoformat() == "2026-06-01T02:00:00+00:00"
    assert [view.id for view in list_imports(minimal.id)] == [first.id + 1, first.id]


def test_without_ids_the_same_content_is_recognised(minimal, bring):
    content = GOOD.replace("id,occurred", "x,occurred")
    import_file(minimal.id, bring(content).id)
    assert import_file(minimal.id, bring(content, "renamed.csv").id).tally.duplicates == 2


def test_bad_rows_are_reported_with_line_column_and_reason(minimal, bring):
    view = bring(
        "id,occurred_at,card,order_id,amount\n"
        "a,2026-06-01 10:00,1,o1,ten\n"
        '"b\nb",2026-06-02 10:00,2,o2,20\n'
        "c,2026-06-02 10:00,2\n"
        "\n"
        "d,2026-31-02,,o2,-1\n"
        "e,2026-06-02 10:00,2,o3,5\n"
    )
    done = import_file(minimal.id, view.id)
    assert (done.tally.accepted, done.tally.rejected, done.has_report) == (1, 4, True)
    assert codes(minimal, view) == [
        (2, "amount", "number_expected"),
        (3, "id", "text_not_printable"),
        (5, "", "row_width"),
        (7, "occurred_at", "time_expected"),
        (7, "amount", "amount_negative"),
    ]


def test_a_dry_run_tells_and_does_nothing(minimal, bring):
    view = bring(GOOD + "c,2026-06-02 10:00,2,o3,x\n")
    checked = check_file(minimal.id, view.id)
    assert (checked.state, checked.rows_done) == (ImportState.CHECKED, 0)
    assert checked.tally == Tally(rows=3, events=3, accepted=2, rejected=1, points={"points": 30})
    assert codes(minimal, view) == [(4, "amount", "number_expected")]
    assert Member.objects.count() == 0
    assert import_file(minimal.id, view.id).tally.accepted == 2


def test_lines_of_an_order_make_one_purchase(minimal, bring):
    view = bring(
        "订单号,下单时间,会员卡号,商品编码,数量,金额\n"
        "o1,2026/6/1 9:05,1,A,2,10.50\n"
        "o1,2026/6/1 9:05,1,B,1,5\n"
        "o2,2026/6/2 9:05,1,A,x,7\n"
        "o2,2026/6/2 9:05,1,B,1,7\n"
        "o3,2026/6/3 9:05,1,A,1,7\n"
    )
    assert view.mapping.layout == "lines"
    done = import_file(minimal.id, view.id)
    assert done.tally == Tally(rows=5, events=3, accepted=2, rejected=1, points={"points": 22})
    assert codes(minimal, view) == [(4, "数量", "number_expected")]
    first = events(minimal.id, find_member(minimal.id, "1").id).items[-1]
    assert first.body["lines"] == [
        {"line_id": "1", "sku": "A", "quantity": 2, "amount_minor": 1050},
        {"line_id": "2", "sku": "B", "quantity": 1, "amount_minor": 500},
    ]


def test_an_order_with_endless_lines_is_rejected_in_bounded_memory(minimal, bring):
    lines = "".join(f"o1,2026-06-01,1,s{number},1\n" for number in range(3_000))
    view = bring("order_id,date,card,sku,line_amount\n" + lines + "o2,2026-06-01,1,s,1\n")
    done = import_file(minimal.id, view.id)
    assert (done.tally.rows, done.tally.events, done.tally.accepted) == (3_001, 2, 1)
    assert codes(minimal, view) == [(2, "lines", "too_many_lines")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_found_out(minimal, bring, encoding):
    view = bring("会员卡号,时间,订单号,金额\nA1,2026-06-01,单1,10\n".encode(encoding))
    assert import_file(minimal.id, view.id).tally.accepted == 1
    order = events(minimal.id, find_member(minimal.id, "A1").id).items[0].body["order_id"]
    assert order == "单1"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_out(minimal, bring, delimiter):
    view = bring(GOOD.replace(",", delimiter))
    assert import_file(minimal.id, view.id).tally.accepted == 2


def test_parquet_with_types_of_its_own(minimal, bring):
    frame = pl.DataFrame(
        {
            "transaction_timestamp": pl.Series(["2026-06-01T10:00:00", "2026-06-02T10:00:00"]).str.to_datetime(),
            "household_id": [1, 2],
            "basket_id": [10.0, 11.0],
            "sales_value": [59.97000000000001, None],
            "product_id": [7, 8],
            "quantity": [2, 1],
        }
    )
    view = bring(frame, "events.parquet")
    assert (view.format, view.rows, view.mapping.layout) == ("parquet", 2, "lines")
    done = import_file(minimal.id, view.id)
    assert (done.tally.accepted, codes(minimal, view)) == (1, [(2, "sales_value", "field_missing")])
    event = events(minimal.id, find_member(minimal.id, "1").id).items[0]
    assert (event.body["amount_minor"], event.body["order_id"]) == (5997, "10")
    assert event.occurred_at.isoformat() == "2026-06-01T02:00:00+00:00"


def test_parquet_decimals_and_zones(minimal, bring):
    frame = pl.DataFrame(
        {
            "id": ["a"],
            "time": pl.Series(["2026-06-01T10:00:00"]).str.to_datetime().dt.replace_time_zone("UTC"),
            "card": ["1"],
            "order_id": ["o"],
            "amount": [Decimal("12.50")],
        }
    )
    assert import_file(minimal.id, bring(frame, "e.parquet").id).tally.points == {"points": 12}
    event = events(minimal.id, find_member(minimal.id, "1").id).items[0]
    assert event.occurred_at.isoformat() == "2026-06-01T10:00:00+00:00"


def test_mapping_is_chosen(minimal, bring):
    view = bring("w,k,n,s\n2026-06-01,1,o1,10\n")
    with pytest.raises(errors.MappingInvalid):
        import_file(minimal.id, view.id)
    columns = {"occurred_at": "w", "card": "k", "order_id": "n", "amount": "s"}
    choose_mapping(minimal.id, view.id, replace(view.mapping, columns=columns))
    assert import_file(minimal.id, view.id).tally.accepted == 1
    with pytest.raises(errors.ImportBusy):
        choose_mapping(minimal.id, view.id, view.mapping)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.FileEmpty),
        (b"id,amount\n", errors.FileEmpty),
        (b"id,id\n1,2\n", errors.HeadingsInvalid),
        (b"id,,x\n1,2,3\n", errors.HeadingsInvalid),
        (b"PAR1 but not really", errors.ParquetBroken),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff", errors.FileUnreadable),
        (b'id,amount\n1,"2\n' + b"x" * 40_000, errors.CsvBroken),
        (b"a\x00b,c\n1,2\n", errors.FileUnreadable),
    ],
)
def test_files_that_are_none_are_refused(bring, content, error):
    with pytest.raises(error):
        bring(content)


def test_truncated_parquet_is_refused(minimal, bring, tmp_path):
    pl.DataFrame({"a": list(range(1000))}).write_parquet(tmp_path / "whole.parquet")
    with pytest.raises(errors.ParquetBroken):
        bring((tmp_path / "whole.parquet").read_bytes()[:-20], "cut.parquet")


def test_a_wrong_encoding_names_the_line(bring):
    with pytest.raises(errors.EncodingWrong) as refusal:
        bring("a,b\n1,2\n1,卡\n".encode("gb18030"), encoding="utf-8")
    assert refusal.value.params == {"encoding": "utf-8", "line": 3}


def test_a_quotation_mark_left_open_fails_the_import_with_its_line(minimal, bring):
    rows = "".join(f"{number},2026-06-01,1,o{number},1\n" for number in range(20))
    view = bring("id,date,card,order_id,amount\n" + rows + '"open,' + "x" * 40_000)
    with pytest.raises(errors.CsvBroken):
        import_file(minimal.id, view.id)
    failed = file_import(minimal.id, view.id)
    assert (failed.state, failed.failure) == (ImportState.FAILED, {"code": "csv_broken", "params": {"line": 22}})


def test_a_file_that_changed_is_not_imported(minimal, bring, tmp_path):
    view = bring(GOOD)
    (tmp_path / "events.csv").write_text(GOOD + "c,2026-06-02,2,o3,20\n")
    with pytest.raises(errors.FileChanged):
        import_file(minimal.id, view.id)
    (tmp_path / "events.csv").unlink()
    with pytest.raises(errors.FileGone):
        import_file(minimal.id, view.id)


def test_an_import_belongs_to_its_programme(minimal, club, bring):
    view = bring(GOOD)
    with pytest.raises(errors.ImportMissing):
        file_import(club.id, view.id)
    with pytest.raises(errors.ImportMissing):
        file_import(minimal.id, 10**30)


def test_an_upload_is_done_by_a_worker_and_not_kept(minimal):
    view = receive_file(Bringing(minimal.id, "up.csv", "test"), [GOOD[:20].encode(), GOOD[20:].encode()])
    start_check(minimal.id, view.id)
    assert run_due() == 1
    assert file_import(minimal.id, view.id).state is ImportState.CHECKED
    start_import(minimal.id, view.id)
    assert run_due() == 1
    assert file_import(minimal.id, view.id).state is ImportState.IMPORTED
    assert balances(minimal.id, find_member(minimal.id, "2").id)[0].available == 20
    assert not list(importing_module.report_path(view.id).parent.glob("[0-9a-f]" * 32))


def test_an_upload_that_is_refused_is_not_kept(minimal):
    with pytest.raises(errors.FileEmpty):
        receive_file(Bringing(minimal.id, "up.csv", "test"), [b"id\n"])
    assert list_imports(minimal.id) == []


def test_an_interrupted_import_goes_on_behind_its_last_batch(minimal, bring, tmp_path, monkeypatch):
    monkeypatch.setattr(importing_module, "EVENTS_AT_ONCE", 10)
    rows = "".join(f"{number},2026-06-01,1,o{number},{'x' if number % 7 == 0 else 1}\n" for number in range(95))
    view = bring("id,date,card,order_id,amount\n" + rows)

    def stumble(done, _of):
        if done > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(minimal.id, view.id, stumble)
    stopped = file_import(minimal.id, view.id)
    assert (stopped.state, stopped.rows_done, stopped.tally.events) == (ImportState.IMPORTING, 50, 50)
    assert find_interrupted(minimal.id, tmp_path / "events.csv").id == view.id
    done = import_file(minimal.id, view.id)
    assert done.tally == Tally(rows=95, events=95, accepted=81, rejected=14, points={"points": 81})
    assert [line for line, _, _ in codes(minimal, view)] == [2 + number for number in range(0, 95, 7)]


def test_a_sample_is_shown(tmp_path):
    path = tmp_path / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("a", "b"), *(("1", str(number)) for number in range(9))])
    shape = inspect_file(path)
    assert (shape.headings, len(shape.sample), shape.rows) == (("a", "b"), 5, 9)


def test_an_import_that_broke_is_tried_again_where_it_was(minimal, frozen_clock, monkeypatch):
    view = receive_file(Bringing(minimal.id, "up.csv", "test"), [GOOD.encode()])
    start_import(minimal.id, view.id)
    with monkeypatch.context() as broken:
        broken.setattr(importing_module, "accept_incoming", None)
        assert run_due() == 1
    assert file_import(minimal.id, view.id).failure == {"code": "internal_error", "params": {}}
    frozen_clock.advance(timedelta(minutes=1))
    assert run_due() == 1
    done = file_import(minimal.id, view.id)
    assert (done.state, done.failure, done.tally.accepted) == (ImportState.IMPORTED, None, 2)
