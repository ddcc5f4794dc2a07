"""Filling in the table of budgets as a browser does."""

from django.urls import reverse

from programs.models import BudgetLine
from tests import factories


def with_budget(name, amount_yen=1_000_000_000, **line):
    """A published program of the office office-one, with one amount of 令和3年度."""
    program = factories.ProgramFactory(published=True, name=name)
    factories.BudgetLineFactory(edition=program.editions.get(), amount_yen=amount_yen, **line)
    return program


def address(year="令和4年度", office="office-one"):
    return f"{reverse('admin:programs_budgets')}?year={year}&office={office}"


def typed(response):
    """What the browser would send if nothing were typed."""
    table = response.context["table"]
    data = {}
    for form in (table.page, *table.rows):
        for bound in form:
            value = bound.value()
            if value not in (None, False, ""):
                data[bound.html_name] = str(getattr(value, "pk", value))
    return data


def key_of(response, name, component="", number=0):
    found = [
        form.prefix
        for form in response.context["table"].rows
        if (form.row.program.name, form.row.component) == (name, component)
    ]
    return found[number]


def enter(client, amounts, step="save", **page):
    """POST the table with amounts by the name of the program."""
    shown = client.get(address())
    data = typed(shown) | {"step": step} | page
    for name, values in amounts.items():
        values = values if isinstance(values, dict) else {"amount": values}
        data |= {f"{key_of(shown, name)}-{field}": value for field, value in values.items()}
    return client.post(address(), data)


def lines(name, year=2022):
    return list(BudgetLine.objects.filter(edition__program__draft_of__name=name, fiscal_year=year))


def errors(response):
    assert response.status_code == 200, "the table was saved"
    return [message for _, message in response.context["errors"]]
