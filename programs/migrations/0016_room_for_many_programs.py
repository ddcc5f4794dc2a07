"""Thousands of programs have a place in the order; PostgreSQL checks what SQLite lets through."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0015_write_json_as_it_is"),
    ]

    operations = [
        migrations.AlterField(
            model_name="program",
            name="position",
            field=models.PositiveIntegerField(default=0, verbose_name="並び順"),
        ),
    ]
