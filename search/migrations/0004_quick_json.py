"""Cases keep what lists show of them, and stored JSON is read the quick way. The index is written anew."""

from django.db import migrations, models

import programs.models.decoding


def empty_the_index(apps, schema_editor):
    for name in ("ProgramDocument", "CaseDocument"):
        apps.get_model("search", name).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_grams_and_facets"),
    ]

    operations = [
        migrations.RunPython(empty_the_index, migrations.RunPython.noop),
        migrations.AddField(
            model_name="casedocument",
            name="listed",
            field=models.JSONField(
                decoder=programs.models.decoding.QuickDecoder,
                default=dict,
                help_text="公開レコードの事例と、その施策のコード、名前、アドレス。",
                verbose_name="一覧で見せる事実",
            ),
        ),
        migrations.AlterField(
            model_name="programdocument",
            name="listed",
            field=models.JSONField(
                decoder=programs.models.decoding.QuickDecoder,
                default=dict,
                verbose_name="一覧で見せる事実",
            ),
        ),
    ]
