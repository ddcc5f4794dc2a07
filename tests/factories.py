"""One factory a model, traits named after states. Every default makes a valid, unremarkable row."""

from datetime import UTC, date, datetime
from hashlib import sha256

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from programs import models
from programs.checks import fingerprint
from programs.choices import (
    AreaLevel,
    BudgetPhase,
    CapOf,
    ChangeKind,
    Designation,
    DesignationExtent,
    FactKind,
    MaterialKind,
    Nature,
    PrintedLabelKind,
    PublicationStatus,
    RelationKind,
    RevisionStepKind,
    RoadmapEntryKind,
    TargetAreaKind,
)
from programs.services import refresh_public_record


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source
        django_get_or_create = ("document_id",)
        skip_postgeneration_save = True

    document_id = "900_testdocument"
    letter = "Z"
    title = "試験用の資料"
    publisher = "試験"
    sha256 = "0" * 64
    line_count = 500

    @factory.post_generation
    def readings(self, create, extracted, **kwargs):
        """Read through for every kind of fact unless told otherwise: an empty field is 記載なし."""
        if create:
            models.SourceReading.objects.bulk_create(
                (models.SourceReading(source=self, kind=kind) for kind in extracted or FactKind),
                ignore_conflicts=True,
            )


class CitedFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    source = factory.SubFactory(SourceFactory)
    first_line = 24
    last_line = 24
    literal = "3,682百万円"


class FieldFactory(DjangoModelFactory):
    class Meta:
        model = models.Field
        django_get_or_create = ("slug",)

    slug = "broadband"
    name = factory.LazyAttribute(lambda field: f"分野 {field.slug}")


class SupportTypeFactory(DjangoModelFactory):
    class Meta:
        model = models.SupportType
        django_get_or_create = ("slug",)

    slug = "subsidy"
    name = factory.LazyAttribute(lambda kind: f"種類 {kind.slug}")


class ApplicantKindFactory(DjangoModelFactory):
    class Meta:
        model = models.ApplicantKind
        django_get_or_create = ("slug",)

    slug = "municipality"
    name = factory.LazyAttribute(lambda kind: f"立場 {kind.slug}")


class NationFactory(DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("code",)

    level = AreaLevel.NATION
    code = "jp"
    name = full_name = "全国"


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("code",)

    level = AreaLevel.DISTRICT
    code = "district-shikoku"
    name = full_name = "四国総合通信局の管内"
    parent = factory.SubFactory(NationFactory)


class PrefectureFactory(DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("code",)

    level = AreaLevel.PREFECTURE
    code = "360007"
    name = full_name = "徳島県"
    parent = factory.SubFactory(DistrictFactory)


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("code",)

    level = AreaLevel.MUNICIPALITY
    code = "363421"
    name = "神山町"
    county_name = "名西郡神山町"
    short_name = "徳島県神山町"
    full_name = "徳島県名西郡神山町"
    parent = factory.SubFactory(PrefectureFactory)


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = models.Office
        django_get_or_create = ("code",)

    code = "office-one"
    name = factory.LazyAttribute(lambda office: f"試験課 {office.code}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        django_get_or_create = ("username",)

    username = "member"
    password = "!"  # none that could be typed
    is_staff = True


class OfficeMemberFactory(DjangoModelFactory):
    class Meta:
        model = models.OfficeMember

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)


class ProgramFactory(CitedFactory):
    """A draft with nothing in it; `published=True` gives it an edition, an office and a public record."""

    class Meta:
        model = models.Program
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"試験施策その{n}")
    support_type = factory.SubFactory(SupportTypeFactory)
    summary = "まちの通信をよくする費用を補助します。市町村が使えます。"
    purpose = "通信の差をなくします。"

    class Params:
        published = factory.Trait(status=PublicationStatus.PUBLISHED)

    @factory.post_generation
    def fields(self, create, extracted, **kwargs):
        self.fields.set(extracted or [FieldFactory()])

    @factory.post_generation
    def public_record(self, create, extracted, **kwargs):
        if self.status == PublicationStatus.PUBLISHED:
            EditionOfficeFactory(edition=EditionFactory(program=self))
            refresh_public_record(self)


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = models.Edition
        django_get_or_create = ("program", "fiscal_year")

    program = factory.SubFactory(ProgramFactory)
    fiscal_year = 2021


class EditionFactFactory(CitedFactory):
    class Meta:
        abstract = True

    edition = factory.SubFactory(EditionFactory)


class PrintedLabelFactory(EditionFactFactory):
    class Meta:
        model = models.PrintedLabel

    kind = PrintedLabelKind.FIELD
    text = "5Gなどの情報通信基盤の早期整備"


class EditionOfficeFactory(EditionFactFactory):
    class Meta:
        model = models.EditionOffice

    office = factory.SubFactory(OfficeFactory)
    phone = "03-0000-0000"
    email = "test@soumu.go.jp"


class BudgetLineFactory(EditionFactFactory):
    class Meta:
        model = models.BudgetLine

    fiscal_year = 2021
    phase = BudgetPhase.INITIAL
    account = "一般会計"
    amount_yen = 3_682_000_000


class SubsidyRateFactory(EditionFactFactory):
    """Two thirds unless told otherwise; `fixed=True` is 定額."""

    class Meta:
        model = models.SubsidyRate

    numerator = 2
    denominator = 3

    class Params:
        fixed = factory.Trait(is_fixed_amount=True, numerator=None, denominator=None)


class CostShareFactory(DjangoModelFactory):
    class Meta:
        model = models.CostShare

    rate = factory.SubFactory(SubsidyRateFactory)
    payer = "市町村"
    numerator = 1
    denominator = 3


class CapFactory(EditionFactFactory):
    class Meta:
        model = models.Cap

    amount_yen = 20_000_000
    of = CapOf.SUBSIDY


class EligibleApplicantFactory(EditionFactFactory):
    class Meta:
        model = models.EligibleApplicant
        skip_postgeneration_save = True

    name = "地方公共団体"

    @factory.post_generation
    def kinds(self, create, extracted, **kwargs):
        self.kinds.set(extracted or [ApplicantKindFactory()])


class EligibleCostFactory(EditionFactFactory):
    class Meta:
        model = models.EligibleCost

    name = "伝送路設備"


class TargetAreaFactory(EditionFactFactory):
    """離島 unless told otherwise; `placed=True` is a municipality."""

    class Meta:
        model = models.TargetArea

    kind = TargetAreaKind.DESIGNATION
    name = "離島"
    designation = Designation.REMOTE_ISLAND

    class Params:
        placed = factory.Trait(
            kind=TargetAreaKind.MUNICIPALITY,
            name="徳島県神山町",
            designation="",
            area=factory.SubFactory(MunicipalityFactory),
        )


class RequirementFactory(EditionFactFactory):
    class Meta:
        model = models.Requirement

    text = "計画に位置付けられていること"


class CallFactory(EditionFactFactory):
    class Meta:
        model = models.Call

    opens_on = date(2021, 4, 1)
    closes_on = date(2021, 5, 31)


class ProgramPartFactory(EditionFactFactory):
    class Meta:
        model = models.ProgramPart

    number = "①"
    name = "基地局施設整備事業"


class ProgramPeriodFactory(EditionFactFactory):
    class Meta:
        model = models.ProgramPeriod

    from_fiscal_year = 2020
    to_fiscal_year = 2022


class MaterialFactory(EditionFactFactory):
    class Meta:
        model = models.Material

    kind = MaterialKind.GUIDE
    name = "利用の手引き"


class ProgramAliasFactory(CitedFactory):
    class Meta:
        model = models.ProgramAlias

    program = factory.SubFactory(ProgramFactory)
    name = "別の名前"


class CaseStudyFactory(CitedFactory):
    class Meta:
        model = models.CaseStudy

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"試験事例その{n}")
    fiscal_year = 2020
    summary = "町が光ファイバを引きました。"


class CaseMentionFactory(CitedFactory):
    class Meta:
        model = models.CaseMention

    case = factory.SubFactory(CaseStudyFactory)
    first_line = last_line = 90


class CasePlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.CasePlace

    case = factory.SubFactory(CaseStudyFactory)
    name = "徳島県神山町"
    area = factory.SubFactory(MunicipalityFactory)


class CaseOrganizationFactory(DjangoModelFactory):
    class Meta:
        model = models.CaseOrganization

    case = factory.SubFactory(CaseStudyFactory)
    name = "試験株式会社"


class OutcomeFactory(CitedFactory):
    class Meta:
        model = models.Outcome

    program = factory.SubFactory(ProgramFactory)
    metric = "交付決定の数"
    number = 54
    unit = "件"
    nature = Nature.RESULT


class DocumentUploadFactory(DjangoModelFactory):
    class Meta:
        model = models.DocumentUpload

    text = "施策名：試験施策\n"
    sha256 = "0" * 64
    title = "試験用の資料"
    publisher = "試験"
    fiscal_year = 2022
    user = factory.SubFactory(UserFactory)


class RoadmapItemFactory(CitedFactory):
    class Meta:
        model = models.RoadmapItem

    program = factory.SubFactory(ProgramFactory)
    theme = "地域の生活に身近な分野"
    model = factory.Sequence(lambda n: f"試験モデル{n}")


class RoadmapEntryFactory(CitedFactory):
    class Meta:
        model = models.RoadmapEntry

    item = factory.SubFactory(RoadmapItemFactory)
    kind = RoadmapEntryKind.ACTIVITY
    text = "試験の普及"


class DisagreementFactory(DjangoModelFactory):
    """Two sides of two documents."""

    class Meta:
        model = models.Disagreement
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"disagreement-{n}")
    program = factory.SubFactory(ProgramFactory, published=True)
    kind = FactKind.CALL
    title = "締切の日"
    shown = "どちらが正しいかは資料から分からないので、両方を示します。"

    @factory.post_generation
    def sides(self, create, extracted, **kwargs):
        if extracted is False:
            return
        for line, statement in ((24, "5月14日です。"), (30, "5月18日です。")):
            DisagreementSideFactory(disagreement=self, first_line=line, last_line=line, statement=statement)


class DisagreementSideFactory(CitedFactory):
    class Meta:
        model = models.DisagreementSide

    disagreement = factory.SubFactory(DisagreementFactory, sides=False)
    statement = "5月14日です。"


class SourceReadingFactory(DjangoModelFactory):
    class Meta:
        model = models.SourceReading
        django_get_or_create = ("source", "kind")

    source = factory.SubFactory(SourceFactory)
    kind = FactKind.BUDGET


class ProgramRelationFactory(DjangoModelFactory):
    """The editors' reading unless a source is given."""

    class Meta:
        model = models.ProgramRelation

    from_program = factory.SubFactory(ProgramFactory)
    kind = RelationKind.RELATED
    to_program = factory.SubFactory(ProgramFactory)


class RecordChangeFactory(DjangoModelFactory):
    """A change of a rate unless told otherwise."""

    class Meta:
        model = models.RecordChange

    code = factory.Sequence(lambda n: f"changed-{n}")
    name = "変わった事業"
    kind = ChangeKind.CHANGED
    version = 1
    happened_at = datetime(2021, 4, 1, tzinfo=UTC)
    changes = factory.LazyFunction(lambda: [{"label": "補助率", "before": "国 1/2", "after": "国 2/3"}])


class RevisionFactory(DjangoModelFactory):
    """An open change of a program that was never public, unless told otherwise."""

    class Meta:
        model = models.Revision

    program = factory.SubFactory(ProgramFactory)
    draft = factory.SelfAttribute("program")
    code = factory.SelfAttribute("program.code")
    name = factory.SelfAttribute("program.name")


class RevisionStepFactory(DjangoModelFactory):
    class Meta:
        model = models.RevisionStep

    revision = factory.SubFactory(RevisionFactory)
    kind = RevisionStepKind.BEGUN


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = models.Version

    code = factory.Sequence(lambda n: f"kept-{n}")
    number = 1
    record = factory.LazyFunction(lambda: {"name": "試験"})
    snapshot = factory.LazyFunction(lambda: {"program": {"name": "試験"}, "rows": {}})


class LinkFactory(CitedFactory):
    class Meta:
        model = models.Link

    program = factory.SubFactory(ProgramFactory)
    label = "資料"
    url = "https://www.soumu.go.jp/"


class AreaDesignationFactory(DjangoModelFactory):
    class Meta:
        model = models.AreaDesignation

    area = factory.SubFactory(MunicipalityFactory)
    designation = Designation.DEPOPULATED
    extent = DesignationExtent.WHOLE
    valid_from = date(2021, 4, 1)
    basis = "試験用の告示"


class SourceTextFactory(DjangoModelFactory):
    """The text of the test document: line 24 prints the literal that cited rows are made with."""

    class Meta:
        model = models.SourceText
        django_get_or_create = ("source",)

    source = factory.SubFactory(SourceFactory)
    text = "".join(f"{line}\n" for line in [*["あ"] * 23, "令和３年度当初予算 3,682百万円", *["い"] * 476])
    sha256 = factory.LazyAttribute(lambda row: sha256(row.text.encode()).hexdigest())


class AcceptedWarningFactory(DjangoModelFactory):
    class Meta:
        model = models.AcceptedWarning

    program = factory.SubFactory(ProgramFactory)
    code = "large_change"
    about = "予算額"
    values = "1億円 → 3億円"
    fingerprint = factory.LazyAttribute(lambda row: fingerprint(row.code, row.about, row.values))
    message = "1億円から3億円へ、200％増えています。"
    reason = "新しい部分が加わりました。"
    at = datetime(2021, 4, 1, tzinfo=UTC)


class LinkCheckFactory(DjangoModelFactory):
    """An address that opened; `failed=True` is one that failed once."""

    class Meta:
        model = models.LinkCheck

    url = factory.Sequence(lambda n: f"https://www.soumu.go.jp/{n}")
    checked_at = datetime(2021, 4, 3, tzinfo=UTC)
    ok = True
    status = 200

    class Params:
        failed = factory.Trait(
            ok=False,
            status=404,
            problem="ページがありません（404）",
            failures=1,
            first_failed_at=datetime(2021, 4, 3, tzinfo=UTC),
        )


class ConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = models.Confirmation

    code = factory.Sequence(lambda n: f"confirmed-{n}")
    fiscal_year = 2021
