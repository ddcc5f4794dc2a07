"""次の年度版: last year's edition as the beginning of this year's, of a program or of what follows it.

A fact that is carried over is stated by no document for its new year. It keeps its citation, of last year's
document, and says so in its note; with one such note left a change is not sent to review
(`services.missing_for_publication`), so the public never reads one.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from programs.carriedover import carried_note, edition_note
from programs.choices import MaterialKind, RelationKind
from programs.display import fiscal_year_label, fiscal_year_short
from programs.models import (
    Cap,
    CostShare,
    Edition,
    EditionOffice,
    EligibleApplicant,
    EligibleCost,
    Material,
    PrintedLabel,
    Program,
    ProgramPart,
    ProgramPeriod,
    ProgramRelation,
    Requirement,
    Source,
    SubsidyRate,
    TargetArea,
)
from programs.models.editions import EditionFact

from .edits import begin, record_save
from .guard import recording

# Budgets and calls are of one year: they are left empty.
CARRIED: tuple[type[EditionFact], ...] = (
    EditionOffice,
    PrintedLabel,
    ProgramPart,
    ProgramPeriod,
    Material,
    SubsidyRate,
    Cap,
    EligibleApplicant,
    EligibleCost,
    TargetArea,
    Requirement,
)
FOLLOWS = (RelationKind.PREDECESSOR, RelationKind.RENAMED_FROM)


@dataclass(frozen=True)
class Place:
    """Where something is printed: a document, its lines (1-based, both included), the words as printed."""

    source: Source
    first_line: int
    last_line: int
    literal: str

    def values(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "first_line": self.first_line,
            "last_line": self.last_line,
            "literal": self.literal,
        }


@recording()
def clone_edition(*, edition: Edition, fiscal_year: int, user: User) -> Edition:
    """The edition of another fiscal year on the program's draft, with what may still hold of this one.

    Carried over are offices, printed labels, parts, rates with their shares, caps, applicants with their
    kinds, costs, areas, requirements; of materials the laws, for guides, forms and results are of one year;
    of periods those that include the new year. Budgets and calls are left empty.

    Raises ValidationError where a change of the program waits, where the draft has no such edition, or where
    it has one of that year.
    """
    draft = begin(program=edition.program, user=user)
    original = draft.editions.filter(fiscal_year=edition.fiscal_year).first()
    if original is None:
        raise ValidationError("引き継ぐ年度版が、下書きにはもうありません。")
    copy = carried_edition(original, draft, fiscal_year)
    year, before = fiscal_year_short(fiscal_year), fiscal_year_label(edition.fiscal_year)
    record_save(program=draft, user=user, reason=f"{year}版の作成（{before}から引き継ぎ）")
    return copy


@recording()
def clone_program(
    *,
    edition: Edition,
    name: str,
    code: str,
    fiscal_year: int,
    printed_at: Place,
    user: User,
    kind: RelationKind = RelationKind.PREDECESSOR,
    stated_at: Place | None = None,
) -> Program:
    """A new program, never public yet, that carries an edition of another on under another name.

    `printed_at` is where the new name is printed: no name is in the catalog without it. The tie to the old
    program (`kind`: 前身 or 旧名称) is the editors' reading unless `stated_at` says where it is stated.
    Other names, cases, outcomes and links stay with the old program. What describes the program in our own
    words is carried over to be read again, and the note says so.

    Raises ValidationError, by field or with the field as its code, where the name or the code is taken or a
    citation cannot be.
    """
    if kind not in FOLLOWS:
        raise ValidationError({"kind": "前身か旧名称を選んでください。"})
    old = edition.program
    program = Program(
        name=name,
        code=code,
        support_type=old.support_type,
        summary=old.summary,
        purpose=old.purpose,
        is_other_ministry=old.is_other_ministry,
        note=carried_note(edition.fiscal_year, ""),
        position=old.position,
        **printed_at.values(),
    )
    program.full_clean()
    program.save()
    program.fields.set(old.fields.all())
    carried_edition(edition, program, fiscal_year)
    tie = ProgramRelation(
        from_program=program,
        kind=kind,
        to_program=old.draft_of or old,
        **(stated_at.values() if stated_at else {}),
    )
    tie.full_clean()
    tie.save()
    before = fiscal_year_label(edition.fiscal_year)
    record_save(program=program, user=user, reason=f"「{old.name}」の{before}から引き継いで作成")
    return program


def carried_edition(original: Edition, program: Program, fiscal_year: int) -> Edition:
    copy = Edition(program=program, fiscal_year=fiscal_year, year_note=edition_note(original.fiscal_year))
    copy.full_clean()
    copy.save()
    for model in CARRIED:
        for fact in model._default_manager.filter(edition=original):
            if holds_in(fact, fiscal_year):
                carry(fact, copy)
    return copy


def holds_in(fact: EditionFact, fiscal_year: int) -> bool:
    """Whether a fact may still hold in another year by what it says itself."""
    match fact:
        case Material():
            return fact.kind == MaterialKind.LAW
        case ProgramPeriod():
            return fact.from_fiscal_year <= fiscal_year <= fact.to_fiscal_year
    return True


def carry(fact: EditionFact, edition: Edition) -> None:
    shares = list(fact.shares.all()) if isinstance(fact, SubsidyRate) else []
    kinds = list(fact.kinds.all()) if isinstance(fact, EligibleApplicant) else None
    fact.note = carried_note(fact.edition.fiscal_year, fact.note)
    fact.pk, fact._state.adding = None, True
    fact.edition = edition
    fact.save()
    if kinds is not None:
        fact.kinds.set(kinds)  # type: ignore[attr-defined]
    for share in shares:
        share.pk, share._state.adding = None, True
        share.rate_id = fact.pk
    CostShare.objects.bulk_create(shares)
