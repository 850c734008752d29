"""The commands: what they print, and how they end."""

import io
import json
import sys

import pytest

from regulars.domain.access.queries import authenticate_key, list_users
from regulars.project.settings.paths import ROOT

MINIMAL = str(ROOT / "programmes" / "minimal.yaml")
CSV = "id,occurred_at,card,order_id,amount\na,2026-06-01 10:00,A1,o1,10\nb,2026-06-02 10:00,A1,o2,{second}\n"

pytestmark = pytest.mark.usefixtures("frozen_clock")


def test_a_good_document_has_no_findings(regulars):
    code, out, _ = regulars("programme", "check", MINIMAL)
    assert (code, out) == (0, f"{MINIMAL}: 0 errors, 0 warnings\n")


def test_findings_say_where_and_how_to_mend(regulars, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text((ROOT / "programmes" / "minimal.yaml").read_text(encoding="utf-8").replace("CNY", "XYZ"))
    code, out, _ = regulars("programme", "check", str(path))
    assert code == 1
    assert "error: currency\n" in out
    assert out.endswith(f"{path}: 1 errors, 0 warnings\n")
    code, _, err = regulars("programme", "install", str(path))
    assert code == 1
    assert "[programme_invalid]" in err


def test_wrong_usage_is_two(regulars, tmp_path):
    assert regulars("programme", "check", "nowhere.yaml")[0] == 2
    assert regulars("programme", "show")[0] == 2
    assert regulars("nothing")[0] == 2
    (tmp_path / "x.yaml").write_bytes("name: 会员".encode("gb18030"))
    code, _, err = regulars("programme", "check", str(tmp_path / "x.yaml"))
    assert (code, "UTF-8" in err) == (2, True)


def test_install_and_show(regulars):
    assert regulars("programme", "install", MINIMAL)[:2] == (0, "minimal version 1 is in force\n")
    assert json.loads(regulars("programme", "show")[1])["id"] == "minimal"
    assert regulars("programme", "show", "--programme", "gone")[0] == 1


def test_the_schema_is_json(regulars):
    assert json.loads(regulars("schema")[1])["title"] == "Regulars programme"


def test_keys_come_and_go(regulars, minimal):
    code, out, _ = regulars("apikey", "create", "--label", "till", "--scope", "events:write")
    assert code == 0
    assert authenticate_key(out.strip()).scopes == {"events:write"}
    number = regulars("apikey", "list")[1].splitlines()[1].split()[0]
    assert regulars("apikey", "revoke", number)[:2] == (0, f"key {number} is revoked\n")
    assert authenticate_key(out.strip()) is None
    assert "revoked" in regulars("apikey", "list")[1]
    code, _, err = regulars("apikey", "create", "--label", "x", "--scope", "all")
    assert (code, "[scope_unknown]" in err) == (1, True)


def test_keys_of_apps_come_and_go(regulars, minimal):
    code, out, _ = regulars("app-key", "create", "--label", "shop app")
    key, secret = out.split()
    assert (code, key[:4], len(secret)) == (0, "app_", 64)
    assert secret not in regulars("app-key", "list")[1]
    assert regulars("app-key", "revoke", key)[:2] == (0, f"key {key} is revoked\n")
    assert "revoked" in regulars("app-key", "list")[1]
    code, _, err = regulars("app-key", "revoke", "app_none")
    assert (code, "[app_key_missing]" in err) == (1, True)


def test_refusals_follow_the_language(regulars, minimal):
    assert regulars("--lang", "zh", "apikey", "revoke", "99")[2] == "regulars: 没有这个 API 密钥。 [api_key_missing]\n"
    assert regulars("apikey", "revoke", "99")[2] == "regulars: There is no such API key. [api_key_missing]\n"


def test_people_are_created(regulars, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse battery\nanother horse battery\n"))
    assert regulars("user", "create", "li", "--role", "operator")[:2] == (0, "user li is created\n")
    assert [(view.identity.username, view.identity.role) for view in list_users()] == [("li", "operator")]
    assert regulars("user", "password", "li")[:2] == (0, "the password of li is changed\n")


def test_an_import_from_look_to_proof(regulars, minimal, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(CSV.format(second="x"))
    suggested = json.loads(regulars("import", "mapping", str(path))[1])
    assert suggested["columns"]["occurred_at"] == "occurred_at"
    code, out, _ = regulars("import", "events", str(path), "--dry-run")
    number = int(out.split()[1])
    assert (code, out.splitlines()[0]) == (1, f"import {number} is checked: 2 rows, 2 events")
    code, out, _ = regulars("import", "events", str(path))
    assert (code, out.splitlines()) == (
        1,
        [
            f"import {number + 1} is imported: 2 rows, 2 events",
            "  1 accepted, 0 known already, 1 rejected",
            "  points: 10",
            f"  see: regulars import report {number + 1}",
        ],
    )
    assert regulars("import", "report", str(number + 1))[1].splitlines() == [
        "line,column,code,reason",
        '3,amount,number_expected,"x is not a number. Write it like 120.50, without signs for thousands or currency."',
    ]
    path.write_text(CSV.format(second="5"))
    assert regulars("import", "events", str(path))[0] == 0
    assert regulars("import", "events", str(path), "--resume")[0] == 1
    assert regulars("member", "show", "a-1")[1].splitlines()[-1].split() == ["points", "15", "0"]
    assert regulars("ledger", "rollup")[0] == 0
    assert regulars("ledger", "tick")[0] == 0
    code, out, _ = regulars("ledger", "verify", "--replay")
    assert (code, out.splitlines()[-1]) == (0, "equal: the ledger is what its events make of it")


def test_a_mapping_file_is_obeyed(regulars, minimal, tmp_path):
    path, mapping = tmp_path / "e.csv", tmp_path / "m.json"
    path.write_bytes("何时,谁,单,多少\n2026-06-01,A1,o1,10\n".encode("gb18030"))
    mapping.write_text(
        json.dumps(
            {
                "encoding": "gb18030",
                "columns": {"occurred_at": "何时", "card": "谁", "order_id": "单", "amount": "多少"},
            }
        )
    )
    assert regulars("import", "events", str(path), "--mapping", str(mapping))[0] == 0
    for text in ("[]", "{", '{"colour": 1}'):
        mapping.write_text(text)
        assert regulars("import", "events", str(path), "--mapping", str(mapping))[0] == 2


def test_nobody_is_exit_code_one(regulars, minimal):
    code, _, err = regulars("member", "show", "nobody")
    assert (code, err) == (1, "regulars: No member has this number or identifier. [member_not_found]\n")
    assert regulars("member", "show", "#7")[0] == 1
    assert regulars("member", "count")[:2] == (0, "0\n")


def test_an_instant_needs_a_zone(regulars, minimal):
    assert regulars("ledger", "tick", "--as-of", "2026-06-15T00:00:00")[0] == 2
    assert regulars("ledger", "tick", "--as-of", "soon")[0] == 2
    assert regulars("ledger", "tick", "--as-of", "2026-06-15T00:00:00+08:00")[0] == 0


def test_findings_are_told_in_the_language_chosen(regulars, tmp_path):
    file = tmp_path / "club.yaml"
    file.write_text("id: Club\n", encoding="utf-8")
    code, out, _ = regulars("--lang", "zh", "programme", "check", str(file))
    assert (code, "'Club' 不是编号。" in out) == (1, True)
    _, _, err = regulars("--lang", "zh", "programme", "install", str(file))
    assert "id: 'Club' 不是编号。" in err
