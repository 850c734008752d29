from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_identities"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="members_member_merged"
            ),
        ),
    ]
