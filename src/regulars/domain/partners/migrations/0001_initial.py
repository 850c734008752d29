"""The tables of partners. Rates and items are guarded against changes, and Django does not manage them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from regulars.platform.appendonly import guard, release

NUMBER = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
RATE, ITEM = "partners_rate", "partners_item"


def belongs_to(name: str, *, keeps: bool = True) -> Any:
    """A partner's row; one that others depend on is not deleted."""
    kept = django.db.models.deletion.PROTECT if keeps else django.db.models.deletion.CASCADE
    return models.ForeignKey(on_delete=kept, related_name=name, to="partners.partner")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations: list[Any] = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", NUMBER),
                ("programme_id", models.IntegerField()),
                ("code", models.CharField(max_length=40)),
                ("name_zh", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100)),
                ("currency_zh", models.CharField(max_length=100)),
                ("currency_en", models.CharField(max_length=100)),
                ("wallet", models.CharField(max_length=40)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=150)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("programme_id", "code"), name="partners_partner_once")],
            },
        ),
        migrations.CreateModel(
            name="PartnerRate",
            fields=[
                ("id", NUMBER),
                ("partner_id", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("units_in_micro", models.BigIntegerField()),
                ("units_out_micro", models.BigIntegerField()),
                ("price_micro", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=150)),
            ],
            options={
                "db_table": RATE,
                "constraints": [
                    models.UniqueConstraint(fields=("partner_id", "valid_from"), name="partners_rate_once"),
                    models.CheckConstraint(
                        condition=Q(units_in_micro__gt=0, units_out_micro__gt=0, price_micro__gt=0),
                        name="partners_rate_above_zero",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerItem",
            fields=[
                ("id", NUMBER),
                ("partner_id", models.BigIntegerField()),
                ("programme_id", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("reference", models.CharField(max_length=200)),
                ("wallet", models.CharField(max_length=40)),
                ("points", models.BigIntegerField()),
                ("units", models.BigIntegerField()),
                ("rate_id", models.BigIntegerField()),
                ("event_id", models.CharField(max_length=300)),
                ("event_seq", models.BigIntegerField()),
                ("occurred_at", models.BigIntegerField()),
                ("occurred_on", models.DateField()),
                ("booked_on", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("actor", models.CharField(max_length=150)),
                ("asked", models.BigIntegerField()),
                ("reverses_id", models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                "db_table": ITEM,
                "constraints": [
                    models.UniqueConstraint(fields=("partner_id", "reference"), name="partners_item_once"),
                    models.CheckConstraint(
                        condition=Q(kind__in=["earn", "burn", "exchange_in", "exchange_out"]),
                        name="partners_item_kind_known",
                    ),
                    models.CheckConstraint(condition=~Q(points=0), name="partners_item_moves_points"),
                ],
                "indexes": [
                    models.Index(fields=["partner_id", "booked_on", "id"], name="partners_item_by_booking"),
                    models.Index(fields=["partner_id", "occurred_on", "member_id"], name="partners_item_by_day"),
                    models.Index(fields=["partner_id", "member_id", "id"], name="partners_item_by_member"),
                ],
            },
        ),
        migrations.RunPython(guard(RATE), release(RATE)),
        migrations.RunPython(guard(ITEM), release(ITEM)),
        migrations.AlterModelOptions(name="partnerrate", options={"managed": False}),
        migrations.AlterModelOptions(name="partneritem", options={"managed": False}),
        migrations.CreateModel(
            name="PartnerKey",
            fields=[
                ("id", NUMBER),
                ("key_id", models.BigIntegerField(unique=True)),
                ("partner", belongs_to("keys", keeps=False)),
            ],
        ),
        migrations.CreateModel(
            name="PartnerCap",
            fields=[
                ("id", NUMBER),
                ("scope", models.CharField(max_length=13)),
                ("direction", models.CharField(max_length=6)),
                ("points", models.BigIntegerField()),
                ("partner", belongs_to("caps", keeps=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "scope", "direction"), name="partners_cap_once"),
                    models.CheckConstraint(
                        condition=Q(scope__in=["member_day", "member_month", "partner_month"]),
                        name="partners_cap_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(direction__in=["gained", "spent"]), name="partners_cap_direction_known"
                    ),
                    models.CheckConstraint(condition=Q(points__gte=0), name="partners_cap_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", NUMBER),
                ("period", models.DateField()),
                ("state", models.CharField(default="issued", max_length=6)),
                ("figures", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.CharField(max_length=150)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("agreed_by", models.CharField(default="", max_length=150)),
                ("partner", belongs_to("statements")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "period"), name="partners_statement_once"),
                    models.CheckConstraint(
                        condition=Q(state__in=["draft", "issued", "agreed"]), name="partners_statement_state_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", NUMBER),
                ("period", models.DateField()),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("lines", models.IntegerField()),
                ("matched", models.IntegerField()),
                ("differences", models.IntegerField()),
                ("actor", models.CharField(max_length=150)),
                ("uploaded_at", models.DateTimeField()),
                ("partner", belongs_to("uploads")),
            ],
            options={
                "indexes": [models.Index(fields=["partner", "period", "-id"], name="partners_upload_by_month")],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", NUMBER),
                ("period", models.DateField()),
                ("reference", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=13)),
                ("ours", models.BigIntegerField(null=True)),
                ("theirs", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="open", max_length=8)),
                ("note", models.CharField(default="", max_length=500)),
                ("actor", models.CharField(default="", max_length=150)),
                ("changed_at", models.DateTimeField()),
                ("partner", belongs_to("disputes")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "period", "reference"), name="partners_dispute_once"),
                    models.CheckConstraint(
                        condition=Q(kind__in=["missing_here", "missing_there", "points_differ"]),
                        name="partners_dispute_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["open", "accepted", "rejected", "resolved"]),
                        name="partners_dispute_state_known",
                    ),
                ],
            },
        ),
    ]
