"""What the checks say of the rows of one page: forms to plain values and back."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, Q

from programs.budgetchecks import amount_of
from programs.checks import Finding
from programs.checks.amounts import check_amount, check_part, earlier
from programs.checks.contacts import check_mail, check_phone
from programs.checks.names import Named, check_name
from programs.checks.rates import check_shares
from programs.contract.editions import STATE
from programs.models import (
    BudgetLine,
    Edition,
    EditionOffice,
    Program,
    ProgramAlias,
    ProgramRelation,
    SubsidyRate,
)

Found = Iterator[tuple[Any, Finding]]

AMOUNT = {"amount_yen", "fiscal_year", "phase", "component", "part_of_larger", "is_separate_measure"}


def findings(program: Program | None, page: Any, rows: list[Any]) -> list[tuple[Any, Finding]]:
    """(form, finding) of valid forms, the page's own among them; only of what the saving brings in.

    `program` is None while an edition's form does not say whose it is.
    """
    found = [(form, finding) for form in rows for finding in _of_row(form)]
    found += _of_amounts(program, page.instance, [f for f in rows if isinstance(f.instance, BudgetLine)])
    return found + list(_of_names(program, rows))


def about(row: Model, program: Program | None) -> str:
    """A row in words that its draft copy shares: its kind, and its natural key without the program's code."""
    code = program.code if program else ""
    named = [str(value) for value in row.natural_key() if value not in (None, "", code)]
    return " ".join([str(row._meta.verbose_name), *named])


def is_new(form: Any, names: set[str]) -> bool:
    return form.instance._state.adding or not names.isdisjoint(form.changed_data)


def _of_row(form: Any) -> Iterator[Finding]:
    row = form.instance
    match row:
        case BudgetLine() if is_new(form, {"part_of_larger", "component", "note"}):
            yield from check_part(amount_of(row), row.note)
        case SubsidyRate() if is_new(form, {"rate", "other_shares"}) and not row.is_fixed_amount:
            others = form.cleaned_data.get("other_shares", [])
            yield from check_shares([(STATE, row.numerator, row.denominator), *others])
        case EditionOffice():
            for name, label in (("phone", "電話"), ("fax", "FAX")):
                if is_new(form, {name}):
                    yield from check_phone(name, label, getattr(row, name))
            if is_new(form, {"email"}):
                yield from check_mail(row.email)


def _of_amounts(program: Program | None, edition: Any, forms: list[Any]) -> Found:
    """Against the lines of all editions, with those of this one as they are sent."""
    if not forms or not isinstance(edition, Edition):
        return
    sent = [(form, amount_of(form.instance)) for form in forms]
    stored = (
        BudgetLine.objects.filter(edition__program=program)
        if program and program.pk
        else BudgetLine.objects.none()
    )
    known = [*(amount for _, amount in sent), *map(amount_of, stored.exclude(edition=edition.pk))]
    new = {id(amount) for form, amount in sent if is_new(form, AMOUNT)}
    for form, amount in sent:
        if new & {id(amount), id(earlier(amount, known))}:
            yield from ((form, finding) for finding in check_amount(amount, known))


def _of_names(program: Program | None, rows: list[Any]) -> Found:
    named = [f for f in rows if isinstance(f.instance, Program | ProgramAlias) and is_new(f, {"name"})]
    named = [form for form in named if form.cleaned_data.get("name")]
    if not named:
        return
    tied = {f.instance.to_program_id for f in rows if isinstance(f.instance, ProgramRelation)}
    others = list(names_of_others(program, tied))
    for form in named:
        yield from ((form, finding) for finding in check_name(form.cleaned_data["name"], others))


def names_of_others(program: Program, tied: Iterable[int]) -> Iterator[Named]:
    """The names of all programs that no relation ties to this one; draft copies bear their program's."""
    relations = ProgramRelation.objects.filter(Q(from_program=program.pk) | Q(to_program=program.pk))
    pairs = relations.values_list("from_program", "to_program") if program.pk else []
    own = {*tied, program.pk, program.draft_of_id, *(pk for pair in pairs for pk in pair)}
    entries = Program.objects.entries().values_list("pk", "name")
    titles = {pk: title for pk, title in entries if pk not in own}
    yield from (Named(pk, title, title) for pk, title in titles.items())
    for pk, name in ProgramAlias.objects.filter(program__in=titles).values_list("program", "name"):
        yield Named(pk, titles[pk], name)
