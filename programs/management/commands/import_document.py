"""A document of the 施策集 kind: what it would add to the catalog, and with --confirm the drafts of it."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from programs.importing.comparing import State
from programs.importing.confirming import Result, confirm
from programs.importing.describing import kind_of, text_of
from programs.importing.proposal import Particulars, ProgramProposal, Proposal, propose
from programs.importing.text import MAX_BYTES, Text, UnreadableDocument, decode
from programs.ingest import parse

STATES = {State.NEW: "新規", State.THERE: "登録済み", State.DIFFERENT: "違い"}


class Command(BaseCommand):
    help = "資料（「施策名：」で始まるページのテキスト）を読み、下書きの案を示すか、下書きにします。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="資料の本文（UTF-8のテキスト、2MBまで）")
        parser.add_argument("--title", required=True, help="資料の題名")
        parser.add_argument("--publisher", required=True, help="発行")
        parser.add_argument("--fiscal-year", required=True, help="資料の年度。例：令和4年度、2022")
        parser.add_argument("--published-on", help="発行の日。例：令和4年4月1日、2022-04-01")
        parser.add_argument("--user", help="下書きを作る人のユーザー名（--confirm のとき）")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--dry-run", action="store_true", help="案を示すだけで、書き込まない（既定）")
        choice.add_argument("--confirm", action="store_true", help="案のとおり、下書きを作る")

    def handle(self, *args: Any, **options: Any) -> None:
        particulars = self.particulars(options)
        try:
            text = self.text(options["file"])
            if options["confirm"]:
                self.tell(confirm(text=text, particulars=particulars, user=self.user(options["user"])))
            else:
                self.show(propose(text, particulars))
        except UnreadableDocument as error:
            raise CommandError(f"{options['file']}：{error}") from None
        except (ValidationError, PermissionDenied) as error:
            messages = error.messages if isinstance(error, ValidationError) else [str(error)]
            raise CommandError(f"{' '.join(messages)}何も書き込んでいません。") from None

    def text(self, path: Path) -> Text:
        try:
            with path.open("rb") as file:
                return decode(file.read(MAX_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{path}：読めません（{error.strerror}）。") from None

    def particulars(self, options: dict[str, Any]) -> Particulars:
        try:
            day = parse.calendar_day(options["published_on"]) if options["published_on"] else None
            return Particulars(
                title=options["title"],
                publisher=options["publisher"],
                fiscal_year=parse.fiscal_year(options["fiscal_year"]),
                published_on=day,
            )
        except parse.UnreadableFigure as error:
            raise CommandError(str(error)) from None

    def user(self, username: str | None) -> Any:
        user = get_user_model().objects.filter(username=username or "").first()
        if user is None:
            raise CommandError("--user に、下書きを作る人のユーザー名を指定してください。")
        return user

    def show(self, proposal: Proposal) -> None:
        known = f"登録済みの資料（記号 {proposal.source.letter}）" if proposal.source else "新しい資料"
        self.stdout.write(f"{proposal.particulars.title}：{known}、{len(proposal.text.lines):,}行")
        for proposed in proposal.programs:
            self.show_program(proposed, proposal.text)
        if proposal.front:
            self.stdout.write(f"\n最初の施策名より前の行：{len(proposal.front)}行")
        counts = proposal.counts
        self.stdout.write(
            f"\n施策 {counts['programs']}件（新しい施策 {counts['new_programs']}件、"
            f"新しい年度版 {counts['new_editions']}件）\n"
            f"新規 {counts['new_facts']}件、登録済み {counts['there']}件、違い {counts['different']}件、"
            f"読み取れなかった行 {counts['unrecognised']}行\n"
            "書き込んでいません。下書きにするには --confirm --user ユーザー名 を付けてください。"
        )

    def show_program(self, proposed: ProgramProposal, text: Text) -> None:
        entry = proposed.entry
        self.stdout.write(f"\n■ {entry.name}（{entry.cite}）：{_standing(proposed)}")
        for name in proposed.near:
            self.stdout.write(f"  似た名前の施策があります：{name}")
        for compared in proposed.facts:
            fact = compared.fact
            was = f"　カタログ：{compared.existing}" if compared.existing else ""
            proof = f"（{fact.cite}「{fact.cite.literal}」）"
            self.stdout.write(f"  [{STATES[compared.state]}] {kind_of(fact)} {text_of(fact)}{proof}{was}")
        for lines in entry.to_write:
            self.stdout.write(f"  [要約・目的を書く] {lines.heading}：{lines.first}～{lines.last}行")
        for number in entry.unrecognised:
            self.stdout.write(f"  [読み取れない] {number}行 {text.lines[number - 1].strip()[:60]}")

    def tell(self, result: Result) -> None:
        for told, rows in (("下書きを作りました", result.created), ("下書きに加えました", result.changed)):
            for row in rows:
                self.stdout.write(f"{told}：{row['name']}（{row['facts']}件）")
        for row in result.left_out:
            self.stdout.write(f"入れていません：{row['name']}　{row['why']}")
        if not result.created and not result.changed:
            self.stdout.write("新しいことはありませんでした。")
        self.stdout.write(
            f"施策 新規{len(result.created)}件・追加{len(result.changed)}件、事実 {result.facts}件、"
            f"違い（そのまま） {result.different}件。公開はしていません。"
        )


def _standing(proposed: ProgramProposal) -> str:
    if proposed.blocked:
        return proposed.blocked
    if proposed.program is None:
        return "新しい施策"
    return "登録済みの施策" if proposed.edition else "登録済みの施策の新しい年度版"
