"""What names a program says when it was changed; the index is written anew."""

from django.db import migrations


def empty_the_index(apps, schema_editor):
    for name in ("ProgramDocument", "CaseDocument"):
        apps.get_model("search", name).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0006_brief_and_json_as_it_is"),
    ]

    operations = [
        migrations.RunPython(empty_the_index, migrations.RunPython.noop),
    ]
