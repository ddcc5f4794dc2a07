"""Forms of the record: every message stands beside the field it is about."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Max, Model, UniqueConstraint
from django.forms.models import BaseInlineFormSet

from programs import drafting
from programs.ingest import parse
from programs.models import Outcome, Program, Version
from programs.services import closes_a_circle, replace_cost_shares

from . import shares
from .checking import CheckedForm
from .fields import KnowingAutocomplete

# Where the message of a constraint belongs whose code does not name a field of the form.
FIELD_OF_CODE = {"citation_lines": "last_line", "citation_literal": "literal"}
FIELD_OF_CONSTRAINT = {
    "edition_one_a_year": "fiscal_year",
    "edition_one_without_year": "fiscal_year",
    "printedlabel_once": "kind",
    "editionoffice_once": "office",
    "programpart_once": "name",
    "programperiod_once": "component",
    "programalias_once": "name",
    "programrelation_once": "to_program",
    "caseplace_once": "name",
    "caseorganization_once": "name",
    "area_parent_unless_nation": "parent",
    "areadesignation_once": "designation",
    "areadesignation_days_in_order": "valid_until",
}
# A new row explains these; with every saved row the page would be mostly explanation.
EXPLAINED_ONCE = {"literal", "note", "position"}
MISSING = {
    "source": "出典の資料を選んでください。",
    "first_line": "出典の始めの行を入力してください。",
    "last_line": "出典の終わりの行を入力してください。",
    "literal": "出典の行に印刷されている字句を入力してください。",
}
STALE = (
    "この画面を開いたあとに、ほかの保存がありました。まだ保存していません。"
    "下の表で違いを確かめ、必要なら直して、確かめた印を付けてから保存してください。"
)


def violated_constraint(model: type[Model], message: str) -> str | None:
    """Name of the constraint of a model that speaks this message."""
    for constraint in model._meta.constraints:
        if constraint.get_violation_error_message() == message:
            return constraint.name
    return None


class RecordForm(forms.ModelForm):
    """A form of one row of the record."""

    # Columns set by `clean`, or fixed by the page: not on the form, but to be checked with it.
    checked_too: tuple[str, ...] = ()
    # Form field that stands for a column.
    field_of_column: dict[str, str] = {}
    # The relation within which `position` counts; an empty position means "last".
    listed_in: str | None = None
    # What `checking` adds to a row that is shown: its warnings, its cited lines, the state of its link.
    findings: list[Any] = []
    cited: Any = None
    link_check: Any = None

    def __init__(self, *args: Any, default_source: int | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, message in MISSING.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message
        if self.instance._state.adding:
            if default_source and "source" in self.fields:
                self.initial.setdefault("source", default_source)
        else:
            self._tell_autocompletes_what_is_chosen()
            for name in EXPLAINED_ONCE & self.fields.keys():
                self.fields[name].help_text = ""
        if "position" in self.fields:
            self.fields["position"].required = False
            if self.instance._state.adding:
                self.initial["position"] = None

    def _tell_autocompletes_what_is_chosen(self) -> None:
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnowingAutocomplete) and widget.field.is_cached(self.instance):
                widget.known = getattr(self.instance, name)

    def clean_position(self) -> int | None:
        position = self.cleaned_data["position"]
        if position is None and not self.instance._state.adding:
            return self.instance.position
        return position

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        source, last_line = self.cleaned_data.get("source"), self.cleaned_data.get("last_line")
        if source and last_line and last_line > source.line_count:
            self.add_error(
                "last_line", f"この資料は{source.line_count:,}行までです。行番号を確かめてください。"
            )
        return cleaned

    def save(self, commit: bool = True) -> Model:
        if "position" in self.fields and self.cleaned_data.get("position") is None:
            self.instance.position = self._last_position()
        return super().save(commit)

    def _last_position(self) -> int:
        rows = self._meta.model._default_manager.all()
        if self.listed_in:
            rows = rows.filter(**{self.listed_in: getattr(self.instance, self.listed_in)})
        last = rows.aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1

    def _get_validation_exclusions(self) -> set[str]:
        # Django leaves out every column that is not on the form, and so would meet a broken
        # constraint only in the database.
        return super()._get_validation_exclusions() - {
            column
            for column in self.checked_too
            if self.field_of_column.get(column, column) not in self._errors
        }

    def _update_errors(self, errors: ValidationError) -> None:
        beside: dict[str, list[ValidationError]] = {}
        by_column = getattr(errors, "error_dict", None) or {NON_FIELD_ERRORS: errors.error_list}
        for column, messages in by_column.items():
            for message in messages:
                field = self._field_of(message) if column == NON_FIELD_ERRORS else column
                field = self.field_of_column.get(field, field)
                if field not in self.fields:
                    field = NON_FIELD_ERRORS
                beside.setdefault(field, []).append(message)
        super()._update_errors(ValidationError(beside))

    def _field_of(self, error: ValidationError) -> str:
        code = FIELD_OF_CODE.get(error.code, error.code)
        if code in self.fields or code in self.field_of_column:
            return code
        name = violated_constraint(self._meta.model, error.message)
        return FIELD_OF_CONSTRAINT.get(name, NON_FIELD_ERRORS)


class ProgramBoundForm(CheckedForm, RecordForm):
    """A page about one program: refuses to write over what was saved since it was opened."""

    user: Any = None  # set by the admin for each request, like the next
    refused: str = ""  # why the database refused what was sent
    is_stale = False  # what was typed stands beside what is stored (conflicts.py)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(
        label="なぜ直したか",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="確認する人と、あとで履歴を見る人が読みます。例：令和4年度予算の成立",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            # A page that is opened has read it with the row.
            last = getattr(self.instance, "last_version", None)
            self.initial["seen"] = str(self._last_version() if last is None else last)

    def bound_program(self) -> Program:
        return self.instance.program

    def _last_version(self) -> int:
        return Version.objects.last_number(self.bound_program().public_code)

    def clean_program(self) -> Program:
        program = self.cleaned_data["program"]
        if not drafting.is_editable(program):
            raise ValidationError(
                "この施策はいま直せません。公開中なら、施策の画面で下書きを作ってから加えてください。"
            )
        return program

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refused:
            raise ValidationError(self.refused, code="refused")
        if not self.instance._state.adding:
            # Locked until this request ends: who saves at the same moment waits.
            Program.objects.select_for_update(of=("self",)).get(pk=self.bound_program().pk)
            last = str(self._last_version())
            if last not in (self.cleaned_data.get("seen"), self.data.get("overwrite")):
                self.is_stale = True
                raise ValidationError(STALE, code="stale")
        return cleaned


class ProgramForm(ProgramBoundForm):
    def bound_program(self) -> Program:
        return self.instance


class EditionForm(ProgramBoundForm):
    checked_too = ("program",)


class CaseStudyForm(ProgramBoundForm):
    checked_too = ("program",)
    listed_in = "program"


class RoadmapItemForm(ProgramBoundForm):
    checked_too = ("program",)
    listed_in = "program"


class RoadmapPartForm(RecordForm):
    listed_in = "item"


class DisagreementForm(ProgramBoundForm):
    checked_too = ("program",)


class DisagreementSideForm(RecordForm):
    listed_in = "disagreement"


class EditionFactForm(RecordForm):
    listed_in = "edition"


class ProgramFactForm(RecordForm):
    listed_in = "program"


class CasePartForm(RecordForm):
    listed_in = "case"


class ProgramRelationForm(RecordForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        other = self.cleaned_data.get("to_program")
        # The constraint names the column of the inline's parent, which Django leaves unchecked.
        if other and other.pk == self.instance.from_program_id:
            self.add_error("to_program", "施策を、その施策自身と関係づけることはできません。")
        elif other and closes_a_circle(self.instance, other, self.cleaned_data.get("kind", "")):
            self.add_error(
                "to_program",
                f"「{other}」をたどるとこの施策に戻るため、前身や上位の施策にできません。",
            )
        return cleaned


class SubsidyRateForm(EditionFactForm):
    """A rate as one text, and the other payers' shares as another."""

    rate = forms.CharField(
        label="補助率（国の割合）",
        max_length=40,
        widget=forms.TextInput(attrs={"size": "12"}),
        help_text="例：2/3、2分の1、10/10、定額",
        error_messages={"required": "補助率を入力してください。例：2/3、定額"},
    )
    other_shares = forms.CharField(
        label="ほかの負担者の割合",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"size": "40"}),
        help_text=f"{shares.EXAMPLE}。印刷されているものだけ",
    )

    checked_too = ("is_fixed_amount", "numerator", "denominator")
    field_of_column = {"is_fixed_amount": "rate", "numerator": "rate", "denominator": "rate"}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["rate"] = str(self.instance)
            self.initial["other_shares"] = shares.shares_text(self._stored_shares())

    def _stored_shares(self) -> list[shares.Share]:
        if self.instance._state.adding:
            return []
        return [(s.payer, s.numerator, s.denominator) for s in self.instance.shares.all()]

    def clean_rate(self) -> tuple[int, int] | None:
        """The State's share as numerator and denominator; None for 定額."""
        text = self.cleaned_data["rate"]
        if parse.fold(text) == shares.FIXED_AMOUNT:
            return None
        try:
            return shares.fraction_terms(text)
        except parse.UnreadableFigure as error:
            raise ValidationError(f"{error} 定額なら「定額」と入力してください。") from None

    def clean_other_shares(self) -> list[shares.Share]:
        # What came from a document may have a form that this box cannot read: unchanged, it stays.
        if "other_shares" not in self.changed_data:
            return self._stored_shares()
        try:
            return shares.read_shares(self.cleaned_data["other_shares"])
        except parse.UnreadableFigure as error:
            raise ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "rate" not in self.cleaned_data:
            return cleaned
        rate = self.cleaned_data["rate"]
        self.instance.is_fixed_amount = rate is None
        self.instance.numerator, self.instance.denominator = rate or (None, None)
        total = shares.total([*([("", *rate)] if rate else []), *self.cleaned_data.get("other_shares", [])])
        if total > 1:
            self.add_error("other_shares", f"国と合わせた割合の合計が1を超えています（合計 {total}）。")
        return cleaned

    def _save_m2m(self) -> None:
        super()._save_m2m()
        if "other_shares" in self.changed_data:
            replace_cost_shares(rate=self.instance, shares=self.cleaned_data["other_shares"])


class RecordFormSet(BaseInlineFormSet):
    """Rows of an inline; two equal new rows get the constraint's message beside its field."""

    def validate_unique(self) -> None:
        try:
            super().validate_unique()
        except ValidationError:
            rule = next(
                c for c in self.model._meta.constraints if isinstance(c, UniqueConstraint) and not c.condition
            )
            field = rule.violation_error_code or FIELD_OF_CONSTRAINT[rule.name]
            for form in self.forms:
                if form._errors.get(NON_FIELD_ERRORS) == [self.get_form_error()]:
                    del form._errors[NON_FIELD_ERRORS]
                    form._errors[field] = self.error_class(
                        [rule.get_violation_error_message()], renderer=self.renderer
                    )
            raise ValidationError("同じ内容の行が2つあります。赤い印の行を直してください。") from None


class ProgramPartOutcomeFormSet(RecordFormSet):
    """Outcomes of a case, or of a roadmap's model, are outcomes of its program."""

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Outcome:
        form.instance.program = self.instance.program
        return super().save_new(form, commit)


class CommentForm(forms.Form):
    comment = forms.CharField(
        label="ことば",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="何を、なぜ変えたか。差し戻すときは、直してほしいこと",
    )
