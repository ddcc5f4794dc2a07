"""One person of each role, for trying the staff pages out on one's own machine."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from programs.admin.permissions import EDITORS, MANAGERS, REVIEWERS, ensure_roles
from programs.models import Office, OfficeMember

PEOPLE = {"demo-editor": EDITORS, "demo-approver": REVIEWERS, "demo-admin": MANAGERS}
OFFICES = 2


class Command(BaseCommand):
    help = "試用の編集者・承認者・管理者（demo-editor など）を作ります。DEBUGのときだけ動きます。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "試用の編集者は、開発用の設定（DEBUG=True）でだけ作れます。本番では作りません。"
            )
        roles = ensure_roles()
        self.stdout.write(f"試用の職員を用意しました。画面：{reverse('admin:index')}")
        for username, role in PEOPLE.items():
            user, _ = get_user_model().objects.get_or_create(username=username)
            user.is_staff, user.is_superuser, user.is_active = True, False, True
            user.set_password(settings.DEMO_PASSWORD)
            user.save()
            user.groups.set([roles[role]])
            self.stdout.write(f"  {role}　ユーザー名：{username}　パスワード：{settings.DEMO_PASSWORD}")
            if role == EDITORS:
                names = "、".join(office.name for office in self.join_offices(user))
                self.stdout.write(f"  　　　　所属：{names or 'なし'}")

    def join_offices(self, user: Any) -> Sequence[Office]:
        """The offices that most programs name, so that there is something to edit."""
        programs = Count("edition_offices__edition__program", distinct=True)
        offices = Office.objects.annotate(programs=programs).filter(programs__gt=0)
        chosen = list(offices.order_by("-programs", "code")[:OFFICES])
        user.office_memberships.exclude(office__in=chosen).delete()
        for office in chosen:
            OfficeMember.objects.get_or_create(user=user, office=office)
        return chosen
