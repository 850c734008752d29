from django.db import migrations, models


class Migration(migrations.Migration):
    """A report for each quarter takes the place of the one last report.

    That one is not carried over: it took the version in force for that of the quarter, and is read anew from the
    history in a moment.
    """

    dependencies = [
        ("benefit_health", "0002_competitors"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuarterReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("quarter", models.CharField(max_length=6)),
                ("version_id", models.BigIntegerField()),
                ("made_at", models.BigIntegerField()),
                ("result", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["programme_id", "quarter"], name="benefit_health_one_report_a_quarter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("quarter", models.CharField(max_length=6)),
                ("kind", models.CharField(max_length=10)),
                ("target", models.CharField(max_length=200)),
                ("number", models.IntegerField()),
                ("opened_at", models.BigIntegerField()),
                ("opened_by", models.CharField(max_length=150)),
            ],
            options={
                "indexes": [models.Index(fields=["programme_id", "quarter"], name="benefit_health_opened")],
            },
        ),
        migrations.DeleteModel(name="HealthRun"),
    ]
