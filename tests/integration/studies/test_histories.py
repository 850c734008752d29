"""Histories that studies are made on: from files, and the programme's own brought up to date."""

from functools import partial

import pytest

from regulars.domain.history.policy.mappings import suggested
from regulars.domain.intake.errors import FileEmpty, FileTooLarge, MappingInvalid
from regulars.domain.studies import operations, queries
from regulars.domain.studies.errors import HistoryBuilt, HistoryInUse, HistoryNotReady, HistoryUnknown
from regulars.domain.studies.operations import histories
from regulars.domain.studies.queries.folders import history_folder, uploaded_file
from regulars.domain.studies.types import HistoryState
from regulars.platform.jobs import run_due

ORDERS = b"""order_id,card,order_time,order_amount,type
A-1,6001,2026-01-10 10:00,400,purchase
A-2,6001,2026-02-10 10:00,200,purchase
A-3,7001,2026-02-11 10:00,1200,purchase
A-4,8001,2026-03-11 10:00,nothing,purchase
"""


def bring(shop, content: bytes = ORDERS):
    return operations.upload_history(shop.id, "orders.csv", [content], "ann")


def upload(shop, content: bytes = ORDERS):
    """Bring a file whose headings speak for themselves."""
    brought = bring(shop, content)
    return operations.build_from(shop.id, brought.id, queries.history_file(shop.id, brought.id).mapping, "ann")


def test_a_file_becomes_a_history_that_studies_are_made_on(shop, ask) -> None:
    made = upload(shop)
    assert made.state is HistoryState.BUILDING
    with pytest.raises(HistoryNotReady):
        ask(history_id=made.id)
    with pytest.raises(HistoryNotReady):
        operations.delete_history(shop.id, made.id, "ann")
    run_due()
    built = queries.find_history(shop.id, made.id)
    assert (built.state, built.rows, built.events, built.rejected) == (HistoryState.READY, 4, 3, {"number_expected": 1})
    assert not uploaded_file(made.id).exists()
    study = ask(history_id=made.id)
    run_due()
    view = queries.study(shop.id, study.id)
    assert (view.history, view.as_logged, view.answer.baseline.members) == ("orders.csv", False, 2)
    with pytest.raises(HistoryInUse):
        operations.delete_history(shop.id, made.id, "ann")
    operations.delete_study(shop.id, study.id, "ann")
    operations.delete_history(shop.id, made.id, "ann")
    assert not history_folder(shop.id, made.id).exists()
    with pytest.raises(HistoryUnknown):
        operations.delete_history(shop.id, made.id, "ann")


def test_headings_that_say_nothing_are_explained_by_somebody(shop) -> None:
    brought = bring(shop, b"Beleg,Wer,Wann,Wieviel\nA1,88,2026-05-01,20.50\nA2,88,2026-05-02,x\nA3,88,2026-05-03\n")
    file = queries.history_file(shop.id, brought.id)
    assert (brought.state, file.headings, file.sample[0]) == (
        HistoryState.MAPPING,
        ("Beleg", "Wer", "Wann", "Wieviel"),
        ("A1", "88", "2026-05-01", "20.50"),
    )
    assert file.mapping.columns == {}
    for refused in (queries.checked_rows, partial(operations.build_from, actor="ann")):
        with pytest.raises(MappingInvalid):
            refused(shop.id, brought.id, mapping=file.mapping)
    chosen = {"order_id": "Beleg", "card": "Wer", "occurred_at": "Wann", "amount": "Wieviel"}
    mapping = suggested(file.headings, shop.document, chosen)
    checked = queries.checked_rows(shop.id, brought.id, mapping)
    assert (checked.rows, checked.events, checked.rejected) == (3, 1, {"number_expected": 1, "row_width": 1})
    told = [(cell.line, cell.column, cell.code) for cell in checked.findings]
    assert told == [(3, "Wieviel", "number_expected"), (4, "", "row_width")]
    operations.build_from(shop.id, brought.id, mapping, "ann")
    with pytest.raises(HistoryBuilt):
        queries.history_file(shop.id, brought.id)
    run_due()
    built = queries.find_history(shop.id, brought.id)
    assert (built.state, built.events, built.findings) == (HistoryState.READY, 1, checked.findings)
    with pytest.raises(HistoryBuilt):
        operations.build_from(shop.id, brought.id, mapping, "ann")
    for unknown in (queries.history_file, partial(operations.build_from, mapping=mapping, actor="ann")):
        with pytest.raises(HistoryUnknown):
            unknown(shop.id, 99)


def test_nothing_is_kept_of_a_file_that_is_refused(shop, folders) -> None:
    with pytest.raises(FileEmpty):
        bring(shop, b"")
    assert queries.list_histories(shop.id) == []
    assert list((folders / "studies" / "uploads").iterdir()) == []


def test_a_file_that_is_too_large_is_refused(shop, monkeypatch) -> None:
    monkeypatch.setattr(histories, "LARGEST_FILE", 10)
    with pytest.raises(FileTooLarge):
        bring(shop)


def test_a_file_without_an_event_fails_and_says_so(shop) -> None:
    made = upload(shop, b"order_id,card,order_time,order_amount\nA-4,8001,2026-03-11 10:00,nothing\n")
    run_due()
    failed = queries.find_history(shop.id, made.id)
    assert (failed.state, failed.failure["code"], failed.failure["params"]["name"]) == (
        HistoryState.FAILED,
        "history_empty",
        "orders.csv",
    )
    assert queries.history_file(shop.id, made.id).history.has_file
    operations.delete_history(shop.id, made.id, "ann")


def test_the_own_history_is_brought_up_to_date_once(shop, members) -> None:
    assert queries.own_history(shop.id).as_of is None
    for _ in range(2):
        operations.refresh_history(shop.id, "ann")
    assert queries.own_history(shop.id).syncing
    run_due()
    own = queries.own_history(shop.id)
    assert (own.syncing, own.events, own.failure) == (False, 6, None)
    assert own.as_of is not None
