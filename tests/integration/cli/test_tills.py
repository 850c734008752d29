"""`regulars till`: registering, packs, conflicts, keys of codes."""

from __future__ import annotations

import base64
import json

from regulars.domain.verifications.operations import settle
from regulars.domain.verifications.policy.formats import read_code
from regulars.domain.verifications.types.tills import OfflineUse, Settlement
from regulars.platform import clock
from tests.benefits import install_benefits
from tests.counter import fresh
from tests.families import enrol
from tests.integration.verifications.signing import signature


def test_a_till_is_registered_told_and_revoked(regulars, frozen_clock, tmp_path) -> None:
    install_benefits()
    code, out, _ = regulars("till", "register", "T1", "--store", "S1")
    assert (code, out.startswith("till T1 in S1 is registered")) == (0, True)
    assert len(base64.b64decode(out.split("private key: ")[1])) == 32
    file = tmp_path / "pack.json"
    assert regulars("till", "pack", "T1", str(file))[1] == f"written to {file}\n"
    assert json.loads(json.loads(file.read_text())["pack"])["store"] == "S1"
    assert regulars("till", "register", "T1", "--store", "S2")[2].endswith("[till_exists]\n")
    assert regulars("till", "revoke", "T1")[1] == "till T1 is out of use\n"
    assert "T1    T1    S1" in regulars("till", "list")[1]


def test_conflicts_are_listed_and_closed(regulars, frozen_clock) -> None:
    programme = install_benefits()
    member = enrol(programme, 1)[0]
    private = regulars("till", "register", "T1", "--store", "S1")[1].split("private key: ")[1].strip()
    use = OfflineUse(1, fresh(programme, member), clock.now(), "cake")
    found = settle(programme.id, Settlement("T1", b"body", signature(private, b"body"), (use,), "key")).uses[0]
    assert "does not have the benefit cake now" in regulars("till", "conflicts")[1]
    assert regulars("till", "retry", str(found.id))[0] == 1
    closed = regulars("till", "close", str(found.id), "--reason", "goodwill")
    assert closed[:2] == (0, f"conflict {found.id} is closed\n")


def test_keys_change(regulars, frozen_clock) -> None:
    programme = install_benefits()
    member = enrol(programme, 1)[0]
    assert regulars("till", "key", "rotate")[1] == "key 1 signs from now on\n"
    assert read_code(fresh(programme, member))[0].key == 1
    assert regulars("till", "key", "revoke", "1")[1] == "key 1 is revoked\n"
    assert regulars("till", "key", "list")[1].splitlines()[1].startswith("2 ")
