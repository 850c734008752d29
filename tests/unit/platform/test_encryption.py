import pytest

from regulars.platform.encryption import Undecipherable, blind_index, decrypt, encrypt


def test_a_text_comes_back_and_no_two_encryptions_are_equal() -> None:
    first, second = encrypt("138 0013 8000 常客", "mobile"), encrypt("138 0013 8000 常客", "mobile")
    assert first != second
    assert decrypt(first, "mobile") == decrypt(memoryview(second), "mobile") == "138 0013 8000 常客"


def test_a_value_belongs_to_its_context() -> None:
    with pytest.raises(Undecipherable, match="not a email"):
        decrypt(encrypt("a", "mobile"), "email")


def test_a_changed_byte_is_noticed() -> None:
    data = bytearray(encrypt("a", "mobile"))
    data[-1] ^= 1
    with pytest.raises(Undecipherable):
        decrypt(bytes(data), "mobile")


def test_an_old_key_still_reads_after_a_new_one_writes(settings) -> None:
    old, new = b"o" * 32, b"n" * 32
    settings.ENCRYPTION_KEYS = (old,)
    written = encrypt("a", "mobile")
    settings.ENCRYPTION_KEYS = (new, old)
    assert decrypt(written, "mobile") == "a"
    assert encrypt("a", "mobile")[1:5] != written[1:5]
    settings.ENCRYPTION_KEYS = (new,)
    with pytest.raises(Undecipherable, match="no key"):
        decrypt(written, "mobile")


def test_the_blind_index_is_equal_for_equal_texts_of_one_context_only(settings) -> None:
    index = blind_index("+8613800138000", "mobile")
    assert len(index) == 32
    assert index == blind_index("+8613800138000", "mobile")
    assert index != blind_index("+8613800138000", "card")
    settings.INDEX_KEYS = (b"x" * 32,)
    assert index != blind_index("+8613800138000", "mobile")
