"""Anchors and their leaves, to which rows are added and in which nothing changes."""

from typing import Any

from django.db import migrations, models

from regulars.platform.appendonly import guard, release

ANCHOR, LEAF = "proofs_anchor", "proofs_anchor_leaf"


def _key(*names: str) -> tuple[str, models.CompositePrimaryKey]:
    return "pk", models.CompositePrimaryKey(*names, blank=True, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations: list[Any] = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                _key("programme_id", "number"),
                ("programme_id", models.IntegerField()),
                ("number", models.BigIntegerField()),
                ("made_at", models.BigIntegerField()),
                ("leaves", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("public_key", models.BinaryField()),
                ("signature", models.BinaryField()),
            ],
            options={"db_table": ANCHOR},
        ),
        migrations.CreateModel(
            name="AnchorLeaf",
            fields=[
                _key("programme_id", "member_id", "wallet", "seq"),
                ("programme_id", models.IntegerField()),
                ("member_id", models.BigIntegerField()),
                ("wallet", models.SmallIntegerField()),
                ("seq", models.BigIntegerField()),
                ("anchor", models.BigIntegerField()),
                ("place", models.BigIntegerField()),
                ("chain_head", models.BinaryField()),
            ],
            options={
                "db_table": LEAF,
                "indexes": [models.Index(fields=["programme_id", "anchor", "place"], name="proofs_leaf_by_anchor")],
            },
        ),
        migrations.RunPython(guard(ANCHOR), release(ANCHOR)),
        migrations.RunPython(guard(LEAF), release(LEAF)),
        migrations.AlterModelOptions(name="anchor", options={"managed": False}),
        migrations.AlterModelOptions(name="anchorleaf", options={"managed": False}),
    ]
