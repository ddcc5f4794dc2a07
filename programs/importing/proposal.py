"""What a document would add to the catalog: new programs, new editions, and where it says otherwise."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User

from programs.choices import RevisionState
from programs.ingest.identity import are_near
from programs.ingest.parse import fold
from programs.models import Edition, Field, Program, ProgramAlias, Revision, Source, SupportType

from .comparing import Compared, Standing, State
from .facts import Entry
from .reading import read
from .text import Text

WAITS = (
    "この施策の変更が確認待ち・公開待ちのため、今回は入れません。終わってから、もう一度取り込んでください。"
)
NOT_YOURS = "ほかの担当課の施策のため、入れません。その担当課の編集者か管理者が取り込んでください。"
UNDECIDED = "この名前の施策がカタログに複数あり、どれか決まらないため、入れません。"


@dataclass(frozen=True)
class Particulars:
    """What the person who uploads says of the document; `fiscal_year` as a Western year."""

    title: str
    publisher: str
    fiscal_year: int
    published_on: date | None = None
    title_is_printed: bool = True


@dataclass
class ProgramProposal:
    """One entry beside the catalog. `program` is the row in work: the open draft, or the program itself."""

    entry: Entry
    program: Program | None
    edition: Edition | None = None
    facts: list[Compared] = field(default_factory=list)
    blocked: str = ""  # why nothing of it can be written now
    near: list[str] = field(default_factory=list)  # known programs with nearly this name
    field_names: list[str] = field(default_factory=list)
    support_type: str = ""  # proposed for a new program

    @property
    def new(self) -> list[Compared]:
        return [compared for compared in self.facts if compared.state == State.NEW]

    @property
    def different(self) -> list[Compared]:
        return [compared for compared in self.facts if compared.state == State.DIFFERENT]

    @property
    def writes(self) -> bool:
        return not self.blocked and (self.program is None or self.edition is None or bool(self.new))


@dataclass
class Proposal:
    text: Text
    particulars: Particulars
    source: Source | None  # the document as registered, known by its bytes
    programs: list[ProgramProposal]
    front: list[int]

    @property
    def counts(self) -> dict[str, int]:
        """How many programs and facts of each state, and lines that nothing recognised."""
        facts = Counter(compared.state for p in self.programs for compared in p.facts if not p.blocked)
        return {
            "programs": len(self.programs),
            "new_programs": sum(p.program is None and not p.blocked for p in self.programs),
            "new_editions": sum(
                p.program is not None and p.edition is None and not p.blocked for p in self.programs
            ),
            "new_facts": facts[State.NEW],
            "there": facts[State.THERE],
            "different": facts[State.DIFFERENT],
            "unrecognised": sum(len(p.entry.unrecognised) for p in self.programs) + len(self.front),
        }

    @property
    def writes(self) -> bool:
        return self.source is None or any(p.writes for p in self.programs)


@dataclass(frozen=True)
class _Catalog:
    """What all entries are held against, read once."""

    known: dict[str, set[int]]
    names: list[str]
    fields: list[str]
    support_types: list[str]
    editable: set[int] | None  # by the person who imports; None: nobody is asked for


def propose(text: Text, particulars: Particulars, user: User | None = None) -> Proposal:
    """A document held against the catalog as it is now; writes nothing.

    Known programs that `user` may not edit are left out, and said.
    Raises UnreadableDocument as `reading.read` does.
    """
    reading = read(text)
    source = Source.objects.filter(sha256=text.sha256).first()
    entries = Program.objects.entries()
    catalog = _Catalog(
        known=_known_names(),
        names=list(entries.values_list("name", flat=True)),
        fields=list(Field.objects.values_list("name", flat=True)),
        support_types=list(SupportType.objects.values_list("slug", flat=True)),
        editable=set(entries.editable_by(user).values_list("pk", flat=True)) if user else None,
    )
    proposed = [_of_entry(entry, particulars, source, catalog) for entry in reading.entries]
    return Proposal(text, particulars, source, proposed, reading.front)


def _known_names() -> dict[str, set[int]]:
    """Folded name, or printed name of a document, → the programs that bear it; a program's own name wins."""
    own: dict[str, set[int]] = defaultdict(set)
    printed: dict[str, set[int]] = defaultdict(set)
    for pk, name in Program.objects.entries().values_list("pk", "name"):
        own[fold(name)].add(pk)
    aliases = ProgramAlias.objects.filter(program__draft_of=None).values_list("program", "name")
    for pk, name in aliases:
        printed[fold(name)].add(pk)
    return {**printed, **own}


def _of_entry(
    entry: Entry,
    particulars: Particulars,
    source: Source | None,
    catalog: _Catalog,
) -> ProgramProposal:
    found = catalog.known.get(fold(entry.name), set())
    if not found and source:  # renamed by its editors since
        own = Program.objects.entries().filter(source=source, first_line=entry.cite.first)
        found = set(own.values_list("pk", flat=True))
    if not found:
        return ProgramProposal(
            entry,
            None,
            facts=[Compared(fact, State.NEW) for fact in entry.facts()],
            near=[name for name in catalog.names if are_near(name, entry.name)],
            field_names=_mapped_fields(entry, catalog.fields),
            support_type=_support_type(entry, catalog.support_types),
        )
    if len(found) > 1:
        return ProgramProposal(entry, None, blocked=UNDECIDED)
    program = Program.objects.get(pk=next(iter(found)))
    row = Program.objects.filter(draft_of=program).first() or program
    edition = row.editions.filter(fiscal_year=particulars.fiscal_year).first()
    standing = Standing(row, edition, source)
    waits = Revision.objects.open().filter(program=program).exclude(state=RevisionState.EDITING).exists()
    proposed = ProgramProposal(entry, row, edition, facts=[standing.compare(fact) for fact in entry.facts()])
    if proposed.writes and waits:
        proposed.blocked = WAITS
    if proposed.writes and catalog.editable is not None and program.pk not in catalog.editable:
        proposed.blocked = NOT_YOURS
    return proposed


def _mapped_fields(entry: Entry, names: list[str]) -> list[str]:
    """Our 分野 of which a whole word stands in the printed one: 「5Gなどの…」 is 光ファイバ・5G."""
    printed = fold("".join(label.text for label in entry.labels if label.kind == "field"))
    return [
        name for name in names if any(len(word) > 1 and fold(word) in printed for word in name.split("・"))
    ]


def _support_type(entry: Entry, slugs: list[str]) -> str:
    """A slug of 支援の種類 for the editor to check: what the name or a rate makes likely."""
    likely = [
        *(["subsidy"] if entry.rates else []),
        *(["research"] if "研究" in entry.name else []),
        *(["commission"] if "実証" in entry.name else []),
        "other",
    ]
    return next((slug for slug in [*likely, *slugs] if slug in slugs), "")


def may_import(user: User) -> bool:
    """Whether a person may make programs, and so import them."""
    return user.has_perm("programs.add_program")
