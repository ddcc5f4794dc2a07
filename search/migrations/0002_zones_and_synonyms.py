"""Search text by zones, and synonyms. The index is derived: its rows go, `rebuild_search_index` writes them."""

from django.db import migrations, models


def empty_the_index(apps, schema_editor):
    for name in ("ProgramDocument", "CaseDocument"):
        apps.get_model("search", name).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(empty_the_index, empty_the_index),
        *(
            operation
            for model in ("programdocument", "casedocument")
            for operation in (
                migrations.RemoveField(model, "title"),
                migrations.RemoveField(model, "body"),
                migrations.AddField(
                    model, "text", models.TextField("本文（検索用）", default=""), preserve_default=False
                ),
                migrations.AddField(
                    model,
                    "words",
                    models.TextField(
                        "ことば（訂正用）",
                        default="",
                        help_text="1行に一つ。検索用の形、タブ、書かれたままの形。",
                    ),
                    preserve_default=False,
                ),
            )
        ),
        migrations.AddField(
            "programdocument", "newest_year", models.PositiveSmallIntegerField("並べ替えの年度", default=0)
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        "同じ意味のことば",
                        help_text="1行に一つ。どれで検索しても、ほかのことばも探します。",
                    ),
                ),
                (
                    "leading",
                    models.TextField(
                        "そこへ導くことば（一方向）",
                        blank=True,
                        help_text="1行に一つ。これで検索すると上のことばも探しますが、逆には探しません。",
                    ),
                ),
                ("note", models.CharField("覚え書き", max_length=200, blank=True)),
            ],
            options={"verbose_name": "同義語", "verbose_name_plural": "同義語", "ordering": ["words"]},
        ),
    ]
