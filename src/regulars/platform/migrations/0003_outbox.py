from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("platform", "0002_audit_trail"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutboxEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stream", models.CharField(max_length=60)),
                ("topic", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.JSONField()),
                ("created_at", models.BigIntegerField()),
                ("taken_at", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "platform_outbox_entry",
                "indexes": [
                    models.Index(fields=["stream", "id"], name="platform_outbox_by_stream"),
                    models.Index(
                        condition=models.Q(("taken_at", None)), fields=["stream", "id"], name="platform_outbox_waiting"
                    ),
                    models.Index(fields=["stream", "subject", "id"], name="platform_outbox_by_subject"),
                    models.Index(fields=["created_at"], name="platform_outbox_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("stream", "topic", "key"), name="platform_outbox_once")
                ],
            },
        ),
    ]
