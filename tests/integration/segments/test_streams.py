"""Moves of members stand on the programme's own stream, also those that were told elsewhere once."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from regulars.domain.programmes.types import stream_of
from regulars.platform import outbox
from regulars.platform.outbox import NewMessage
from regulars.platform.paging import PageRequest

ASTRAY = import_module("regulars.domain.segments.migrations.0002_messages_on_the_stream")


def _moved(key: str) -> NewMessage:
    return NewMessage("segment.entered", key, "member 1", {"member_id": 1, "segment": "vip"})


def test_messages_astray_join_the_stream_once(shop) -> None:
    outbox.send(shop.code, [_moved("vip:1:10"), _moved("vip:1:20")])
    outbox.send(shop.code, [NewMessage("tier.rose", "1", "member 1", {})])
    outbox.send(stream_of(shop.id), [_moved("vip:1:20")])
    ASTRAY.join(apps, None)
    ASTRAY.join(apps, None)
    told = outbox.list_messages(stream_of(shop.id), PageRequest()).items
    assert sorted(one.key for one in told if one.topic == "segment.entered") == ["vip:1:10", "vip:1:20"]
    assert [one.topic for one in outbox.list_messages(shop.code, PageRequest()).items] == ["tier.rose"]
