from django.db import migrations, models


class Migration(migrations.Migration):
    """Part of what makes a session valid: raising it signs a person out everywhere."""

    dependencies = [("core", "0004_file_text")]

    operations = [
        migrations.AddField(
            "user",
            "sessions_ended",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="times all sessions were ended"),
        ),
    ]
