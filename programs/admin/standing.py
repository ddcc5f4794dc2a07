"""Where a record stands on its way to the public, for the head of each page about it."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from programs.choices import PublicationStatus, RevisionState
from programs.display import moment_label
from programs.models import Program, Revision
from programs.models.programs import DRAFT_SUFFIX
from programs.staff import may_edit, may_review


@dataclass(frozen=True)
class Standing:
    label: str
    sentence: str
    revision_url: str = ""  # the page of the open change
    draft_url: str = ""  # this very record in the draft
    begin_url: str = ""  # where a draft is made
    withdraw_url: str = ""


def standing(row: Model, program: Program, user: User, revision: Revision | None) -> Standing:
    """Of a row of `program`, which is the public program, the copy of one, or one that was never public;
    `revision` is the open one.
    """
    revision_url = reverse("admin:programs_revision_change", args=[revision.pk]) if revision else ""
    if program.status == PublicationStatus.PUBLISHED:
        return public_standing(row, program, user, revision, revision_url)
    if revision is None:
        is_withdrawn = program.status == PublicationStatus.WITHDRAWN
        sentence = "公開を終えた施策です。" if is_withdrawn else "まだ公開していない施策です。"
        return Standing(program.get_status_display(), f"{sentence}保存すると、下書きとして確認に出せます。")
    sentences = {
        RevisionState.EDITING: "下書きです。読者にはまだ見えません。",
        RevisionState.SUBMITTED: "確認待ちです。直すには、確認の画面で取り下げます。",
        RevisionState.APPROVED: "承認済みで、公開の時刻を待っています。",
    }
    sentence = sentences[RevisionState(revision.state)]
    if revision.publish_at:
        sentence += f"公開：{moment_label(timezone.localtime(revision.publish_at))}"
    return Standing(revision.get_state_display(), sentence, revision_url=revision_url)


def public_standing(
    row: Model, program: Program, user: User, revision: Revision | None, revision_url: str
) -> Standing:
    draft = revision and revision.draft
    copied = counterpart(row, draft) if draft else None
    address = (type(row)._meta.model_name, row.pk)
    can_begin = revision is None and may_edit(user, program)
    withdraw_url = reverse("admin:programs_program_withdraw", args=[program.pk])
    return Standing(
        "公開中",
        "公開中の内容です。ここでは見るだけで、直すのは下書きでします。",
        revision_url=revision_url,
        draft_url=change_url(copied or draft) if draft else "",
        begin_url=reverse("admin:programs_revision_begin", args=address) if can_begin else "",
        withdraw_url=withdraw_url if may_review(user) else "",
    )


def change_url(row: Model) -> str:
    return reverse(f"admin:programs_{row._meta.model_name}_change", args=[row.pk])


def counterpart(row: Model, draft: Program) -> Model | None:
    """The row of a draft copy that was made of a row of its program, while nobody changed what tells it."""
    if isinstance(row, Program):
        return draft
    lookups = dict(zip(row.natural_key_lookups, row.natural_key(), strict=True))
    first = row.natural_key_lookups[0]
    # Of a disagreement the slug tells the copy, of anything else the program's code.
    lookups[first] += DRAFT_SUFFIX
    return type(row)._default_manager.filter(**lookups).first()
