"""The two steps of an import: a dry run that is shown and kept, and its confirmation. All or nothing."""

import hashlib
import logging

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs import drafting
from programs.models import Program, SpreadsheetUpload

from . import surroundings
from .merging import Merge
from .plan import Plan
from .reading import Problem, read_file
from .tables import Vocabulary, version_of

# A copy and a version are kept of each: more would take longer than a page may.
MAX_PROGRAMS = 50
REASON = "表計算の取り込み"
CLASHED = (
    "ほかの人の保存と重なったため、取り込めませんでした。何も書き込んでいません。"
    "もう一度アップロードしてください。"
)
logger = logging.getLogger(__name__)


def rehearse(content: bytes, user: User) -> Plan:
    """What confirming would do. Nothing is written: the writing is rolled back.

    Raises `precheck.Refused` for a file that is not read at all.
    """
    vocabulary = Vocabulary.load()
    reading = read_file(content, vocabulary)
    with drafting.recording():
        plan = Merge(reading, user, vocabulary, rehearsal=True).run()
        transaction.set_rollback(True)
    return plan


def keep(
    name: str, content: bytes, user: User, *, most_programs: int | None = MAX_PROGRAMS
) -> SpreadsheetUpload:
    """Keeps a file with its dry run until its uploader confirms it; raises `precheck.Refused`.

    More than `most_programs` programs are a problem of the file (None: as many as there are).
    """
    plan = rehearse(content, user)
    programs = len({change.code for change in plan.changes})
    if most_programs is not None and programs > most_programs:
        limit = f"一度に直せる施策は{most_programs}件までです（このファイルは{programs}件）。"
        plan.problems.insert(0, Problem("すべて", 0, "", f"{limit}分けて取り込んでください。"))
    SpreadsheetUpload.objects.expired().delete()
    return SpreadsheetUpload.objects.create(
        user=user,
        name=name[:200].replace("\0", ""),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        plan=plan.as_json(),
    )


def confirm(upload: SpreadsheetUpload) -> Plan:
    """Writes what the uploader was shown, or nothing at all; raises `ValidationError` with the reason."""
    try:
        with drafting.recording():
            plan = _confirm(upload)
    except IntegrityError:
        raise ValidationError(CLASHED) from None
    logger.info("spreadsheet taken in: %d rows of %d programs", len(plan.changes), len(plan.versions))
    return plan


def _confirm(upload: SpreadsheetUpload) -> Plan:
    kept = SpreadsheetUpload.objects.select_for_update().current().filter(pk=upload.pk).first()
    if kept is None:
        raise ValidationError("アップロードから1日が過ぎました。もう一度アップロードしてください。")
    if kept.confirmed_at:
        raise ValidationError("この表計算は、もう取り込みました。")
    shown = Plan.from_json(kept.plan)
    if not shown.may_be_confirmed:
        raise ValidationError("誤りがあるか、変更がないため、取り込めません。")
    _refuse_if_changed_meanwhile(shown)
    vocabulary = Vocabulary.load()
    merge = Merge(read_file(bytes(kept.content), vocabulary), kept.user, vocabulary, rehearsal=False)
    plan = merge.run()
    if plan.problems or plan.digest != shown.digest:
        raise ValidationError(
            "確認の画面を表示したあとに、登録されている内容が変わりました。もう一度アップロードして、確かめてください。"
        )
    for code in dict.fromkeys(change.code for change in plan.changes):
        drafting.record_save(program=merge.drafts.begun[code], user=kept.user, reason=REASON)
    kept.confirmed_at, kept.content = timezone.now(), b""
    kept.save(update_fields=["confirmed_at", "content"])
    return plan


def _refuse_if_changed_meanwhile(shown: Plan) -> None:
    """Every program that the import touches must be as the dry run found it, and stays so from here on."""
    known = [code for code, version in shown.versions.items() if version]
    entries = list(Program.objects.entries().filter(code__in=known))
    surroundings.lock(entries)
    surroundings.lock(surroundings.rows_to_edit(entries).values())
    # Read after the lock: who held it has saved by now.
    entries = list(Program.objects.entries().filter(code__in=known))
    rows = surroundings.rows_to_edit(entries)
    now = {entry.code: version_of(rows[entry.pk]) for entry in entries}
    changed = [code for code in known if now.get(code) != shown.versions[code]]
    if changed:
        names = {change.code: change.program for change in shown.changes}
        listed = "」「".join(names.get(code, code) for code in changed)
        raise ValidationError(
            f"確認の画面を表示したあとに、「{listed}」がほかで保存されました。"
            "何も書き込んでいません。書き出し直して、直してください。"
        )
