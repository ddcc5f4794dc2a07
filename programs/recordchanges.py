"""What changed between two contract records of one program, in words a reader understands.

Pure: records in, items out. Every key of the contract is told when it changes, but for those of
DERIVED, which only repeat what another key tells.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, TypedDict

from .choices import (
    BudgetPhase,
    CapOf,
    FactKind,
    FactState,
    MaterialKind,
    Nature,
    PrintedLabelKind,
    Qualifier,
    TargetAreaKind,
)
from .display import amount_parts, budget_parts, day_label, fiscal_year_label

Record = dict[str, Any]


class Change(TypedDict):
    """`before` is "" for what was added, `after` for what went."""

    label: str
    before: str
    after: str


# Keys that repeat others: the labels, the names, the facts that are counted, the outcomes of the program.
# An address follows from the code, the basis of a relation from its citation.
DERIVED = frozenset({"printed_field", "strategy_ref", "aliases", "facts", "indicators", "url", "basis"})

LABELS = {
    "code": "記号",
    "name": "名前",
    "names": "資料の中の名前",
    "reading": "読み",
    "support_type": "支援の種類",
    "fields": "分野",
    "summary": "要約",
    "purpose": "目的",
    "other_ministry": "他省庁の施策",
    "editions": "年度版",
    "year_note": "年度の根拠",
    "offices": "問い合わせ先",
    "phone": "電話",
    "fax": "FAX",
    "email": "メール",
    "hours": "受付時間",
    "address": "住所",
    "budgets": "予算額",
    "fiscal_year": "年度",
    "phase": "予算の区分",
    "account": "会計",
    "amount_yen": "額",
    "separate_measure": "別の措置の額",
    "rates": "補助率",
    "share": "負担",
    "cap_yen": "上限額",
    "no_cap": "上限なしの明記",
    "base": "率を掛けるもの",
    "condition": "条件",
    "area": "地域",
    "applicant": "実施する人",
    "caps": "上限額",
    "of": "何の上限か",
    "per": "上限の単位",
    "component": "内訳",
    "applicants": "使える人",
    "excluded_applicants": "使えない人",
    "implementing_bodies": "事業主体",
    "kinds": "立場",
    "eligible_costs": "対象になる費用",
    "excluded_costs": "対象にならない費用",
    "funding_sources": "地元負担に使える財源",
    "limit": "限度",
    "target_areas": "対象地域",
    "kind": "種別",
    "requirements": "条件・要件",
    "text": "内容",
    "calls": "公募・期限",
    "opens_on": "始まる日",
    "closes_on": "締切の日",
    "window": "印刷された期間",
    "printed_status": "印刷された状況",
    "label": "見出し",
    "period": "施策の期間",
    "from_fiscal_year": "始まりの年度",
    "to_fiscal_year": "終わりの年度",
    "parts": "施策の内訳",
    "number": "番号",
    "materials": "資料",
    "dated": "日付",
    "labels": "印刷された分類",
    "cases": "事例",
    "title": "題名",
    "theme": "主題",
    "places": "場所",
    "prefecture": "都道府県",
    "municipality": "市区町村",
    "organizations": "団体",
    "advisers": "専門家",
    "roles": "役割",
    "role": "役割",
    "award": "受賞",
    "problem": "困っていたこと",
    "support": "受けた支援",
    "day": "日",
    "day_label": "日の見出し",
    "mentions": "ほかの記載",
    "outcomes": "実績・数字",
    "metric": "項目",
    "value": "数字",
    "nature": "性質",
    "table": "表の題名",
    "subject": "行の見出し",
    "relations": "関連する施策",
    "program": "施策",
    "links": "リンク",
    "roadmap": "ロードマップ",
    "issue": "課題",
    "model": "モデル",
    "activities": "取組",
    "effects": "効果",
    "disagreements": "資料の食い違い",
    "slug": "記号",
    "shown": "カタログの示し方と理由",
    "sides": "食い違う記載",
    "statement": "資料が示すこと",
    "coverage": "記載の状態",
    "state": "",  # said by the label of its kind of fact
    "note": "注",
    "citation": "出典",
}
# Keys that `read` runs together with others of their fact, under the first of them.
MERGED = {
    "amount_yen": ("part_of_larger",),
    "share": ("is_fixed_amount", "shares"),
    "cap_yen": ("cap_of",),
    "value": ("unit", "qualifier"),
}

# What tells one fact of a list from the others; where nothing is said, its number, name, title or text.
IDENTITY: dict[str, tuple[str, ...]] = {
    "editions": ("fiscal_year",),
    "budgets": ("fiscal_year", "phase", "account", "component"),
    "rates": ("component", "applicant", "area", "condition"),
    "caps": ("component", "per", "of"),
    "outcomes": ("table", "subject", "metric", "fiscal_year", "nature"),
    "calls": ("label", "window"),
    "relations": ("kind", "program", "name"),
    "roadmap": ("theme", "model"),
    "labels": ("kind",),
    "mentions": ("citation",),
    "disagreements": ("slug",),
    "sides": ("statement",),
}
NAMES = ("number", "label", "title", "name", "text")
# The one value for which a reader looks at a fact: it stands under the label of the list itself.
MAIN = {
    "budgets": ("amount_yen",),
    "rates": ("share",),
    "caps": ("amount_yen",),
    "outcomes": ("value",),
    "calls": ("opens_on", "closes_on"),
    "offices": ("phone",),
    "labels": ("text",),
    "period": ("from_fiscal_year", "to_fiscal_year"),
}

RELATIONS = {
    "predecessor": "前身",
    "successor": "後継",
    "part_of": "上位の施策",
    "has_part": "含む施策",
    "renamed_from": "旧名称",
    "renamed_to": "新名称",
    "related": "関連",
}
KINDS: dict[str, str] = {
    **RELATIONS,
    **dict(PrintedLabelKind.choices),
    **dict(MaterialKind.choices),
    **dict(TargetAreaKind.choices),
}
WORDS: dict[str, dict[str, str]] = {
    "phase": dict(BudgetPhase.choices),
    "of": {choice.value: choice.limit for choice in CapOf},
    "nature": dict(Nature.choices),
    "state": dict(FactState.choices),
    "kind": KINDS,
}


def changes(before: Record, after: Record, letters: dict[str, str], *, in_full: bool = False) -> list[Change]:
    """What differs, in the order of the record; [] for equal records and where only DERIVED keys differ.

    `letters` maps document ids to the letters that readers know them by. A fact that came is one line,
    or `in_full` every value of it and of what hangs on it: who reviews must have read them all.
    """
    return list(ChangeReader(letters, in_full).of_facts("", "", before, after))


def everything(record: Record, letters: dict[str, str]) -> list[Change]:
    """All that a record says, in the same words, where there was nothing before."""
    nothing: Record = {name: [] if isinstance(value, list) else None for name, value in record.items()}
    return changes(nothing | {"coverage": record["coverage"]}, record, letters, in_full=True)


class ChangeReader:
    def __init__(self, letters: dict[str, str], in_full: bool):
        self.letters = letters
        self.in_full = in_full

    def of_facts(self, key: str, label: str, before: Record, after: Record) -> Iterator[Change]:
        """Of one fact that stands under `key`; `label` says where it stands."""
        old, new = read(before), read(after)
        for name in dict.fromkeys((*new, *old)):
            if name in DERIVED or old.get(name) == new.get(name):
                continue
            if key == "coverage":
                # What is stated now, or was, is told by the facts themselves.
                if FactState.STATED in (old[name]["state"], new[name]["state"]):
                    continue
                inner = f"{label}（{FactKind(name).label}）"
            elif name in MAIN.get(key, ()) and len(MAIN[key]) == 1:
                inner = label
            else:
                inner = joined(label, LABELS.get(name, name))
            yield from self.of_values(name, inner, old.get(name), new.get(name))

    def of_values(self, key: str, label: str, before: Any, after: Any) -> Iterator[Change]:
        if isinstance(before, list) and isinstance(after, list):
            are_facts = all(isinstance(value, dict) for value in (*before, *after))
            yield from (self.of_lists if are_facts else self.of_words)(key, label, before, after)
        elif isinstance(before, dict) and isinstance(after, dict) and key != "citation":
            yield from self.of_facts(key, label, before, after)
        else:
            yield change(label, self.text(key, before), self.text(key, after))

    def of_words(self, key: str, label: str, before: list[str], after: list[str]) -> Iterator[Change]:
        gone = [value for value in before if value not in after]
        come = [value for value in after if value not in before]
        if gone or come:
            yield change(label, self.text(key, gone), self.text(key, come))
        else:
            yield change(f"{label}の順番", self.text(key, before), self.text(key, after))

    def of_lists(self, key: str, label: str, before: list[Record], after: list[Record]) -> Iterator[Change]:
        """Facts paired by what tells them apart. One alone that went and one alone that came: a change."""
        old, new = by_identity(key, before), by_identity(key, after)
        gone = [self.described(key, old[identity]) for identity in old if identity not in new]
        come = [self.described(key, new[identity]) for identity in new if identity not in old]
        if len(gone) == len(come) == 1:
            yield change(label, gone[0], come[0])
        else:
            yield from (change(label, text, "") for text in gone)
            yield from (change(label, "", text) for text in come)
        if self.in_full:
            for identity in new:
                if identity not in old:
                    yield from self.rest_of(key, label, new[identity])
        kept = [identity for identity in new if identity in old]
        for identity in kept:
            if old[identity] != new[identity]:
                named = self.named(key, new[identity])
                inner = named if key == "editions" else with_name(label, named)
                yield from self.of_facts(key, inner, old[identity], new[identity])
        order = [identity for identity in old if identity in new]
        if order != kept:
            was, is_now = ("、".join(self.named(key, old[i]) for i in found) for found in (order, kept))
            yield change(f"{label}の順番", was, is_now)

    def rest_of(self, key: str, label: str, fact: Record) -> Iterator[Change]:
        """What the line of a fact that came does not tell of it."""
        told = {*IDENTITY.get(key, NAMES), *MAIN.get(key, ()), *DERIVED}
        named = self.named(key, fact)
        inner = named if key == "editions" else with_name(label, named)
        for name, value in read(fact).items():
            if name not in told and value not in (None, "", [], False):
                nothing: list[Any] | None = [] if isinstance(value, list) else None
                yield from self.of_values(name, joined(inner, LABELS.get(name, name)), nothing, value)

    def named(self, key: str, fact: Record) -> str:
        """A fact by what tells it from the others: 「令和3年度（2021年度） 当初」."""
        if key == "editions":
            return f"{fiscal_year_label(fact['fiscal_year'])}版"
        names = [name for name in IDENTITY.get(key, NAMES) if name != "program" and fact.get(name)]
        return " ".join(self.text(name, fact[name]) for name in names)

    def described(self, key: str, fact: Record) -> str:
        """A fact as one line: what tells it from the others, and its main value."""
        main = read(fact)
        values = [self.text(name, main.get(name)) for name in MAIN.get(key, ())]
        sep = "～" if len(values) > 1 and any(values) else ""
        return " ".join(filter(None, (self.named(key, fact), sep.join(values))))

    def text(self, key: str, value: Any) -> str:
        """A value as readers know it; "" for what is not there."""
        if value is None or value == []:
            return ""
        if isinstance(value, bool):
            return "はい" if value else "いいえ"
        if isinstance(value, list):
            return "、".join(self.text(key, one) for one in value)
        if isinstance(value, dict):
            return self.cited(value) if key == "citation" else self.described(key, value)
        if key.endswith("fiscal_year"):
            return fiscal_year_label(value)
        if key in ("opens_on", "closes_on", "day"):
            return day_label(date.fromisoformat(value))
        if key in WORDS:
            return WORDS[key].get(value, value)
        return f"{value:,}" if isinstance(value, int) else str(value)

    def cited(self, citation: Record) -> str:
        first, last = citation["lines"]
        span = f"{first}行" if first == last else f"{first}～{last}行"
        document = self.letters.get(citation["source"], citation["source"])
        return f"資料{document} {span}「{citation['literal']}」"


def change(label: str, before: str, after: str) -> Change:
    return Change(label=label, before=before, after=after)


def read(fact: Record) -> Record:
    """A fact with the values run together that are read together (see MERGED)."""
    found = dict(fact)
    if "amount_yen" in found:
        found["amount_yen"] = budget_text(found) if "part_of_larger" in found else yen(found["amount_yen"])
    if "shares" in found:
        shares = [f"{s['payer']} {s['numerator']}/{s['denominator']}" for s in found["shares"]]
        found["share"] = "、".join(["定額", *shares] if found["is_fixed_amount"] else shares)
    if found.get("cap_yen") is not None:
        found["cap_yen"] = f"{CapOf(found['cap_of']).limit} {yen(found['cap_yen'])}"
    if "metric" in found:
        found["value"] = measured(found)
    if "roles" in found:
        found["roles"] = [role for role in found["roles"] if role["role"]]
    for name, merged in MERGED.items():
        if name in found:
            for other in merged:
                found.pop(other, None)
    return found


def budget_text(line: Record) -> str:
    return "".join(budget_parts(line["amount_yen"])) + ("の内数" if line["part_of_larger"] else "")


def yen(amount: int) -> str:
    return "".join(amount_parts(amount))


def measured(outcome: Record) -> str:
    value, qualifier = outcome["value"], outcome["qualifier"]
    word = Qualifier(qualifier).label if qualifier else ""
    figure = f"{value if isinstance(value, str) else f'{value:,}'}{outcome['unit'] or ''}"
    return f"{word}{figure}" if qualifier == Qualifier.ABOUT else f"{figure}{word}"


def by_identity(key: str, facts: list[Record]) -> dict[str, Record]:
    """Facts by what tells them apart; those that nothing tells apart are counted."""
    found: dict[str, Record] = {}
    seen: Counter[str] = Counter()
    for fact in facts:
        names = [name for name in IDENTITY.get(key, NAMES) if name in fact]
        identity = repr([fact[name] for name in names])
        seen[identity] += 1
        found[f"{identity} {seen[identity]}"] = fact
    return found


def joined(*labels: str) -> str:
    return " ".join(filter(None, labels))


def with_name(label: str, name: str) -> str:
    return f"{label}（{name}）" if name else label
