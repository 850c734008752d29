from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefit_health", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CompetitorOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("competitor", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=20)),
                ("figure", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("about", models.CharField(default="", max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["programme_id", "competitor"], name="benefit_health_offers")],
            },
        ),
    ]
