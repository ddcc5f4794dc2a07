"""Who may apply, what is paid for, where and how long: items below a heading that says so, and only those."""

import re
from collections.abc import Iterator

from programs.ingest import parse

from .facts import Applicant, Cost, Fact, Period, Target, cite
from .figures import BODY
from .sections import YEAR, Cell, Row, Section

# Words of an applicant's name for the slugs of 立場 (fixtures/vocabulary.yaml).
_KINDS = (
    (r"第[3三]セクター|3セク", ("third-sector",)),
    (r"市区?町村|特別区", ("municipality",)),
    (r"都?道府県", ("prefecture",)),
    (r"自治体|地方公共団体", ("municipality", "prefecture")),
    (r"事業者|企業|会社", ("company",)),
    (r"大学|高専|高等専門学校|研究機関", ("academia",)),
    (r"NPO|社団法人|財団法人|協議会|社会福祉|商工団体", ("npo",)),
)
_DESIGNATIONS = (
    (r"特定農山村(?:地域)?", "specified-rural"),
    (r"有人国境離島(?:地域)?", "border-island"),
    (r"過疎(?:地域|地)?", "depopulated"),
    (r"辺地", "remote-area"),
    (r"離島(?:地域)?", "remote-island"),
    (r"半島(?:地域)?", "peninsula"),
    (r"(?:振興)?山村(?:地域)?", "mountain-village"),
    (r"(?:特別)?豪雪地帯", "heavy-snowfall"),
    (r"条件不利地域|(?:地理的に)?条件不利な地域", "disadvantaged"),
)
_ROLES = {Section.APPLICANT: "eligible", Section.IMPLEMENTING: "implementing", Section.TARGET: "eligible"}
_PART_OF_NAME = re.compile(r"^(?:直接|間接)?(?:補助)?(?:事業者|対象者)\s*:\s*")
_COST = re.compile(r"(?:費|費用|経費|設備|施設|機器|ケーブル|装置|料|金)(?:\([^()]*\))?\s*等?$")
_FIGURE = re.compile(r"\d\s*/\s*\d|\d分の\d|円")
_PERIOD = re.compile(rf"^\(?(?P<from>{YEAR})\s*(?:~|から|-)\s*(?P<to>{YEAR})\s*(?:まで)?\)?$")
_BETWEEN = re.compile("、?又は、?|、?及び、?|、")
_MAX_ITEM = 60


def items(cell: Cell) -> Iterator[Cell]:
    """The parts of a list printed in one line, split outside of brackets."""
    cell = cell.without_bullet
    start = len(cell.plain) - len(cell.plain.lstrip(": "))
    for match in _BETWEEN.finditer(cell.plain, start):
        before = cell.plain[: match.start()]
        if all(before.count(one) == before.count(other) for one, other in ("()", "「」")):
            yield cell.cut(start, match.start()).strip()
            start = match.end()
    yield cell.cut(start).strip()


def read_items(row: Row) -> list[Fact]:
    """The facts of one line; none where a part of it is no item of its section."""
    plain = row.cell.plain
    if plain.rstrip().endswith("。") or _FIGURE.search(plain) or plain.lstrip().startswith("※"):
        return []
    facts: list[Applicant | None] = []
    match row.section:
        case Section.APPLICANT | Section.IMPLEMENTING | Section.TARGET:
            facts = [_applicant(item, _ROLES[row.section]) for item in items(row.cell)]
            if row.section == Section.TARGET and not any(facts):
                return list(_costs(row.cell))
        case Section.COST:
            return list(_costs(row.cell))
        case Section.AREA:
            return list(_targets(row.cell.without_bullet))
        case Section.PERIOD:
            period = read_period(row.cell)
            return [period] if period else []
    return [fact for fact in facts if fact] if all(facts) else []


def kinds_of(name: str) -> tuple[str, ...]:
    found = [slug for pattern, slugs in _KINDS if re.search(pattern, name) for slug in slugs]
    return tuple(dict.fromkeys(found))


def _applicant(item: Cell, role: str) -> Applicant | None:
    part = _PART_OF_NAME.match(item.plain)
    item = item.cut(part.end() if part else 0).strip()
    kinds = kinds_of(item.plain)
    if not 2 <= len(item.plain) <= _MAX_ITEM or ":" in item.plain or not kinds or not BODY.search(item.plain):
        return None
    return Applicant(cite=cite(item.line, item.line, item.printed), name=item.printed, role=role, kinds=kinds)


def _costs(cell: Cell) -> list[Cost]:
    """The items of a list of costs; none of a line in which no item bears the name of one."""
    parts = [item for item in items(cell) if item.plain]
    if not any(_COST.search(item.plain) for item in parts) or any(len(i.plain) > _MAX_ITEM for i in parts):
        return []
    return [Cost(cite=cite(i.line, i.line, i.printed), name=i.printed) for i in parts]


def _targets(cell: Cell) -> Iterator[Target]:
    """Designations by their names; a line that is about something else too yields none."""
    rest = cell.plain
    found: list[tuple[int, int, str]] = []
    for pattern, designation in _DESIGNATIONS:
        for match in re.finditer(pattern, rest):
            found.append((match.start(), match.end(), designation))
            rest = rest[: match.start()] + "、" * (match.end() - match.start()) + rest[match.end() :]
    if re.fullmatch(r"全国", cell.plain):
        yield Target(cite=cite(cell.line, cell.line, cell.printed), name=cell.printed, kind="nation")
        return
    if re.sub(r"[、・()及びまたは又等など\s]", "", rest):
        return
    for start, end, designation in sorted(found):
        name = cell.printed[start:end]
        yield Target(
            cite=cite(cell.line, cell.line, name), name=name, kind="designation", designation=designation
        )


def read_period(cell: Cell) -> Period | None:
    """「令和2年度～令和4年度」 as fiscal years, both included."""
    match = _PERIOD.match(cell.without_bullet.plain)
    if not match:
        return None
    first, last = (parse.fiscal_year(re.sub(r"年?度?$", "", match[name].strip())) for name in ("from", "to"))
    if last < first:
        return None
    literal = cell.without_bullet.printed
    return Period(cite=cite(cell.line, cell.line, literal), from_fiscal_year=first, to_fiscal_year=last)
