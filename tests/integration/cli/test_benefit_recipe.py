"""The recipe of a benefit from its draft to its health: each of its commands, in its order."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from regulars.project.settings.paths import ROOT

RECIPE = ROOT / "docs" / "recipes" / "a_benefit_from_draft_to_health.md"
TODAY = datetime(2026, 5, 20, 9, tzinfo=UTC)
SECTIONS = {
    "Granted by hand, shown and verified": TODAY + timedelta(minutes=2),
    "When the quarter is over": datetime(2026, 7, 2, 9, tzinfo=UTC),
}
"""Where in the recipe time has passed, and until when."""

Run = Callable[..., tuple[int, str, str]]


class Reader:
    """Somebody who does what the recipe says, in a folder of their own; `numbers` are those that they were told."""

    def __init__(self, place: Path, regulars: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        self.place, self.regulars, self.monkeypatch = place, regulars, monkeypatch
        self.said: list[tuple[str, str]] = []
        self.grant, self.verification = "1", "2"

    def do(self, command: str) -> None:
        """One command: of `regulars` in this process, all others by a shell."""
        if not command.startswith("regulars "):
            self.said.append((command, self._by_shell(command)))
            return
        line, _, remark = command.partition(" # ")
        words = shlex.split(line.replace("benefits code 1 ", f"benefits code {self.grant} "))[1:]
        words, given = _without(words, "<")
        words, taken = _without(words, ">")
        self.monkeypatch.setattr(sys, "stdin", io.StringIO((self.place / given).read_text() if given else ""))
        code, out, err = self.regulars(*words)
        assert (code != 0) == (remark == "refused"), f"{command}: {out}{err}"
        if taken:
            (self.place / taken).write_text(out)
        if words[:2] == ["benefits", "grant"]:
            self.grant = out.split()[1].rstrip(":")
        self.said.append((line, out + err))

    def _by_shell(self, command: str) -> str:
        asked = self.place / "curl.asked"
        asked.unlink(missing_ok=True)
        path = f"{self.place / 'bin'}:/usr/bin:/bin"
        done = subprocess.run(
            ["/bin/sh", "-ec", command], cwd=self.place, env={"PATH": path}, capture_output=True, text=True, check=True
        )
        return self._called(asked.read_text().split("\0")[:-1]) if asked.exists() else done.stdout

    def _called(self, words: list[str]) -> str:
        """What the API answers to what `curl` was given."""
        headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
        body = words[words.index("-d") + 1]
        address = words[-1].removeprefix("http://127.0.0.1:8000").replace("/2/", f"/{self.verification}/")
        answer = Client(headers=headers).post(address, body, content_type="application/json")
        assert answer.status_code in (200, 201), f"{address}: {answer.content.decode()}"
        told: dict[str, Any] = answer.json()
        self.verification = str(told["number"])
        return json.dumps(told)

    def heard(self, command: str) -> list[str]:
        """What was said to each command that begins so."""
        return [out for line, out in self.said if line.startswith(command)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch, settings, frozen_clock) -> Path:
    """An empty folder with the club's document, on a day on which `date` and `curl` are ours."""
    frozen_clock.set(TODAY)
    settings.HISTORY_ROOT = tmp_path / "history"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "programmes").mkdir()
    shutil.copy(ROOT / "programmes" / "club.yaml", tmp_path / "programmes")
    ours = tmp_path / "bin"
    ours.mkdir()
    earlier = TODAY - timedelta(minutes=1)
    (ours / "date").write_text(f"#!/bin/sh\necho {earlier:%Y-%m-%dT%H:%M}\n")
    (ours / "curl").write_text('#!/bin/sh\nprintf "%s\\0" "$@" > curl.asked\n')
    for one in ours.iterdir():
        one.chmod(0o755)
    return tmp_path


def test_each_command_of_the_recipe_does_what_it_says(regulars: Run, place: Path, monkeypatch, frozen_clock) -> None:
    reader = Reader(place, regulars, monkeypatch)
    for heading, commands in sections():
        if heading in SECTIONS:
            frozen_clock.set(SECTIONS[heading])
        for command in commands:
            reader.do(command)
    (refused,) = reader.heard("regulars programme check draft.yaml")
    assert "premium" in refused
    assert "barista_coffee" in refused
    assert "A barista's coffee" in reader.heard("regulars programme diff")[0]
    before, granted, used, undone = (_line(out) for out in reader.heard("regulars benefits show"))
    assert before == ""
    assert ["2/2" in granted, "0/2" in used, "1/2" in undone] == [True, True, True]
    first, second, back = (json.loads(out) for out in reader.heard("curl"))
    assert (first["benefit"], second["id"], back["reversed_why"]) == ("barista_coffee", "v-2", "The wrong cup")
    paid, refunded = reader.heard("regulars member show")
    assert ("1,200" in paid, "1,500" in refunded) == (True, True)
    assert "cancelled" in reader.heard("regulars rewards order list")[0]
    (health,) = reader.heard("regulars benefits health")
    assert health.startswith("2026Q2: 1 members, 1 uses, versions 1, 2\n")
    assert "- since 20 May 2026: barista_coffee, own_brand_price" in health
    assert "Uses are recorded from 20 May 2026 on only" in health
    assert reader.heard("regulars benefits quarters")[0].splitlines()[-1].startswith("2026Q2")


def sections() -> list[tuple[str, list[str]]]:
    """The headings of the recipe with what each tells to run; a text for a file belongs to its command."""
    parts = re.split(r"^## (.+)$", RECIPE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [(heading, _commands(text)) for heading, text in zip(parts[::2], parts[1::2], strict=True)]


def _commands(text: str) -> list[str]:
    blocks = "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    return [
        found.group().rstrip("\n")
        for found in re.finditer(r"cat [^\n]*<<'END'\n.*?^END$|[^\n]+", blocks, re.DOTALL | re.MULTILINE)
    ]


def _without(words: list[str], sign: str) -> tuple[list[str], str]:
    """The words up to a sign of a file, and the file behind it."""
    if sign not in words:
        return words, ""
    place = words.index(sign)
    return words[:place] + words[place + 2 :], words[place + 1]


def _line(said: str) -> str:
    return next((line for line in said.splitlines() if "barista_coffee" in line), "")
