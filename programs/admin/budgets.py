"""予算額の更新: the amounts of an office's programs for one year in one table, saved together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from programs import drafting
from programs.budgetchecks import amount_of
from programs.budgettable import Row, amount_text, change_text, offices_of, rows_of
from programs.checks import amounts as checks
from programs.choices import BudgetPhase
from programs.display import fiscal_year_label, fiscal_year_short
from programs.drafting.budgets import Amount, BudgetsRefused, update_budgets
from programs.fiscalyears import fiscal_year_of
from programs.models import BudgetLine, Office, Revision, Source

from .access import editable_programs
from .budgetforms import RowForm, WhichForm, WholePageForm
from .cloning import errors_by_field

# What the buttons send as `step`.
CHECK, SAVE, SUBMIT = "check", "save", "submit"
NOTHING_TYPED = "まだ何も入力されていません。"


@dataclass(frozen=True)
class Filled:
    """A row that was filled in, and what it asks for."""

    form: RowForm
    amount: Amount

    @property
    def after(self) -> str:
        return amount_text(self.amount.amount_yen)

    @property
    def change(self) -> str:
        """Against last year's one line; with several, there is nothing that it changed from."""
        before = self.form.row.before
        return change_text(before[0].amount_yen, self.amount.amount_yen) if len(before) == 1 else ""

    @property
    def phase(self) -> str:
        return str(BudgetPhase(self.amount.phase).label)

    @property
    def warnings(self) -> list[str]:
        """What is worth a second look; nothing here keeps the amount from being saved."""
        before = self.form.row.before
        given = self.amount
        amount = checks.Amount(
            given.amount_yen,
            before[0].fiscal_year + 1 if before else 0,  # with nothing before, nothing is compared
            given.phase,
            given.component,
            given.part_of_larger,
            given.is_separate_measure,
        )
        known = [amount, *map(amount_of, before)]
        found = [*checks.check_amount(amount, known), *checks.check_part(amount, "")]
        warnings = [finding.message for finding in found]
        if len(before) == 1 and before[0].part_of_larger != given.part_of_larger:
            then, now = ("内数", "内数ではない額") if before[0].part_of_larger else ("内数ではない額", "内数")
            warnings.append(f"前年度は{then}で、新しい額は{now}です。")
        return warnings


@dataclass
class Table:
    """The whole page as it was sent, or as it is first shown."""

    office: Office
    year: int
    page: WholePageForm
    rows: list[RowForm]
    # What was typed for rows that are no more.
    lost: list[str]

    @property
    def filled(self) -> list[RowForm]:
        return [form for form in self.rows if form.is_filled]

    def amounts(self) -> list[Filled]:
        """What the filled rows ask for; check `has_errors` before it is used."""
        self.page.is_valid()
        filled = []
        for form in self.filled:
            form.is_valid()
            amount = form.amount_to_save(self.page)
            if amount:
                filled.append(Filled(form, amount))
        return filled

    @property
    def has_errors(self) -> bool:
        return bool(self.lost or self.page.errors or any(form.errors for form in self.filled))

    @property
    def opens_more(self) -> bool:
        """Whether an editor has something to see in what is folded."""
        return any(form.is_bound and {*form.changed_data} - {"seen", "amount"} for form in self.rows)

    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, message) of every error, in the order of the page."""
        found = [*fields_with_errors(self.page, "")]
        for form in self.filled:
            found += fields_with_errors(form, f"{form.row.program} {form.row.component}".strip() + "：")
        return found

    def refuse(self, filled: list[Filled], refused: BudgetsRefused) -> None:
        for number, error in refused.errors.items():
            form = filled[number].form
            for field, told in errors_by_field(error, ("amount", "phase", "literal"), BudgetLine).items():
                form.add_error(field or "amount", told)


def fields_with_errors(form: Any, about: str) -> Iterable[tuple[str, str]]:
    for name, told in form.errors.items():
        for message in told:
            yield form[name].auto_id, f"{about}{message}"


def read_table(office: Office, year: int, rows: list[Row], data: QueryDict | None) -> Table:
    initial = {"source": Source.objects.filter(fiscal_year=year).first()} if data is None else None
    forms = [RowForm(data, row) for row in rows]
    lost = []
    if data is not None:
        known = {form.add_prefix("amount") for form in forms}
        lost = [
            text for name, text in data.items() if name.endswith("-amount") and name not in known and text
        ]
    return Table(office, year, WholePageForm(data, initial=initial), forms, lost)


def budgets(request: HttpRequest) -> HttpResponse:
    """The table of one office and year; POST checks it, saves it, or sends the drafts to review."""
    user, editable = request.user, editable_programs(request.user)
    offices = offices_of(editable)
    this_year = fiscal_year_short(fiscal_year_of(timezone.localdate()))
    which = WhichForm({"year": this_year} | request.GET.dict(), offices)
    if not which.is_valid():
        if "office" not in request.GET:
            which.errors.pop("office", None)
        return show(request, "admin/programs/budgets.html", which=which, table=None)
    office, year = which.cleaned_data["office"], which.cleaned_data["year"]
    step = request.POST.get("step")
    if step == SUBMIT:
        submit_drafts(request, drafts_of(user, office))
        return redirect(address_of(office, year))
    rows = rows_of(office=office, fiscal_year=year, editable=editable)
    table = read_table(office, year, rows, request.POST if request.method == "POST" else None)
    if step in (CHECK, SAVE):
        filled = table.amounts()
        if not filled and not table.has_errors:
            messages.warning(request, NOTHING_TYPED)
        elif try_to_save(table, filled, user, for_good=step == SAVE):
            if step == CHECK:
                return confirmation(request, which, table, filled)
            tell_what_was_saved(request, table, filled)
            return redirect(address_of(office, year))
    return show(
        request,
        "admin/programs/budgets.html",
        which=which,
        table=table,
        errors=table.errors() if step else [],
        drafts=drafts_of(user, office),
    )


def address_of(office: Office, year: int) -> str:
    asked = urlencode({"year": fiscal_year_short(year), "office": office.code})
    return f"{reverse('admin:programs_budgets')}?{asked}"


def try_to_save(table: Table, filled: list[Filled], user: Any, *, for_good: bool) -> bool:
    """Whether all could be written; undone again unless it is for good. Errors stand beside their fields."""
    if table.has_errors:
        return False
    try:
        with transaction.atomic():
            update_budgets(
                amounts=[each.amount for each in filled],
                fiscal_year=table.year,
                user=user,
                carry_over=table.page.cleaned_data["carry_over"],
            )
            transaction.set_rollback(not for_good)
    except BudgetsRefused as refused:
        table.refuse(filled, refused)
        return False
    return True


def confirmation(request: HttpRequest, which: WhichForm, table: Table, filled: list[Filled]) -> HttpResponse:
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in sent if name not in ("csrfmiddlewaretoken", "step")]
    return show(
        request,
        "admin/programs/budgets_confirm.html",
        which=which,
        table=table,
        filled=filled,
        kept=kept,
        skipped=skipped(table, filled),
    )


def skipped(table: Table, filled: list[Filled]) -> int:
    return len(table.rows) - len(filled)


def tell_what_was_saved(request: HttpRequest, table: Table, filled: list[Filled]) -> None:
    programs = len({each.amount.program.pk for each in filled})
    year = fiscal_year_short(table.year)
    left = skipped(table, filled)
    told = f"{year}の予算額{len(filled)}件（{programs}施策）を下書きに保存しました。"
    if left:
        told += f"入力のなかった{left}件は、そのままです。"
    messages.success(request, told)


# --- Sending the drafts to review -----------------------------------------------------------------


def drafts_of(user: Any, office: Office) -> list[Revision]:
    """Changes in the works of the person's own, of programs that name the office."""
    named = {"draft__editions__editionoffices__office": office}
    return list(Revision.objects.edited_by(user).filter(**named).order_by("name"))


def submit_drafts(request: HttpRequest, drafts: list[Revision]) -> None:
    """Those that were chosen, all or none."""
    chosen = [revision for revision in drafts if str(revision.pk) in request.POST.getlist("revision")]
    if not chosen:
        messages.warning(request, "確認に出す下書きを選んでください。")
        return
    comment = request.POST.get("comment", "").strip()[:1000]
    failed = submit_together(chosen, request.user, comment)
    for revision, error in failed:
        for message in error.messages:
            messages.error(request, f"「{revision.name}」：{message}")
    if failed:
        messages.error(request, "1つも確認に出していません。直すか、選択を外して、もう一度出してください。")
    else:
        messages.success(request, f"{len(chosen)}施策の下書きを確認に出しました。")


def submit_together(
    chosen: list[Revision], user: User | Any, comment: str
) -> list[tuple[Revision, ValidationError]]:
    failed = []
    with transaction.atomic():
        for revision in chosen:
            try:
                drafting.submit(revision=revision, user=user, comment=comment)
            except ValidationError as error:
                failed.append((revision, error))
        transaction.set_rollback(bool(failed))
    return failed


def show(request: HttpRequest, template: str, *, which: WhichForm, table: Table | None, **context: Any):
    year = table.year if table else None
    return render(
        request,
        template,
        admin.site.each_context(request)
        | {
            "title": "予算額の更新",
            "which": which,
            "table": table,
            "year": fiscal_year_label(year) if year else "",
            "year_before": fiscal_year_short(year - 1) if year else "",
            "errors": [],
            "drafts": [],
        }
        | context,
    )
