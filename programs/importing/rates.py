"""補助率・負担割合 and 上限額 in running text and lists.

A rate is read only from a line whose form leaves no doubt about what it is a share of, and for whom; others
stay unrecognised.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .facts import Cap, Cite, Rate, Terms, Words, cite
from .figures import (
    AMOUNT,
    AREA,
    BODY,
    FIXED,
    FRACTION,
    LIMITED,
    MARK,
    SHARE,
    mark_of,
    terms,
    who_and_when,
    yen,
)
from .sections import Cell, Row, Section

_PAIR = re.compile(
    rf"\s*(?P<payer>(?:[^\s\d/:、]|\d(?![\s\d/])){{1,20}}?)\s*(?P<m1>{MARK})?\s*:?\s*{FRACTION}\s*(?P<m2>{MARK})?\s*[、,]?"
)
_BRACKET = re.compile(
    r"^(?:【(?P<inner>[^【】]{1,40})】|\((?P<outer>[^()]{1,40})\)|<(?P<angle>[^<>]{1,40})>)$"
)
_WHO_ACTS = re.compile(r"^(?P<who>[^、。]{1,30})が[^、。が]{1,10}する場合$")
_LISTED = re.compile(
    rf"^(?P<who>[^:。]{{1,60}}?)\s*(?::|\s)\s*(?P<rate>{FRACTION}|{FIXED})\s*(?P<mark>{MARK})?(?:補助)?[。]?$"
)
_ALONE = re.compile(rf"^(?P<rate>{FRACTION}|{FIXED})\s*(?:補助|を?補助する?)?(?P<mark>{MARK})?[。]?$")
_BASE = r"(?P<base>[^\s、。:()は]{0,24}?(?:費|経費|費用|赤字|総額))"
_OF_BASE = re.compile(
    rf"^(?P<about>.{{0,60}}?(?:は|:)、?\s*)?{_BASE}(?:の|に対して?、?|の総額の)\s*(?P<rate>{FRACTION})(?P<after>.*)$"
)
_AFTER_BASE = re.compile(
    r"^\s*(?:を?(?:国が)?補助(?:する|します)?|を?助成(?:する)?)?\s*(?:\((?=[^()]*上限)[^()]*\))?\s*[。]?$"
)
_INLINE = re.compile(
    rf"(?P<ahead>[^\s、。はをにで()]{{0,40}})?(?P<open>\()?\s*(?:国庫)?補助率\s*(?:は|:|が)?\s*(?P<rate>{FRACTION}|{FIXED})"
)
_NOTE = re.compile(rf"^(?P<mark>{MARK})\s*:?\s*(?P<text>.+)$")
_NOTE_RATE = re.compile(
    rf"^(?P<who>[^、。]{{2,60}}?)(?:について)?は、?(?:国庫)?補助率\s*(?:は|:)?\s*(?P<rate>{FRACTION})[。]?$"
)
_NOTE_CASE = re.compile(
    rf"(?P<who>[^、。]{{2,60}}?)(?P<acts>が[^、。が]{{1,8}}する|の)場合は?、?\s*(?P<rate>{FRACTION})"
)
_SUPPORT_IS = re.compile(r"^(?P<what>[^、。]{3,60}?(?:補助|助成))は、?$")
# What a rate is told to hold for, after it.
_MORE_SAID = re.compile(r"\s*(?:補助)?\s*(?:\((?!上限)|の|で|～)")
_PROGRAM_RATE = re.compile(r"(?:補助金|交付金|助成金)$")
_CAP_OF = dict.fromkeys(("補助額", "補助金額", "補助", "助成額"), "subsidy")
_CAP_OF |= dict.fromkeys(("対象経費", "補助対象経費", "事業費"), "eligible_cost")
_CAP = re.compile(
    rf"(?P<of>補助対象経費|対象経費|補助金額|補助額|補助|助成額|事業費)?の?(?P<word>上限額?|限度額)\s*(?:は|:|額)?\s*"
    rf"(?:(?P<per>1[^\s\d、。:()]{{1,10}})(?:当たり|あたり|につき))?\s*(?P<amount>{AMOUNT}){LIMITED}(?P<minutes>分)?(?P<tail>[^、。]{{0,40}})"
)
_GIVEN = re.compile("ポイント|給付")
_NO_CAP = re.compile("上限(?:額)?(?:は|の定め)?(?:なし|無し)")

MAX_RATES = 200


@dataclass
class Context:
    """What the headings above a line say of the rates below."""

    outer: Words = field(default_factory=dict)
    inner: Words = field(default_factory=dict)
    outer_line: int = 0
    since: int = 0

    def words(self) -> Words:
        return {**self.outer, **self.inner}


@dataclass
class RateReader:
    """The rates and caps of one page, row by row; `used` are the lines that told them."""

    rates: list[Rate] = field(default_factory=list)
    caps: list[Cap] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    context: Context = field(default_factory=Context)
    heading: str = ""
    pays: bool = False  # a share of 国 stands below this heading

    def read(self, row: Row) -> None:
        cell = row.cell.strip()
        if row.heading != self.heading:
            self.heading, self.context, self.pays = row.heading, Context(), False
        if len(self.rates) + len(self.caps) > MAX_RATES:
            return
        if self._bracket(cell) or self._payers(cell):
            return
        tells_rate = FIXED in cell.plain or re.search(SHARE, cell.plain)
        found = tells_rate and (self._footnote(cell) or self._rate(row, cell))
        capped = "円" in cell.plain and self._caps(row, cell)
        if found or capped:
            self.used.add(cell.line)

    # --- Headings in brackets -------------------------------------------------------------------

    def _bracket(self, cell: Cell) -> bool:
        """「(自治体が整備する場合)」 「【離島】」 above rates."""
        match = _BRACKET.match(cell.plain)
        if not match or re.search(f"{SHARE}|{AMOUNT}", cell.plain):
            return False
        group = match.lastgroup or ""
        text = cell.printed[match.start(group) : match.end(group)]
        acts = _WHO_ACTS.match(match[group])
        words = {"applicant": text[: acts.end("who")]} if acts else who_and_when(text)
        if group == "inner":
            self.context.inner = words
        else:
            self.context = Context(outer=words, outer_line=cell.line)
        self.context.since = cell.line
        return True

    # --- 国 1/2　都道府県 1/4　市町村 1/4 ----------------------------------------------------------

    def _payers(self, cell: Cell) -> bool:
        shares = payers(cell)
        if len(shares) != 1:
            return False
        [(state, others, mark)] = shares
        self.pays = True
        # A heading far above is another matter's.
        words = self.context.words() if 0 < cell.line - self.context.since < 12 else {}
        first = self.context.since if words else cell.line
        self.rates.append(
            Rate(
                cite=cite(min(first, cell.line), cell.line, cell.printed),
                terms=state,
                shares=others,
                mark=mark,
                **words,
            )
        )
        self.used.add(cell.line)
        if words:
            self.used |= {self.context.since, self.context.outer_line or cell.line}
        return True

    # --- Footnotes --------------------------------------------------------------------------------

    def _footnote(self, cell: Cell) -> bool:
        note = _NOTE.match(cell.plain)
        if not note:
            return False
        text = cell.cut(note.start("text"))
        marked = [rate for rate in self.rates if rate.mark and rate.mark == mark_of(note["mark"])]
        if len(marked) != 1:
            return False
        [about] = marked
        found = [m for m in [_NOTE_RATE.match(text.plain)] if m] or list(_NOTE_CASE.finditer(text.plain))
        if not found or len(found) != len(re.findall(SHARE, text.plain)):
            return False
        rates = []
        for match in found:
            share = terms(match["rate"])
            if share is None:
                return False
            who = text.printed[match.start("who") : match.end("who")].strip(" 　、")
            words: Words = {"area": about.area, "applicant": about.applicant, "condition": about.condition}
            words |= who_and_when(who)
            if "acts" in match.groupdict() and match["acts"] != "の":
                words.setdefault("applicant", who)
            rates.append(
                Rate(
                    cite=cite(cell.line, cell.line, text.printed[match.start() : match.end()].strip("、 　")),
                    terms=share,
                    component=about.component,
                    base=about.base,
                    **words,
                )
            )
        self.rates += rates
        return True

    # --- Lists and sentences --------------------------------------------------------------------

    def _rate(self, row: Row, cell: Cell) -> bool:
        rate = self._of_base(cell) or self._listed(row, cell) or self._inline(cell)
        if rate is None:
            return False
        if _NO_CAP.search(cell.plain):
            rate = replace(rate, has_no_cap=True)
        self.rates.append(rate)
        return True

    def _of_base(self, cell: Cell) -> Rate | None:
        """「事業費の1/2補助」 「事業費総額の1/2（上限なし）」 「※維持管理補助は、収支赤字の1/2」."""
        item = cell.without_bullet
        item = item.cut(1) if item.plain.startswith("※") else item
        match = _OF_BASE.match(item.plain)
        after = _AFTER_BASE.match(match["after"]) if match else None
        if not match or not after:
            return None
        if len(re.findall(SHARE, item.plain)) > 1:
            return None
        share = terms(match["rate"])
        about = (match["about"] or "").strip()
        support = _SUPPORT_IS.match(about)
        told = "補助" in match["after"] or "助成" in match["after"] or "上限" in match["after"] or support
        if share is None or not told or (about and not support):
            return None
        component = item.printed[support.start("what") : support.end("what")] if support else ""
        end = match.end("rate") + len(match["after"].rstrip("。 "))
        return Rate(
            cite=cite(cell.line, cell.line, item.printed[:end]),
            terms=share,
            base=item.printed[match.start("base") : match.end("base")],
            component=component,
        )

    def _listed(self, row: Row, cell: Cell) -> Rate | None:
        """Below 補助率: 「(1)市町村：1/2」, 「1/2」, 「定額」."""
        if row.section != Section.RATE or "負担" in row.heading or self.pays:
            return None  # 「都道府県：1/4」 below 「国：1/2」 is who pays, not who applies
        item = cell.without_bullet
        alone = _ALONE.match(item.plain)
        match = alone or _LISTED.match(item.plain)
        if not match or len(re.findall(SHARE, item.plain)) > 1:
            return None
        share = None if match["rate"] == FIXED else terms(match["rate"])
        if share is None and match["rate"] != FIXED:
            return None
        words = self.context.words()
        if not alone:
            who = item.printed[: match.end("who")].strip()
            said = who_and_when(who)
            if set(said) & set(words) or not (BODY.search(who) or AREA.search(who) or who.endswith("場合")):
                return None
            words |= said
        return Rate(
            cite=cite(cell.line, cell.line, item.printed.rstrip("。")),
            terms=share,
            mark=mark_of(match["mark"]),
            **words,
        )

    def _inline(self, cell: Cell) -> Rate | None:
        """「補助率は1/2、…」 「マイナポイント事業費補助金（補助率：10/10）」; two on one line are left."""
        found = list(_INLINE.finditer(cell.plain))
        if len(found) != 1 or len(re.findall(SHARE, cell.plain)) > 1:
            return None
        [match] = found
        share = None if match["rate"] == FIXED else terms(match["rate"])
        if share is None and match["rate"] != FIXED:
            return None
        ahead = cell.printed[match.start("ahead") : match.end("ahead")] if match["ahead"] else ""
        component = ahead if match["open"] and _PROGRAM_RATE.search(ahead) else ""
        alone = not cell.without_bullet.plain[: match.start("rate") - lead(cell)].strip("( 　国庫補助率はが:")
        if (not component and not alone) or _MORE_SAID.match(cell.plain, match.end("rate")):
            return None
        start = match.start() if component else match.start("rate")
        literal = cell.printed[start : match.end("rate")]
        return Rate(cite=cite(cell.line, cell.line, literal), terms=share, component=component)

    # --- 上限額 -----------------------------------------------------------------------------------

    def _caps(self, row: Row, cell: Cell) -> bool:
        found = list(_CAP.finditer(cell.plain))
        if row.section == Section.CAP and not found:
            return self._cap_alone(row, cell)
        for match in found:
            amount = yen(match["amount"])
            if amount is None:
                continue
            of = _CAP_OF.get(match["of"] or "", "")
            if not of and match["minutes"]:
                if not _GIVEN.search(match["tail"] + cell.plain[: match.start()]):
                    continue
                of = "benefit"
            end = match.end("minutes") if match["minutes"] else match.end("amount")
            self.caps.append(
                Cap(
                    cite=cite(cell.line, cell.line, cell.printed[match.start() : end]),
                    amount_yen=amount,
                    of=of or "not_stated",
                    per=cell.printed[match.start("per") : match.end("per")] if match["per"] else "",
                )
            )
        return bool(found)

    def _cap_alone(self, row: Row, cell: Cell) -> bool:
        """Below 補助上限額: 「2,000万円」."""
        item = cell.without_bullet
        match = re.fullmatch(rf"(?P<amount>{AMOUNT})[。]?", item.plain)
        amount = yen(match["amount"]) if match else None
        if amount is None:
            return False
        of = "subsidy" if row.heading.startswith("補助") else "not_stated"
        self.caps.append(Cap(cite=cite(cell.line, cell.line, item.printed), amount_yen=amount, of=of))
        return True


def lead(cell: Cell) -> int:
    """How many letters of a line are white space and bullet."""
    return len(cell.plain.rstrip()) - len(cell.without_bullet.plain)


def payers(cell: Cell) -> list[tuple[Terms, tuple[tuple[str, Terms], ...], str]]:
    """「国 2/3 自治体 1/3」 in a line or in neighbouring cells: (State's share, others' shares, mark), one a
    State. Empty where anything else stands between, or shares come to more than 1.
    """
    groups: list[tuple[Terms, list[tuple[str, Terms]], str]] = []
    at = 0
    while at < len(cell.plain.rstrip()):
        match = _PAIR.match(cell.plain, at)
        share = terms(f"{match['n'] or match['n2']}/{match['d'] or match['d2']}") if match else None
        if not match or share is None:
            return []
        payer = cell.printed[match.start("payer") : match.end("payer")]
        if match["payer"] == "国":
            groups.append((share, [], mark_of(match["m2"] or match["m1"])))
        elif not groups or not BODY.search(match["payer"]):
            return []
        else:
            groups[-1][1].append((payer, share))
        at = match.end()
    once = all(len({payer for payer, _ in others}) == len(others) for _, others, _ in groups)
    fits = once and all(_total([state, *(s for _, s in others)]) <= 1 for state, others, _ in groups)
    return [(state, tuple(others), mark) for state, others, mark in groups] if fits else []


def _total(shares: Iterable[Terms]) -> Fraction:
    return sum((Fraction(*share) for share in shares), Fraction())


def settle(rates: list[Rate], caps: list[Cap]) -> tuple[list[Rate], list[Cap], list[Cite]]:
    """Each rate and cap once: the fullest of several prints of one, and none of prints that contradict each
    other; a cap that belongs to the one rate of the page stands with it. The third are the prints left out
    because they contradict.
    """
    rates, contradicting = _settle_rates(rates)
    by_key: dict[tuple[str, str], list[Cap]] = defaultdict(list)
    for cap in caps:
        by_key[cap.of, cap.per].append(cap)
    kept: list[Cap] = []
    for (of, per), same in by_key.items():
        if len({cap.amount_yen for cap in same}) > 1:
            contradicting += [cap.cite for cap in same]
            continue
        if len(rates) == 1 and rates[0].takes_a_cap and of == "subsidy" and not per:
            nearest = min(same, key=lambda cap: abs(cap.cite.first - rates[0].cite.first))
            if capped := _with_cap(rates[0], nearest):
                rates = [capped]
                continue
        kept.append(same[0])
    return rates, kept, contradicting


def _settle_rates(rates: list[Rate]) -> tuple[list[Rate], list[Cite]]:
    told = {rate.terms and _total([rate.terms]) for rate in rates if not rate.is_bare}
    bare = [rate for rate in rates if rate.is_bare]
    kept = [rate for rate in rates if not rate.is_bare]
    contradicting: list[Cite] = []
    if len({rate.terms and _total([rate.terms]) for rate in bare}) == 1:
        if (bare[0].terms and _total([bare[0].terms])) not in told:
            fullest = max(bare, key=lambda rate: (bool(rate.base), rate.has_no_cap, bool(rate.shares)))
            kept.append(fullest)
    else:
        contradicting += [rate.cite for rate in bare]
    by_key: dict[tuple[str, ...], list[Rate]] = defaultdict(list)
    for rate in kept:
        by_key[rate.key].append(rate)
    settled: list[Rate] = []
    for same in by_key.values():
        if len({rate.terms for rate in same}) == 1:
            settled.append(same[0])
        else:
            contradicting += [rate.cite for rate in same]
    return settled, contradicting


def _with_cap(rate: Rate, cap: Cap) -> Rate | None:
    """The rate with its cap, where both are printed close by; else each has its own proof."""
    first, last = min(rate.cite.first, cap.cite.first), max(rate.cite.last, cap.cite.last)
    if last - first > 2:
        return None
    return replace(rate, cap_yen=cap.amount_yen, cap_of=cap.of, cite=cite(first, last, rate.cite.literal))
