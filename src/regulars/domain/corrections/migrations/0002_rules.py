import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("corrections", "0001_merges"),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("version_id", models.BigIntegerField()),
                ("number", models.IntegerField(help_text="of the version")),
                ("since", models.BigIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("state", models.CharField(default="previewing", max_length=10)),
                ("proposed_by", models.CharField(max_length=150)),
                ("proposed_at", models.BigIntegerField()),
                ("foreseen", models.JSONField(default=dict)),
                ("schedule", models.TextField(default="", help_text="the activations that the preview knew")),
                ("previewed_at", models.BigIntegerField(null=True)),
                ("decided_by", models.CharField(default="", max_length=150)),
                ("decided_at", models.BigIntegerField(null=True)),
                ("comment", models.CharField(default="", max_length=500)),
                ("activation_id", models.BigIntegerField(null=True)),
                ("posted", models.JSONField(default=dict)),
                ("posted_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["programme_id", "-id"], name="corrections_rule_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("activation_id", None),
                                ("decided_at", None),
                                ("decided_by", ""),
                                ("state__in", ["previewing", "proposed"]),
                            ),
                            models.Q(
                                ("activation_id", None),
                                ("decided_at__isnull", False),
                                ("state", "rejected"),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            models.Q(
                                ("activation_id__isnull", False),
                                ("decided_at__isnull", False),
                                ("state__in", ["posting", "posted"]),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="corrections_rule_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["posting", "posted"]), _negated=True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="corrections_rule_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("proposed_by", ""), _negated=True)
                        ),
                        name="corrections_rule_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["previewing", "proposed", "posting"])),
                        fields=("programme_id",),
                        name="corrections_rule_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member_id", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("tier", models.SmallIntegerField(default=0, help_text="1 up, -1 down")),
                ("below_zero", models.BooleanField(default=False)),
                ("posted_before", models.JSONField(null=True)),
                ("posted_after", models.JSONField(null=True)),
                ("event_seq", models.BigIntegerField(null=True)),
                ("differs", models.BooleanField(default=False)),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="corrections.rulecorrection",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["correction", "tier", "member_id"], name="corrections_line_tier"),
                    models.Index(
                        condition=models.Q(("below_zero", True)),
                        fields=["correction", "member_id"],
                        name="corrections_line_below_zero",
                    ),
                    models.Index(
                        condition=models.Q(("differs", True)),
                        fields=["correction", "member_id"],
                        name="corrections_line_differs",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("correction", "member_id"), name="corrections_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after", None), ("before", None)),
                            models.Q(("after__isnull", False), ("before__isnull", False)),
                            _connector="OR",
                        ),
                        name="corrections_line_foreseen",
                    ),
                ],
            },
        ),
    ]
