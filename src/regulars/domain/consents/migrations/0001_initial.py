from django.db import migrations, models

from regulars.platform.appendonly import guard, release


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme_id", models.SmallIntegerField()),
                ("member_id", models.BigIntegerField()),
                ("purpose", models.CharField(max_length=30)),
                ("channel", models.CharField(max_length=30)),
                ("given", models.BooleanField()),
                ("at", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("source", models.CharField(max_length=40)),
                ("text_version", models.CharField(default="", max_length=60)),
                ("actor", models.CharField(max_length=150)),
                ("event", models.CharField(default="", max_length=260)),
            ],
            options={
                "db_table": "consents_consent",
                "indexes": [
                    models.Index(fields=["programme_id", "member_id", "id"], name="consents_by_member"),
                ],
            },
        ),
        migrations.RunPython(guard("consents_consent"), release("consents_consent")),
        migrations.AlterModelOptions(name="Consent", options={"managed": False}),
    ]
