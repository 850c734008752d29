import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("name", models.CharField(max_length=100)),
                ("owner", models.BigIntegerField()),
                ("created_at", models.BigIntegerField()),
                ("created_by", models.CharField(default="", max_length=150)),
                ("closed_at", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["programme_id", "-id"], name="pools_pool_newest")],
            },
        ),
        migrations.CreateModel(
            name="Spending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("redemption_id", models.CharField(max_length=200)),
                ("spender", models.BigIntegerField()),
                ("wallet", models.CharField(max_length=40)),
                ("points", models.BigIntegerField()),
                ("order_id", models.CharField(max_length=260)),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("reason", models.CharField(default="", max_length=500)),
                ("actor", models.CharField(default="", max_length=150)),
                ("spent_at", models.BigIntegerField()),
                ("spent_on", models.DateField()),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="spendings", to="pools.pool"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("return_id", models.CharField(max_length=200)),
                ("points", models.BigIntegerField()),
                ("reason", models.CharField(default="", max_length=500)),
                ("actor", models.CharField(default="", max_length=150)),
                ("returned_at", models.BigIntegerField()),
                (
                    "spending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="pools.spending"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member_id", models.BigIntegerField()),
                ("points", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                (
                    "spending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="pools.spending"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PoolMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("contributes", models.BooleanField()),
                ("may_spend", models.BooleanField()),
                ("monthly_limit", models.DecimalField(decimal_places=6, max_digits=16, null=True)),
                ("invited_at", models.BigIntegerField()),
                ("invited_by", models.CharField(default="", max_length=150)),
                ("joined_at", models.BigIntegerField(null=True)),
                ("left_at", models.BigIntegerField(null=True)),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="pools.pool"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme_id", "member_id", "-id"], name="pools_member_stays")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("joined_at__isnull", False), ("left_at__isnull", True)),
                        fields=("programme_id", "member_id"),
                        name="pools_member_in_one_pool",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("pool", "member_id"),
                        name="pools_member_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("monthly_limit__isnull", True), ("monthly_limit__gt", 0), _connector="OR"),
                        name="pools_member_limit_positive",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="spending",
            index=models.Index(fields=["programme_id", "order_id", "spender"], name="pools_spending_order"),
        ),
        migrations.AddIndex(
            model_name="spending",
            index=models.Index(fields=["pool", "spender", "wallet", "spent_on"], name="pools_spending_month"),
        ),
        migrations.AddConstraint(
            model_name="spending",
            constraint=models.UniqueConstraint(fields=("programme_id", "redemption_id"), name="pools_spending_once"),
        ),
        migrations.AddConstraint(
            model_name="spending",
            constraint=models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="pools_spending_of_points"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(fields=("spending", "return_id"), name="pools_return_once"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="pools_return_of_points"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(fields=("spending", "member_id"), name="pools_part_once"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="pools_part_of_points"),
        ),
    ]
