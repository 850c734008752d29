"""Reviews of versions, and when versions come into force: tables, guards, and the first activation of each programme."""

from datetime import UTC, datetime, timedelta
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

from regulars.domain.programmes.migrations import _guards
from regulars.platform.appendonly import guard, release

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WHOLE = 10_000
_STATES = ["draft", "in_review", "approved", "rejected", "withdrawn", "published"]
_KINDS = ["publication", "pilot", "stop", "roll_back", "correction"]
_DECISIONS = ["approved", "rejected"]


def activate_installed(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let what was installed be in force from the beginning."""
    activations = apps.get_model("programmes", "Activation").objects
    for version in apps.get_model("programmes", "ProgrammeVersion").objects.order_by("programme_id", "number"):
        known_at = (version.created_at - _EPOCH) // timedelta(microseconds=1)
        activations.create(
            programme_id=version.programme_id,
            version_id=version.pk,
            starts_at=0,
            share=_WHOLE,
            kind="publication",
            known_at=known_at,
            actor=version.author,
        )


def make_guards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, on either database."""
    for statement in _guards.statements(editor.connection.vendor):
        editor.execute(statement, params=None)


def drop_guards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Undo `make_guards`."""
    for statement in _guards.drops(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_versions_with_states"), ("platform", "0002_audit_trail")]

    operations: list[Any] = [
        migrations.AddConstraint(
            "programmeversion",
            models.CheckConstraint(condition=Q(state__in=_STATES), name="programmes_version_state_is_known"),
        ),
        migrations.AddConstraint(
            "programmeversion",
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | (Q(document__isnull=False) & ~Q(sha256="")),
                name="programmes_version_submitted_is_whole",
            ),
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reviewer", models.CharField(max_length=150)),
                ("decided_at", models.DateTimeField()),
                ("decision", models.CharField(choices=[(one, one) for one in _DECISIONS], max_length=8)),
                ("comment", models.TextField(blank=True)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="programmes.programmeversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(decision__in=_DECISIONS), name="programmes_review_decision_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(decision="approved") | ~Q(comment=""), name="programmes_review_rejection_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.SmallIntegerField()),
                ("starts_at", models.BigIntegerField()),
                ("share", models.PositiveIntegerField()),
                ("kind", models.CharField(choices=[(one, one) for one in _KINDS], max_length=11)),
                ("known_at", models.BigIntegerField()),
                ("actor", models.CharField(max_length=150)),
                ("reason", models.TextField(blank=True)),
                ("reviewed_by", models.CharField(blank=True, max_length=150)),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.programmeversion",
                    ),
                ),
            ],
            options={
                "db_table": "programmes_activation",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind="pilot", share__gte=1, share__lt=_WHOLE)
                        | (~Q(kind="pilot") & Q(share=_WHOLE)),
                        name="programmes_activation_share_fits",
                    ),
                    models.CheckConstraint(condition=Q(kind__in=_KINDS), name="programmes_activation_kind_known"),
                    models.CheckConstraint(
                        condition=Q(starts_at=0)
                        | Q(kind="correction", starts_at__lt=F("known_at"))
                        | (~Q(kind="correction") & Q(starts_at__gt=F("known_at"))),
                        name="programmes_activation_start_fits",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["programme_id", "starts_at", "id"], name="programmes_activation_due"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_at", models.BigIntegerField()),
                ("actor", models.CharField(max_length=150)),
                ("reason", models.TextField()),
                (
                    "activation",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation",
                        to="programmes.activation",
                    ),
                ),
            ],
            options={"db_table": "programmes_cancellation"},
        ),
        migrations.RunPython(activate_installed, migrations.RunPython.noop),
        migrations.RunPython(make_guards, drop_guards),
        migrations.RunPython(guard("programmes_activation"), release("programmes_activation")),
        migrations.RunPython(guard("programmes_cancellation"), release("programmes_cancellation")),
        migrations.AlterModelOptions(name="activation", options={"managed": False}),
        migrations.AlterModelOptions(name="cancellation", options={"managed": False}),
    ]
