"""Versions have states, an author, a text and a reason; those that are there were installed and are published."""

from datetime import UTC, datetime
from typing import Any

import django.db.models.deletion
import yaml
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give installed versions what submitted ones have."""
    for version in apps.get_model("programmes", "ProgrammeVersion").objects.all():
        version.state = "published"
        version.text = yaml.safe_dump(version.document, allow_unicode=True, sort_keys=False, width=110)
        version.changed_at = version.created_at
        version.save()


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations: list[Any] = [
        migrations.RemoveConstraint("programmeversion", "programmes_version_one_live"),
        migrations.RemoveConstraint("programmeversion", "programmes_version_state_known"),
        migrations.RenameField("programmeversion", "installed_at", "created_at"),
        migrations.RenameField("programmeversion", "actor", "author"),
        migrations.AlterField(
            "programmeversion",
            "state",
            models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("in_review", "in_review"),
                    ("approved", "approved"),
                    ("rejected", "rejected"),
                    ("withdrawn", "withdrawn"),
                    ("published", "published"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField("programmeversion", "document", models.JSONField(null=True)),
        migrations.AlterField("programmeversion", "sha256", models.CharField(blank=True, max_length=64)),
        migrations.AddField("programmeversion", "text", models.TextField(default=""), preserve_default=False),
        migrations.AddField("programmeversion", "reason", models.TextField(blank=True)),
        migrations.AddField("programmeversion", "revision", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "programmeversion", "changed_at", models.DateTimeField(default=_EARLIEST), preserve_default=False
        ),
        migrations.AddField(
            "programmeversion",
            "base",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programmes.programmeversion",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
