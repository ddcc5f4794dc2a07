"""The public data contract (docs/contract.md): programs as plain data, each fact with its citation.

Everything that leaves the catalog is built here: pages, lists, exports, API. Keys are stable;
`contract.schema.json` beside this file describes them.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from .choices import (
    ApplicantRole,
    AreaLevel,
    CostRule,
    PrintedLabelKind,
    PublicationStatus,
    RelationKind,
)
from .models import (
    CasePlace,
    CaseStudy,
    Edition,
    Outcome,
    PrintedLabel,
    Program,
    ProgramPeriod,
    ProgramRelation,
    PublicRecord,
    Source,
    SubsidyRate,
)
from .models.sources import Cited
from .querysets import ProgramQuerySet

Record = dict[str, Any]

LICENSE = "公共データ利用規約（第1.0版）（PDL1.0）"
STATE = "国"
INVERSE_KIND: dict[str, str] = {
    RelationKind.PREDECESSOR: "successor",
    RelationKind.PART_OF: "has_part",
    RelationKind.RENAMED_FROM: "renamed_to",
    RelationKind.RELATED: "related",
}


def catalog(base_url: str = "") -> Record:
    """The whole public catalog; `base_url` ("https://example.jp") goes before each program's path.

    `catalog_version` is a digest of the content, so equal content has one version.
    """
    records = list(PublicRecord.objects.in_catalog_order().values_list("record", flat=True))
    sources = [source_record(source) for source in Source.objects.all()]
    content = json.dumps([sources, records], ensure_ascii=False, sort_keys=True)
    return {
        "generated_at": timezone.localtime().isoformat(timespec="seconds"),
        "catalog_version": hashlib.sha256(content.encode()).hexdigest()[:12],
        "license": LICENSE,
        "sources": sources,
        "programs": [{**record, "url": base_url + record["url"]} for record in records],
    }


def source_record(source: Source) -> Record:
    return {
        "id": source.document_id,
        "title": source.title,
        "publisher": source.publisher,
        "published_on": source.published_on.isoformat() if source.published_on else None,
        "fiscal_year": source.fiscal_year,
        "sha256": source.sha256,
        "letter": source.letter,
        "title_is_printed": source.title_is_printed,
        "published_note": source.published_note or None,
    }


def program_records(programs: ProgramQuerySet) -> list[Record]:
    """One contract record a program, in the given order, in a fixed number of queries."""
    documents: dict[int | None, str] = dict(Source.objects.values_list("pk", "document_id"))
    return [_Writer(documents).program(program) for program in programs.for_contract()]


class _Writer:
    """Writes facts as plain data; knows the document ids, so that no fact asks for its own."""

    def __init__(self, documents: dict[int | None, str]):
        self.documents = documents

    def program(self, program: Program) -> Record:
        aliases = list(program.aliases.all())
        names: list[tuple[Cited, str]] = [(program, program.name), *((a, a.name) for a in aliases)]
        return {
            "code": program.code,
            "url": program.get_absolute_url(),
            "name": program.name,
            "aliases": [alias.name for alias in aliases],
            "support_type": program.support_type.name,
            "fields": [field.name for field in program.fields.all()],
            "summary": program.summary,
            "purpose": program.purpose,
            "editions": [self.edition(edition) for edition in program.editions.all()],
            "cases": [self.case(case) for case in program.cases.all()],
            "outcomes": [self.outcome(o) for o in program.outcomes.all() if o.case_id is None],
            "relations": self.relations(program),
            "links": [self.fact(link, label=link.label, url=link.url) for link in program.links.all()],
            "reading": program.reading or None,
            "names": [self.fact(named, name=name) for named, name in names],
        }

    def edition(self, edition: Edition) -> Record:
        labels = {label.kind: label for label in edition.printedlabels.all()}
        periods = {period.component: period for period in edition.programperiods.all()}
        return {
            "fiscal_year": edition.fiscal_year,
            "printed_field": self.label_text(labels.get(PrintedLabelKind.FIELD)),
            "strategy_ref": self.label_text(labels.get(PrintedLabelKind.STRATEGY)),
            "offices": [
                self.fact(
                    contact,
                    name=contact.office.name,
                    phone=contact.phone or None,
                    fax=contact.fax or None,
                    email=contact.email or None,
                    hours=contact.hours or None,
                    code=contact.office.code,
                )
                for contact in edition.editionoffices.all()
            ],
            "budgets": [
                self.fact(
                    line,
                    fiscal_year=line.fiscal_year,
                    phase=line.phase,
                    account=line.account or None,
                    amount_yen=line.amount_yen,
                    part_of_larger=line.part_of_larger,
                    component=line.component or None,
                    separate_measure=line.is_separate_measure,
                )
                for line in edition.budgetlines.all()
            ],
            "rates": [self.rate(rate) for rate in edition.subsidyrates.all()],
            "caps": [
                self.fact(
                    cap,
                    amount_yen=cap.amount_yen,
                    of=cap.of,
                    per=cap.per or None,
                    component=cap.component or None,
                )
                for cap in edition.caps.all()
            ],
            "applicants": self.applicants(edition, ApplicantRole.ELIGIBLE),
            "excluded_applicants": self.applicants(edition, ApplicantRole.EXCLUDED),
            "eligible_costs": self.costs(edition, CostRule.ELIGIBLE),
            "target_areas": [
                self.fact(
                    target,
                    name=target.name,
                    kind=target.kind,
                    code=target.area.code if target.area else target.designation or None,
                    component=target.component or None,
                )
                for target in edition.targetareas.all()
            ],
            "requirements": [
                self.fact(requirement, text=requirement.text, component=requirement.component or None)
                for requirement in edition.requirements.all()
            ],
            "calls": [
                self.fact(
                    call,
                    opens_on=call.opens_on.isoformat() if call.opens_on else None,
                    closes_on=call.closes_on.isoformat() if call.closes_on else None,
                    printed_status=call.printed_status or None,
                    label=call.label or None,
                )
                for call in edition.calls.all()
            ],
            "period": self.period(periods.get("")),
            "implementing_bodies": self.applicants(edition, ApplicantRole.IMPLEMENTING),
            "excluded_costs": self.costs(edition, CostRule.EXCLUDED),
            "funding_sources": self.costs(edition, CostRule.FUNDING),
            "parts": [
                self.fact(
                    part,
                    number=part.number or None,
                    name=part.name,
                    summary=part.summary or None,
                    period=self.period(periods.get(part.name)),
                )
                for part in edition.programparts.all()
            ],
            "labels": [self.fact(label, kind=kind, text=label.text) for kind, label in labels.items()],
        }

    def rate(self, rate: SubsidyRate) -> Record:
        shares: list[tuple[str, int | None, int | None]] = [
            (share.payer, share.numerator, share.denominator) for share in rate.shares.all()
        ]
        if not rate.is_fixed_amount:
            shares.insert(0, (STATE, rate.numerator, rate.denominator))
        return self.fact(
            rate,
            component=rate.component or None,
            applicant=rate.applicant or None,
            area=rate.area or None,
            condition=rate.condition or None,
            is_fixed_amount=rate.is_fixed_amount,
            shares=[{"payer": p, "numerator": n, "denominator": d} for p, n, d in shares],
            cap_yen=rate.cap_yen,
            cap_of=rate.cap_of or None,
            base=rate.base or None,
            no_cap=rate.has_no_cap,
        )

    def applicants(self, edition: Edition, role: ApplicantRole) -> list[Record]:
        return [
            self.fact(
                applicant,
                name=applicant.name,
                kinds=[kind.slug for kind in applicant.kinds.all()],
                component=applicant.component or None,
            )
            for applicant in edition.eligibleapplicants.all()
            if applicant.role == role
        ]

    def costs(self, edition: Edition, rule: CostRule) -> list[Record]:
        return [
            self.fact(cost, name=cost.name, limit=cost.limit or None, component=cost.component or None)
            for cost in edition.eligiblecosts.all()
            if cost.rule == rule
        ]

    def case(self, case: CaseStudy) -> Record:
        organizations = list(case.organizations.all())
        return self.fact(
            case,
            title=case.title,
            fiscal_year=case.fiscal_year,
            theme=case.theme or None,
            places=[self.place(place) for place in case.places.all()],
            organizations=[o.name for o in organizations if not o.is_adviser],
            advisers=[o.name for o in organizations if o.is_adviser],
            award=case.award or None,
            summary=case.summary,
            outcomes=[self.outcome(outcome) for outcome in case.outcomes.all()],
            problem=case.problem or None,
            support=case.support or None,
            roles=[{"name": o.name, "role": o.role or None} for o in organizations],
        )

    def place(self, place: CasePlace) -> Record:
        area = place.area
        municipality = area if area and area.level == AreaLevel.MUNICIPALITY else None
        prefecture = municipality.parent if municipality else area
        if prefecture and prefecture.level != AreaLevel.PREFECTURE:
            prefecture = None
        return {
            "name": place.name,
            "prefecture": prefecture.name if prefecture else None,
            "municipality": municipality.name if municipality else None,
            "code": area.code if area else None,
        }

    def outcome(self, outcome: Outcome) -> Record:
        value: int | float | str = outcome.text
        if outcome.number is not None:
            is_whole = outcome.number == outcome.number.to_integral_value()
            value = int(outcome.number) if is_whole else float(outcome.number)
        return self.fact(
            outcome,
            metric=outcome.metric,
            value=value,
            unit=outcome.unit or None,
            fiscal_year=outcome.fiscal_year,
            nature=outcome.nature,
            qualifier=outcome.qualifier or None,
        )

    def relations(self, program: Program) -> list[Record]:
        """Both directions, published programs only."""
        ties = [(r.kind, r.to_program, r) for r in program.relations.all()]
        ties += [(INVERSE_KIND[r.kind], r.from_program, r) for r in program.inverse_relations.all()]
        return [
            {
                "kind": str(kind),
                "program": other.code,
                "basis": "stated" if relation.source_id else "editorial",
                "citation": self.citation(relation) if relation.source_id else None,
                "name": other.name,
                "note": relation.note or None,
            }
            for kind, other, relation in ties
            if other.status == PublicationStatus.PUBLISHED
        ]

    def label_text(self, label: PrintedLabel | None) -> str | None:
        return label.text if label else None

    def period(self, period: ProgramPeriod | None) -> Record | None:
        if period is None:
            return None
        return self.fact(
            period,
            from_fiscal_year=period.from_fiscal_year,
            to_fiscal_year=period.to_fiscal_year,
        )

    def fact(self, fact: Cited, **values: Any) -> Record:
        return {**values, "note": fact.note or None, "citation": self.citation(fact)}

    def citation(self, fact: Cited | ProgramRelation) -> Record:
        return {
            "source": self.documents[fact.source_id],
            "lines": [fact.first_line, fact.last_line],
            "literal": fact.literal,
        }


def citations(record: Any) -> Iterable[Record]:
    """Every citation of a record, at whatever depth, in the order in which it stands."""
    if isinstance(record, dict):
        if set(record) == {"source", "lines", "literal"}:
            yield record
            return
        record = record.values()
    if not isinstance(record, str | int | float | None):
        for value in record:
            yield from citations(value)
