"""Evidence that leaves the installation: an exported ledger, the proof of an entry, checked without a database."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from regulars.domain.ledger.errors import TransactionMissing
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.types import LiveProgramme
from regulars.domain.proofs.checks import verify_file
from regulars.domain.proofs.errors import (
    AnchorFileInvalid,
    EntryNotAnchored,
    LedgerFileInvalid,
    ProofFileInvalid,
)
from regulars.domain.proofs.operations import anchor_heads, export_ledger
from regulars.domain.proofs.policy.anchor_file import read_anchors
from regulars.domain.proofs.queries import (
    anchor_lines,
    check_entry_proof,
    kept_anchors,
    prove_entry,
    rows,
)
from regulars.surfaces.web.proof_texts import FAULTS
from tests.integration.ledger.stories import grant, purchase

pytestmark = pytest.mark.django_db

Change = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture
def exported(lived: LiveProgramme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An exported ledger in several spans, anchored before its last entries."""
    anchor_heads(lived.id)
    apply_batch(lived.id, [purchase(3, 900, 501, 10)])
    monkeypatch.setattr(rows.spans, "__defaults__", (10,))
    path = tmp_path / "ledger.zip"
    assert export_ledger(lived.id, path) > 30
    assert [one.name for one in tmp_path.iterdir()] == ["ledger.zip"]
    return path


def changed(path: Path, table: str, change: Change) -> Path:
    """A copy of the export in which one table of the first members is another."""
    copied = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copied, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == f"00000/{table}.parquet":
                frame = change(pl.read_parquet(content))
                frame.write_parquet(path.with_name("table"))
                content = path.with_name("table").read_bytes()
            target.writestr(name, content)
    return copied


def test_an_exported_ledger_is_proven_by_itself(lived: LiveProgramme, exported: Path) -> None:
    report = verify_file(exported)
    assert report.divergences == ()
    assert report.members == 3
    with zipfile.ZipFile(exported) as file:
        assert len([name for name in file.namelist() if name.endswith("ledger_journal.parquet")]) > 2
        text = file.read("anchors.jsonl").decode()
    assert text == "".join(anchor_lines(lived.id))


CHANGES: list[tuple[str, Change, str]] = [
    ("ledger_posting", lambda frame: frame.head(frame.height - 1), "postings sum to zero"),
    ("ledger_journal", lambda frame: frame.with_columns(pl.col("basis") + 1), "hash chain"),
    ("ledger_journal", lambda frame: frame.filter(pl.col("seq") != 2), "entries are numbered without a gap"),
    (
        "ledger_lot",
        lambda frame: frame.with_columns(pl.col("earned") + 1),
        "lots hold what they earned less their uses",
    ),
    ("ledger_account", lambda frame: frame.head(1), "head of the hash chain"),
    (
        "ledger_account",
        lambda frame: frame.with_columns(pl.col("debt") + 1),
        "accounts hold what open lots hold less the debt",
    ),
]


@pytest.mark.parametrize(("table", "change", "check"), CHANGES)
def test_a_changed_export_is_found(exported: Path, table: str, change: Change, check: str) -> None:
    assert check in [one.check for one in verify_file(changed(exported, table, change)).divergences]


def test_members_left_out_of_an_export_are_found_by_their_anchor(lived: LiveProgramme, exported: Path) -> None:
    kept = list(kept_anchors(lived.id))
    copied = exported.with_name("shorter.zip")
    with zipfile.ZipFile(exported) as source, zipfile.ZipFile(copied, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                manifest["spans"] = manifest["spans"][:1]
                content = json.dumps(manifest).encode()
            target.writestr(name, content)
    found = {one.check: one for one in verify_file(copied, kept).divergences}
    assert found["anchors hold the heads of chains"].found == "no entry"


def test_files_that_are_none(exported: Path, tmp_path: Path) -> None:
    path = tmp_path / "other"
    for content in (b"", b"text", b"PK\x03\x04"):
        path.write_bytes(content)
        with pytest.raises(LedgerFileInvalid):
            verify_file(path)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("manifest.json", '{"format": "regulars-ledger/9"}')
    with pytest.raises(LedgerFileInvalid):
        verify_file(path)
    for lines in ([], ["{}"], ['{"format": "regulars-anchors/1"}', "{"], ['{"format": "regulars-anchors/1"}', "[]"]):
        with pytest.raises(AnchorFileInvalid):
            list(read_anchors(lines))


@pytest.fixture
def proof(lived: LiveProgramme) -> dict[str, Any]:
    """The proof of an entry with some after it, as it comes out of a file."""
    anchor_heads(lived.id)
    found: dict[str, Any] = json.loads(json.dumps(prove_entry(lived.id, 2, "points", 3)))
    return found


def test_an_entry_is_proven(lived: LiveProgramme, proof: dict[str, Any]) -> None:
    checked, fault = check_entry_proof(proof)
    assert fault is None
    assert (checked.member_id, checked.wallet, checked.seq, checked.points) == (2, "points", 3, 250)
    assert checked.steps == len(proof["entries"]) - 1 > 3
    kept = {one.anchor.number: one.anchor for one in kept_anchors(lived.id)}
    assert check_entry_proof(proof, kept)[1] is None
    assert check_entry_proof(proof, {})[1] == "anchor_not_exported"


def test_every_entry_with_a_restatement_too(lived: LiveProgramme) -> None:
    anchor_heads(lived.id)
    last = prove_entry(lived.id, 2, "points", 1)["leaf"]["seq"]
    documents = [prove_entry(lived.id, 2, "points", seq) for seq in range(1, last + 1)]
    assert [check_entry_proof(document)[1] for document in documents] == [None] * last
    assert any(entry["detail"] for entry in documents[0]["entries"])


def _set(*way: Any) -> Callable[[dict[str, Any]], None]:
    *path, last, value = way

    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for step in path:
            place = place[step]
        place[last] = value

    return change


def _swap_names(document: dict[str, Any]) -> None:
    sealed = document["entries"][0]["sealed"]
    sealed[4][0], sealed[5][0] = sealed[5][0], sealed[4][0]


FORGED: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (_swap_names, "columns_unknown"),
    (_set("seq", 4), "entries_not_in_order"),
    (lambda document: document["entries"].pop(1), "entries_not_in_order"),
    (_set("anchor", "programme_id", 7), "entries_not_in_order"),
    (_set("entries", 0, "postings", 0, 2, 999), "postings_not_zero"),
    (_set("entries", 0, "sealed", 4, 1, 999), "hash_wrong"),
    (_set("hash_before", "00" * 32), "hash_wrong"),
    (_set("leaf", "chain_head", "00" * 32), "head_wrong"),
    (_set("path", 0, "hash", "00" * 32), "path_wrong"),
    (_set("anchor", "root", "00" * 32), "path_wrong"),
    (_set("anchor", "made_at", 5), "signature_wrong"),
    (_set("anchor", "signature", "00" * 64), "signature_wrong"),
]


@pytest.mark.parametrize(("forge", "fault"), FORGED)
def test_a_forged_proof_does_not_hold(
    proof: dict[str, Any], forge: Callable[[dict[str, Any]], None], fault: str
) -> None:
    forged = copy.deepcopy(proof)
    forge(forged)
    assert check_entry_proof(forged)[1] == fault
    assert set(FAULTS) == {"anchor_not_exported", *(named for _, named in FORGED)}


@pytest.mark.parametrize("field", ["format", "programme", "entries", "anchor", "leaf", "path", "hash_before", "wallet"])
def test_a_document_that_is_none(proof: dict[str, Any], field: str) -> None:
    empty: tuple[Any, ...] = () if field == "path" else ([], {})
    for wrong in (None, 7, "x", [[]], *empty):
        with pytest.raises(ProofFileInvalid):
            check_entry_proof(proof | {field: wrong})
    with pytest.raises(ProofFileInvalid):
        check_entry_proof([])


def test_an_entry_that_is_not_or_is_too_new(lived: LiveProgramme) -> None:
    with pytest.raises(TransactionMissing):
        prove_entry(lived.id, 2, "points", 999)
    with pytest.raises(TransactionMissing):
        prove_entry(lived.id, 2, "gone", 1)
    with pytest.raises(EntryNotAnchored):
        prove_entry(lived.id, 2, "points", 1)
    anchor_heads(lived.id)
    apply_batch(lived.id, [grant(2, 900, 501, 10)])
    with pytest.raises(EntryNotAnchored):
        prove_entry(lived.id, 2, "points", prove_entry(lived.id, 2, "points", 1)["leaf"]["seq"] + 1)


def test_the_commands(lived: LiveProgramme, regulars: Any, tmp_path: Path) -> None:
    anchors, ledger, proof = tmp_path / "anchors.jsonl.gz", tmp_path / "ledger.zip", tmp_path / "proof.json"
    assert "anchor 1: 6 heads" in regulars("ledger", "anchor")[1]
    assert regulars("ledger", "anchor")[1] == "nothing has changed since the last anchor\n"
    assert regulars("ledger", "anchors", "list")[1].splitlines()[1].split()[0] == "1"
    assert regulars("ledger", "anchors", "export", str(anchors))[:2] == (0, f"1 anchors in {anchors}\n")
    assert regulars("ledger", "anchors", "export", str(anchors))[0] == 2
    code, out, _ = regulars("ledger", "verify", "--anchors", str(anchors))
    assert (code, out.splitlines()[-1]) == (0, "the ledger holds")
    assert regulars("ledger", "export", str(ledger))[0] == 0
    code, out, _ = regulars("ledger", "verify", "--file", str(ledger), "--anchors", str(anchors))
    assert (code, out.splitlines()[-1]) == (0, "the exported ledger holds")
    assert regulars("ledger", "verify", "--file", str(ledger), "--replay")[0] == 2
    code, out, _ = regulars("ledger", "verify", "--anchors", str(ledger))
    assert code == 1
    proof.write_text(regulars("ledger", "prove", "2", "points", "3")[1], encoding="utf-8")
    assert regulars("proof", "check", str(proof), "--anchors", str(anchors))[1].endswith("the proof holds\n")
    proof.write_text(proof.read_text(encoding="utf-8").replace('"points"', '"points" '), encoding="utf-8")
    proof.write_text("{", encoding="utf-8")
    assert "[proof_file_invalid]" in regulars("proof", "check", str(proof))[2]
    code, out, err = regulars("ledger", "prove", "2", "points", "999")
    assert (code, "[transaction_missing]" in err) == (1, True)


def test_balance_and_liability_at_the_command_line(lived: LiveProgramme, regulars: Any) -> None:
    code, out, err = regulars("ledger", "balance", "1", "points", "--on", "2026-01-16")
    assert (code, "[member_not_found]" in err) == (1, True)
    code, out, _ = regulars("ledger", "liability")
    assert (code, "outstanding: " in out, "DIFFERS" in out) == (0, True, False)
    assert regulars("ledger", "liability", "--csv")[1].count("\n") == 3
    assert json.loads(regulars("ledger", "liability", "--json")[1])[0]["wallet"] == "points"


def test_a_checker_needs_no_database(
    lived: LiveProgramme, proof: dict[str, Any], exported: Path, tmp_path: Path
) -> None:
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(proof), encoding="utf-8")
    away = os.environ | {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REGULARS_DATA": str(tmp_path / "elsewhere"),
        "DJANGO_SETTINGS_MODULE": "regulars.project.settings",
    }
    for words, answer in (
        (["proof", "check", str(path)], "the proof holds"),
        (["ledger", "verify", "--file", str(exported)], "the exported ledger holds"),
    ):
        run = [sys.executable, "-c", "from regulars.surfaces.cli import main; main()", *words]
        done = subprocess.run(run, env=away, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, [answer]), done.stderr[-500:]
