"""Writing what an editor confirmed: drafts with every fact and its citation, or nothing at all."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from string import ascii_uppercase
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.utils import timezone

from programs import drafting, services
from programs.choices import OfficeKind, TargetAreaKind
from programs.ingest.parse import fold
from programs.ingest.places import Gazetteer
from programs.models import (
    ApplicantKind,
    Area,
    BudgetLine,
    CaseOrganization,
    CasePlace,
    CaseStudy,
    DocumentUpload,
    Edition,
    EditionOffice,
    EligibleApplicant,
    EligibleCost,
    Field,
    Office,
    PrintedLabel,
    Program,
    ProgramAlias,
    ProgramPeriod,
    Source,
    SourceText,
    SubsidyRate,
    SupportType,
    TargetArea,
)
from programs.models import (
    Cap as CapRow,
)
from programs.services import replace_cost_shares

from .facts import Applicant, Budget, Cap, Case, Cite, Contact, Cost, Fact, Label, Period, Rate, Target
from .proposal import Particulars, ProgramProposal, Proposal, may_import, propose
from .text import Text, decode

NOT_ALLOWED = "資料を取り込めるのは、施策を追加できる人だけです。"
FIRST_POSITION = 1000  # after what an editor ordered by hand
# Seconds that a second person waits while a first writes a whole document.
PATIENCE = 20
EXPIRED = "この取り込みは期限が過ぎました。ファイルをもう一度選んでください。"


@dataclass
class Result:
    """What was written: codes and names of the drafts, and how many facts."""

    source: str = ""
    created: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    facts: int = 0
    different: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@drafting.recording()
def confirm_upload(*, upload: DocumentUpload, user: User) -> DocumentUpload:
    """Confirm an upload, once: who comes second finds what the first did.

    Raises PermissionDenied for who may not, ValidationError for an upload that expired.
    """
    services.wait_for_other_writers(seconds=PATIENCE)
    current = DocumentUpload.objects.current().select_for_update().filter(pk=upload.pk).first()
    if current is None:
        raise ValidationError(EXPIRED)
    if current.confirmed_at:
        return current
    result = confirm(text=text_of(current), particulars=particulars_of(current), user=user)
    current.confirmed_at = timezone.now()
    current.source = Source.objects.get(document_id=result.source)
    current.summary = result.as_dict()
    current.save(update_fields=["confirmed_at", "source", "summary"])
    return current


@drafting.recording()
def confirm(*, text: Text, particulars: Particulars, user: User) -> Result:
    """Write what the document adds to the catalog as it is now, as drafts; register the document.

    One writer at a time proposes and writes, so that nothing is added twice. What is added to a public
    program goes to its draft copy. Raises PermissionDenied for who may not make programs.
    """
    if not may_import(user):
        raise PermissionDenied(NOT_ALLOWED)
    services.wait_for_other_writers(seconds=PATIENCE)
    proposal = propose(text, particulars, user)
    source = proposal.source or register(text, particulars)
    result = Result(source=source.document_id)
    writer = _Writer(source)
    for proposed in proposal.programs:
        if proposed.blocked:
            result.left_out.append({"name": proposed.entry.name, "why": proposed.blocked})
            continue
        result.different += len(proposed.different)
        if not proposed.writes:
            continue
        program = _row_to_write(proposed, source, user)
        _write(writer, proposal, proposed, program)
        drafting.record_save(program=program, user=user, reason=f"資料「{source.title}」の取り込み"[:200])
        told = {"pk": program.pk, "name": program.name, "facts": len(proposed.new)}
        (result.created if proposed.program is None else result.changed).append(told)
        result.facts += len(proposed.new)
    return result


def register(text: Text, particulars: Particulars) -> Source:
    """The document as a Source with its text and the next free letter; its id is made of its bytes, so that
    it is one.
    """
    source = Source.objects.create(
        document_id=f"import_{text.sha256[:16]}",
        letter=next_letter(),
        title=particulars.title,
        title_is_printed=particulars.title_is_printed,
        publisher=particulars.publisher,
        published_on=particulars.published_on,
        fiscal_year=particulars.fiscal_year,
        sha256=text.sha256,
        line_count=len(text.lines),
    )
    SourceText.objects.create(source=source, text=text.content, sha256=text.sha256)
    return source


def next_letter() -> str:
    """The first free of A … Z, AA … ZZ. Raises ValidationError when all are taken."""
    taken = set(Source.objects.values_list("letter", flat=True))
    for letter in _letters():
        if letter not in taken:
            return letter
    raise ValidationError("資料の記号（A～ZZ）がもう残っていません。")


def _letters() -> Iterator[str]:
    yield from ascii_uppercase
    yield from (one + other for one in ascii_uppercase for other in ascii_uppercase)


def text_of(upload: DocumentUpload) -> Text:
    return decode(upload.text.encode())


def particulars_of(upload: DocumentUpload) -> Particulars:
    return Particulars(
        title=upload.title,
        title_is_printed=upload.title_is_printed,
        publisher=upload.publisher,
        published_on=upload.published_on,
        fiscal_year=upload.fiscal_year,
    )


def _row_to_write(proposed: ProgramProposal, source: Source, user: User) -> Program:
    if proposed.program is not None:
        return drafting.begin(program=proposed.program, user=user)
    support_type = SupportType.objects.filter(slug=proposed.support_type).first()
    if support_type is None:
        raise ValidationError("支援の種類が一つも登録されていません。先に登録してください。")
    last = Program.objects.aggregate(last=Max("position"))["last"]
    program = Program.objects.create(
        code=f"{services.PROVISIONAL_CODE}{source.letter.lower()}-{proposed.entry.cite.first}",
        name=proposed.entry.name,
        support_type=support_type,
        summary="",
        purpose="",
        position=0 if last is None else last + 1,
        **cited(source, proposed.entry.cite),
    )
    program.fields.set(Field.objects.filter(name__in=proposed.field_names))
    return program


def _write(writer: "_Writer", proposal: Proposal, proposed: ProgramProposal, program: Program) -> None:
    edition, _ = Edition.objects.get_or_create(program=program, fiscal_year=proposal.particulars.fiscal_year)
    if program.source_id != writer.source.pk:
        ProgramAlias.objects.get_or_create(
            program=program,
            name=proposed.entry.name,
            source=writer.source,
            defaults=cited(writer.source, proposed.entry.cite),
        )
    for position, compared in enumerate(proposed.new):
        writer.write(program, edition, compared.fact, position)


def cited(source: Source, cite: Cite, note: str = "") -> dict[str, Any]:
    """The columns of a citation."""
    return {
        "source": source,
        "first_line": cite.first,
        "last_line": cite.last,
        "literal": cite.literal,
        "note": note,
    }


class _Writer:
    """Rows of facts; offices, places and kinds are looked up once."""

    def __init__(self, source: Source):
        self.source = source
        self.offices = {fold(office.name): office for office in Office.objects.all()}
        self.kinds = {kind.slug: kind for kind in ApplicantKind.objects.all()}
        columns = ("code", "level", "name", "county_name", "short_name", "full_name")
        self.gazetteer = Gazetteer({"fields": row} for row in Area.objects.values(*columns))
        self.areas = dict(Area.objects.values_list("code", "pk"))

    def write(self, program: Program, edition: Edition, fact: Fact, position: int) -> None:
        common = {**cited(self.source, fact.cite, fact.note), "position": FIRST_POSITION + position}
        of_edition = {"edition": edition, **common}
        match fact:
            case Label():
                PrintedLabel.objects.create(kind=fact.kind, text=fact.text, **of_edition)
            case Contact():
                EditionOffice.objects.create(
                    office=self.office(fact.name),
                    phone=fact.phone,
                    fax=fact.fax,
                    email=fact.email,
                    **of_edition,
                )
            case Budget():
                BudgetLine.objects.create(
                    fiscal_year=fact.fiscal_year,
                    phase=fact.phase,
                    account=fact.account,
                    component=fact.component,
                    amount_yen=fact.amount_yen,
                    part_of_larger=fact.part_of_larger,
                    is_separate_measure=fact.is_separate_measure,
                    **of_edition,
                )
            case Rate():
                self.rate(fact, of_edition)
            case Cap():
                CapRow.objects.create(
                    component=fact.component,
                    amount_yen=fact.amount_yen,
                    of=fact.of,
                    per=fact.per,
                    **of_edition,
                )
            case Applicant():
                row = EligibleApplicant.objects.create(name=fact.name, role=fact.role, **of_edition)
                row.kinds.set(self.kinds[kind] for kind in fact.kinds if kind in self.kinds)
            case Cost():
                EligibleCost.objects.create(name=fact.name, **of_edition)
            case Target():
                self.target(fact, of_edition)
            case Period():
                ProgramPeriod.objects.create(
                    from_fiscal_year=fact.from_fiscal_year, to_fiscal_year=fact.to_fiscal_year, **of_edition
                )
            case Case():
                self.case(program, fact, common)

    def rate(self, fact: Rate, common: dict[str, Any]) -> None:
        row = SubsidyRate.objects.create(
            component=fact.component,
            applicant=fact.applicant,
            area=fact.area,
            condition=fact.condition,
            base=fact.base,
            is_fixed_amount=fact.terms is None,
            numerator=fact.terms[0] if fact.terms else None,
            denominator=fact.terms[1] if fact.terms else None,
            cap_yen=fact.cap_yen,
            cap_of=fact.cap_of,
            has_no_cap=fact.has_no_cap,
            **common,
        )
        replace_cost_shares(rate=row, shares=[(payer, *terms) for payer, terms in fact.shares])

    def target(self, fact: Target, common: dict[str, Any]) -> None:
        nation = self.areas.get("jp") if fact.kind == TargetAreaKind.NATION else None
        kind = TargetAreaKind.CRITERION if fact.kind == TargetAreaKind.NATION and not nation else fact.kind
        TargetArea.objects.create(
            kind=kind, name=fact.name, designation=fact.designation, area_id=nation, **common
        )

    def case(self, program: Program, fact: Case, common: dict[str, Any]) -> None:
        case = CaseStudy.objects.create(
            program=program, title=fact.title, fiscal_year=fact.fiscal_year, summary="", **common
        )
        for position, name in enumerate(fact.places):
            area = self.areas.get(self.gazetteer.resolve(name) or "")
            CasePlace.objects.create(case=case, name=name, area_id=area, position=position)
        for position, (name, role) in enumerate(dict.fromkeys(fact.organizations)):
            CaseOrganization.objects.create(case=case, name=name, role=role, position=position)

    def office(self, name: str) -> Office:
        """The office of this name; a new one gets a code made of its name, as its name is Japanese."""
        key = fold(name)
        if key not in self.offices:
            digest = hashlib.sha256(key.encode()).hexdigest()[:8]
            self.offices[key] = Office.objects.create(
                code=f"office-{digest}", name=name, kind=_office_kind(name)
            )
        return self.offices[key]


def _office_kind(name: str) -> OfficeKind:
    if "総合通信局" in name or "総合通信事務所" in name:
        return OfficeKind.BUREAU
    if name.endswith(("ダイヤル", "窓口", "デスク", "コールセンター")):
        return OfficeKind.DESK
    return OfficeKind.DIVISION
