"""Four eyes: a change is sent to review, and another person returns it or lets the public have it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone

from programs import services
from programs.choices import PublicationStatus, RevisionState, RevisionStepKind
from programs.models import Program, Revision, RevisionStep, Version
from programs.services import missing_for_publication
from programs.staff import may_review

from . import tree, versions
from .guard import note_kept, recording

OWN_CHANGE = "ご自分で直した変更は承認できません。ほかの承認者に頼んでください。"
CHANGED_SINCE = "この画面を開いたあとで、変更の内容か状態が変わりました。最新の内容を確かめてください。"
DELETED = "施策を削除"
NO_REVIEWER = "この操作ができるのは承認者だけです。"


@recording()
def submit(*, revision: Revision, user: User, comment: str = "") -> None:
    """Send a draft to review. Raises ValidationError with all that it lacks for the public."""
    revision = locked(revision, RevisionState.EDITING)
    if not revision.versions.exists():
        raise ValidationError("まだ何も直していません。")
    refuse_what_is_missing(revision)
    move(revision, RevisionState.SUBMITTED, RevisionStepKind.SUBMITTED, user, comment)


@recording()
def recall(*, revision: Revision, user: User, comment: str = "") -> None:
    """Take a change that waits, for review or for its time, back to its editors."""
    revision = locked(revision, RevisionState.SUBMITTED, RevisionState.APPROVED)
    move(revision, RevisionState.EDITING, RevisionStepKind.RECALLED, user, comment)


@recording()
def return_to_editors(*, revision: Revision, user: User, comment: str) -> None:
    """Return a change with the words why. Raises PermissionDenied for who may not review."""
    revision = locked(revision, RevisionState.SUBMITTED)
    if not may_review(user):
        raise PermissionDenied(NO_REVIEWER)
    if not comment.strip():
        raise ValidationError("差し戻す理由を書いてください。")
    move(revision, RevisionState.EDITING, RevisionStepKind.RETURNED, user, comment)


@recording()
def approve(
    *,
    revision: Revision,
    user: User,
    version: int,
    comment: str = "",
    publish_at: datetime | None = None,
) -> Revision:
    """Let the public have a change, now or at a time to come; `version` is what the person read.

    Raises PermissionDenied for who may not review, ValidationError for an author of the change, for a version
    that is no longer the last, and with all that is missing.
    """
    revision = locked(revision, RevisionState.SUBMITTED)
    if not may_review(user):
        raise PermissionDenied(NO_REVIEWER)
    if revision.authors.filter(pk=user.pk).exists():
        raise ValidationError(OWN_CHANGE)
    if Version.objects.last_number(revision.code) != version:
        raise ValidationError(CHANGED_SINCE)
    if publish_at and publish_at > timezone.now():
        refuse_what_is_missing(revision)
        revision.publish_at = publish_at
        move(revision, RevisionState.APPROVED, RevisionStepKind.APPROVED, user, comment)
    else:
        RevisionStep.objects.create(
            revision=revision, kind=RevisionStepKind.APPROVED, user=user, comment=comment
        )
        publish(revision, user)
    return revision


@recording()
def discard(*, revision: Revision, user: User, comment: str = "") -> None:
    """Give a draft up: the public program stays as it is, what was never public stays as it was left."""
    revision = locked(revision, RevisionState.EDITING)
    draft = revision.draft
    move(revision, RevisionState.DISCARDED, RevisionStepKind.DISCARDED, user, comment)
    if draft and draft.draft_of_id:
        draft.delete()  # its versions stay
        note_kept()


@recording()
def withdraw(*, program: Program, user: User, comment: str = "") -> None:
    """Take a published program off the public pages; the record stays for its editors."""
    program = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    if not may_review(user):
        raise PermissionDenied(NO_REVIEWER)
    versions.keep_what_was_there(program)
    services.withdraw(program=program, user=user)
    note_kept()
    for waiting in program.revisions.filter(state=RevisionState.APPROVED):
        # Else its time would bring back what was just taken away.
        move(waiting, RevisionState.EDITING, RevisionStepKind.RECALLED, user, "公開を終えたため")
    last = Revision.objects.filter(code=program.code).first()
    if last is None:
        last = Revision.objects.create(
            code=program.code, name=program.name, program=program, state=RevisionState.PUBLISHED
        )
    RevisionStep.objects.create(revision=last, kind=RevisionStepKind.WITHDRAWN, user=user, comment=comment)


@recording()
def delete(*, program: Program, user: User) -> None:
    """Delete a program that the public does not see; its history stays. ValidationError for a public one."""
    if program.status == PublicationStatus.PUBLISHED or program.draft_of_id:
        raise ValidationError("公開中の施策や、下書きの写しは削除できません。")
    versions.keep(program, user=user, reason=DELETED)
    services.delete_programs([program])


def publish_due(now: datetime) -> tuple[list[Revision], list[tuple[Revision, ValidationError]]]:
    """Publish what was approved for a time that has come; each by itself, so that one failure stops no other.

    Returns what was published, and what could not be with the reason; that goes back to its editors.
    """
    done, failed = [], []
    for revision in Revision.objects.due(now):
        try:
            with recording():
                revision = locked(revision, RevisionState.APPROVED)
                approved = revision.steps.filter(kind=RevisionStepKind.APPROVED).last()
                publish(revision, approved.user if approved else None)
        except ValidationError as error:
            with recording():
                told = " ".join(error.messages)
                move(revision, RevisionState.EDITING, RevisionStepKind.FAILED, None, told)
            failed.append((revision, error))
        else:
            done.append(revision)
    return done, failed


def preview(revision: Revision) -> Program:
    """Publish a draft for the eyes of its editor alone: the caller rolls the transaction back.

    Raises ValidationError with what stands in the way of a page.
    """
    return publish(revision, None)


def publish(revision: Revision, user: User | None) -> Program:
    """Put the draft's facts in place of the program's; readers see it when the transaction commits.

    Raises ValidationError with all that is missing.
    """
    refuse_what_is_missing(revision)
    draft, program = revision.draft, revision.program
    assert draft
    assert program
    showed_it = set(Program.objects.related_to(program))
    editor = draft.edited_by
    if draft.draft_of_id:
        content = tree.snapshot(draft)
        draft.delete()
        program = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
        tree.write(content, program)
    last = Version.objects.of_program(revision.code).first()
    assert last
    last.published_at = timezone.now()
    last.save(update_fields=["published_at"])
    note_kept()
    move(revision, RevisionState.PUBLISHED, RevisionStepKind.PUBLISHED, user, "")
    program.status = PublicationStatus.PUBLISHED
    program.save(update_fields=["status"])
    services.record_edit(program=program, user=editor)
    services.refresh_public_records(showed_it - set(Program.objects.related_to(program)))
    return program


def refuse_what_is_missing(revision: Revision) -> None:
    """Raise ValidationError with all that a draft lacks before the public may see it."""
    assert revision.draft
    missing = missing_for_publication(revision.draft)
    if missing:
        raise ValidationError(missing)


def locked(revision: Revision, *states: RevisionState) -> Revision:
    """The revision as it is now, until the transaction ends; ValidationError where it is in no such state.

    Its programs first, as every save does: who locks in one order waits, and never for each other.
    """
    rows = Program.objects.filter(Q(revisions=revision) | Q(revision=revision))
    list(Program.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("pk")).order_by("pk"))
    current = Revision.objects.select_for_update(of=("self",)).filter(pk=revision.pk).first()
    if current is None or current.state not in states:
        raise ValidationError(CHANGED_SINCE)
    return current


def move(
    revision: Revision, state: RevisionState, kind: RevisionStepKind, user: User | None, comment: str
) -> None:
    revision.state = state
    if state != RevisionState.APPROVED:
        revision.publish_at = None
    if not revision.is_open:
        revision.draft = None
    revision.save()
    RevisionStep.objects.create(revision=revision, kind=kind, user=user, comment=comment.strip())
