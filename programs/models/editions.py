"""年度版: what one program is in one fiscal year, and what is printed over it as a whole."""

from django.db import models
from django.db.models import F, Q

from programs.choices import MaterialKind, PrintedLabelKind
from programs.display import fiscal_year_short
from programs.querysets import EditionOfficeQuerySet

from .natural_keys import NaturalKeyManager, NaturallyKeyed
from .programs import Office, Program
from .sources import Cited


class Edition(NaturallyKeyed):
    """One program in one fiscal year (April-start Western year; empty: no source says which)."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="editions", verbose_name="施策")
    fiscal_year = models.PositiveSmallIntegerField(
        "年度（西暦）", null=True, blank=True, help_text="令和3年度は2021"
    )
    year_note = models.CharField(
        "年度の根拠",
        max_length=200,
        blank=True,
        help_text="年度が施策名のそばに印刷されていないとき、どう分かったかを私たちの言葉で",
    )

    natural_key_lookups = ("program__code", "fiscal_year")

    class Meta:
        verbose_name = verbose_name_plural = "年度版"
        ordering = [F("fiscal_year").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "fiscal_year"],
                name="edition_one_a_year",
                violation_error_message="この施策のこの年度版は、もうあります。",
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(fiscal_year__isnull=True),
                name="edition_one_without_year",
                violation_error_message="年度の書かれていない版は、一つの施策に一つだけです。",
            ),
            models.CheckConstraint(
                name="edition_fiscal_year_range",
                condition=Q(fiscal_year__isnull=True) | Q(fiscal_year__range=(1945, 2100)),
                violation_error_code="fiscal_year",
                violation_error_message="年度は西暦4けたで入力してください。例：2021",
            ),
        ]

    def __str__(self):
        year = fiscal_year_short(self.fiscal_year) if self.fiscal_year else "年度の記載なし"
        return f"{self.program}（{year}）"


class EditionFact(Cited):
    """A fact about one edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="%(class)ss", verbose_name="年度版")

    class Meta(Cited.Meta):
        abstract = True


class PrintedLabel(EditionFact):
    """分野 or 総合戦略該当箇所 as the document prints it."""

    kind = models.CharField("項目", max_length=8, choices=PrintedLabelKind)
    text = models.CharField("印刷の文字", max_length=120)

    natural_key_lookups = ("edition__program__code", "edition__fiscal_year", "kind")

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "印刷された分野など"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "kind"],
                name="printedlabel_once",
                violation_error_message="この項目は、年度版に一つだけです。",
            ),
        ]

    def __str__(self):
        return self.text


class EditionOffice(EditionFact):
    """問い合わせ先 of one edition: an office with its phone and addresses as printed."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="edition_offices", verbose_name="担当課・室"
    )
    phone = models.CharField("電話（印刷のとおり）", max_length=40, blank=True)
    fax = models.CharField("FAX（印刷のとおり）", max_length=40, blank=True)
    email = models.CharField("メール（印刷のとおり）", max_length=254, blank=True)
    hours = models.CharField("受付時間（印刷のとおり）", max_length=100, blank=True)
    address = models.CharField("住所（印刷のとおり）", max_length=120, blank=True)

    natural_key_lookups = ("edition__program__code", "edition__fiscal_year", "office__code", "phone")
    objects = NaturalKeyManager.from_queryset(EditionOfficeQuerySet)()

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "問い合わせ先"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "office", "phone"],
                name="editionoffice_once",
                violation_error_message="この問い合わせ先は、もうあります。",
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.phone}".strip()


class ProgramPart(EditionFact):
    """A numbered part (①②③) of an edition. Components of money name it by its name."""

    number = models.CharField("番号", max_length=8, blank=True)
    name = models.CharField("名前（印刷のとおり）", max_length=120)
    summary = models.TextField("内容", max_length=300, blank=True, help_text="私たちの言葉で")

    natural_key_lookups = ("edition__program__code", "edition__fiscal_year", "name")

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "施策の部分"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="programpart_once",
                violation_error_message="この部分は、もうあります。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}".strip()


class ProgramPeriod(EditionFact):
    """計画年数・事業期間 of an edition, or of one of its parts (`component` names the part).

    A span of fiscal years, both ends included.
    """

    component = models.CharField("どの部分の", max_length=120, blank=True)
    from_fiscal_year = models.PositiveSmallIntegerField("始めの年度（西暦）")
    to_fiscal_year = models.PositiveSmallIntegerField("終わりの年度（西暦）")

    natural_key_lookups = ("edition__program__code", "edition__fiscal_year", "component")

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "事業期間"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "component"],
                name="programperiod_once",
                violation_error_message="この部分の事業期間は、もうあります。",
            ),
            models.CheckConstraint(
                name="programperiod_years_in_order",
                condition=Q(to_fiscal_year__gte=F("from_fiscal_year")),
                violation_error_code="to_fiscal_year",
                violation_error_message="終わりの年度は、始めの年度より前にはできません。",
            ),
        ]

    def __str__(self):
        return f"{fiscal_year_short(self.from_fiscal_year)}～{fiscal_year_short(self.to_fiscal_year)}"


class Material(EditionFact):
    """資料・様式・法令 that a document names with a program, by its printed title."""

    kind = models.CharField("種別", max_length=8, choices=MaterialKind)
    name = models.CharField("題名（印刷のとおり）", max_length=200)
    dated = models.CharField("日付（印刷のとおり）", max_length=60, blank=True)

    natural_key_lookups = ("edition__program__code", "edition__fiscal_year", "kind", "name", "dated")

    class Meta(EditionFact.Meta):
        verbose_name = verbose_name_plural = "資料・様式・法令"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "kind", "name", "dated"],
                name="material_once",
                violation_error_code="name",
                violation_error_message="同じ題名の資料が、この年度版にもうあります。",
            ),
        ]

    def __str__(self):
        return self.name
