"""予算額: what the value of a heading says, read token by token; what does not fit is not read."""

import re
from dataclasses import dataclass

from programs.ingest import parse

from .facts import Budget, cite
from .figures import SUM, yen
from .sections import PHASE, YEAR, Cell

_TOKEN = re.compile(
    rf"(?P<year>{YEAR})"
    rf"|(?P<phase>{PHASE})"
    r"|(?P<account>一般会計|特別会計|[^\s\d、。:/()]{2,16}特別会計)"
    rf"|(?P<amount>(?P<about>約)?\s*(?P<figure>{SUM})"
    r"(?P<part>\s*\(?の?内数\)?)?(?P<rough>\s*(?:程度|以上|以下|未満|超|弱|強))?)"
    r"|(?P<noise>予算額?\s*(?:\(案\)|案)?|\(案\)|[/、,・:;\s]+|及び)"
    r"|(?P<component>[^\s\d、。:/()・]{1,20})\s*:"
)
# Sums beside the budget that are not of it.
_NO_COMPONENT = re.compile("うち|前年|昨年|参考|合計|総額|計$|増減|国費|事業費|決算|執行|要求")
_MEASURE = re.compile(
    rf"(?P<name>(?:普通|特別)交付税措置)[^()。]{{0,20}}\((?P<year>{YEAR})\s*:\s*(?P<figure>{SUM})\)"
)


class _Ambiguous(Exception):
    """A value that can be read in two ways, or in part only."""


@dataclass
class _Head:
    """What is said of the amounts that follow."""

    line: int
    year: int | None = None
    phase: str = ""
    account: str = ""


@dataclass
class _Amount:
    line: int
    printed: str
    yen: int
    part_of_larger: bool
    component: str


def read_budgets(cells: list[Cell]) -> list[Budget]:
    """The budget lines of one value; none at all where a part of it cannot be read."""
    try:
        return _pair(*_tokens(cells))
    except (_Ambiguous, parse.UnreadableFigure):
        return []


def _tokens(cells: list[Cell]) -> tuple[list[_Head], list[_Amount], list[object]]:
    heads: list[_Head] = []
    amounts: list[_Amount] = []
    order: list[object] = []
    component = ""
    for whole in cells:
        cell = whole.inside_brackets
        at = 0
        while at < len(cell.plain):
            token = _TOKEN.match(cell.plain, at)
            if not token or token["about"] or token["rough"]:
                raise _Ambiguous
            if token["amount"]:
                end = token.end("part") if token["part"] else token.end("figure")
                sum_ = yen(token["figure"])
                if sum_ is None:
                    raise _Ambiguous
                amount = _Amount(
                    cell.line,
                    cell.printed[token.start("figure") : end],
                    sum_,
                    bool(token["part"]),
                    component,
                )
                amounts.append(amount)
                order.append(amount)
                component = ""
            elif token["component"]:
                component = cell.printed[token.start("component") : token.end("component")]
                if _NO_COMPONENT.search(component):
                    raise _Ambiguous
            elif token["noise"] and "案" in token["noise"]:
                _say(heads, order, cell.line, phase="予算案")
            elif not token["noise"]:
                _say(
                    heads,
                    order,
                    cell.line,
                    year=token["year"] or "",
                    phase=token["phase"] or "",
                    account=token["account"] or "",
                )
            at = token.end()
    if component:
        raise _Ambiguous
    return heads, amounts, order


def _say(
    heads: list[_Head], order: list[object], line: int, year: str = "", phase: str = "", account: str = ""
) -> None:
    """One more word about amounts to come; a word that is said already begins a new head."""
    last = order[-1] if order else None
    head = last if isinstance(last, _Head) else None
    if head is None or (year and head.year) or (phase and head.phase) or (account and head.account):
        earlier = heads[-1] if heads else None
        head = _Head(line)
        if earlier and not year:
            head.year = earlier.year  # 令和4年度 当初 … 補正 …: the year holds on
        heads.append(head)
        order.append(head)
    if year:
        head.year = parse.fiscal_year(re.sub(r"年?度?$", "", year.strip()))
    head.phase = parse.budget_phase(phase) if phase else head.phase
    head.account = account or head.account


def _pair(heads: list[_Head], amounts: list[_Amount], order: list[object]) -> list[Budget]:
    """Each amount with its head: one head before each, one before several parts, or a column of heads
    beside a column of amounts.
    """
    budgets: list[Budget] = []
    run: list[_Head] = []
    values: list[_Amount] = []
    for item in [*order, None]:
        if isinstance(item, _Amount):
            values.append(item)
            continue
        if values or item is None:
            budgets += _matched(run, values)
            run, values = [], []
        if isinstance(item, _Head):
            run.append(item)
    keys = [(b.fiscal_year, b.phase, b.component) for b in budgets]
    if len(set(keys)) != len(keys) or len(budgets) != len(amounts):
        raise _Ambiguous
    return budgets


def _matched(heads: list[_Head], amounts: list[_Amount]) -> list[Budget]:
    if not amounts and not heads:
        return []
    if len(heads) == 1 and (len(amounts) == 1 or all(amount.component for amount in amounts)):
        return [_budget(heads[0], amount) for amount in amounts]
    if len(heads) == len(amounts) and not any(amount.component for amount in amounts):
        return [_budget(head, amount) for head, amount in zip(heads, amounts, strict=True)]
    raise _Ambiguous


def _budget(head: _Head, amount: _Amount) -> Budget:
    if head.year is None:
        raise _Ambiguous
    return Budget(
        cite=cite(min(head.line, amount.line), max(head.line, amount.line), amount.printed),
        fiscal_year=head.year,
        phase=head.phase or "unspecified",
        amount_yen=amount.yen,
        account=head.account,
        component=amount.component,
        part_of_larger=amount.part_of_larger,
    )


def say_the_same(one: Budget, other: Budget) -> bool:
    """Whether two prints could be of one sum: then the second is a rounding or a repetition.

    「R3予算額：250.0億円」 could, beside 「令和3年度当初 25,000百万円」; beside a 補正 it could not.
    """
    if (one.fiscal_year, one.component) != (other.fiscal_year, other.component):
        return False
    phases = {one.phase, other.phase}
    supplementary = {phase for phase in phases if phase.startswith("supplementary")}
    if len(phases) == 1 or phases == supplementary:
        return len(phases) == 1 or "supplementary" in phases
    return "unspecified" in phases and not supplementary


def read_measure(cell: Cell) -> Budget | None:
    """「普通交付税措置を実施（令和3年度：2,000億円）」: money beside the program's own budget."""
    match = _MEASURE.search(cell.plain)
    amount = yen(match["figure"]) if match else None
    if not match or amount is None:
        return None
    return Budget(
        cite=cite(cell.line, cell.line, cell.printed[match.start("figure") : match.end("figure")]),
        fiscal_year=parse.fiscal_year(match["year"]),
        phase="unspecified",
        amount_yen=amount,
        component=match["name"],
        is_separate_measure=True,
    )
