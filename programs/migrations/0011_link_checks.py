from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0010_accepted_warnings"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, unique=True, verbose_name="URL")),
                ("checked_at", models.DateTimeField(verbose_name="確かめた時刻")),
                ("ok", models.BooleanField(verbose_name="開けた")),
                (
                    "status",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="応答コード"),
                ),
                ("problem", models.CharField(blank=True, max_length=60, verbose_name="開けなかったわけ")),
                (
                    "failures",
                    models.PositiveSmallIntegerField(default=0, verbose_name="続けて開けなかった回数"),
                ),
                (
                    "first_failed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="初めて開けなかった時刻"),
                ),
                ("moved_to", models.URLField(blank=True, max_length=500, verbose_name="移った先")),
            ],
            options={
                "verbose_name": "リンクの確認",
                "verbose_name_plural": "リンクの確認",
                "ordering": ["url"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("failures", 0),
                                ("first_failed_at__isnull", True),
                                ("ok", True),
                                ("problem", ""),
                            ),
                            models.Q(
                                ("failures__gte", 1),
                                ("first_failed_at__isnull", False),
                                ("first_failed_at__lte", models.F("checked_at")),
                                ("ok", False),
                                models.Q(("problem", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="linkcheck_failures_since",
                        violation_error_message="開けた確認に失敗の回数やわけはなく、開けなかった確認には両方があります。",
                    )
                ],
            },
        ),
    ]
