"""Ask every link of the record whether it still opens."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.linkchecks import Answer, Asking, check_all
from programs.models import Link, LinkCheck

MOST_LETTERS = 500  # of an address, in `Link` and `LinkCheck`


class Command(BaseCommand):
    help = (
        "リンク先が開けるかを確かめて記録します。1日以上あけて2回続けて開けないものを、リンク切れとします。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="何を確かめるかを表示するだけにする")
        parser.add_argument("--limit", type=int, help="確かめる数（前に開けなかったもの、古いものから）")
        parser.add_argument("--delay", type=int, default=1, help="同じサーバーにたずねる間の秒数（既定は1）")
        parser.add_argument("--timeout", type=int, default=10, help="答えを待つ秒数（既定は10）")
        parser.add_argument(
            "--allow-private", action="store_true", help="庁内など、公開されていないアドレスにもつなぐ"
        )

    def handle(self, *, dry_run, limit, delay, timeout, allow_private, **options):
        if (limit is not None and limit < 1) or delay < 0 or timeout < 1:
            raise CommandError("--limit と --timeout は1以上、--delay は0以上にしてください。")
        urls = urls_to_check()[:limit]
        if dry_run:
            for url in urls:
                self.stdout.write(url)
            self.stdout.write(f"リンク {len(urls)}件を確かめます（--dry-run のため、たずねていません）。")
            return
        failed = 0
        asking = Asking(timeout, delay, allow_private)
        for number, answer in enumerate(check_all(urls, asking), 1):
            check = store(answer, timezone.now())
            failed += not check.ok
            said = answer.problem or "開けました"
            self.stdout.write(f"{number}/{len(urls)} {said}：{answer.url}")
        # What no program links to any more is not asked for again.
        gone, _ = LinkCheck.objects.exclude(url__in=Link.objects.values("url")).delete()
        self.stdout.write(
            f"リンク {len(urls)}件を確かめました。開けないもの {failed}件、"
            f"リンク切れ（1日以上あけて2回） {LinkCheck.objects.dead().count()}件。"
            + (f"使われなくなった記録 {gone}件を消しました。" if gone else "")
        )


def urls_to_check() -> list[str]:
    """Every address once: those that failed last, those never asked for, then the longest unasked."""
    checks = dict(LinkCheck.objects.values_list("url", "checked_at"))
    failing = set(LinkCheck.objects.filter(ok=False).values_list("url", flat=True))
    urls = sorted(set(Link.objects.values_list("url", flat=True)))
    return sorted(
        urls,
        key=lambda url: (url not in failing, url in checks, checks[url].timestamp() if url in checks else 0),
    )


def store(answer: Answer, now: datetime) -> LinkCheck:
    """Write one answer over the last one of its address; failures in a row are counted."""
    ok = not answer.problem
    last = LinkCheck.objects.filter(url=answer.url).first()
    values = {
        "checked_at": now,
        "ok": ok,
        "status": answer.status,
        "problem": answer.problem,
        "moved_to": answer.moved_to if len(answer.moved_to) <= MOST_LETTERS else "",
        "failures": 0 if ok else 1 + (last.failures if last else 0),
        "first_failed_at": None if ok else (last and last.first_failed_at) or now,
    }
    check, _ = LinkCheck.objects.update_or_create(url=answer.url, defaults=values)
    return check
