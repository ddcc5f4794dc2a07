"""Controlled vocabularies that code depends on, with their Japanese labels.

Vocabularies that staff may extend (分野, 支援の種類, 立場) are tables: see models/vocabulary.py.
"""

from django.db.models import TextChoices


class PublicationStatus(TextChoices):
    """公開状況 of an entry of ours; says nothing about its calls."""

    DRAFT = "draft", "下書き"
    PUBLISHED = "published", "公開中"
    WITHDRAWN = "withdrawn", "公開終了"


class ChangeKind(TextChoices):
    """What became of a program's public record. `OPENED`: it was there when the catalog opened."""

    ADDED = "added", "新規"
    CHANGED = "changed", "変更"
    ENDED = "ended", "終了"
    OPENED = "opened", "公開"


class AreaLevel(TextChoices):
    NATION = "nation", "全国"
    DISTRICT = "district", "総合通信局の管内"
    PREFECTURE = "prefecture", "都道府県"
    MUNICIPALITY = "municipality", "市区町村"


class TargetAreaKind(TextChoices):
    """対象地域 as a document prints it: a place, a designation, or a condition in words."""

    NATION = "nation", "全国"
    DISTRICT = "district", "総合通信局の管内"
    PREFECTURE = "prefecture", "都道府県"
    MUNICIPALITY = "municipality", "市区町村"
    DESIGNATION = "designation", "条件不利地域等"
    CRITERION = "criterion", "その他の条件"


class Designation(TextChoices):
    """条件不利地域等: properties of places, each on a law of its own."""

    DISADVANTAGED = "disadvantaged", "条件不利地域"
    DEPOPULATED = "depopulated", "過疎"
    REMOTE_AREA = "remote-area", "辺地"
    REMOTE_ISLAND = "remote-island", "離島"
    PENINSULA = "peninsula", "半島"
    MOUNTAIN_VILLAGE = "mountain-village", "山村"
    SPECIFIED_RURAL = "specified-rural", "特定農山村"
    HEAVY_SNOWFALL = "heavy-snowfall", "豪雪"
    BORDER_ISLAND = "border-island", "有人国境離島"


class DesignationExtent(TextChoices):
    WHOLE = "whole", "全部"
    PART = "part", "一部"


class OfficeKind(TextChoices):
    DIVISION = "division", "本省の課・室"
    BUREAU = "bureau", "総合通信局"
    AGENCY = "agency", "実施機関"
    DESK = "desk", "相談窓口"


class PrintedLabelKind(TextChoices):
    FIELD = "field", "分野"
    STRATEGY = "strategy", "総合戦略該当箇所"


class BudgetPhase(TextChoices):
    """予算の区分. A request (概算要求) is not a budget."""

    REQUEST = "request", "概算要求"
    DRAFT = "draft", "予算案"
    INITIAL = "initial", "当初"
    SUPPLEMENTARY = "supplementary", "補正"
    SUPPLEMENTARY_1 = "supplementary-1", "1次補正"
    SUPPLEMENTARY_2 = "supplementary-2", "2次補正"
    SUPPLEMENTARY_3 = "supplementary-3", "3次補正"
    SUPPLEMENTARY_4 = "supplementary-4", "4次補正"
    UNSPECIFIED = "unspecified", "区分の記載なし"


class CapOf(TextChoices):
    """What an upper limit limits: never mixed up."""

    SUBSIDY = "subsidy", "補助額"
    ELIGIBLE_COST = "eligible_cost", "対象経費"
    BENEFIT = "benefit", "給付額"
    NOT_STATED = "not_stated", "何の上限かの記載なし"

    @property
    def limit(self) -> str:
        """What stands before the amount: 補助額の上限."""
        return f"上限額（{self.label}）" if self is CapOf.NOT_STATED else f"{self.label}の上限"


class ApplicantRole(TextChoices):
    ELIGIBLE = "eligible", "補助対象者"
    EXCLUDED = "excluded", "対象外"
    IMPLEMENTING = "implementing", "事業主体"


class CostRule(TextChoices):
    ELIGIBLE = "eligible", "対象"
    EXCLUDED = "excluded", "対象外"
    FUNDING = "funding", "地元負担に使える財源"


class Nature(TextChoices):
    """A plan is not a result; a baseline is not an outcome."""

    RESULT = "result", "実績"
    PLAN = "plan", "予定"
    BASELINE = "baseline", "基準"
    TARGET = "target", "目標"


class Qualifier(TextChoices):
    """以上, 以下, 未満, 超 are four different things."""

    AT_LEAST = "at_least", "以上"
    AT_MOST = "at_most", "以下"
    UNDER = "under", "未満"
    OVER = "over", "超"
    ABOUT = "about", "約"
    ROUGHLY = "roughly", "程度"


class RelationKind(TextChoices):
    """How `from_program` stands to `to_program`; the inverse is derived, never stored."""

    PREDECESSOR = "predecessor", "前身"
    PART_OF = "part_of", "上位の施策"
    RENAMED_FROM = "renamed_from", "旧名称"
    RELATED = "related", "関連"


class MaterialKind(TextChoices):
    """What a document names beside a program for its reader to take up."""

    GUIDE = "guide", "手引き"
    FORM = "form", "様式"
    LAW = "law", "法令"
    RESULT = "result", "調査結果"


class RoadmapEntryKind(TextChoices):
    ACTIVITY = "activity", "取組"
    EFFECT = "effect", "効果"


class FactKind(TextChoices):
    """Kinds of fact that the coverage ledger answers for, in the order in which an applicant asks."""

    CONTACT = "contact", "問い合わせ先"
    BUDGET = "budget", "予算額"
    RATE = "rate", "補助率・上限額"
    APPLICANT = "applicant", "対象者・実施者"
    COST = "cost", "対象になる費用"
    AREA = "area", "対象地域"
    CALL = "call", "公募・期限"
    PERIOD = "period", "期間"
    CASE = "case", "事例"
    OUTCOME = "outcome", "実績・数字"
    REFERENCE = "reference", "リンク・資料"


class FactState(TextChoices):
    """State of one kind of fact of one program. "Not read" is a gap of ours, never shown as 記載なし."""

    STATED = "stated", "記載あり"
    NOT_STATED = "not_stated", "記載なし"
    NOT_APPLICABLE = "not_applicable", "該当しない"
    NOT_READ = "not_read", "未確認"


class CallStatus(TextChoices):
    """受付状況 on one day; derived, never stored. A missing date is not "open"."""

    OPEN = "open", "受付中"
    UPCOMING = "upcoming", "受付予定"
    CLOSED = "closed", "終了"
    NOT_STATED = "not-stated", "公募情報なし"
