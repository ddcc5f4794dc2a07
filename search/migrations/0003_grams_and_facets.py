"""The index as bitmaps. It is derived: its rows go, `rebuild_search_index` writes them."""

from django.db import migrations, models


def empty_the_index(apps, schema_editor):
    for name in ("ProgramDocument", "CaseDocument"):
        apps.get_model("search", name).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_zones_and_synonyms"),
    ]

    operations = [
        migrations.RunPython(empty_the_index, empty_the_index),
        migrations.CreateModel(
            name="CaseFacet",
            fields=[
                ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("documents", models.BinaryField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseGram",
            fields=[
                ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("name", models.BinaryField(null=True)),
                ("other_names", models.BinaryField(null=True)),
                ("summary", models.BinaryField(null=True)),
                ("facts", models.BinaryField(null=True)),
                ("cases", models.BinaryField(null=True)),
                ("printed", models.BinaryField(null=True)),
                ("forks", models.BinaryField(null=True)),
                ("joins", models.BinaryField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseWord",
            fields=[
                ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("documents", models.PositiveIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IndexState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stamp", models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="ProgramFacet",
            fields=[
                ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("documents", models.BinaryField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgramGram",
            fields=[
                ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("name", models.BinaryField(null=True)),
                ("other_names", models.BinaryField(null=True)),
                ("summary", models.BinaryField(null=True)),
                ("facts", models.BinaryField(null=True)),
                ("cases", models.BinaryField(null=True)),
                ("printed", models.BinaryField(null=True)),
                ("forks", models.BinaryField(null=True)),
                ("joins", models.BinaryField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgramWord",
            fields=[
                ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("documents", models.PositiveIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        *(
            migrations.AddField(
                model,
                "lines",
                models.TextField(
                    "本文（表示用）", default="", help_text="本文と同じ行を、名札、タブ、書かれたまま。"
                ),
                preserve_default=False,
            )
            for model in ("programdocument", "casedocument")
        ),
        migrations.AddField("programdocument", "listed", models.JSONField("一覧で見せる事実", default=dict)),
        migrations.RemoveField("programdocument", "name_key"),
        migrations.AddField(
            "programdocument",
            "name_key",
            models.BinaryField("並べ替えの名前", default=b""),
            preserve_default=False,
        ),
        migrations.RemoveField(
            model_name="programdocument",
            name="newest_year",
        ),
        migrations.AddField(
            model_name="casedocument",
            name="number",
            field=models.PositiveIntegerField(db_index=True, default=0, verbose_name="番号"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="programdocument",
            name="number",
            field=models.PositiveIntegerField(db_index=True, default=0, verbose_name="番号"),
            preserve_default=False,
        ),
    ]
