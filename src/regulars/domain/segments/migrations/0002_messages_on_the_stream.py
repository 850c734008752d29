"""Moves of members that were told on a stream by the programme's code join the programme's own stream."""

from typing import Any

from django.db import migrations


def join(apps: Any, schema_editor: Any) -> None:
    """What was sent under both names stays once."""
    del schema_editor
    sent = apps.get_model("platform", "OutboxEntry").objects
    for programme in apps.get_model("programmes", "Programme").objects.all():
        own = f"programme {programme.pk}"
        topics = ("segment.entered", "segment.left")
        there = sent.filter(stream=own, topic__in=topics).values("key")
        astray = sent.filter(stream=programme.code, topic__in=topics)
        astray.filter(key__in=there).delete()
        astray.update(stream=own)


class Migration(migrations.Migration):
    dependencies = [
        ("segments", "0001_initial"),
        ("platform", "0003_outbox"),
        ("programmes", "0003_reviews_and_activations"),
    ]

    operations = [migrations.RunPython(join, migrations.RunPython.noop)]
