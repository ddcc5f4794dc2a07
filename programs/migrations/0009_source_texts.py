import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0008_office_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceText",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stored_text",
                        serialize=False,
                        to="programs.source",
                        verbose_name="出典資料",
                    ),
                ),
                ("text", models.TextField(verbose_name="本文")),
                ("sha256", models.CharField(max_length=64, verbose_name="本文のSHA-256")),
            ],
            options={
                "verbose_name": "資料の本文",
                "verbose_name_plural": "資料の本文",
            },
        ),
    ]
