"""Every version that was saved: kept, compared in words, brought back as a draft."""

from django.contrib.auth.models import User

from programs.contract import Record, disagreement_records, disagreements, program_records
from programs.models import Program, PublicRecord, Revision, Source, Version
from programs.recordchanges import Change, changes, everything

from . import edits, tree
from .guard import note_kept, recording

FIRST = "はじめの内容"
LOADED = "カタログの読み込み"


def record_of(program: Program) -> Record:
    """What the public would be shown of a program or of the copy of one: its record of the data contract,
    and under "disagreements" where its documents do not agree.
    """
    [record] = program_records(Program.objects.filter(pk=program.pk).select_related("draft_of"))
    disputed = disagreement_records(program.disagreements.with_sides())
    return record | {"disagreements": disputed}


def public_record_of(program: Program) -> Record | None:
    """What the public is shown of a program now, in the same form; None where it is not public."""
    public = PublicRecord.objects.filter(program=program).first()
    if public is None:
        return None
    return public.record | {"disagreements": disagreements(program.code)}


def keep(
    program: Program, *, revision: Revision | None = None, user: User | None = None, reason: str = ""
) -> Version:
    """A new version of what the program, or the copy of it, says now."""
    code = program.public_code
    note_kept()
    return Version.objects.create(
        code=code,
        number=Version.objects.last_number(code) + 1,
        revision=revision,
        saved_by=user,
        reason=reason,
        record=record_of(program),
        snapshot=tree.snapshot(program),
    )


def keep_what_was_there(program: Program) -> None:
    """What a program said before its first edit; later it is in its versions."""
    if Version.objects.last_number(program.public_code):
        return
    public = PublicRecord.objects.filter(program=program).first()
    version = keep(program, reason=FIRST)
    if public:
        version.published_at = public.updated_at
        version.save(update_fields=["published_at"])


def keep_what_was_loaded() -> None:
    """After a catalog was loaded anew: a version of each program with a history that it left otherwise."""
    for program in Program.objects.filter(code__in=Version.objects.values("code")):
        last = Version.objects.of_program(program.code)[0]
        if last.record != record_of(program):
            version = keep(program, reason=LOADED)
            version.published_at = version.saved_at
            version.save(update_fields=["published_at"])
    note_kept()


def differences(before: Record | None, after: Record) -> list[Change]:
    """What changed between two records of one program, in words and in full; all of it where nothing was."""
    letters = Source.objects.letters()
    return changes(before, after, letters, in_full=True) if before else everything(after, letters)


@recording()
def restore(*, version: Version, program: Program, user: User) -> Program:
    """A draft that says what a version said; returns the row that holds it.

    Raises ValidationError where the program may not be edited now, or where the version names an office, a
    document or a program that is no longer there.
    """
    draft = edits.begin(program=program, user=user)
    tree.write(version.snapshot, draft)
    edits.record_save(program=draft, user=user, reason=f"第{version.number}版の内容に戻す")
    return draft
