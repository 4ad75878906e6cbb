from django.db import migrations, models

from search.packed import pack

BATCH = 500


def fill(apps, schema_editor):
    entries = apps.get_model("search", "IndexEntry").objects
    ids = list(entries.values_list("pk", flat=True))
    with schema_editor.connection.cursor() as cursor:
        for start in range(0, len(ids), BATCH):
            rows = entries.filter(pk__in=ids[start : start + BATCH]).values_list("pk", "tokens")
            cursor.executemany(
                "UPDATE search_indexentry SET packed = %s WHERE id = %s",
                [(pack(tokens.split()), pk) for pk, tokens in rows],
            )


class Migration(migrations.Migration):
    dependencies = [("search", "0006_promoted_results")]

    operations = [
        migrations.AddField(
            model_name="indexentry",
            name="packed",
            field=models.BinaryField(default=b""),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
