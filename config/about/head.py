"""What the head of every page says of its address."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from search.filters import CaseFilter, ProgramFilter

# A longer value is none that a page reads.
MOST_LETTERS = 100
# View → the parameters that make another page of it, in their order. `page` makes one everywhere.
PARAMETERS: dict[str, tuple[str, ...]] = {
    "search:programs": tuple(ProgramFilter.base_filters),
    "search:cases": tuple(CaseFilter.base_filters),
    "search:list": ("p",),
    "search:place": ("applicant", "group"),
    "programs:budget": ("fiscal_year", "field"),
    "programs:compare": ("p",),
    "programs:updates": ("kind", "program"),
}


def canonical(request: HttpRequest) -> dict[str, object]:
    """Context processor: the one address of this content, found when a page prints it.

    Not sooner, since the page of an address or a host that cannot be read prints none. A view whose
    parameters need more thought gives its own `canonical`.
    """
    return {"canonical": SimpleLazyObject(lambda: canonical_address(request))}


def canonical_address(request: HttpRequest) -> str:
    """Without parameters that the page does not read: a tracked link is not a second page."""
    match = request.resolver_match
    names = PARAMETERS.get(match.view_name, ()) if match else ()
    given = [(name, value) for name in names for value in sorted(set(request.GET.getlist(name)))]
    pairs = [(name, value) for name, value in given if 0 < len(value) <= MOST_LETTERS]
    if request.GET.get("page", "1") != "1":
        pairs.append(("page", request.GET["page"]))
    query = urlencode(pairs, errors="replace")
    return request.build_absolute_uri(request.path) + (f"?{query}" if query else "")
