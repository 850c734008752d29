from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("survivor", models.BigIntegerField()),
                ("merged", models.BigIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("actor", models.CharField(max_length=150)),
                ("merged_at", models.BigIntegerField()),
                ("moved", models.JSONField(default=dict)),
                ("identifiers", models.IntegerField(default=0)),
                ("merged_seq", models.BigIntegerField(default=0)),
                ("survivor_seq", models.BigIntegerField(default=0)),
                ("undone_at", models.BigIntegerField(null=True)),
                ("undone_by", models.CharField(default="", max_length=150)),
                ("undone_why", models.CharField(default="", max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme_id", "-id"], name="corrections_merge_newest"),
                    models.Index(fields=["programme_id", "survivor", "-id"], name="corrections_merge_survivor"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("survivor", models.F("merged")), _negated=True),
                        name="corrections_merge_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", ""), ("undone_why", "")),
                            models.Q(
                                ("undone_at__isnull", False),
                                models.Q(("undone_by", ""), _negated=True),
                                models.Q(("undone_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="corrections_merge_undone_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("programme_id", "merged"),
                        name="corrections_merge_into_one",
                    ),
                ],
            },
        ),
    ]
