import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("legal", "0008_citations_in_files"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reviewtask",
            name="kind",
            field=models.CharField(
                choices=[
                    ("guided_expired", "The document that it guides has expired"),
                    ("not_published", "Not published on its day, because the library has the document already"),
                ],
                default="guided_expired",
                max_length=20,
                verbose_name="why",
            ),
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=200, unique=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="legal.legaldocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
                "ordering": ["slug"],
            },
        ),
    ]
