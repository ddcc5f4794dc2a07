"""Rows of money: budget lines, rates with their cost shares, caps."""

from . import parse, schema
from .rows import Key, RowWriter
from .terms import CAP_OF


def write_money(rows: RowWriter, edition: Key, record: schema.Edition) -> None:
    for budget in record.budgets:
        rows.add_fact(
            "budgetline",
            budget,
            edition=edition,
            fiscal_year=rows.read(parse.fiscal_year, budget.fiscal_year, budget.at),
            phase=rows.read(parse.budget_phase, budget.phase, budget.at),
            account=budget.account or "",
            component=budget.component or "",
            amount_yen=rows.read(parse.yen, budget.amount + (budget.unit or ""), budget.at),
            part_of_larger=budget.part_of_larger,
            is_separate_measure=budget.separate_measure,
        )
    for rate in record.rates:
        write_rate(rows, edition, rate)
    for cap in record.caps:
        rows.add_fact(
            "cap",
            cap,
            edition=edition,
            component=cap.component or "",
            amount_yen=rows.read(parse.yen, cap.amount, cap.at),
            of=CAP_OF[cap.of],
            per=cap.per or "",
        )


def write_rate(rows: RowWriter, edition: Key, rate: schema.Rate) -> None:
    fixed = rate.rate == "定額"
    terms = None if fixed else rows.read(parse.share_terms, rate.rate, rate.at)
    identity = {
        "component": rate.component or "",
        "applicant": rate.applicant or "",
        "area": rate.area or "",
        "condition": rate.condition or "",
        "base": rate.base or "",
    }
    rows.add_fact(
        "subsidyrate",
        rate,
        edition=edition,
        **identity,
        is_fixed_amount=fixed,
        numerator=terms[0] if terms else None,
        denominator=terms[1] if terms else None,
        cap_yen=rows.read(parse.yen, rate.cap, rate.at),
        cap_of=CAP_OF[rate.cap_of] if rate.cap_of else "",
        has_no_cap=rate.no_cap,
    )
    printed = [] if fixed else [rate.rate]
    for order, (payer, share) in enumerate(rate.shares.items()):
        numerator, denominator = rows.read(parse.share_terms, share, rate.at) or (None, None)
        printed.append(share)
        rows.add(
            "costshare",
            rate=[*edition, *identity.values()],
            payer=payer,
            numerator=numerator,
            denominator=denominator,
            position=order,
        )
    try:
        total = sum(parse.fraction(share) for share in printed)
    except parse.UnreadableFigure:
        return  # noted above
    if total > 1:
        rows.problem(rate.at, f"負担割合の合計が1を超えています（{total}）。")
