from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="member",
            name="members_member_state_known",
        ),
        migrations.AddField(
            model_name="member",
            name="lent",
            field=models.JSONField(help_text="numbers of the identifiers that lead to that member since", null=True),
        ),
        migrations.AddField(
            model_name="member",
            name="merged_into",
            field=models.BigIntegerField(help_text="the member they take part as", null=True),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "closed", "merged"])), name="members_member_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lent__isnull", False), ("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("lent", None), ("merged_into", None)),
                    _connector="OR",
                ),
                name="members_member_merged_into_another",
            ),
        ),
    ]
