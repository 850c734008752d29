"""Changing the keys of what is encrypted: online, killed in between, and nothing lost."""

import base64
import json

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db.models import BinaryField

from regulars.domain.members.models import Identifier, Member
from regulars.domain.members.operations import identify_members, record_profiles
from regulars.domain.members.queries import find_member, member
from regulars.domain.members.types import Arrival, Identity, Profile, Told
from regulars.platform.backup.changing import add_keys, retire_keys
from regulars.platform.backup.errors import KeysElsewhere, KeysInUse
from regulars.platform.resealing import count_sealed, reseal
from regulars.project.sealed import SEALED

AT = 1_780_000_000_000_000
NEW = b"n" * 32
NOT_TEXTS = {
    *("blind_index", "code_index", "handle_hash", "code_hash", "token_hash", "digest", "subject", "fingerprint"),
    *(
        "public_key",
        "hash",
        "secret_hash",
        "username_hash",
        "request_hash",
        "chain_head",
        "progress",
        "root",
        "signature",
        "head",
        "previous",
        "members",
    ),
}


class Killed(Exception):
    """Stands for a kill."""


@pytest.fixture
def people(transactional_db, minimal):
    arrivals = [Arrival(Identity(card=str(number)), AT) for number in range(10)]
    found = identify_members(minimal.id, arrivals)
    record_profiles(minimal.id, [Told(one.member_id, AT, Profile(name=f"Li {one.member_id}")) for one in found])
    return [one.member_id for one in found]


@pytest.fixture
def changed(settings):
    """New keys stand before the present ones, as after a restart."""

    def change():
        settings.ENCRYPTION_KEYS = (NEW, *configured.ENCRYPTION_KEYS)
        settings.INDEX_KEYS = (NEW, *configured.INDEX_KEYS)

    return change


def left():
    return {one.sealed.table: one.old for one in count_sealed() if one.old}


def test_everybody_is_found_before_during_and_after(people, minimal, changed, settings):
    changed()
    assert find_member(minimal.id, "3").id == people[3]
    assert left() == {"members_identifier": 10, "members_member": 10}

    def killed(table, seen, total):
        if seen >= 6:
            raise Killed

    with pytest.raises(Killed):
        reseal(killed, batch=3)
    assert left() == {"members_identifier": 4, "members_member": 10}
    assert [find_member(minimal.id, str(number)).id for number in range(10)] == people
    again = identify_members(minimal.id, [Arrival(Identity(card=str(number)), AT) for number in range(11)])
    assert [one.enrolled for one in again] == [False] * 10 + [True]
    told = []
    assert reseal(lambda *line: told.append(line), batch=3) == 14
    assert told[-1] == ("members_member", 10, 10)
    assert left() == {}
    settings.ENCRYPTION_KEYS, settings.INDEX_KEYS = (NEW,), (NEW,)
    assert [find_member(minimal.id, str(number)).id for number in range(10)] == people
    assert member(minimal.id, people[0]).name == f"Li {people[0]}"
    assert reseal(lambda *line: None) == 0
    assert Identifier.objects.count() == 11
    assert Member.objects.count() == 11


def test_every_encrypted_column_takes_part(db):
    columns = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField) and field.column not in NOT_TEXTS
    }
    assert columns == {(one.table, one.column) for one in SEALED}


def test_keys_are_added_and_retired_in_the_file(people, settings, tmp_path, monkeypatch, changed):
    settings.DATA = tmp_path
    old = {
        "REGULARS_ENCRYPTION_KEYS": base64.urlsafe_b64encode(settings.ENCRYPTION_KEYS[0]).decode(),
        "REGULARS_INDEX_KEY": base64.urlsafe_b64encode(settings.INDEX_KEYS[0]).decode(),
    }
    place = tmp_path / "secrets.json"
    place.write_text(json.dumps(old))
    kept = add_keys()
    assert json.loads(kept.read_text()) == old
    both = json.loads(place.read_text())
    assert [text.split(",")[1] for text in both.values()] == list(old.values())
    with pytest.raises(KeysInUse):  # this process still writes with the old ones
        retire_keys()
    settings.ENCRYPTION_KEYS = tuple(map(base64.urlsafe_b64decode, both["REGULARS_ENCRYPTION_KEYS"].split(",")))
    settings.INDEX_KEYS = tuple(map(base64.urlsafe_b64decode, both["REGULARS_INDEX_KEY"].split(",")))
    with pytest.raises(KeysInUse) as refused:
        retire_keys()
    assert refused.value.params == {"count": 20}
    reseal(lambda *line: None)
    retire_keys()
    assert json.loads(place.read_text()) == {name: text.split(",")[0] for name, text in both.items()}
    monkeypatch.setenv("REGULARS_INDEX_KEY", "x")
    with pytest.raises(KeysElsewhere):
        add_keys()
