"""The staff pages of an import: upload, proposal, confirmation, result."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from programs.importing.text import MAX_BYTES
from programs.models import DocumentUpload, Program, Source
from tests import factories
from tests.programs.invented_document import TEXT
from tests.programs.staff_pages import make_editor, url

pytestmark = pytest.mark.django_db

ADD = "/staff/programs/documentupload/add/"


@pytest.fixture
def editor(client, django_user_model):
    factories.SupportTypeFactory(slug="other")
    user = make_editor(django_user_model)
    client.force_login(user)
    return user


def file(content: bytes = TEXT.encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile("試験.txt", content, content_type="text/plain")


def post(client, **changes):
    data = {
        "title": "試験施策集",
        "publisher": "試験省",
        "fiscal_year": "令和4年度",
        "file": file(),
        **changes,
    }
    return client.post(ADD, {name: value for name, value in data.items() if value is not None})


def test_the_index_leads_to_it(client, editor):
    assert f'href="{ADD}"' in client.get(reverse("admin:index")).text


def test_upload_proposal_confirmation_result(client, editor):
    response = post(client)
    upload = DocumentUpload.objects.get()
    assert response.url == url("documentupload", "change", upload.pk)
    assert (upload.user, upload.fiscal_year, upload.text) == (editor, 2022, TEXT)
    assert upload.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()

    page = client.get(response.url)
    assert page.status_code == 200
    for shown in (
        "山あいの光回線みらい整備事業",
        "新しい施策",
        "1,234百万円",
        "15行",
        "本年度は約3億円を見込む。",
    ):
        assert shown in page.text
    assert (Program.objects.count(), Source.objects.count()) == (0, 0)

    response = client.post(response.url, follow=True)
    assert "下書きに書き込みました" in response.text
    for program in Program.objects.all():
        assert f'href="{url("program", "change", program.pk)}"' in response.text
    upload.refresh_from_db()
    assert (upload.confirmed_at is not None, upload.source) == (True, Source.objects.get())
    assert Program.objects.count() == 3

    client.post(response.request["PATH_INFO"])
    assert Program.objects.count() == 3


def test_a_registered_document_is_known_by_its_bytes(client, editor):
    client.post(post(client).url)
    page = client.get(post(client, title="別の題名").url)
    assert "登録済みの資料（記号 A）です。" in page.text
    assert "新しいことはありません。" in page.text
    assert "下書きを作る" not in page.text


def test_what_the_browser_sends_back_is_not_trusted(client, editor):
    address = post(client).url
    client.post(address, {"text": "施策名：にせの事業", "title": "にせ", "fiscal_year": "1999"})
    assert not Program.objects.filter(name="にせの事業").exists()
    assert (Source.objects.get().title, Source.objects.get().fiscal_year) == ("試験施策集", 2022)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "ファイルを選んでください。"),
        (b"", "ファイルに文字がありません。"),
        ("施策名：あ".encode("cp932"), "文字コードがUTF-8ではありません"),
        ("施策名：あ\0".encode(), "NUL文字"),
        (b"a" * (MAX_BYTES + 1), "ファイルが大きすぎます"),
        (b"a" * (5 * 1024 * 1024), "ファイルが大きすぎます"),
        ("ただの文章です。".encode(), "ページがありませんでした"),
        ("施策名：あ\n".encode() * 501, "501あります"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field_and_nothing_typed_is_lost(client, editor, content, message):
    response = post(client, file=content and file(content) if content != b"" else file(b""))
    assert response.status_code == 200
    assert message in " ".join(response.context["form"].errors["file"])
    for typed in ("試験施策集", "試験省", "令和4年度"):
        assert f'value="{typed}"' in response.text
    assert not DocumentUpload.objects.exists()


def test_particulars_are_asked_for_in_japanese(client, editor):
    errors = post(client, title="", fiscal_year="来年", published_on="きのう").context["form"].errors
    assert errors.keys() == {"title", "fiscal_year", "published_on"}
    assert "年度として読めません" in errors["fiscal_year"][0]


def test_a_byte_order_mark_is_no_other_document(client, editor):
    post(client)
    post(client, file=file(b"\xef\xbb\xbf" + TEXT.encode()))
    assert DocumentUpload.objects.values("sha256").distinct().count() == 1


def test_only_who_may_add_programs_may_import(client, editor, django_user_model):
    address = post(client).url
    client.force_login(django_user_model.objects.create_user("clerk", password="pw", is_staff=True))
    for path in (ADD, address, url("documentupload", "changelist")):
        assert client.get(path).status_code == 403
    assert client.post(address).status_code == 403
    client.logout()
    assert client.get(address).url.startswith(reverse("admin:login"))
    assert not Program.objects.exists()


def test_posts_need_the_token(editor, client):
    address = post(client).url
    client.handler.enforce_csrf_checks = True
    assert client.post(address).status_code == 403
    assert post(client).status_code == 403


def test_a_proposal_of_yesterday_has_gone(client, editor):
    address = post(client).url
    DocumentUpload.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    response = client.post(address, follow=True)
    assert response.redirect_chain[-1][0] == ADD
    assert "期限" in response.text
    assert not Program.objects.exists()
    post(client)
    assert DocumentUpload.objects.count() == 1


def test_a_result_outlives_its_drafts(client, editor):
    address = post(client).url
    client.post(address)
    Program.objects.all().delete()
    assert "この下書きは、もうありません" in client.get(address).text


def test_the_list_does_not_read_the_texts(client, editor, count_queries):
    post(client)
    few = count_queries(client.get, url("documentupload", "changelist"))
    post(client)
    assert count_queries(client.get, url("documentupload", "changelist")) == few


def test_queries_of_a_proposal_grow_with_known_programs_alone(client, editor, count_queries):
    address = post(client).url
    few = count_queries(client.get, address)
    more = TEXT + "".join(f"\n施策名：別の事業その{n}\n\n総務省別課 03-1234-567{n}\n" for n in range(5))
    address = post(client, file=file(more.encode())).url
    assert count_queries(client.get, address) == few
