"""A django-filter set whose choices select through facets, with a count beside every choice.

The set is declared like any other; parsing, choices and errors are django-filter's. What a choice
admits is one method, `admitting`, so that results, counts and chips cannot disagree.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _
from django_filters import FilterSet, MultipleChoiceFilter

from programs.formerrors import form_errors

from .answers import Answer, answer
from .facets import NONE, Documents, FacetIndex, Selection, union
from .groups import NO_GROUPS, Groups
from .ordering import ByPoints, Ordered
from .parts import Part
from .querysets import SearchDocumentQuerySet
from .ranking import Matches, in_order
from .snapshot import snapshot

MAX_QUERY_LENGTH = 100

# Filter name → its (value, label), in the order of display.
Choices = dict[str, list[tuple[str, str]]]


class Option(NamedTuple):
    """One choice as the form shows it: what it would give, whether it is in force.

    A tuple: a page makes and takes apart a hundred of them.
    """

    value: str
    label: str
    count: int  # type: ignore[assignment]
    selected: bool


@dataclass(frozen=True)
class Group:
    """The choices of one filter, and the error of its parameter if it has one."""

    name: str
    label: str
    options: list[Option]
    selected_count: int
    errors: list[str]


@dataclass(frozen=True)
class Chip:
    """A condition in force, and the query string without it."""

    name: str
    label: str
    without: str


class Shared(dict[str, Any]):
    """Declared things by name, which nobody alters: a deep copy of it is a dict of the same things.

    django-filter copies its filters, and Django a form's fields, for every request, which took a quarter
    of an answer of the API.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return dict(self)


class FacetFilterSet(FilterSet):
    """Base of the program and the case filter."""

    # Parameters that are no condition: they never count, chip or narrow.
    not_conditions: tuple[str, ...] = ("sort",)

    def __init__(self, data: QueryDict, queryset: SearchDocumentQuerySet):
        super().__init__(data, queryset)
        self.snapshot = snapshot()
        self.corpus = self.snapshot.corpora[queryset.model]
        self.index = self.corpus.facets
        self.choices: Choices = self.snapshot.worded(type(self).__name__, self.all_choices)

    @classmethod
    def get_filters(cls) -> Shared:
        return Shared(super().get_filters())

    def all_choices(self) -> Choices:
        declared = {name: f.extra["choices"] for name, f in self.filters.items() if "choices" in f.extra}
        return declared | self.dynamic_choices()

    def dynamic_choices(self) -> Choices:
        """Choices that are data, not code, of this snapshot."""
        raise NotImplementedError

    def get_form_class(self) -> type[forms.Form]:
        """Made once for a snapshot: its choices are all that makes one form another."""
        made = self.snapshot.forms.get(type(self))
        if made is None:
            fields = {name: self.form_field(name) for name in self.filters}
            made = type(f"{type(self).__name__}Form", (self._meta.form,), fields)
            made.base_fields = Shared(made.base_fields)
            self.snapshot.forms[type(self)] = made
        return made

    def form_field(self, name: str) -> forms.Field:
        declared = self.filters[name]
        chosen = {"choices": self.choices[name]} if name in self.choices else {}
        field: forms.Field = declared.field_class(label=declared.label, **{**declared.extra, **chosen})
        return field

    def admitting(self, name: str) -> Mapping[str, Documents]:
        """For each value of one filter the documents that it admits; a value that is missing admits none."""
        return self.index.by_value(name)

    # -- what is selected -----------------------------------------------------------------------

    @cached_property
    def cleaned(self) -> dict[str, Any]:
        """The conditions in force; empty while any parameter is in error."""
        if not self.form.is_valid():
            return {}
        return {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value and name not in self.not_conditions
        }

    def conditions(self) -> dict[str, Documents]:
        found = {}
        for name, value in self.cleaned.items():
            if name == "q":
                found[name] = self.answer.hits
            elif isinstance(self.filters.get(name), MultipleChoiceFilter):
                admitting = self.admitting(name)
                found[name] = union(admitting.get(one, NONE) for one in value)
        return found

    @cached_property
    def answer(self) -> Answer:
        """What answers `q`, whatever the other conditions."""
        query, as_typed = str(self.cleaned.get("q", "")), bool(self.form.cleaned_data.get("spelling"))
        return answer(query, self.corpus, self.snapshot.synonyms, as_typed=as_typed)

    @cached_property
    def selection(self) -> Selection:
        """All conditions together. A parameter in error gives nothing, never a wider list."""
        if self.form.is_valid():
            return Selection(self.index, self.conditions())
        return Selection(FacetIndex({}), {})

    def ordered(self) -> Ordered:
        """Document numbers of the hits: the best match first."""
        return self.by_points(self.selection.hits, lambda: self.answer.matches)

    def partial(self) -> Ordered:
        """Documents that hold some words of `q`, or its parts, and meet every other condition, best first."""
        partial = self.answer.partial if "q" in self.cleaned else NONE
        return self.by_points(partial & self.selection.without("q"), lambda: self.answer.looser)

    def by_points(self, documents: Documents, matches: Callable[[], Matches]) -> ByPoints:
        def parts(most: int) -> list[Part]:
            if "q" not in self.cleaned:
                return [Part(0, documents)]
            return in_order(matches(), self.corpus.factors, documents, most)

        return ByPoints(documents, parts, self.groups_alike(), self.corpus)

    def groups_alike(self) -> Groups:
        """What orders hits of the same points; where it says nothing, their numbers do."""
        return NO_GROUPS

    def filter_queryset(self, queryset: SearchDocumentQuerySet) -> SearchDocumentQuerySet:
        return queryset.filter(number__in=list(self.selection.hits))

    # -- what the page shows ----------------------------------------------------------------------

    def group(self, name: str) -> Group:
        chosen, count = self.data.getlist(name), self.selection.counter(name)
        admitting = self.admitting(name)
        options = [
            Option(value, label, count(admitting.get(value, NONE)), value in chosen)
            for value, label in self.choices[name]
        ]
        return Group(
            name=name,
            label=gettext(self.filters[name].label),
            options=options,
            selected_count=sum(option.selected for option in options),
            errors=list(self.form.errors.get(name, [])),
        )

    def chips(self) -> list[Chip]:
        return [
            Chip(name, label, self.query_without(name, value))
            for name, value, label in self.conditions_in_force()
        ]

    def conditions_in_force(self) -> Iterable[tuple[str, str, str]]:
        """(parameter, its value in the address, label) of every condition."""
        for name, value in self.cleaned.items():
            if isinstance(self.filters.get(name), MultipleChoiceFilter):
                labels = {str(v): label for v, label in self.choices[name]}
                for one in value:
                    yield name, one, chip_label(self.filters[name].label, labels[one])
            elif name == "q":
                yield name, str(value), chip_label(_("ことば"), str(value))

    def query_without(self, name: str, value: str) -> str:
        """The query string with one value of one parameter gone, back on the first page."""
        return urlencode([pair for pair in given(self.data, "page") if pair != (name, value)])

    def errors(self) -> list[tuple[str, str]]:
        """(parameter, message), for the summary above an empty list."""
        return form_errors(self.form)


def given(data: QueryDict, *without: str) -> list[tuple[str, str]]:
    """(parameter, value) of a query string, but for some parameters; those of a name together."""
    return [(name, value) for name, values in data.lists() if name not in without for value in values]


def chip_label(name: str, value: str) -> str:
    """「分野：光ファイバ・5G」, "Field: Fibre and 5G"."""
    return gettext("%(name)s：%(value)s") % {"name": gettext(name), "value": value}


class QueryField(forms.CharField):
    """Free text: no NUL (a database refuses it), no novel."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_QUERY_LENGTH, **kwargs)
        for validator in self.validators:
            if isinstance(validator, ProhibitNullCharactersValidator):
                validator.message = gettext_lazy("使えない文字（NUL）が入っています。取り除いてください。")
