"""Working on a draft: where an edit is made, and what is kept of each save."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils import timezone

from programs.choices import PublicationStatus, RevisionState, RevisionStepKind
from programs.entries import DRAFT_SUFFIX
from programs.models import Program, Revision, RevisionStep, Version

from . import tree, versions
from .guard import note_kept, recording

WAITS = {
    RevisionState.SUBMITTED: "この施策の変更は確認待ちです。直すには、まず取り下げてください。",
    RevisionState.APPROVED: "この施策の変更は公開待ちです。直すには、まず取り下げてください。",
}


@recording()
def begin(*, program: Program, user: User) -> Program:
    """The row on which a program may be edited: the open draft of it, or a new one.

    Raises ValidationError while a change of it waits for review or for its time.
    """
    program = Program.objects.select_for_update(of=("self",)).get(pk=program.draft_of_id or program.pk)
    revision = Revision.objects.open().filter(program=program).first()
    if revision:
        if revision.state != RevisionState.EDITING:
            raise ValidationError(WAITS[RevisionState(revision.state)])
        assert revision.draft
        return revision.draft
    versions.keep_what_was_there(program)
    draft = copy_of(program) if program.status == PublicationStatus.PUBLISHED else program
    open_revision(program, draft, user)
    return draft


def is_editable(program: Program) -> bool:
    """Whether this very row may be edited now: only editors see it, and it does not wait for review."""
    return is_editable_in(program, open_change(program))


def open_change(program: Program) -> Revision | None:
    """The open revision of a program, or of the program that a copy is of, with its draft."""
    if program.draft_of_id:  # a copy is there as long as its revision is open
        return program.revision
    found = Revision.objects.open().select_related("draft")
    return found.filter(program=program.draft_of_id or program.pk).first()


def is_editable_in(program: Program, revision: Revision | None) -> bool:
    """The same, by its open revision."""
    if program.status == PublicationStatus.PUBLISHED:
        return False
    if revision is None:
        return program.draft_of_id is None
    return revision.draft_id == program.pk and revision.state == RevisionState.EDITING


def copy_of(program: Program) -> Program:
    """A row with the same facts that the public does not see."""
    draft = Program(code=program.code + DRAFT_SUFFIX, draft_of=program)
    content = tree.snapshot(program)
    tree.put(draft, {n: v for n, v in content["program"].items() if n != "fields"}, tree.Named())
    draft.edited_at, draft.edited_by = program.edited_at, program.edited_by
    draft.save()
    tree.write(content, draft)
    note_kept()
    return draft


def open_revision(program: Program, draft: Program, user: User) -> Revision:
    revision = Revision.objects.create(code=program.code, name=program.name, program=program, draft=draft)
    RevisionStep.objects.create(revision=revision, kind=RevisionStepKind.BEGUN, user=user)
    if draft == program:
        revision.authors.add(*authors_of_what_is_left(revision))
    return revision


def authors_of_what_is_left(revision: Revision) -> QuerySet[User]:
    """Who worked on changes that were given up since the last publication: of a program that is edited
    itself their figures are still there, and they may not approve them.
    """
    earlier = Revision.objects.filter(program=revision.program, pk__lt=revision.pk)
    published = earlier.filter(state=RevisionState.PUBLISHED).aggregate(last=Max("pk"))["last"] or 0
    given_up = earlier.filter(state=RevisionState.DISCARDED, pk__gt=published)
    return User.objects.filter(revisions__in=given_up).distinct()


@recording()
def record_save(*, program: Program, user: User, reason: str = "") -> None:
    """After a draft's rows were written, in the same transaction: who, when, and the version that it makes.

    The person becomes an author of the change, who may not approve it. Raises ValidationError for a row that
    is public, or that waits for review.
    """
    if program.status == PublicationStatus.PUBLISHED:
        raise ValidationError("公開中の施策は、下書きを作ってから直します。")
    revision = Revision.objects.open().select_for_update().filter(draft=program).first()
    if revision is None:
        revision = open_revision(program, program, user)
    if revision.state != RevisionState.EDITING:
        raise ValidationError(WAITS[RevisionState(revision.state)])
    revision.authors.add(user)
    if revision.code != program.public_code:  # of what was never public it may still be mended
        Version.objects.filter(code=revision.code).update(code=program.public_code)
    revision.name, revision.code = program.name, program.public_code
    revision.save(update_fields=["name", "code"])
    program.edited_by, program.edited_at = user, timezone.now()
    program.save(update_fields=["edited_by", "edited_at"])
    versions.keep(program, revision=revision, user=user, reason=reason)
