from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("transfer_id", models.CharField(max_length=200)),
                ("sender", models.BigIntegerField()),
                ("receiver", models.BigIntegerField()),
                ("wallet", models.CharField(max_length=40)),
                ("points", models.BigIntegerField()),
                ("fee", models.BigIntegerField()),
                ("reason", models.CharField(default="", max_length=500)),
                ("actor", models.CharField(default="", max_length=150)),
                ("made_at", models.BigIntegerField()),
                ("sent_on", models.DateField()),
                ("sent_seq", models.BigIntegerField()),
                ("received_seq", models.BigIntegerField()),
                ("undone_at", models.BigIntegerField(null=True)),
                ("undone_by", models.CharField(default="", max_length=150)),
                ("undone_why", models.CharField(default="", max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme_id", "sender", "wallet", "sent_on"], name="transfers_by_sender"),
                    models.Index(fields=["programme_id", "receiver", "id"], name="transfers_by_receiver"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("programme_id", "transfer_id"), name="transfers_transfer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sender", models.F("receiver")), _negated=True),
                        name="transfers_transfer_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee__gte", 0), ("points__gt", 0)), name="transfers_transfer_moves_points"
                    ),
                ],
            },
        ),
    ]
