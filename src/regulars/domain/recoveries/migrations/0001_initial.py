from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="WriteOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("wallet", models.CharField(max_length=40)),
                ("points", models.BigIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("state", models.CharField(default="requested", max_length=9)),
                ("requested_by", models.CharField(max_length=150)),
                ("requested_at", models.BigIntegerField()),
                ("decided_by", models.CharField(default="", max_length=150)),
                ("decided_at", models.BigIntegerField(null=True)),
                ("comment", models.CharField(default="", max_length=500)),
                ("written_off", models.BigIntegerField(null=True)),
                ("event_seq", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme_id", "-id"], name="recoveries_write_off_newest"),
                    models.Index(fields=["programme_id", "member_id", "-id"], name="recoveries_write_off_member"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0)), name="recoveries_write_off_of_points"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", ""), ("state", "requested")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ["approved", "rejected"]),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="recoveries_write_off_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("requested_by", ""), _negated=True),
                            models.Q(("requested_by", models.F("decided_by")), _negated=True),
                        ),
                        name="recoveries_write_off_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("event_seq__isnull", False),
                                ("state", "approved"),
                                ("written_off__gt", 0),
                                ("written_off__lte", models.F("points")),
                            ),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True),
                                ("event_seq", None),
                                ("written_off", None),
                            ),
                            _connector="OR",
                        ),
                        name="recoveries_write_off_posted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="recoveries_write_off_rejection_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "requested")),
                        fields=("programme_id", "member_id", "wallet"),
                        name="recoveries_write_off_one_waits",
                    ),
                ],
            },
        ),
    ]
