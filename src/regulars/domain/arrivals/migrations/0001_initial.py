"""The tables of counts move here from intake, with what is in them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0003_counts"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="EventCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("programme_id", models.SmallIntegerField()),
                        ("day", models.DateField()),
                        ("source", models.CharField(max_length=40)),
                        ("kind", models.CharField(max_length=20)),
                        ("name", models.CharField(default="", max_length=100)),
                        ("outcome", models.CharField(max_length=10)),
                        ("code", models.CharField(default="", max_length=40)),
                        ("count", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "intake_event_count",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme_id", "day", "source", "kind", "name", "outcome", "code"),
                                name="intake_count_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("programme_id", models.SmallIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("name", models.CharField(default="", max_length=100)),
                        ("field", models.CharField(max_length=130)),
                        ("type", models.CharField(max_length=10)),
                        ("first_at", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "intake_event_field",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme_id", "kind", "name", "field", "type"), name="intake_event_field_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("programme_id", models.SmallIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("name", models.CharField(default="", max_length=100)),
                        ("first_at", models.BigIntegerField()),
                        ("last_at", models.BigIntegerField()),
                        ("member_id", models.BigIntegerField()),
                        ("seq", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "intake_event_name",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme_id", "kind", "name"), name="intake_event_name_once"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.AlterModelTable(name="eventcount", table="arrivals_event_count"),
        migrations.AlterModelTable(name="eventname", table="arrivals_event_name"),
        migrations.AlterModelTable(name="eventfield", table="arrivals_event_field"),
    ]
