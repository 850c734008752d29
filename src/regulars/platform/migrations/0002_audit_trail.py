"""The audit trail: a table that Django makes, and triggers that refuse to change it."""

from typing import Any

from django.db import migrations, models

from regulars.platform.appendonly import guard, release

TABLE = "platform_audit_entry"


class Migration(migrations.Migration):
    dependencies = [("platform", "0001_initial")]

    operations: list[Any] = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.BigIntegerField()),
                ("actor", models.CharField(max_length=150)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=200)),
                ("params", models.JSONField()),
            ],
            options={
                "db_table": TABLE,
                "indexes": [
                    models.Index(fields=["actor", "id"], name="platform_audit_by_actor"),
                    models.Index(fields=["action", "id"], name="platform_audit_by_action"),
                ],
            },
        ),
        migrations.RunPython(guard(TABLE), release(TABLE)),
        migrations.AlterModelOptions(name="auditentry", options={"managed": False}),
    ]
