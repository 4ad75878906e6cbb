from django.db import migrations, models


class Migration(migrations.Migration):
    """A membership can rest: the person keeps the row and has no right from it."""

    dependencies = [("tenancy", "0001_initial")]

    operations = [
        migrations.AddField(
            "membership", "suspended_at", models.DateTimeField(blank=True, null=True, verbose_name="suspended at")
        ),
    ]
