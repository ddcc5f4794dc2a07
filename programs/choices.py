"""Controlled vocabularies that code depends on, with their Japanese labels.

The record, the search index, the API and the staff pages say the labels as they are. Pages in two
languages translate them; `_` only names them for the catalog of messages.

Vocabularies that staff may extend (分野, 支援の種類, 立場) are tables: see models/vocabulary.py.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_noop as _


class PublicationStatus(TextChoices):
    """公開状況 of an entry of ours; says nothing about its calls."""

    DRAFT = "draft", _("下書き")
    PUBLISHED = "published", _("公開中")
    WITHDRAWN = "withdrawn", _("公開終了")


class RevisionState(TextChoices):
    """Where a change of a program stands on its way to the public."""

    EDITING = "editing", "編集中"
    SUBMITTED = "submitted", "確認待ち"
    APPROVED = "approved", "公開待ち"
    PUBLISHED = "published", "公開済み"
    DISCARDED = "discarded", "取りやめ"

    @classmethod
    def open_ones(cls) -> list[str]:
        """Those in which the public has not got the change yet, and may still get it."""
        return [cls.EDITING, cls.SUBMITTED, cls.APPROVED]


class RevisionStepKind(TextChoices):
    BEGUN = "begun", "下書きを始めた"
    SUBMITTED = "submitted", "確認に出した"
    RECALLED = "recalled", "取り下げて直し始めた"
    RETURNED = "returned", "差し戻した"
    APPROVED = "approved", "承認した"
    PUBLISHED = "published", "公開した"
    FAILED = "failed", "公開できなかった"
    WITHDRAWN = "withdrawn", "公開を終えた"
    DISCARDED = "discarded", "取りやめた"


class ChangeKind(TextChoices):
    """What became of a program's public record. `OPENED`: it was there when the catalog opened."""

    ADDED = "added", _("新規")
    CHANGED = "changed", _("変更")
    ENDED = "ended", _("終了")
    OPENED = "opened", _("公開")


class AreaLevel(TextChoices):
    NATION = "nation", _("全国")
    DISTRICT = "district", _("総合通信局の管内")
    PREFECTURE = "prefecture", _("都道府県")
    MUNICIPALITY = "municipality", _("市区町村")


class TargetAreaKind(TextChoices):
    """対象地域 as a document prints it: a place, a designation, or a condition in words."""

    NATION = "nation", _("全国")
    DISTRICT = "district", _("総合通信局の管内")
    PREFECTURE = "prefecture", _("都道府県")
    MUNICIPALITY = "municipality", _("市区町村")
    DESIGNATION = "designation", _("条件不利地域等")
    CRITERION = "criterion", _("その他の条件")


class Designation(TextChoices):
    """条件不利地域等: properties of places, each on a law of its own."""

    DISADVANTAGED = "disadvantaged", _("条件不利地域")
    DEPOPULATED = "depopulated", _("過疎")
    REMOTE_AREA = "remote-area", _("辺地")
    REMOTE_ISLAND = "remote-island", _("離島")
    PENINSULA = "peninsula", _("半島")
    MOUNTAIN_VILLAGE = "mountain-village", _("山村")
    SPECIFIED_RURAL = "specified-rural", _("特定農山村")
    HEAVY_SNOWFALL = "heavy-snowfall", _("豪雪")
    BORDER_ISLAND = "border-island", _("有人国境離島")


class DesignationExtent(TextChoices):
    WHOLE = "whole", _("全部")
    PART = "part", _("一部")


class OfficeKind(TextChoices):
    DIVISION = "division", _("本省の課・室")
    BUREAU = "bureau", _("総合通信局")
    AGENCY = "agency", _("実施機関")
    DESK = "desk", _("相談窓口")


class PrintedLabelKind(TextChoices):
    FIELD = "field", _("分野")
    STRATEGY = "strategy", _("総合戦略該当箇所")


class BudgetPhase(TextChoices):
    """予算の区分. A request (概算要求) is not a budget."""

    REQUEST = "request", _("概算要求")
    DRAFT = "draft", _("予算案")
    INITIAL = "initial", _("当初")
    SUPPLEMENTARY = "supplementary", _("補正")
    SUPPLEMENTARY_1 = "supplementary-1", _("1次補正")
    SUPPLEMENTARY_2 = "supplementary-2", _("2次補正")
    SUPPLEMENTARY_3 = "supplementary-3", _("3次補正")
    SUPPLEMENTARY_4 = "supplementary-4", _("4次補正")
    UNSPECIFIED = "unspecified", _("区分の記載なし")


class CapOf(TextChoices):
    """What an upper limit limits: never mixed up."""

    SUBSIDY = "subsidy", _("補助額")
    ELIGIBLE_COST = "eligible_cost", _("対象経費")
    BENEFIT = "benefit", _("給付額")
    NOT_STATED = "not_stated", _("何の上限かの記載なし")

    @property
    def limit(self) -> str:
        """What stands before the amount: 補助額の上限."""
        return f"上限額（{self.label}）" if self is CapOf.NOT_STATED else f"{self.label}の上限"


class ApplicantRole(TextChoices):
    ELIGIBLE = "eligible", _("補助対象者")
    EXCLUDED = "excluded", _("対象外")
    IMPLEMENTING = "implementing", _("事業主体")


class CostRule(TextChoices):
    ELIGIBLE = "eligible", _("対象")
    EXCLUDED = "excluded", _("対象外")
    FUNDING = "funding", _("地元負担に使える財源")


class Nature(TextChoices):
    """A plan is not a result; a baseline is not an outcome."""

    RESULT = "result", _("実績")
    PLAN = "plan", _("予定")
    BASELINE = "baseline", _("基準")
    TARGET = "target", _("目標")


class Qualifier(TextChoices):
    """以上, 以下, 未満, 超 are four different things."""

    AT_LEAST = "at_least", _("以上")
    AT_MOST = "at_most", _("以下")
    UNDER = "under", _("未満")
    OVER = "over", _("超")
    ABOUT = "about", _("約")
    ROUGHLY = "roughly", _("程度")


class RelationKind(TextChoices):
    """How `from_program` stands to `to_program`; the inverse is derived, never stored."""

    PREDECESSOR = "predecessor", _("前身")
    PART_OF = "part_of", _("上位の施策")
    RENAMED_FROM = "renamed_from", _("旧名称")
    RELATED = "related", _("関連")


class MaterialKind(TextChoices):
    """What a document names beside a program for its reader to take up."""

    GUIDE = "guide", _("手引き")
    FORM = "form", _("様式")
    LAW = "law", _("法令")
    RESULT = "result", _("調査結果")


class RoadmapEntryKind(TextChoices):
    ACTIVITY = "activity", _("取組")
    EFFECT = "effect", _("効果")


class FactKind(TextChoices):
    """Kinds of fact that the coverage ledger answers for, in the order in which an applicant asks."""

    CONTACT = "contact", _("問い合わせ先")
    BUDGET = "budget", _("予算額")
    RATE = "rate", _("補助率・上限額")
    APPLICANT = "applicant", _("対象者・実施者")
    COST = "cost", _("対象になる費用")
    AREA = "area", _("対象地域")
    CALL = "call", _("公募・期限")
    PERIOD = "period", _("期間")
    CASE = "case", _("事例")
    OUTCOME = "outcome", _("実績・数字")
    REFERENCE = "reference", _("リンク・資料")


class FactState(TextChoices):
    """State of one kind of fact of one program. "Not read" is a gap of ours, never shown as 記載なし."""

    STATED = "stated", _("記載あり")
    NOT_STATED = "not_stated", _("記載なし")
    NOT_APPLICABLE = "not_applicable", _("該当しない")
    NOT_READ = "not_read", _("未確認")


class CallStatus(TextChoices):
    """受付状況 on one day; derived, never stored. A missing date is not "open"."""

    OPEN = "open", _("受付中")
    UPCOMING = "upcoming", _("受付予定")
    CLOSED = "closed", _("終了")
    NOT_STATED = "not-stated", _("公募情報なし")
