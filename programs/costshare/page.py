"""The calculator's page: what may be chosen, what comes out, what other conditions would give."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from programs.display import percent
from programs.formerrors import form_errors
from programs.languages import gloss
from programs.presentation.absent import absent_sentences
from programs.presentation.figures import Figure, rate_text
from programs.presentation.items import Item, cap_item
from programs.presentation.notes import NoteBook
from programs.presentation.writing import fiscal_year_label

from .arithmetic import Split
from .forms import ROUNDINGS, UNITS, CostForm
from .rates import Caps, caps_of, counted_of, editions_with_rates, is_before_correction, rate_key, split_by
from .worked import REASONS, Line, Payer, base_beside, base_name, payers, steps, yen_text

Record = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    rate: str
    base: str
    is_chosen: bool


@dataclass(frozen=True)
class Count:
    """How many there are of something that a limit is per, as typed."""

    name: str
    what: str
    value: str
    errors: list[str]


@dataclass(frozen=True)
class Row:
    """What one rate makes of the cost; `amount` is empty, and `reason` says why, where it cannot."""

    label: str
    base: str
    query: str
    rate: Figure
    amount: str
    reason: str
    change: str
    is_chosen: bool


@dataclass(frozen=True)
class RowGroup:
    title: str
    base: str
    rows: list[Row]


@dataclass(frozen=True)
class ChoiceGroup:
    title: str
    base: str
    choices: list[Choice]


@dataclass(frozen=True)
class Result:
    """Who pays what by one rate. 定額, which no rate determines, has `fixed` instead of `parts`."""

    rate: Record
    parts: Split | None
    fixed: Figure | None
    payers: list[Payer]
    steps: list[Line]
    caps: list[tuple[Item, str]]
    conditions: list[tuple[str, str]]
    is_before_correction: bool


def said(rate: Record) -> str:
    """Applicant, area and condition of a row."""
    words = " ／ ".join(filter(None, (rate["applicant"], rate["area"], rate["condition"])))
    return words or _("条件の記載なし")


def by_component(rates: list[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for rate in rates:
        groups.setdefault(rate["component"] or "", []).append(rate)
    return groups


def bases_of(rates: list[Record]) -> list[str]:
    """What rates multiply, each once; "" for what no document says. 定額 multiplies nothing."""
    return list(dict.fromkeys(rate["base"] or "" for rate in rates if not rate["is_fixed_amount"]))


def difference(amount: int) -> str:
    if not amount:
        return _("同じ")
    return f"{'+' if amount > 0 else '−'}{abs(amount):,}"


class Calculator:
    """Everything the template chooses among, for one edition of one record and what was typed."""

    def __init__(self, record: Record, edition: Record, form: CostForm, letters: dict[str, str]):
        self.record = record
        self.edition = edition
        self.form = form
        self.notebook = NoteBook(letters)
        self.rates: list[Record] = edition["rates"]
        self.gloss = gloss("programs", record["code"])
        self.edition_label = fiscal_year_label(edition["fiscal_year"])
        self.notes = self.notebook.begin_section()
        self.errors = form_errors(form)
        self.has_answer = form.asks and form.is_valid()
        self.rounding: str = form.cleaned_data["rounding"] if self.has_answer else "yen"
        self.cost: int = form.cleaned_data["cost"] if self.has_answer else 0
        self.counts = form.counts if self.has_answer else {}
        self.chosen = self._chosen()
        self.result = self._result(self.chosen) if self.has_answer and self.chosen else None
        # Where there is no rate, the limits are all there is to show.
        self.caps_alone = [] if self.rates else [cap_item(c, self.notebook.mark) for c in edition["caps"]]
        self.others = self._groups() if self.has_answer and len(self.rates) > 1 else []

    # ---- What may be chosen ----

    def _chosen(self) -> Record | None:
        if len(self.rates) == 1:
            return self.rates[0]
        key = self.form["rate"].value() if self.form.asks else ""
        return next((rate for rate in self.rates if rate_key(rate) == key), None)

    @property
    def bases(self) -> list[str]:
        return bases_of(self.rates)

    @property
    def cost_label(self) -> str:
        base = self.bases[0] if len(self.bases) == 1 else ""
        return base or _("費用")

    @property
    def base_hint(self) -> str:
        if len(self.bases) > 1:
            return _("率によって掛けるものが違います。選ぶ率のものを入力してください。")
        return _("何に率を掛けるかは、資料に記載がありません。") if self.bases == [""] else ""

    @property
    def choices(self) -> list[ChoiceGroup]:
        """The rows of the edition by component."""
        return [
            ChoiceGroup(
                title,
                self._base_of(rates),
                [
                    Choice(
                        rate_key(rate),
                        said(rate),
                        rate_text(rate),
                        self._base_in(rates, rate),
                        rate is self.chosen,
                    )
                    for rate in rates
                ],
            )
            for title, rates in by_component(self.rates).items()
        ]

    def _base_of(self, rates: list[Record]) -> str:
        """What the rates of one component multiply, where that is one thing and not the edition's."""
        multiplied = bases_of(rates)
        return base_beside(rates[0]) if len(multiplied) == 1 and len(self.bases) > 1 else ""

    def _base_in(self, rates: list[Record], rate: Record) -> str:
        """What one rate multiplies, where others of its component multiply something else."""
        return base_beside(rate) if len(bases_of(rates)) > 1 else ""

    @property
    def roundings(self) -> list[tuple[str, str, bool]]:
        now = self.form["rounding"].value() if self.form.asks else ""
        return [(value, str(label), value == (now or "yen")) for value, label in ROUNDINGS]

    @property
    def counted(self) -> list[Count]:
        return [
            Count(key, what, self.form[key].value() or "", list(map(str, self.form[key].errors)))
            for key, what in counted_of(self.edition).items()
        ]

    @property
    def year(self) -> str:
        return str(self.edition["fiscal_year"])

    @property
    def other_editions(self) -> list[tuple[str, str]]:
        """(query, label) of the other editions that state a rate; what was typed goes along."""
        typed = {"cost": self.form["cost"].value(), "rounding": self.rounding} if self.has_answer else {}
        typed |= self.counts
        return [
            (urlencode({"year": str(other["fiscal_year"]), **typed}), fiscal_year_label(other["fiscal_year"]))
            for other in editions_with_rates(self.record)
            if other is not self.edition
        ]

    # ---- Without a rate ----

    @property
    def absent(self) -> str:
        if editions_with_rates(self.record):
            return _("補助率は、この年度版には記載がありません。")
        if any(edition["caps"] for edition in self.record["editions"]):
            return _("補助率は、登録した資料に記載がありません。書かれているのは上限額だけです。")
        return absent_sentences(self.record["coverage"])["rate"]

    # ---- What comes out ----

    @property
    def narrower(self) -> list[str]:
        """Conditions under which another rate holds for the chosen applicant and area."""
        chosen = self.chosen
        if chosen is None or chosen["condition"]:
            return []
        same = ("component", "applicant", "area")
        return [
            rate["condition"]
            for rate in self.rates
            if rate["condition"] and all(rate[key] == chosen[key] for key in same)
        ]

    @property
    def cost_text(self) -> str:
        return yen_text(self.cost)

    @property
    def base_label(self) -> str:
        """What was typed: what the chosen rate multiplies."""
        chosen = self.chosen
        return base_name(chosen) if chosen and not chosen["is_fixed_amount"] else self.cost_label

    @property
    def state_width(self) -> str:
        """The State's part of the bar, in percent."""
        parts = self.result.parts if self.result else None
        return percent(Fraction(parts.state, parts.cost)) if parts else ""

    def _result(self, rate: Record) -> Result:
        mark = self.notebook.mark
        parts = self._split(rate)
        caps = caps_of(rate, self.edition, self.counts)
        return Result(
            rate=rate,
            parts=parts,
            fixed=None if parts else Figure(rate_text(rate), mark(rate)),
            payers=payers(rate, parts, mark) if parts else [],
            steps=steps(rate, parts, caps, self.rounding, mark) if parts else [],
            caps=self._caps_beside(rate, caps),
            conditions=self._conditions(rate),
            is_before_correction=is_before_correction(rate),
        )

    def _split(self, rate: Record) -> Split | None:
        return split_by(rate, self.edition, self.cost, UNITS[self.rounding], self.counts)

    def _caps_beside(self, rate: Record, caps: Caps) -> list[tuple[Item, str]]:
        """Limits that changed nothing, and why; of 定額, which has no sum to limit, all of them."""
        items = [(cap, str(REASONS[reason])) for cap, reason in caps.not_applied]
        if rate["is_fixed_amount"]:
            items += [(limit.cap, "") for limit in (*caps.cost, *caps.state)]
        return [(cap_item(cap, self.notebook.mark), why) for cap, why in items]

    def _conditions(self, rate: Record) -> list[tuple[str, str]]:
        labels = {
            "component": _("部分"),
            "applicant": _("実施する人"),
            "area": _("地域"),
            "condition": _("条件"),
        }
        return [(label, rate[key]) for key, label in labels.items() if rate[key]]

    def _groups(self) -> list[RowGroup]:
        """Rows beside the chosen one, of its component; without a choice all, by component."""
        groups = by_component(self.rates)
        if self.chosen is not None:
            title = self.chosen["component"] or ""
            groups = {title: groups[title]} if len(groups[title]) > 1 else {}
        return [
            RowGroup(title, self._base_of(rates), [self._row(rate, rates) for rate in rates])
            for title, rates in groups.items()
        ]

    def _row(self, rate: Record, beside: list[Record]) -> Row:
        parts = None
        reason = ""
        if rate["is_fixed_amount"]:
            reason = _("定額のため、率からは計算できません")
        elif self.chosen and not self.chosen["is_fixed_amount"] and rate["base"] != self.chosen["base"]:
            reason = _("率を掛けるものが違います（%(base)s）") % {"base": base_name(rate)}
        else:
            parts = self._split(rate)
        now = self.result and self.result.parts
        query = {"year": self.year, "cost": self.cost, "rate": rate_key(rate), "rounding": self.rounding}
        query |= self.counts
        return Row(
            label=said(rate),
            base=self._base_in(beside, rate),
            query=urlencode(query),
            rate=Figure(rate_text(rate), self.notebook.mark(rate)),
            amount=yen_text(parts.state) if parts else "",
            reason=reason,
            change=difference(parts.state - now.state) if parts and now and rate is not self.chosen else "",
            is_chosen=rate is self.chosen,
        )
