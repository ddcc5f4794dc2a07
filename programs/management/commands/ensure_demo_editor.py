"""A person who may edit, for trying the staff pages out on one's own machine."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from programs.admin.permissions import EDITORS, ensure_editors

USERNAME = "demo-editor"


class Command(BaseCommand):
    help = "試用の編集者（demo-editor）を作ります。DEBUGのときだけ動きます。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "試用の編集者は、開発用の設定（DEBUG=True）でだけ作れます。本番では作りません。"
            )
        password = settings.DEMO_PASSWORD
        user, created = get_user_model().objects.get_or_create(username=USERNAME)
        user.is_staff, user.is_superuser, user.is_active = True, False, True
        user.set_password(password)
        user.save()
        user.groups.set([ensure_editors()])
        self.stdout.write(
            f"試用の編集者を{'作りました' if created else '確かめました'}（グループ：{EDITORS}）。\n"
            f"  画面：{reverse('admin:login')}\n"
            f"  ユーザー名：{USERNAME}\n"
            f"  パスワード：{password}"
        )
