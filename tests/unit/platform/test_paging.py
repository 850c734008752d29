import pytest

from regulars.platform.paging import CursorInvalid, PageRequest, decode_cursor, encode_cursor, page_of


def test_a_page_knows_whether_there_are_more() -> None:
    page = page_of([1, 2, 3], PageRequest(limit=2), lambda number: (number,))
    assert page.items == (1, 2)
    assert page.next_cursor is not None
    assert PageRequest(cursor=page.next_cursor).after(1) == (2,)


def test_the_last_page_has_no_cursor() -> None:
    assert page_of([1, 2], PageRequest(limit=2), lambda number: (number,)).next_cursor is None
    assert page_of([], PageRequest(limit=2), lambda number: (number,)).items == ()


@pytest.mark.parametrize(("limit", "size"), [(-5, 1), (0, 1), (50, 50), (10**9, 200)])
def test_the_limit_is_bounded(limit: int, size: int) -> None:
    assert PageRequest(limit=limit).size == size


def test_a_cursor_holds_numbers_and_texts() -> None:
    assert decode_cursor(encode_cursor((7, "常客")), 2) == (7, "常客")


@pytest.mark.parametrize("cursor", ["", "!!!", "eA", encode_cursor((1,)), encode_cursor(({},)) + "x", "W3t9LHt9XQ"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid) as refused:
        decode_cursor(cursor, 2)
    assert refused.value.code == "cursor_invalid"
