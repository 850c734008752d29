from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_counts"),
        ("arrivals", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="EventCount"),
                migrations.DeleteModel(name="EventName"),
                migrations.DeleteModel(name="EventField"),
            ],
        ),
    ]
