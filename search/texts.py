"""What is searched, as lines with a label: the words of a public record, where a reader would find them.

A zone is how near to the program's name a line stands; the order of hits goes by it. The index keeps each
line folded and as printed, line n of a zone being the same line in both.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import IntegerChoices
from django.utils.translation import gettext_noop as _

from programs.choices import BudgetPhase, CapOf, Designation, Qualifier, TargetAreaKind
from programs.display import amount_parts, budget_parts, fiscal_year_label
from programs.presentation.figures import share_text

Record = dict[str, Any]


ZONE_BREAK, LINE_BREAK = "\f", "\n"


class Zone(IntegerChoices):
    """Nearest to the name first."""

    NAME = 0, _("施策名・事例の題名")
    OTHER_NAMES = 1, _("別の呼び名、前や後の名前")
    SUMMARY = 2, _("要約・目的・分野・支援の種類")
    FACTS = 3, _("補助率・予算・対象・担当課などの項目")
    CASES = 4, _("施策に付いた事例")
    PRINTED = 5, _("資料の文言（注）")


# Before the label of a line of a case, among the lines of its program.
CASE = "事例の"
NAME_LABEL = _("施策名")


class Line(NamedTuple):
    zone: Zone
    label: str
    text: str


FORMER_OR_LATER = {"renamed_from": _("前の名前"), "renamed_to": _("後の名前")}
TIED = {
    "predecessor": _("前身の施策"),
    "successor": _("後の施策"),
    "part_of": _("上位の施策"),
    "has_part": _("内訳の施策"),
    "related": _("関連する施策"),
}


def program_lines(record: Record) -> Iterator[Line]:
    """Every line that a program is found by; empty texts are left out."""
    lines = (
        *((Zone.NAME, NAME_LABEL, record["name"]), (Zone.NAME, _("読み"), record["reading"])),
        *((Zone.OTHER_NAMES, _("別の呼び名"), alias) for alias in record["aliases"]),
        *((Zone.SUMMARY, _("要約"), record["summary"]), (Zone.SUMMARY, _("目的"), record["purpose"])),
        *((Zone.SUMMARY, _("分野"), field) for field in record["fields"]),
        (Zone.SUMMARY, _("支援の種類"), record["support_type"]),
        *relation_lines(record["relations"]),
        *(line for edition in record["editions"] for line in edition_lines(edition)),
        *((Zone.FACTS, _("対象地域の区分"), Designation(code).label) for code in designations(record)),
        *((Zone.FACTS, _("成果"), outcome_text(outcome)) for outcome in record["outcomes"]),
        *((Zone.FACTS, _("資料・リンク"), link["label"]) for link in record["links"]),
        *(
            line._replace(zone=Zone.CASES, label=f"{CASE}{line.label}")
            for case in record["cases"]
            for line in own_case_lines(case)
        ),
        *((Zone.PRINTED, _("資料の文言"), text) for text in dict.fromkeys(printed_words(record))),
    )
    return (Line(*line) for line in lines if line[2])


def case_lines(case: Record, program_name: str) -> Iterator[Line]:
    """Every line that a case is found by: its own, and the name of its program."""
    yield from own_case_lines(case)
    yield Line(Zone.FACTS, _("施策名"), program_name)


def relation_lines(relations: list[Record]) -> Iterator[tuple[Zone, str, str]]:
    for relation in relations:
        kind, name = relation["kind"], relation["name"]
        if kind in FORMER_OR_LATER:
            yield Zone.OTHER_NAMES, FORMER_OR_LATER[kind], name
        else:
            yield Zone.FACTS, TIED[kind], name


def designations(record: Record) -> list[str]:
    """The designations of areas that a program is for: any of them is a 条件不利地域, which holds all."""
    targets = (target for edition in record["editions"] for target in edition["target_areas"])
    codes = {target["code"] for target in targets if target["kind"] == TargetAreaKind.DESIGNATION}
    if Designation.DISADVANTAGED in codes:
        codes |= set(Designation.values)
    return sorted(codes | {Designation.DISADVANTAGED} if codes else codes)


def edition_lines(edition: Record) -> Iterator[tuple[Zone, str, str | None]]:
    facts = (
        *((_("資料での分野"), edition["printed_field"]), (_("総合戦略の記載"), edition["strategy_ref"])),
        (_("年度"), fiscal_year_label(edition["fiscal_year"]) if edition["fiscal_year"] else None),
        *((f"{edition_year(line)}予算", budget_text(line)) for line in edition["budgets"]),
        *((_("補助率"), rate_text(rate)) for rate in edition["rates"]),
        *((_("上限"), cap_text(cap)) for cap in edition["caps"]),
        *((_("対象経費"), cost["name"]) for cost in edition["eligible_costs"]),
        *((_("対象外の経費"), cost["name"]) for cost in edition["excluded_costs"]),
        *((_("財源"), source["name"]) for source in edition["funding_sources"]),
        *((_("申請できる人"), applicant["name"]) for applicant in edition["applicants"]),
        *((_("実施主体"), body["name"]) for body in edition["implementing_bodies"]),
        *((_("対象地域"), area["name"]) for area in edition["target_areas"]),
        *((_("要件"), requirement["text"]) for requirement in edition["requirements"]),
        *((_("内訳"), joined(part["name"], part["summary"])) for part in edition["parts"]),
        *((_("資料・リンク"), material["name"]) for material in edition["materials"]),
        *((_("公募"), call_text(call)) for call in edition["calls"]),
        *((_("担当課"), joined(o["name"], o["phone"], o["email"])) for o in edition["offices"]),
    )
    return ((Zone.FACTS, label, text) for label, text in facts)


def edition_year(line: Record) -> str:
    return fiscal_year_label(line["fiscal_year"]) if line["fiscal_year"] else ""


def own_case_lines(case: Record) -> Iterator[Line]:
    year = fiscal_year_label(case["fiscal_year"]) if case["fiscal_year"] else None
    lines = (
        *((Zone.NAME, _("題名"), case["title"]), (Zone.SUMMARY, _("要約"), case["summary"])),
        *((Zone.SUMMARY, _("課題"), case["problem"]), (Zone.SUMMARY, _("支援"), case["support"])),
        *((Zone.FACTS, _("場所"), joined(p["prefecture"], p["name"])) for p in case["places"]),
        *((Zone.FACTS, _("団体"), organization) for organization in case["organizations"]),
        *((Zone.FACTS, _("アドバイザー"), adviser) for adviser in case["advisers"]),
        *((Zone.FACTS, _("主題"), case["theme"]), (Zone.FACTS, _("受賞"), case["award"])),
        *((Zone.FACTS, _("成果"), outcome_text(outcome)) for outcome in case["outcomes"]),
        (Zone.FACTS, _("年度"), year),
    )
    return (Line(*line) for line in lines if line[2])


def joined(*texts: str | None) -> str:
    """Texts with a space between; one that the next repeats is said once (徳島県 徳島県神山町)."""
    kept = [text for text in texts if text]
    repeated = {n for n in range(len(kept) - 1) if kept[n + 1].startswith(kept[n])}
    return " ".join(text for n, text in enumerate(kept) if n not in repeated)


def outcome_text(outcome: Record) -> str:
    """A measured number with its unit and 約 or 以上: without them it would be another figure."""
    qualifier = Qualifier(outcome["qualifier"]).label if outcome["qualifier"] else ""
    before = qualifier if qualifier == Qualifier.ABOUT.label else ""
    after = "" if before else qualifier
    value = "" if outcome["value"] is None else f"{before}{outcome['value']}{outcome['unit'] or ''}{after}"
    return joined(outcome["metric"], value)


def amount_text(yen: int) -> str:
    return "".join(amount_parts(yen))


def budget_text(line: Record) -> str:
    amount, tail = "".join(budget_parts(line["amount_yen"])), "の内数" if line["part_of_larger"] else ""
    return joined(line["component"], BudgetPhase(line["phase"]).label, f"{amount}{tail}")


def rate_text(rate: Record) -> str:
    """A rate and its ceiling as people write them: 市町村 補助率 1/2 補助額の上限2,000万円.

    A share without a payer is the State's.
    """
    cap = rate["cap_yen"]
    return joined(
        *(rate["component"], rate["applicant"], rate["area"], rate["condition"]),
        "定額補助" if rate["is_fixed_amount"] else "補助率",
        *(share_text(share) for share in rate["shares"][:1]),
        *(f"{share['payer']} {share_text(share)}" for share in rate["shares"][1:]),
        None if cap is None else f"{CapOf(rate['cap_of']).limit}{amount_text(cap)}",
        "上限なし" if rate["no_cap"] else None,
    )


def cap_text(cap: Record) -> str:
    return joined(cap["component"], cap["per"], CapOf(cap["of"]).limit, amount_text(cap["amount_yen"]))


def call_text(call: Record) -> str:
    return joined(call["label"], call["window"], call["printed_status"])


# Of JSON, which has no classes made from these.
NESTED = frozenset((dict, list))


def printed_words(fact: Any) -> list[str]:
    """What the documents print of each fact, wherever in the record it stands."""
    found: list[str] = []
    unread = [fact]
    while unread:
        fact = unread.pop()
        if isinstance(fact, dict):
            if "literal" in fact and "lines" in fact:
                found.append(fact["literal"])
            fact = fact.values()
        unread += [value for value in reversed(fact) if type(value) in NESTED]
    return found


def by_zone(lines: Iterable[Line]) -> dict[Zone, list[Line]]:
    zones: dict[Zone, list[Line]] = {zone: [] for zone in Zone}
    for line in lines:
        zones[line.zone].append(line)
    return zones


_BREAKS = re.compile(r"[\f\n\r\t]+")


def written(lines: Iterable[Line]) -> str:
    """The `SearchDocument.lines` of some lines: as printed, each after its label and a tab."""
    return ZONE_BREAK.join(
        LINE_BREAK.join([f"{line.label}\t{unbroken(line.text)}" for line in zone])
        for zone in by_zone(lines).values()
    )


def unbroken(text: str) -> str:
    return text if text.isprintable() else _BREAKS.sub(" ", text)


def line_at(written: str, zone: Zone, n: int) -> Line:
    """The nth line of a zone that `written` wrote."""
    return Line(zone, *written.split(ZONE_BREAK)[zone].split(LINE_BREAK)[n].split("\t", 1))


def case_of(record: Record, key: Iterable[Any]) -> Record:
    """The case of a program's record that a key of `case_key` tells from the others."""
    wanted = list(key)
    cases: list[Record] = record["cases"]
    return next(case for case in cases if case_key(case) == wanted)


def case_key(case: Record) -> list[Any]:
    """What tells a case from the others of its program: title, theme, fiscal year."""
    return [case["title"], case["theme"] or "", case["fiscal_year"]]
