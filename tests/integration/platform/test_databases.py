import threading

import pytest
from django.db import connection, transaction

from regulars.platform.databases import SQLITE_VARIABLES, Rows, insert, is_postgres, lock, parts

PAIRS = Rows("platform_test_pairs", (("number", "bigint"), ("word", "text"), ("data", "bytea")))


@pytest.fixture
def table(transactional_db):
    """A table for these tests."""
    with connection.cursor() as cursor:
        blob = "bytea" if is_postgres() else "blob"
        cursor.execute(f"CREATE TABLE {PAIRS.table} (number bigint PRIMARY KEY, word text, data {blob})")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {PAIRS.table}")


def stored() -> list[tuple[int, str | None, bytes | None]]:
    """What the table holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, word, data FROM {PAIRS.table} ORDER BY number")
        return [(number, word, None if data is None else bytes(data)) for number, word, data in cursor.fetchall()]


def test_no_rows_no_statement(table, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert insert(PAIRS, []) == []


def test_rows_with_nulls_quotes_and_chinese_come_back(table) -> None:
    rows = [(1, "常客 'n %s", b"\x00\xff"), (2, None, None)]
    assert insert(PAIRS, rows) == []
    assert stored() == rows


def test_returning_tells_which_rows_were_new(table) -> None:
    insert(PAIRS, [(2, "old", None)])
    tail = "ON CONFLICT DO NOTHING RETURNING number"
    assert sorted(insert(PAIRS, [(1, "a", None), (2, "b", None), (3, "c", None)], tail)) == [(1,), (3,)]
    assert insert(PAIRS, [(1, "a", None), (2, "b", None)], tail) == []
    assert [word for _, word, _ in stored()] == ["a", "old", "c"]


def test_more_rows_than_one_statement_of_sqlite_holds(table) -> None:
    count = SQLITE_VARIABLES // 3 + 5
    answer = insert(PAIRS, [(number, "x", None) for number in range(count)], "RETURNING number")
    assert [number for (number,) in answer] == list(range(count))
    assert len(stored()) == count


def test_parts_are_in_order_and_end_with_the_rest() -> None:
    assert [list(part) for part in parts([1, 2, 3, 4, 5], 2)] == [[1, 2], [3, 4], [5]]
    assert list(parts([], 2)) == []


@pytest.mark.django_db(transaction=True)
def test_a_lock_wants_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="open one first"):
        lock(1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_held_by_one_at_a_time() -> None:
    order = []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            lock(1, 7)
            inside.set()
            go_on.wait(10)
            order.append("first")
        connection.close()

    def second() -> None:
        with transaction.atomic():
            lock(1, 7)
            order.append("second")
        connection.close()

    one, two = threading.Thread(target=first), threading.Thread(target=second)
    one.start()
    inside.wait(10)
    two.start()
    two.join(0.2)
    assert two.is_alive()
    go_on.set()
    one.join(10)
    two.join(10)
    assert order == ["first", "second"]
