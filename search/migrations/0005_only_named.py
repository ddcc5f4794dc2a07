"""What documents only name is told in the index (`only-named:yes`), which is written anew."""

from django.db import migrations


def empty_the_index(apps, schema_editor):
    for name in ("ProgramDocument", "CaseDocument"):
        apps.get_model("search", name).objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0004_quick_json")]

    operations = [migrations.RunPython(empty_the_index, empty_the_index)]
