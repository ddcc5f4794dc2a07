"""Whether what programs and drafts say is what their last versions say; nothing is written."""

from collections.abc import Iterator

from programs.models import Program, Revision, Version

from . import tree


def differences() -> Iterator[str]:
    """A sentence for each program, or draft of one, that says something else than its last version."""
    drafts = dict(Revision.objects.open().values_list("program", "draft"))
    for program in Program.objects.entries().filter(code__in=Version.objects.values("code")).order_by("code"):
        row = Program.objects.get(pk=drafts.get(program.pk) or program.pk)
        last = Version.objects.of_program(program.code)[0]
        if canonical(tree.snapshot(row)) != canonical(last.snapshot):
            yield f"施策の内容が最後の版と違います：{program.code}（{last}）"


def canonical(snapshot: tree.Snapshot) -> tree.Snapshot:
    """A snapshot with its rows numbered anew, so that two of the same facts are equal."""
    number = {(name, row["id"]): n for name, rows in snapshot["rows"].items() for n, row in enumerate(rows)}

    def renumbered(name: str, row: tree.Values, references: dict[str, str]) -> tree.Values:
        changed: tree.Values = {"id": number[name, row["id"]]}
        for field, related in references.items():
            changed[field] = None if row[field] is None else number[related, row[field]]
        return row | changed

    rows = {}
    for model, _ in tree.TREE:
        related = {
            field.name: field.related_model.__name__
            for field in model._meta.fields
            if field.related_model in tree.MEMBERS
        }
        name = model.__name__
        rows[name] = [renumbered(name, row, related) for row in snapshot["rows"][name]]
    return {"program": snapshot["program"], "rows": rows}
