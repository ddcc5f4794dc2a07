"""The record in the words of schema.org, for search engines: pure; nothing that the record does not state.

Each function gives one JSON-LD object; what is not stated has no key. Figures go in only where schema.org has
a property of the same meaning: a budget is not the amount of a grant, so it stays out.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from programs.choices import CapOf, TargetAreaKind

Record = dict[str, Any]

CONTEXT = "https://schema.org"
# Of the record, whatever page it stands on.
LANGUAGE = "ja"
GRANT = "補助金"
PLACE_KINDS = {
    TargetAreaKind.NATION,
    TargetAreaKind.DISTRICT,
    TargetAreaKind.PREFECTURE,
    TargetAreaKind.MUNICIPALITY,
}


def stated(kind: str, **properties: Any) -> Record:
    """An object of one schema.org type, less what is empty."""
    return {
        "@type": kind,
        **{name: value for name, value in properties.items() if value not in (None, "", [])},
    }


def document(thing: Record) -> Record:
    return {"@context": CONTEXT, **thing}


def website(*, name: str, url: str, search_url: str, language: str = LANGUAGE) -> Record:
    """The site with its search; `search_url` takes the words as `?q=`. `language` is that of its pages."""
    target = stated("EntryPoint", urlTemplate=f"{search_url}?q={{search_term_string}}")
    action = {"target": target, "query-input": "required name=search_term_string"}
    return document(
        stated(
            "WebSite",
            name=name,
            url=url,
            inLanguage=language,
            potentialAction=stated("SearchAction", **action),
        )
    )


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Record:
    """(name, address) from the entrance to the page; the address of the page itself may be ""."""
    items = [
        stated("ListItem", position=position, name=name, item=url)
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return document(stated("BreadcrumbList", itemListElement=items))


def dataset(*, name: str, description: str, url: str, license_name: str, files: Iterable[str]) -> Record:
    """The open data; `files` are addresses of JSON documents."""
    return document(
        stated(
            "Dataset",
            name=name,
            description=description,
            url=url,
            inLanguage=LANGUAGE,
            isAccessibleForFree=True,
            license=stated("CreativeWork", name=license_name),
            distribution=[
                stated("DataDownload", contentUrl=file, encodingFormat="application/json") for file in files
            ],
        )
    )


def program(record: Record, edition: Record, *, url: str) -> Record:
    """A program as it stands in one edition."""
    return document(
        stated(
            "GovernmentService",
            name=record["name"],
            alternateName=record["aliases"],
            identifier=record["code"],
            description=record["summary"],
            url=url,
            serviceType=record["support_type"],
            category=record["fields"],
            audience=[
                stated("Audience", audienceType=name) for name in unique(edition["applicants"], "name")
            ],
            areaServed=[
                stated("AdministrativeArea", name=area["name"], identifier=area["code"])
                for area in edition["target_areas"]
                if area["kind"] in PLACE_KINDS and not area["component"]
            ],
            availableChannel=[channel(office) for office in edition["offices"]],
            serviceOutput=grant(record, edition) if record["support_type"] == GRANT else None,
        )
    )


def channel(office: Record) -> Record:
    """Whom to ask, as printed."""
    contact = stated(
        "ContactPoint",
        name=office["name"],
        telephone=office["phone"],
        faxNumber=office["fax"],
        email=office["email"],
    )
    return stated("ServiceChannel", servicePhone=contact)


def grant(record: Record, edition: Record) -> Record:
    """The subsidy; its amount only where one ceiling of the subsidy itself is stated for the whole."""
    amounts = {
        cap["amount_yen"] for cap in edition["caps"] if cap["of"] == CapOf.SUBSIDY and not cap["component"]
    }
    amount = stated("MonetaryAmount", currency="JPY", maxValue=amounts.pop()) if len(amounts) == 1 else None
    return stated("MonetaryGrant", name=record["name"], amount=amount)


def unique(facts: Iterable[Record], key: str) -> list[str]:
    return list(dict.fromkeys(fact[key] for fact in facts))
