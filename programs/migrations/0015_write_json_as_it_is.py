"""Records are stored as JSON without escapes; those that are stored already are read as before."""

from django.db import migrations, models

import programs.models.decoding


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0014_document_uploads"),
    ]

    operations = [
        migrations.AlterField(
            model_name="publicrecord",
            name="record",
            field=models.JSONField(
                decoder=programs.models.decoding.QuickDecoder,
                encoder=programs.models.decoding.QuickEncoder,
                verbose_name="公開レコード",
            ),
        ),
    ]
