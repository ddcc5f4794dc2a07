"""Cases, measured outcomes and roadmaps of the contract."""

from programs.choices import AreaLevel, RoadmapEntryKind
from programs.models import CasePlace, CaseStudy, Outcome, RoadmapItem

from .facts import FactWriter, Record


class CaseWriter(FactWriter):
    def case(self, case: CaseStudy) -> Record:
        organizations = list(case.organizations.all())
        return self.fact(
            case,
            title=case.title,
            fiscal_year=case.fiscal_year,
            theme=case.theme or None,
            places=[self.place(place) for place in case.places.all()],
            organizations=[o.name for o in organizations if not o.is_adviser],
            advisers=[o.name for o in organizations if o.is_adviser],
            award=case.award or None,
            summary=case.summary,
            outcomes=[self.outcome(outcome) for outcome in case.outcomes.all()],
            problem=case.problem or None,
            support=case.support or None,
            roles=[{"name": o.name, "role": o.role or None} for o in organizations],
            day=case.day.isoformat() if case.day else None,
            day_label=case.day_label or None,
            mentions=[self.fact(mention) for mention in case.mentions.all()],
        )

    def place(self, place: CasePlace) -> Record:
        area = place.area
        municipality = area if area and area.level == AreaLevel.MUNICIPALITY else None
        prefecture = municipality.parent if municipality else area
        if prefecture and prefecture.level != AreaLevel.PREFECTURE:
            prefecture = None
        return {
            "name": place.name,
            "prefecture": prefecture.name if prefecture else None,
            "municipality": municipality.name if municipality else None,
            "code": area.code if area else None,
        }

    def outcome(self, outcome: Outcome) -> Record:
        value: int | float | str = outcome.text
        if outcome.number is not None:
            is_whole = outcome.number == outcome.number.to_integral_value()
            value = int(outcome.number) if is_whole else float(outcome.number)
        return self.fact(
            outcome,
            metric=outcome.metric,
            value=value,
            unit=outcome.unit or None,
            fiscal_year=outcome.fiscal_year,
            nature=outcome.nature,
            qualifier=outcome.qualifier or None,
            table=outcome.table or None,
            subject=outcome.subject or None,
        )

    def roadmap_item(self, item: RoadmapItem) -> Record:
        entries = list(item.entries.all())
        activities = [e for e in entries if e.kind == RoadmapEntryKind.ACTIVITY]
        effects = [e for e in entries if e.kind == RoadmapEntryKind.EFFECT]
        return self.fact(
            item,
            theme=item.theme,
            issue=item.issue or None,
            model=item.model,
            activities=[
                self.fact(
                    entry,
                    text=entry.text,
                    from_fiscal_year=entry.from_fiscal_year,
                    to_fiscal_year=entry.to_fiscal_year,
                )
                for entry in activities
            ],
            effects=[self.fact(entry, text=entry.text) for entry in effects],
            indicators=[self.outcome(outcome) for outcome in item.indicators.all()],
        )
