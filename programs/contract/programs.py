"""One program of the contract, with all that hangs on it."""

from programs.choices import PublicationStatus, RelationKind
from programs.coverage import coverage
from programs.models import Program
from programs.models.sources import Cited

from .cases import CaseWriter
from .editions import EditionWriter
from .facts import Record

INVERSE_KIND: dict[str, str] = {
    RelationKind.PREDECESSOR: "successor",
    RelationKind.PART_OF: "has_part",
    RelationKind.RENAMED_FROM: "renamed_to",
    RelationKind.RELATED: "related",
}


class ProgramWriter(EditionWriter, CaseWriter):
    """`readings` maps a document's id to the kinds of fact it was read through for."""

    def __init__(self, documents: dict[int | None, str], readings: dict[str, set[str]]):
        super().__init__(documents)
        self.readings = readings

    def program(self, program: Program) -> Record:
        printed = list(program.aliases.all())
        names: list[tuple[Cited, str]] = [(program, program.name), *((a, a.name) for a in printed)]
        aliases = dict.fromkeys(alias.name for alias in printed if alias.name != program.name)
        record = {
            "code": program.public_code,
            "url": program.get_absolute_url(),
            "name": program.name,
            "aliases": list(aliases),
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
            "other_ministry": program.is_other_ministry,
            "roadmap": [self.roadmap_item(item) for item in program.roadmap.all()],
        }
        return record | {"coverage": coverage(record, program.support_type.slug, self.readings)}

    def relations(self, program: Program) -> list[Record]:
        """Both directions, published programs only. Others name the program, not the copy of it."""
        named = program.draft_of or program
        ties = [(r.kind, r.to_program, r) for r in program.relations.all()]
        ties += [(INVERSE_KIND[r.kind], r.from_program, r) for r in named.inverse_relations.all()]
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
