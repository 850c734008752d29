"""`regulars scenario run`: lines, differences and codes, in both languages, and nothing left behind."""

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest

from regulars.domain.ledger import queries
from regulars.project.settings.paths import ROOT

PARTS = ROOT / "scenarios" / "refunds" / "parts_add_up.yaml"
TITLE = "Refunds by amount add up to exactly the points of the sale"
RECIPE = ROOT / "docs" / "recipes" / "scenarios.md"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder of a user's own, with the corner shop as its programme."""
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes" / "shop.yaml").write_bytes((ROOT / "scenarios" / "programmes" / "shop.yaml").read_bytes())
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "parts.yaml").write_bytes(PARTS.read_bytes())
    return tmp_path


def spoil(folder: Path, old: str, new: str) -> Path:
    """The scenario with an expectation that does not come true."""
    path = folder / "deep" / "parts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


def test_what_holds_is_a_line(regulars, folder, club):
    path = folder / "deep" / "parts.yaml"
    assert regulars("scenario", "run", str(folder)) == (
        0,
        f"holds {path}: {TITLE}\nScenarios: 1. Hold: 1. Differ: 0. Unreadable: 0.\n",
        "",
    )
    assert queries.count_members(club.id) == 0


@pytest.mark.parametrize(
    ("option", "way"), [(None, "replayed and live"), ("--replay-only", "replayed"), ("--live-only", "live")]
)
def test_what_differs_is_told_with_its_story(regulars, folder, option, way):
    path = spoil(folder, "points: -34", "points: -35")
    code, out, _ = regulars("scenario", "run", str(path), *([option] if option else []))
    assert (code, out) == (
        1,
        dedent(f"""\
            DIFFERS {path} ({way}): {TITLE}
              entries.points, number 2
                expected: {{on: 2026-03-03, kind: refund, points: -35}}
                found:    {{on: 2026-03-03, kind: refund, points: -34}}
              Why the entries of the wallet points are as they are:
                Refund of order A on 2026-03-03 10:00 (part of the amount).
                  To be taken back of what “Points for spending” gave on 2026-03-02: 34.
                  Drawn from what was earned on 2026-03-02: 34.
                  Points: -34.
            Scenarios: 1. Hold: 0. Differ: 1. Unreadable: 0.
            """),
    )


def test_in_chinese(regulars, folder):
    path = spoil(folder, "growth: 0", "growth: 5")
    code, out, _ = regulars("scenario", "run", str(path), "--language", "zh", "--replay-only")
    assert code == 1
    assert out.startswith(f"不符 {path} (重放): {TITLE}\n  balances.growth\n    预期：5\n    实际：0\n")
    assert out.endswith("场景：1 个。相符：0。不符：1。无法读取：0。\n")
    assert regulars("--lang", "zh", "scenario", "run", str(path), "--replay-only")[1] == out


def test_ways_that_differ_are_told_apart(regulars, tmp_path):
    late = ROOT / "scenarios" / "order" / "late_purchase_restates_tier.yaml"
    text = late.read_text(encoding="utf-8").replace(
        "programme: shop", f"programme: {ROOT}/scenarios/programmes/shop.yaml"
    )
    (tmp_path / "late.yaml").write_text(text.replace("kind: restate, points: 750", "kind: restate, points: 1"), "utf-8")
    code, out, _ = regulars("scenario", "run", str(tmp_path))
    assert code == 1
    assert "(live)" in out
    assert "(replayed" not in out
    assert "written.points, number 4\n" in out


def test_files_that_cannot_be_read_are_told_all_at_once(regulars, folder):
    (folder / "empty").mkdir()
    (folder / "chinese.yaml").write_bytes("title: 会员".encode("gb18030"))
    events = [{"type": "tick", "at": "2026-01-01 10:00", "foo": 1}, {"type": "fly"}]
    bad = {"title": "x", "programme": "shop", "events": events, "expect": {"lots": 1}}
    (folder / "bad.json").write_text(json.dumps(bad), encoding="utf-8")
    (folder / "unknown.yaml").write_text(PARTS.read_text(encoding="utf-8").replace("shop", "nix"), encoding="utf-8")
    code, out, _ = regulars("scenario", "run", str(folder), str(folder / "empty"), str(folder / "gone.yaml"))
    assert code == 2
    told = [line.split(": ")[0] for line in out.splitlines()]
    assert told == [
        f"holds {folder / 'deep' / 'parts.yaml'}",
        f"UNREADABLE {folder / 'bad.json'}",
        "  events.0.foo",
        "  events.1",
        "  expect.lots",
        f"UNREADABLE {folder / 'chinese.yaml'}",
        "  This is not UTF-8 text; save it as UTF-8.",
        f"UNREADABLE {folder / 'unknown.yaml'}",
        "  programme",
        f"UNREADABLE {folder / 'empty'}",
        "  There is no scenario in this folder (.yaml, .yml, .json).",
        f"UNREADABLE {folder / 'gone.yaml'}",
        "  There is no such file or folder.",
        "Scenarios",
    ]


def test_findings_are_told_in_chinese(regulars, folder):
    path = spoil(folder, "programme: shop", "programme: nix")
    _, out, _ = regulars("scenario", "run", str(path), "--language", "zh")
    first, second = out.splitlines()[:2]
    assert first == f"无法读取 {path}"
    assert second.startswith("  programme: 没有计划 'nix'。 场景要在该计划下运行。 请写出文件路径")


def test_both_ways_may_not_be_left_out(regulars):
    code, _, err = regulars("scenario", "run", str(PARTS), "--replay-only", "--live-only")
    assert (code, "leave nothing to run" in err) == (2, True)


def test_the_example_of_the_recipe_does_what_the_recipe_says(regulars, tmp_path, monkeypatch):
    """The page holds a whole scenario, and what the command prints of it as it is and with a mistake."""
    blocks = re.findall(r"(?ms)^```(\w+)\n(.*?)^```$", RECIPE.read_text(encoding="utf-8"))
    (example,) = [text for kind, text in blocks if kind == "yaml"]
    printed = [text for kind, text in blocks if kind == "text"]
    (tmp_path / "cafe.yaml").write_text(example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert regulars("scenario", "run", "cafe.yaml")[:2] == (0, printed[0])
    (tmp_path / "cafe.yaml").write_text(example.replace("balances: {beans: 6}", "balances: {beans: 7}"), "utf-8")
    assert regulars("scenario", "run", "cafe.yaml")[:2] == (1, printed[1])
    assert regulars("scenario", "run", "cafe.yaml", "--language", "zh")[:2] == (1, printed[2])


def test_a_life_of_many_pages_is_read_whole(regulars, folder):
    """More entries and lots than a page of the ledger holds."""
    visits = [
        {"at": f"2026-03-02 10:{minute:02}:{second:02}", "type": "purchase", "amount": 1}
        for minute in range(9)
        for second in range(0, 50, 2)
    ]
    entries = [{"kind": "earn", "points": 1}] * len(visits)
    lots = [{"points": 1}] * len(visits)
    expect = {"balances": {"points": 225}, "entries": {"points": entries}, "lots": {"points": lots}}
    (folder / "many.json").write_text(
        json.dumps({"title": "x", "programme": "shop", "events": visits, "expect": expect})
    )
    assert regulars("scenario", "run", str(folder / "many.json"))[0] == 0
