from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ForecastRun",
            fields=[
                ("programme_id", models.IntegerField(primary_key=True, serialize=False)),
                ("made_on", models.DateField()),
                ("made_at", models.BigIntegerField()),
                ("members", models.BigIntegerField()),
                ("figures", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("tier", models.CharField(max_length=40)),
                ("tier_then", models.CharField(max_length=40)),
                ("outlook", models.CharField(max_length=4)),
                ("changes_on", models.DateField(null=True)),
                ("reason", models.SmallIntegerField(null=True)),
                ("grace_until", models.DateField(null=True)),
                ("keeping", models.JSONField(default=list)),
                ("next_tier", models.CharField(default="", max_length=40)),
                ("near_percent", models.SmallIntegerField()),
                ("near", models.BooleanField()),
                ("rising", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("outlook", "fall")),
                        fields=["programme_id", "changes_on", "member_id"],
                        name="tiers_forecast_falling",
                    ),
                    models.Index(
                        condition=models.Q(("outlook", "rise"), ("near", True), _connector="OR"),
                        fields=["programme_id", "-near_percent", "member_id"],
                        name="tiers_forecast_rising",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("programme_id", "member_id"), name="tiers_forecast_once"),
                    models.CheckConstraint(
                        condition=models.Q(("outlook__in", ["fall", "rise", "stay"])), name="tiers_forecast_outlook"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changes_on", None), ("outlook", "stay")),
                            models.Q(models.Q(("outlook", "stay"), _negated=True), ("changes_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="tiers_forecast_day_of_change",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("near_percent__range", (0, 100))), name="tiers_forecast_percent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("other_key", models.CharField(max_length=100)),
                ("other_programme", models.CharField(max_length=100)),
                ("other_level", models.CharField(max_length=100)),
                ("evidence", models.TextField()),
                ("tier", models.CharField(max_length=40)),
                ("until", models.DateField(null=True)),
                ("actor", models.CharField(max_length=150)),
                ("matched_at", models.BigIntegerField()),
                ("event_seq", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["programme_id", "-id"], name="tiers_match_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("programme_id", "member_id", "other_key"), name="tiers_match_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("other_key", ""), _negated=True),
                            models.Q(("other_level", ""), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                        ),
                        name="tiers_match_says_why",
                    ),
                ],
            },
        ),
    ]
