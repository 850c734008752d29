"""Files that are too large are refused by their size alone."""

import pytest

from regulars.domain.intake.errors import FileTooLarge
from regulars.domain.intake.operations.inspecting import LARGEST_FILE, inspect_file


def test_a_file_beyond_the_largest_is_not_read(tmp_path) -> None:
    path = tmp_path / "year.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(FileTooLarge) as refused:
        inspect_file(path)
    assert (refused.value.code, refused.value.params) == ("file_too_large", {"name": "year.csv", "megabytes": 2048})
