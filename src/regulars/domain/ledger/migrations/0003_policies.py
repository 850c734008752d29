"""Pending, held and owed points, draws, tallies, locks, repeating goals and budgets."""

import json
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from regulars.domain.ledger.migrations import _policies

ROUNDINGS = ("floor", "half_up", "half_even", "ceil")


def change_tables(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Bring the tables forward, and give lots the rounding of the version they were earned under."""
    vendor = schema_editor.connection.vendor
    for statement in _policies.statements(vendor):
        schema_editor.execute(statement, params=None)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_lot_no_change_of_terms" + (" ON ledger_lot" if vendor != "sqlite" else ""))
        cursor.execute("SELECT id, document FROM programmes_programmeversion")
        for version, document in cursor.fetchall():
            content = json.loads(document) if isinstance(document, str) else document
            rounding = ROUNDINGS.index((content or {}).get("policies", {}).get("rounding", "floor"))
            if rounding:
                cursor.execute("UPDATE ledger_lot SET rounding = %s WHERE version_id = %s", [rounding, version])
    for statement in _policies.lot_guard(vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Forward only: what is new could not be kept by the tables before."""

    dependencies = [("ledger", "0002_models"), ("programmes", "0001_initial")]

    operations: list[Any] = [
        migrations.RunPython(change_tables),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "programme_id",
                        "member_id",
                        "spend_seq",
                        "wallet",
                        "place",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("programme_id", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("spend_seq", models.BigIntegerField()),
                ("wallet", models.SmallIntegerField()),
                ("place", models.IntegerField()),
                ("key", models.BigIntegerField()),
                ("lot_no", models.BigIntegerField()),
                ("points", models.BigIntegerField()),
                ("spent", models.BigIntegerField()),
                ("held_until", models.BigIntegerField()),
                ("order_key", models.BigIntegerField()),
            ],
            options={"db_table": "ledger_draw", "managed": False},
        ),
    ]
