"""The table of the shared cache, which failed sign-ins are counted in: `migrate` is all a deployment runs."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    # Of the settings in force; does nothing where the table is there, or the cache is not in a database.
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
