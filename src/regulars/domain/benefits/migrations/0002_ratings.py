from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("benefit", models.CharField(max_length=40)),
                ("score", models.SmallIntegerField()),
                ("rated_at", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme_id", "member_id", "benefit"), name="benefits_rating_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 5)), name="benefits_rating_range"
                    ),
                ],
            },
        ),
    ]
