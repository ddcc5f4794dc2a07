"""The lists of what waits: in short on the first page, each in whole on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from programs import worklists
from programs.display import day_label, fiscal_year_short, moment_label
from programs.fiscalyears import fiscal_year_of
from programs.models import Call, Disagreement, Link, Program, Revision
from programs.staff import may_edit, may_review

from .access import editable_programs

SHORT, PER_PAGE = 5, 50
STALE = "stale"


@dataclass(frozen=True)
class Entry:
    """One thing to do: what it is called, where it is done, and what is to be known of it."""

    text: str
    href: str
    detail: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class WorkList:
    key: str
    title: str
    says: str
    rows: Any
    entry: Callable[[Any], Entry]

    @property
    def href(self) -> str:
        return reverse("admin:programs_worklist", args=[self.key])


@dataclass(frozen=True)
class Short:
    """A list as the first page shows it."""

    work: WorkList
    count: int
    entries: list[Entry]


def lists_for(user: Any) -> list[WorkList]:
    """What a person may act on, in the order in which it presses."""
    editable, today = editable_programs(user), timezone.localdate()
    reviews = may_review(user)
    year = fiscal_year_short(fiscal_year_of(today))
    waiting = Revision.objects.to_publish()
    lists = [
        WorkList(
            "my-drafts",
            "自分の下書き",
            "あなたが始めたか直した、まだ確認に出していない変更です。",
            Revision.objects.edited_by(user),
            draft_entry,
        ),
        WorkList(
            "to-review",
            "確認待ちの変更",
            "承認するか、理由を書いて差し戻します。自分が直した変更は、ほかの承認者が確認します。",
            Revision.objects.to_review(user),
            review_entry,
        ),
        WorkList(
            "to-publish",
            "公開の時刻を待つ変更",
            "承認されて、決めた時刻に公開されます。止めるときは取り下げます。",
            waiting if reviews else waiting.filter(program__in=editable.order_by()),
            publication_entry,
        ),
        WorkList(
            "calls",
            "今月締め切る公募",
            f"{today.year}年{today.month}月に締め切る、公開中の施策の公募です（日本時間）。",
            worklists.calls_closing_this_month(editable, today),
            call_entry,
        ),
        WorkList(
            STALE,
            "今年度まだ確かめていない施策",
            f"{year}になってから、編集も公開も確認もされていない、公開中の施策です。"
            "読み直して今も正しければ、確認のボタンを押してください。内容は変わらず、承認も要りません。",
            worklists.not_confirmed(editable, today),
            program_entry,
        ),
        WorkList(
            "citations",
            "出典の足りないもの",
            "すべての事実には出典があります。ここにあるのは、資料に根拠がなく「カタログの読み」として示している"
            "施策どうしの関係と、前の年度版から引き継いだままで、その年度の資料で確かめていない行のある下書きです。",
            worklists.without_citation(editable),
            citation_entry,
        ),
        WorkList(
            "disagreements",
            "資料の食い違い",
            "資料どうしが違うことを書いている事柄です。新しい資料で解けたものがないか、確かめます。",
            worklists.disagreements(editable),
            disagreement_entry,
        ),
        WorkList(
            "links",
            "開けないリンク",
            "一日以上あけて二度つづけて開けなかったリンクです。施策の下書きで、正しい先に直します。",
            worklists.dead_links(editable),
            link_entry,
        ),
    ]
    return [work for work in lists if reviews or work.key != "to-review"]


def in_short(user: Any) -> list[Short]:
    """Every list with its count and its first entries, in two queries each."""
    return [
        Short(work, work.rows.count(), [work.entry(row) for row in work.rows[:SHORT]])
        for work in lists_for(user)
    ]


def change_page(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def review_page(revision: Revision) -> str:
    """Where a change is read and decided on."""
    return reverse("admin:programs_revision_change", args=[revision.pk])


def draft_entry(revision: Revision) -> Entry:
    began = timezone.localtime(revision.opened_at)
    href = reverse("admin:programs_program_change", args=[revision.draft_id])
    return Entry(revision.name, href, f"{began:%-m月%-d日}から")


def review_entry(revision: Revision) -> Entry:
    own = revision.is_own  # type: ignore[attr-defined]
    return Entry(revision.name, review_page(revision), "ほかの人の確認が必要" if own else "")


def publication_entry(revision: Revision) -> Entry:
    detail = "時刻の指定なし"
    if revision.publish_at:
        detail = f"{moment_label(timezone.localtime(revision.publish_at))}に公開"
    return Entry(revision.name, review_page(revision), detail)


def program_entry(program: Program) -> Entry:
    detail = "取り込んだまま"
    if program.edited_at:
        detail = f"最後の編集 {timezone.localtime(program.edited_at):%Y年%-m月%-d日}"
    return Entry(program.name, change_page(program), detail, program.pk)


def citation_entry(program: Any) -> Entry:
    told = []
    if program.has_carried_over:
        told.append("引き継いだままの行があります")
    if program.uncited_ties:
        told.append(f"出典のない関係 {program.uncited_ties}件")
    return Entry(program.name, change_page(program), "、".join(told))


def call_entry(call: Call) -> Entry:
    what = f"{call.edition.program.name}：{call.label}" if call.label else call.edition.program.name
    return Entry(what, change_page(call.edition), f"{day_label(call.closes_on)}まで")


def disagreement_entry(disagreement: Disagreement) -> Entry:
    return Entry(disagreement.title, change_page(disagreement), disagreement.program.name)


def link_entry(link: Link) -> Entry:
    seen = timezone.localtime(link.checked_at)
    return Entry(link.url, change_page(link.program), f"{link.program.name}（{seen:%Y年%-m月%-d日}に確認）")


def page(request: HttpRequest, key: str) -> HttpResponse:
    """One list in whole; on the one of what is to be confirmed, a button for each."""
    work = next((work for work in lists_for(request.user) if work.key == key), None)
    if work is None:
        raise Http404("その一覧はありません。")
    if request.method == "POST" and key == STALE:
        confirm(request)
        return redirect(request.get_full_path())
    rows = Paginator(work.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = admin.site.each_context(request) | {
        "title": work.title,
        "work": work,
        "page": rows,
        "entries": [work.entry(row) for row in rows],
        "confirms": key == STALE,
    }
    return render(request, "admin/programs/worklist.html", context)


def confirm(request: HttpRequest) -> None:
    pk = request.POST.get("program", "")
    program = get_object_or_404(Program.objects.entries(), pk=pk if pk.isdecimal() else 0)
    if not may_edit(request.user, program):
        raise PermissionDenied
    try:
        worklists.confirm(program=program, user=request.user, today=timezone.localdate())
    except ValidationError as error:
        messages.error(request, f"「{program}」：{' '.join(error.messages)}")
    else:
        messages.success(request, f"「{program}」は、今年度もこの内容で正しいと記録しました。")
