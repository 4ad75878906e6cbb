from django.db import migrations, models

from cms.core.collation import sort_key


def sort_names(apps, schema_editor):
    School = apps.get_model("tenancy", "School")
    schools = list(School.objects.only("pk", "name"))
    for school in schools:
        school.sort_name = sort_key(school.name)
    School.objects.bulk_update(schools, ["sort_name"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0006_letters_not_sent")]

    operations = [
        migrations.AddField(
            "school", "district", models.CharField(blank=True, default="", max_length=100, verbose_name="district"),
            preserve_default=False,
        ),
        migrations.AddField("school", "source_name", models.CharField(blank=True, editable=False, max_length=255)),
        migrations.AddField(
            "school", "sort_name", models.CharField(blank=True, db_index=True, editable=False, max_length=300)
        ),
        migrations.AlterModelOptions(
            "school",
            options={"ordering": ["sort_name", "code"], "verbose_name": "school", "verbose_name_plural": "schools"},
        ),
        migrations.RunPython(sort_names, migrations.RunPython.noop),
    ]  # fmt: skip
