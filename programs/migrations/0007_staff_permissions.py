from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0006_drafts"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="program",
            options={
                "ordering": ["position", "code"],
                "permissions": [
                    ("review_program", "変更を確認し、公開できる"),
                    ("edit_any_program", "どの担当課の施策も編集できる"),
                ],
                "verbose_name": "施策・事業",
                "verbose_name_plural": "施策・事業",
            },
        ),
    ]
