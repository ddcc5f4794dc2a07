"""One edition of the contract: what a program is in one fiscal year."""

from programs.choices import ApplicantRole, CostRule, PrintedLabelKind
from programs.models import Edition, PrintedLabel, ProgramPeriod, SubsidyRate

from .facts import FactWriter, Record

STATE = "国"


class EditionWriter(FactWriter):
    def edition(self, edition: Edition) -> Record:
        labels = {label.kind: label for label in edition.printedlabels.all()}
        periods = {period.component: period for period in edition.programperiods.all()}
        return {
            "fiscal_year": edition.fiscal_year,
            "year_note": edition.year_note or None,
            "printed_field": self.label_text(labels.get(PrintedLabelKind.FIELD)),
            "strategy_ref": self.label_text(labels.get(PrintedLabelKind.STRATEGY)),
            "offices": [
                self.fact(
                    contact,
                    name=contact.office.name,
                    phone=contact.phone or None,
                    fax=contact.fax or None,
                    email=contact.email or None,
                    hours=contact.hours or None,
                    code=contact.office.code,
                    address=contact.address or None,
                )
                for contact in edition.editionoffices.all()
            ],
            "budgets": [
                self.fact(
                    line,
                    fiscal_year=line.fiscal_year,
                    phase=line.phase,
                    account=line.account or None,
                    amount_yen=line.amount_yen,
                    part_of_larger=line.part_of_larger,
                    component=line.component or None,
                    separate_measure=line.is_separate_measure,
                )
                for line in edition.budgetlines.all()
            ],
            "rates": [self.rate(rate) for rate in edition.subsidyrates.all()],
            "caps": [
                self.fact(
                    cap,
                    amount_yen=cap.amount_yen,
                    of=cap.of,
                    per=cap.per or None,
                    component=cap.component or None,
                )
                for cap in edition.caps.all()
            ],
            "applicants": self.applicants(edition, ApplicantRole.ELIGIBLE),
            "excluded_applicants": self.applicants(edition, ApplicantRole.EXCLUDED),
            "eligible_costs": self.costs(edition, CostRule.ELIGIBLE),
            "target_areas": [
                self.fact(
                    target,
                    name=target.name,
                    kind=target.kind,
                    code=target.area.code if target.area else target.designation or None,
                    component=target.component or None,
                )
                for target in edition.targetareas.all()
            ],
            "requirements": [
                self.fact(requirement, text=requirement.text, component=requirement.component or None)
                for requirement in edition.requirements.all()
            ],
            "calls": [
                self.fact(
                    call,
                    opens_on=call.opens_on.isoformat() if call.opens_on else None,
                    closes_on=call.closes_on.isoformat() if call.closes_on else None,
                    printed_status=call.printed_status or None,
                    label=call.label or None,
                    window=call.window or None,
                )
                for call in edition.calls.all()
            ],
            "period": self.period(periods.get("")),
            "implementing_bodies": self.applicants(edition, ApplicantRole.IMPLEMENTING),
            "excluded_costs": self.costs(edition, CostRule.EXCLUDED),
            "funding_sources": self.costs(edition, CostRule.FUNDING),
            "parts": [
                self.fact(
                    part,
                    number=part.number or None,
                    name=part.name,
                    summary=part.summary or None,
                    period=self.period(periods.get(part.name)),
                )
                for part in edition.programparts.all()
            ],
            "materials": [
                self.fact(material, kind=material.kind, name=material.name, dated=material.dated or None)
                for material in edition.materials.all()
            ],
            "labels": [self.fact(label, kind=kind, text=label.text) for kind, label in labels.items()],
        }

    def rate(self, rate: SubsidyRate) -> Record:
        shares: list[tuple[str, int | None, int | None]] = [
            (share.payer, share.numerator, share.denominator) for share in rate.shares.all()
        ]
        if not rate.is_fixed_amount:
            shares.insert(0, (STATE, rate.numerator, rate.denominator))
        return self.fact(
            rate,
            component=rate.component or None,
            applicant=rate.applicant or None,
            area=rate.area or None,
            condition=rate.condition or None,
            is_fixed_amount=rate.is_fixed_amount,
            shares=[{"payer": p, "numerator": n, "denominator": d} for p, n, d in shares],
            cap_yen=rate.cap_yen,
            cap_of=rate.cap_of or None,
            base=rate.base or None,
            no_cap=rate.has_no_cap,
        )

    def applicants(self, edition: Edition, role: ApplicantRole) -> list[Record]:
        return [
            self.fact(
                applicant,
                name=applicant.name,
                kinds=[kind.slug for kind in applicant.kinds.all()],
                component=applicant.component or None,
            )
            for applicant in edition.eligibleapplicants.all()
            if applicant.role == role
        ]

    def costs(self, edition: Edition, rule: CostRule) -> list[Record]:
        return [
            self.fact(cost, name=cost.name, limit=cost.limit or None, component=cost.component or None)
            for cost in edition.eligiblecosts.all()
            if cost.rule == rule
        ]

    def label_text(self, label: PrintedLabel | None) -> str | None:
        return label.text if label else None

    def period(self, period: ProgramPeriod | None) -> Record | None:
        if period is None:
            return None
        return self.fact(
            period,
            from_fiscal_year=period.from_fiscal_year,
            to_fiscal_year=period.to_fiscal_year,
        )
