import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("programs", "0009_source_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="AcceptedWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="確かめること")),
                ("about", models.CharField(max_length=1000, verbose_name="どの行の")),
                ("values", models.CharField(max_length=700, verbose_name="比べた値")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="行と値のSHA-256")),
                ("message", models.CharField(max_length=900, verbose_name="注意の文")),
                ("reason", models.CharField(max_length=300, verbose_name="このままで正しい理由")),
                ("at", models.DateTimeField(verbose_name="書いた時刻")),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accepted_warnings",
                        to="programs.program",
                        verbose_name="施策",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="理由を書いた人",
                    ),
                ),
            ],
            options={
                "verbose_name": "理由を書いた注意",
                "verbose_name_plural": "理由を書いた注意",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "fingerprint"),
                        name="acceptedwarning_once",
                        violation_error_message="この注意には、もう理由が書かれています。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="acceptedwarning_has_a_reason",
                        violation_error_code="reason",
                        violation_error_message="このままで正しい理由を書いてください。",
                    ),
                ],
            },
        ),
    ]
