"""The staff pages of the spreadsheets and the commands beside them: who may do what, and what they say."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from programs.models import BudgetLine, Program, SpreadsheetUpload
from programs.spreadsheets.precheck import MAX_BYTES
from tests import factories
from tests.programs.spreadsheet_files import edited, public_program, set_cells
from tests.programs.staff_pages import make_editor, url

pytestmark = pytest.mark.django_db
PAGE = "admin:programs_program_spreadsheet"


@pytest.fixture
def program():
    return public_program()


@pytest.fixture
def viewer(client, django_user_model):
    user = django_user_model.objects.create_user("viewer", password="pw", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_program"))
    client.force_login(user)
    return user


def one_amount(book):
    set_cells(book["予算額"], 2, 金額=3_700_000_000)


def wrong_amount(book):
    set_cells(book["予算額"], 2, 金額="三十億")


def upload(client, content, name="直した表.xlsx"):
    return client.post(reverse(PAGE), {"file": SimpleUploadedFile(name, content)})


def uploaded(client, change=one_amount):
    """The address of the dry run of an edited export."""
    response = upload(client, edited(change))
    assert response.status_code == 302
    return response.url


def test_a_workbook_is_downloaded(client, editor, program):
    response = client.get(reverse(f"{PAGE}_export"), {"form": "xlsx"})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert load_workbook(BytesIO(response.content)).sheetnames == ["施策", "予算額", "補助率", "公募"]


def test_one_table_is_downloaded_as_csv(client, editor, program):
    response = client.get(reverse(f"{PAGE}_export"), {"form": "予算額"})
    assert response.content.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline=""))
    assert row["金額（円）"] == "3682000000"


def test_an_office_narrows_the_export(client, editor, program):
    other = factories.ProgramFactory(published=True)
    office = factories.OfficeFactory(code="office-two")
    factories.EditionOfficeFactory(edition=other.editions.get(), office=office)
    response = client.get(reverse(f"{PAGE}_export"), {"form": "施策", "office": office.pk})
    rows = csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline=""))
    assert [row["施策の記号"] for row in rows] == [other.code]


@pytest.mark.parametrize("parameters", [{}, {"form": "pdf"}, {"form": "xlsx", "office": "x"}])
def test_an_export_that_is_not_there_is_told(client, editor, parameters):
    response = client.get(reverse(f"{PAGE}_export"), parameters)
    assert response.status_code == 200
    assert response.context["export_form"].errors
    assert "エラー：" in response.text


def test_ticked_programs_are_written_out(client, editor, program):
    factories.ProgramFactory()
    chosen = {"action": "export_chosen", "_selected_action": [program.pk]}
    response = client.post(url("program", "changelist"), chosen)
    sheet = load_workbook(BytesIO(response.content))["施策"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["hikari"]


def test_the_list_of_programs_leads_to_the_page(client, editor):
    assert f'href="{reverse(PAGE)}"' in client.get(url("program", "changelist")).text


def test_upload_read_the_difference_confirm(client, editor, program):
    address = uploaded(client)
    text = client.get(address).text
    assert "3,682,000,000円（3,682百万円）" in text
    assert "3,700,000,000円（3,700百万円）" in text
    assert not Program.objects.filter(draft_of=program).exists()
    response = client.post(address, follow=True)
    assert "1件の施策の下書きに、1行を取り込みました。まだ公開していません。" in response.text
    assert BudgetLine.objects.get(edition__program__draft_of=program).amount_yen == 3_700_000_000
    text = client.get(address).text
    assert 'value="取り込む"' not in text
    assert "に取り込みました" in text
    assert "もう取り込みました" in client.post(address).text
    assert BudgetLine.objects.count() == 2


def test_errors_are_listed_by_sheet_row_and_column(client, editor, program):
    response = client.get(uploaded(client, wrong_amount))
    assert "誤りが1件あるため" in response.text
    for text in ("予算額", "2行目", "H列 金額（円）", "「三十億」を金額として読めません"):
        assert text in response.text
    assert 'value="取り込む"' not in response.text


def test_a_file_without_a_difference_says_so(client, editor, program):
    text = client.get(uploaded(client, lambda book: None)).text
    assert "違うところがありません" in text
    assert 'value="取り込む"' not in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "ファイルが空です"),
        (b"PK\x03\x04" + b"0" * MAX_BYTES, "2MBまで"),
        ("施策".encode("cp932"), "CSV UTF-8"),
        (b"PK\x03\x04 no zip", "ブックではありません"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_its_field(client, editor, content, message):
    response = upload(client, content)
    assert response.status_code == 200
    assert message in "".join(response.context["upload_form"].errors["file"])
    assert not SpreadsheetUpload.objects.exists()


def test_no_file_is_told(client, editor):
    response = client.post(reverse(PAGE), {})
    assert response.context["upload_form"].errors["file"] == [
        "ファイルを選んでください。2MBを超えるファイルは読み込めません。"
    ]


def test_what_a_file_says_is_shown_as_text(client, editor, program):
    def change(book):
        set_cells(book["施策"], 2, 要約="<script>alert(1)</script>", 支援の種類="<b>別</b>")

    text = client.get(uploaded(client, change)).text
    assert "<b>別" not in text
    text = client.get(
        uploaded(client, lambda book: set_cells(book["施策"], 2, 要約="<script>alert(1)</script>"))
    ).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_a_dry_run_is_its_uploaders_alone(client, editor, program, django_user_model):
    address = uploaded(client)
    client.force_login(make_editor(django_user_model, "other"))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert not Program.objects.filter(draft_of=program).exists()


def test_a_dry_run_is_gone_after_a_day(client, editor, program):
    address = uploaded(client)
    SpreadsheetUpload.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_who_may_look_may_write_out_but_not_take_in(client, viewer, program):
    page = client.get(reverse(PAGE))
    assert page.status_code == 200
    assert 'type="file"' not in page.text
    assert client.get(reverse(f"{PAGE}_export"), {"form": "xlsx"}).status_code == 200
    assert upload(client, edited(one_amount)).status_code == 403
    assert client.get(reverse(f"{PAGE}_upload", args=[1])).status_code == 403


def test_others_may_do_neither(client, django_user_model, program):
    assert client.get(reverse(PAGE)).status_code == 302
    assert client.get(reverse(f"{PAGE}_export"), {"form": "xlsx"}).status_code == 302
    client.force_login(django_user_model.objects.create_user("clerk", password="pw", is_staff=True))
    for address in (reverse(PAGE), reverse(f"{PAGE}_export"), reverse(f"{PAGE}_upload", args=[1])):
        assert client.get(address).status_code == 403


# --- Commands ---------------------------------------------------------------------------------


def run(*arguments):
    output = StringIO()
    call_command(*arguments, stdout=output, stderr=output)
    return output.getvalue()


def test_the_commands_do_the_same(editor, program, tmp_path):
    file = tmp_path / "a.xlsx"
    assert "施策 1件を" in run("export_spreadsheet", str(file))
    file.write_bytes(edited(one_amount, file.read_bytes()))
    said = run("import_spreadsheet", str(file), "--user", "editor", "--dry-run")
    assert "予算額 2行目 変更：光の事業" in said
    assert "追加 0行、変更 1行、削除 0行、変更なし 3行" in said
    assert not Program.objects.filter(draft_of=program).exists()
    assert not SpreadsheetUpload.objects.exists()
    assert "下書きに取り込みました" in run("import_spreadsheet", str(file), "--user", "editor")
    assert BudgetLine.objects.get(edition__program__draft_of=program).amount_yen == 3_700_000_000


def test_a_command_that_cannot_says_why(editor, program, tmp_path):
    file = tmp_path / "a.xlsx"
    with pytest.raises(CommandError, match="読めません"):
        run("import_spreadsheet", str(file), "--user", "editor")
    file.write_bytes(edited(wrong_amount))
    with pytest.raises(CommandError, match="誤りが1件"):
        run("import_spreadsheet", str(file), "--user", "editor")
    with pytest.raises(CommandError, match="「nobody」"):
        run("import_spreadsheet", str(file), "--user", "nobody")
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match="ブックではありません"):
        run("import_spreadsheet", str(file), "--user", "editor")
