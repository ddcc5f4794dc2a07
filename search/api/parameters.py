"""What the API accepts: the parameters of a filter set, read off the set itself, and paging.

No parameter is listed here a second time. What the set declares is taken, explained and checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django_filters import MultipleChoiceFilter

from programs.paging import MAX_DIGITS
from search.filters import SORTS, PlaceFilterSet

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100

# What the label of a filter does not say. A parameter without a line here is known by its label.
HINTS = {
    "q": "空白で区切った言葉のすべてを含むもの。全角と半角、ひらがなとカタカナは区別しません。",
    "area": "都道府県か市区町村の6けたのコード（全国地方公共団体コード）。例：010006（北海道）",
    "town": "市区町村の名前。area を付けると、その中だけをさがします。例：岩見沢市、徳島県神山町",
    "nationwide": "地域を指定したとき、地域を限らない施策を除きます。",
    "sort": f"指定しないときは{SORTS['']}。",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter as the document and the page explain it.

    `choices` are (value, label) of all allowed values, None where they are not a list.
    `schema` is the JSON Schema of one value. A `repeatable` one may be given several times.
    """

    name: str
    label: str
    hint: str
    repeatable: bool
    choices: list[tuple[str, str]] | None
    schema: dict[str, Any]


PAGING = (
    Parameter(
        "page",
        "ページ",
        "1から始まる番号。指定しないときは1。",
        False,
        None,
        {"type": "integer", "minimum": 1, "default": 1},
    ),
    Parameter(
        "page_size",
        "1ページの件数",
        f"1～{MAX_PAGE_SIZE}。指定しないときは{PAGE_SIZE}。",
        False,
        None,
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
    ),
)


class Problem(Exception):
    """An answer other than 200: `status`, and `errors` in the shape of schemas.ParameterError."""

    def __init__(self, status: int, errors: list[dict[str, Any]]):
        super().__init__(status, errors)
        self.status = status
        self.errors = errors


def error(parameter: str | None, message: str, allowed: Sequence[str] | None = None) -> dict[str, Any]:
    return {"parameter": parameter, "message": message, "allowed": None if allowed is None else [*allowed]}


def parameters_of(filters: PlaceFilterSet) -> list[Parameter]:
    """Every parameter of a list: those of its filter set, in their order, and paging."""
    found = []
    for name, declared in filters.filters.items():
        values = filters.choices.get(name)
        listed = None if values is None else [(str(value), label) for value, label in values]
        schema: dict[str, Any] = {"type": "string"}
        if listed:
            schema["enum"] = [value for value, _ in listed]
        elif length := getattr(filters.form.fields[name], "max_length", None):
            schema["maxLength"] = length
        repeatable = isinstance(declared, MultipleChoiceFilter)
        hint = HINTS.get(name, "いくつも指定すると「または」になります。" if repeatable else "")
        found.append(Parameter(name, declared.label, hint, repeatable, listed, schema))
    return [*found, *PAGING]


def refuse_unknown(query: QueryDict, names: Sequence[str]) -> list[dict[str, Any]]:
    """An error for every parameter that is none of `names`."""
    usable = f"使えるのは {'、'.join(names)} です。" if names else "ここではパラメータを使えません。"
    return [
        error(name, f"「{name}」というパラメータはありません。{usable}", names)
        for name in query
        if name not in names
    ]


def check(query: QueryDict, filters: PlaceFilterSet) -> None:
    """Raises Problem(400) with every error of a list's query string at once."""
    errors = refuse_unknown(query, [*filters.filters, *(parameter.name for parameter in PAGING)])
    once = [name for name, f in filters.filters.items() if not isinstance(f, MultipleChoiceFilter)]
    for name in (*once, *(parameter.name for parameter in PAGING)):
        if len(query.getlist(name)) > 1:
            label = {parameter.name: parameter.label for parameter in parameters_of(filters)}[name]
            message = f"「{label}」（{name}）は一つだけ指定してください。"
            errors.append(error(name, message, allowed_values(name, filters)))
    if not is_counting_number(query.get("page", "1")):
        errors.append(error("page", "ページは1以上の整数（半角数字）で指定してください。"))
    size = query.get("page_size", str(PAGE_SIZE))
    if not is_counting_number(size) or len(size) > MAX_DIGITS or int(size) > MAX_PAGE_SIZE:
        errors.append(
            error("page_size", f"1ページの件数は1～{MAX_PAGE_SIZE}の整数（半角数字）で指定してください。")
        )
    for name, message in filters.errors():
        errors.append(error(name, message, allowed_values(name, filters)))
    if errors:
        raise Problem(400, errors)


def allowed_values(name: str, filters: PlaceFilterSet) -> list[str] | None:
    """What may be given instead: the choices, or the full names of the places that a name may mean."""
    if name in ("area", "town"):
        return [place for place, _ in filters.place_candidates()] or None
    choices = {parameter.name: parameter.choices for parameter in parameters_of(filters)}.get(name)
    return None if choices is None else [value for value, _ in choices]


def is_counting_number(text: str) -> bool:
    """Whether the text is 1, 2, 3 …; never converts, since a number may have thousands of digits."""
    return text.isascii() and text.isdigit() and text.strip("0") != ""


def page_of(items: Sequence[Any], query: QueryDict) -> Page[Any]:
    """The page that a checked query string asks for; Problem(404) past the end."""
    paginator = Paginator(items, int(query.get("page_size", PAGE_SIZE)))
    number = query.get("page", "1")
    if len(number) > MAX_DIGITS or int(number) > paginator.num_pages:
        raise Problem(
            404, [error("page", f"そのページはありません。{paginator.num_pages}ページまであります。")]
        )
    return paginator.page(int(number))
