import django.db.models.deletion
from django.db import migrations, models

PLACE = "tep-"


def name_files(apps, schema_editor):
    """So far the place alone said in which file a citation stands; rows of files that are gone go."""
    citations = apps.get_model("legal", "Citation").objects.filter(place__startswith=PLACE, page=None)
    files = set(apps.get_model("core", "SchoolDocument").objects.values_list("pk", flat=True))
    for place in set(citations.order_by().values_list("place", flat=True)):
        rows, file_id = citations.filter(place=place), int(place.removeprefix(PLACE))
        if file_id in files:
            rows.update(file_id=file_id)
        else:
            rows.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_user_sessions_ended"),
        ("legal", "0007_distinct_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="citation",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="core.schooldocument",
            ),
        ),
        migrations.RunPython(name_files, migrations.RunPython.noop),
    ]
