"""Run a command in this process, on the test's database."""

import sys

import pytest

from regulars.surfaces.cli import main


@pytest.fixture
def regulars(capsys, monkeypatch, db):
    """Run `regulars ...`: returns exit code, standard output and standard error."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["regulars", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return ended.value.code or 0, shown.out, shown.err

    return run
