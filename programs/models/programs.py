"""施策・事業: the lasting thing with a name."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.choices import OfficeKind, PublicationStatus
from programs.entries import DRAFT_SUFFIX, code_of_entry
from programs.querysets import OfficeQuerySet, ProgramQuerySet

from .areas import Area
from .natural_keys import NaturalKeyManager, NaturallyKeyed
from .sources import Cited
from .vocabulary import Field, SupportType

code_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", "英小文字・数字・ハイフンで入力してください。例：kodo-musen-kankyo"
)


class Office(NaturallyKeyed):
    """担当課・室: a division, a bureau or an agency, by the name documents print.

    Phone and e-mail belong to one edition as printed (`EditionOffice`), not to the office.
    """

    code = models.CharField("記号", max_length=60, unique=True, validators=[code_validator])
    name = models.CharField("名前（印刷のとおり）", max_length=100, unique=True)
    kind = models.CharField("種別", max_length=8, choices=OfficeKind, default=OfficeKind.DIVISION)
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="受け持つ地域",
        help_text="総合通信局だけ",
    )

    natural_key_lookups = ("code",)
    objects = NaturalKeyManager.from_queryset(OfficeQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "担当課・室"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programs:office", args=[self.code])


class Program(Cited):
    """One program (施策・事業). Its citation is where a document prints its name.

    A row with `draft_of` is a copy of a public program on which editors work (`programs.drafting`).
    """

    code = models.CharField(
        "記号",
        max_length=60 + len(DRAFT_SUFFIX),
        unique=True,
        validators=[code_validator],
        help_text="URLになります。公開後は変えません。",
    )
    draft_of = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="draft",
        verbose_name="元の施策",
    )
    name = models.CharField("施策名（印刷のとおり）", max_length=120)
    reading = models.CharField("読み（ひらがな）", max_length=200, blank=True)
    support_type = models.ForeignKey(
        SupportType, models.PROTECT, related_name="programs", verbose_name="支援の種類"
    )
    fields = models.ManyToManyField(Field, related_name="programs", verbose_name="分野")
    summary = models.TextField(
        "要約",
        max_length=400,
        help_text="2～4文。やさしい言葉で。資料の文を写さず、資料にないことを書きません。",
    )
    purpose = models.TextField("目的", max_length=200, help_text="1文。私たちの言葉で。")
    is_other_ministry = models.BooleanField(
        "他省庁の施策", default=False, help_text="総務省の資料が、他省庁の関連施策として挙げるもの"
    )
    status = models.CharField(
        "公開状況", max_length=9, choices=PublicationStatus, default=PublicationStatus.DRAFT
    )
    edited_at = models.DateTimeField("最後の編集", null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="最後に編集した人",
    )
    # Not as of other cited facts, a few to an edition: PostgreSQL holds no more than 32,767 in those.
    position = models.PositiveIntegerField("並び順", default=0)

    natural_key_lookups = ("code",)
    objects = NaturalKeyManager.from_queryset(ProgramQuerySet)()

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "施策・事業"
        ordering = ["position", "code"]
        permissions = [
            ("review_program", "変更を確認し、公開できる"),
            ("edit_any_program", "どの担当課の施策も編集できる"),
        ]
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(draft_of__isnull=True),
                name="program_one_a_name",
                violation_error_code="name",
                violation_error_message="この施策名の施策・事業は、もうあります。",
            ),
            models.CheckConstraint(
                name="program_a_copy_is_never_public",
                condition=Q(draft_of__isnull=True) | Q(status=PublicationStatus.DRAFT),
                violation_error_message="下書きの写しは公開できません。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def public_code(self):
        """The code by which readers know it: of a copy, that of the program that it is of."""
        return code_of_entry(self.code)

    def get_absolute_url(self):
        return reverse("programs:detail", args=[self.public_code])


class ProgramAlias(Cited):
    """A name that a document prints for one program: another name, or the same in another document.

    `note` says why it is the same program, where the names alone do not.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="aliases", verbose_name="施策")
    name = models.CharField("資料の中の名前（印刷のとおり）", max_length=120)

    natural_key_lookups = ("program__code", "name", "source__document_id")

    class Meta(Cited.Meta):
        verbose_name = verbose_name_plural = "資料の中の名前"
        constraints = [
            *Cited.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "name", "source"],
                name="programalias_once",
                violation_error_message="この資料のこの名前は、もうあります。",
            ),
        ]

    def __str__(self):
        return self.name
