"""Facts in the words of an editor, for the proposal's page and the command."""

from programs.choices import ApplicantRole, BudgetPhase, CapOf, Designation, PrintedLabelKind, TargetAreaKind
from programs.display import amount_parts, budget_parts, fiscal_year_short

from .facts import Applicant, Budget, Cap, Case, Contact, Cost, Fact, Label, Period, Rate, Target


def kind_of(fact: Fact) -> str:
    """The name of a fact's kind: 「予算額」."""
    match fact:
        case Label(kind=kind):
            return PrintedLabelKind(kind).label
        case Contact():
            return "問い合わせ先"
        case Budget():
            return "予算額"
        case Rate():
            return "補助率"
        case Cap(of=of):
            return CapOf(of).limit
        case Applicant(role=role):
            return ApplicantRole(role).label
        case Cost():
            return "対象になる費用"
        case Target():
            return "対象地域"
        case Period():
            return "事業期間"
        case Case():
            return "事例"
    raise TypeError(fact)


def text_of(fact: Fact) -> str:
    """What a fact says, in one line."""
    match fact:
        case Label(text=text):
            return text
        case Contact():
            return _joined(fact.name, fact.phone, fact.fax and f"FAX {fact.fax}", fact.email)
        case Budget():
            return _joined(
                fiscal_year_short(fact.fiscal_year),
                BudgetPhase(fact.phase).label,
                fact.account,
                fact.component,
                "".join(budget_parts(fact.amount_yen)) + ("の内数" if fact.part_of_larger else ""),
                "（別の措置の額）" if fact.is_separate_measure else "",
            )
        case Rate():
            return _rate(fact)
        case Cap():
            return _joined(fact.per and f"{fact.per}当たり", "".join(amount_parts(fact.amount_yen)))
        case Applicant(name=name) | Cost(name=name):
            return name
        case Target():
            known = (
                Designation(fact.designation).label if fact.designation else TargetAreaKind(fact.kind).label
            )
            return fact.name if fact.name == known else f"{fact.name}（{known}）"
        case Period():
            return f"{fiscal_year_short(fact.from_fiscal_year)}～{fiscal_year_short(fact.to_fiscal_year)}"
        case Case():
            return _joined(fact.title, "、".join(fact.places))
    raise TypeError(fact)


def _rate(rate: Rate) -> str:
    share = f"{rate.terms[0]}/{rate.terms[1]}" if rate.terms else "定額"
    others = "、".join(f"{payer} {n}/{d}" for payer, (n, d) in rate.shares)
    cap = f"上限 {''.join(amount_parts(rate.cap_yen))}" if rate.cap_yen is not None else ""
    return _joined(
        rate.component,
        rate.applicant,
        rate.area,
        rate.condition,
        rate.base and f"{rate.base}の",
        f"国 {share}" if rate.shares else share,
        others,
        cap,
        "上限なし" if rate.has_no_cap else "",
    )


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
