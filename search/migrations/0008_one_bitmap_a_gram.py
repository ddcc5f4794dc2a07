"""One bitmap a gram, for all zones. The index is written anew."""

from django.db import migrations, models


def empty_the_index(apps, schema_editor):
    for name in ("ProgramDocument", "CaseDocument"):
        apps.get_model("search", name).objects.using(schema_editor.connection.alias).all().delete()


def grams(name):
    return migrations.CreateModel(
        name=name,
        fields=[
            ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
            ("documents", models.BinaryField()),
        ],
        options={"abstract": False},
    )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0007_brief_with_its_time"),
    ]

    operations = [
        migrations.RunPython(empty_the_index, migrations.RunPython.noop),
        migrations.DeleteModel(name="ProgramGram"),
        migrations.DeleteModel(name="CaseGram"),
        grams("ProgramGram"),
        grams("CaseGram"),
        migrations.AlterField(model_name="programfacet", name="documents", field=models.BinaryField()),
        migrations.AlterField(model_name="casefacet", name="documents", field=models.BinaryField()),
    ]
