"""What names a program apart from what a list says of it; JSON is written as it is. The index is written anew."""

from django.db import migrations, models

import programs.models.decoding


def empty_the_index(apps, schema_editor):
    for name in ("ProgramDocument", "CaseDocument"):
        apps.get_model("search", name).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0005_only_named"),
    ]

    operations = [
        migrations.RunPython(empty_the_index, migrations.RunPython.noop),
        migrations.AddField(
            model_name="programdocument",
            name="brief",
            field=models.JSONField(
                decoder=programs.models.decoding.QuickDecoder,
                default=dict,
                encoder=programs.models.decoding.QuickEncoder,
                verbose_name="施策の名のり",
            ),
        ),
        migrations.AlterField(
            model_name="casedocument",
            name="facets",
            field=models.JSONField(
                decoder=programs.models.decoding.QuickDecoder,
                default=list,
                encoder=programs.models.decoding.QuickEncoder,
                verbose_name="絞り込みの記号",
            ),
        ),
        migrations.AlterField(
            model_name="casedocument",
            name="listed",
            field=models.JSONField(
                decoder=programs.models.decoding.QuickDecoder,
                default=dict,
                encoder=programs.models.decoding.QuickEncoder,
                help_text="公開レコードの事例と、その施策のコード、名前、アドレス。",
                verbose_name="一覧で見せる事実",
            ),
        ),
        migrations.AlterField(
            model_name="programdocument",
            name="facets",
            field=models.JSONField(
                decoder=programs.models.decoding.QuickDecoder,
                default=list,
                encoder=programs.models.decoding.QuickEncoder,
                verbose_name="絞り込みの記号",
            ),
        ),
        migrations.AlterField(
            model_name="programdocument",
            name="listed",
            field=models.JSONField(
                decoder=programs.models.decoding.QuickDecoder,
                default=dict,
                encoder=programs.models.decoding.QuickEncoder,
                verbose_name="一覧で見せる事実",
            ),
        ),
    ]
