"""Import in the admin: trial, confirmation, large files by the worker, single documents, and who may do what."""

import csv
import datetime
import gzip
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.legal.admin_views.imports import import_views
from cms.legal.importer import uploads
from cms.legal.models import ImportRun, ImportUpload, LegalDocument, ProposedDocument
from cms.tenancy.roles import SCHOOL_ROLES, Role
from tests.factories.files import pdf
from tests.factories.legal import make_document
from tests.legal.importer.test_import_documents import archive, word_document

pytestmark = pytest.mark.django_db
LIST = "library_work:imports"
TABLE = (
    "type,number,title,issuer,issued,effective\n"
    "Thông tư,15/2024/TT-BGDĐT,Quy định mẫu,Bộ Giáo dục và Đào tạo,2024-03-05,2024-05-01\n"
    "Thông tư,,Không có số,Bộ Giáo dục và Đào tạo,2024-03-05,2024-05-01\n"
)


def send(client, content, name="bang.csv"):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(reverse(LIST), {"file": file})


def act(client, upload, verb):
    return client.post(reverse("library_work:import", args=[upload.pk]), {verb: "1"}, follow=True)


class TestTables:
    def test_a_trial_shows_counts_and_reasons_and_writes_nothing(self, librarian):
        response = send(librarian, TABLE)
        upload = ImportUpload.objects.get()
        assert response.url == reverse("library_work:import", args=[upload.pk])
        page = librarian.get(response.url)
        assert page.context["counts"]["created"] == 1
        assert page.context["counts"]["rejected"] == 1
        assert "Thiếu số" in page.content.decode() or "number is missing" in page.content.decode()
        assert (upload.state, LegalDocument.objects.count(), ImportRun.objects.count()) == ("checked", 0, 0)

    def test_where_every_row_is_rejected_there_is_nothing_to_import(self, librarian):
        for table, offered in ((TABLE, True), (TABLE.replace(",15/2024/TT-BGDĐT,", ",,"), False)):
            send(librarian, table)
            upload = ImportUpload.objects.latest("pk")
            page = librarian.get(reverse("library_work:import", args=[upload.pk]))
            assert ('name="confirm"' in page.content.decode()) is offered
            assert 'name="discard"' in page.content.decode()

    def test_confirmed_it_is_imported_once(self, librarian):
        send(librarian, TABLE)
        upload = ImportUpload.objects.get()
        act(librarian, upload, "confirm")
        upload.refresh_from_db()
        assert (upload.state, upload.file.name) == ("done", "")
        assert LegalDocument.objects.get().title == "Quy định mẫu"
        assert ImportRun.objects.get().started_by_id == int(librarian.session["_auth_user_id"])
        act(librarian, upload, "confirm")
        assert ImportRun.objects.count() == 1

    def test_the_result_is_a_table_without_formulas(self, librarian):
        send(librarian, TABLE.replace("Thông tư,,", "Thông tư,=1+1,"))
        upload = ImportUpload.objects.get()
        response = librarian.get(reverse("library_work:import_report", args=[upload.pk]))
        assert response["Content-Type"].startswith("text/csv")
        assert not [line for line in response.content.decode().splitlines() if ",=1+1" in line]

    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.exe", b"MZ"), ("a.doc", b"\xd0\xcf\x11\xe0"), ("a", b"x"), ("a.docx", b"no archive"), ("a.pdf", b"hello")],
    )
    def test_what_cannot_be_imported_is_said_at_the_field(self, librarian, name, content):
        response = send(librarian, content, name)
        assert response.status_code == 200
        assert response.context["form"].errors["file"]
        assert not ImportUpload.objects.exists()

    @pytest.mark.parametrize(
        ("name", "content"), [("a.xlsx", b"PK broken"), ("a.csv", b'"\n\xff\xfe'), ("a.xlsx", b"")]
    )
    def test_a_broken_table_is_refused_with_a_reason(self, librarian, name, content):
        response = send(librarian, content or b" ", name)
        page = librarian.get(response.url)
        upload = ImportUpload.objects.get()
        assert upload.state in ("failed", "checked")
        assert page.context["problem"] or page.context["counts"]["created"] == 0


class TestTheClerksTable:
    HEAD = "Loại văn bản;Số ký hiệu;Trích yếu;Cơ quan ban hành;Ngày ban hành;Ngày có hiệu lực;Ghi chú\n"

    @pytest.fixture
    def held(self):
        return make_document(
            "15/2024/TT-BGDĐT", issuers=["Bộ Giáo dục và Đào tạo"], title="Tên cũ",
            issued_on=datetime.date(2024, 3, 5), effective_from=datetime.date(2024, 4, 1),
        )  # fmt: skip

    def tried(self, client, *rows):
        response = send(client, (self.HEAD + "".join(row + "\n" for row in rows)).encode())
        return ImportUpload.objects.latest("pk"), client.get(response.url)

    def test_the_trial_shows_old_and_new(self, librarian, held):
        upload, page = self.tried(
            librarian,
            "Thông tư;15/2024/TT-BGDĐT;Tên mới;Bộ Giáo dục và Đào tạo;05/03/2024;01/05/2024;",
            "Thông tư;16/2024/TT-BGDĐT;Một văn bản;Bộ Giáo dục và Đào tạo;05/03/2024;;",
        )
        part = {part.name: part for part in page.context["parts"]}["changed"]
        assert [(entry.place.line, entry.field, entry.before, entry.after) for entry in part.entries] == [
            (2, "title", "Tên cũ", "Tên mới"),
            (2, "effective_from", "01/04/2024", "01/05/2024"),
            (3, "", "", "Một văn bản"),
        ]
        text = page.content.decode()
        assert "<del>01/04/2024</del>" in text
        assert "Ghi chú" in text  # the column that nobody knows
        held.refresh_from_db()
        assert held.title == "Tên cũ"
        result = librarian.get(reverse("library_work:import_report", args=[upload.pk])).content
        rows = list(csv.reader(io.StringIO(result.decode("utf-8-sig"))))
        changed = [row for row in rows if "Tên cũ" in row]
        assert [row[2:8] for row in changed] == [["2", "", "15/2024/TT-BGDĐT", "Trích yếu", "Tên cũ", "Tên mới"]]
        act(librarian, upload, "confirm")
        upload.refresh_from_db()
        assert (upload.state, upload.report["counts"]["changes"]) == ("done", 3)

    def test_a_bad_date_names_its_cell_and_loses_nothing(self, librarian):
        with override("vi"):
            upload, page = self.tried(
                librarian, "Thông tư;15/2024/TT-BGDĐT;A;Bộ Giáo dục và Đào tạo;31/02/2024;NaN;",
                "Thông tư;Infinity;B;Bộ Giáo dục và Đào tạo;05/03/2024;;",
            )  # fmt: skip
            parts = {part.name: part for part in page.context["parts"]}
            flags = {
                entry.where: (entry.problem.code, entry.column, entry.reason) for entry in parts["flagged"].entries
            }
            rejected = [(entry.where, entry.problem.code) for entry in parts["rejected"].entries]
        assert flags["E2"][:2] == ("bad_date", "Ngày ban hành")
        assert "“Ngày ban hành” không phải là ngày" in flags["E2"][2]
        assert flags["F2"][:2] == ("no_value", "Ngày có hiệu lực")
        assert rejected == [("B3", "no_value")]
        act(librarian, upload, "confirm")
        document = LegalDocument.objects.get()
        assert (document.title, document.issued_on, document.effective_from) == ("A", None, None)

    def test_long_lists_have_pages(self, librarian, monkeypatch):
        monkeypatch.setattr(import_views, "SHOWN", 2)
        upload, page = self.tried(librarian, *(f"Thông tư;{n}/2024/TT-BGDĐT;Văn bản {n};;;;" for n in range(1, 6)))
        part = {part.name: part for part in page.context["parts"]}["changed"]
        assert (part.count, len(part.entries), part.previous_url) == (5, 2, "")
        last = librarian.get(reverse("library_work:import", args=[upload.pk]), {"changed": "3", "flagged": "2"})
        parts = {part.name: part for part in last.context["parts"]}
        assert [entry.after for entry in parts["changed"].entries] == ["Văn bản 5"]
        assert parts["changed"].next_url == ""
        assert "flagged=2" in parts["changed"].previous_url
        for nonsense in ("-1", "x", "99999999999999999999"):
            assert (
                librarian.get(reverse("library_work:import", args=[upload.pk]), {"changed": nonsense}).status_code
                == 200
            )

    def test_where_nothing_changes_it_says_so(self, librarian, held):
        _upload, page = self.tried(
            librarian, "Thông tư;15/2024/TT-BGDĐT;Tên cũ;Bộ Giáo dục và Đào tạo;05/03/2024;01/04/2024;"
        )
        assert page.context["counts"]["unchanged"] == 1
        assert "changed" not in {part.name for part in page.context["parts"]}

    @pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
    def test_the_template(self, librarian, kind, begins):
        page = librarian.get(reverse(LIST)).content.decode()
        address = reverse("library_work:import_template", args=[kind])
        assert address in page
        response = librarian.get(address)
        assert response.content.startswith(begins)
        assert f"mau-nhap-van-ban.{kind}" in response["Content-Disposition"]
        assert librarian.post(address).status_code == 405
        assert librarian.get(reverse("library_work:import_template", args=["exe"])).status_code == 404

    @pytest.mark.parametrize("role", SCHOOL_ROLES)
    def test_schools_have_no_template(self, sign_in, role):
        assert sign_in(role).get(reverse("library_work:import_template", args=["csv"])).status_code == 404


class TestWorker:
    @pytest.fixture(autouse=True)
    def large(self, monkeypatch):
        monkeypatch.setattr(uploads, "AT_ONCE", 10)

    def test_large_files_are_tried_and_imported_by_the_worker(self, librarian):
        send(librarian, TABLE)
        upload = ImportUpload.objects.get()
        assert upload.state == "checking"
        assert librarian.get(reverse("library_work:import", args=[upload.pk]))["Refresh"]
        call_command("run_jobs", "--once", verbosity=0)
        upload.refresh_from_db()
        assert upload.state == "checked"
        act(librarian, upload, "confirm")
        assert not LegalDocument.objects.exists()
        call_command("run_jobs", "--once", verbosity=0)
        upload.refresh_from_db()
        assert (upload.state, LegalDocument.objects.count()) == ("done", 1)

    def test_a_small_file_that_unpacks_to_a_large_one_is_for_the_worker_too(self, librarian, monkeypatch):
        monkeypatch.setattr(uploads, "AT_ONCE", 10_000_000)
        book = openpyxl.Workbook()
        book.active.append(["Số ký hiệu"])
        out = io.BytesIO()
        book.save(out)
        states = []
        for most in (10_000_000, 100):
            monkeypatch.setattr(uploads, "UNPACKED_AT_ONCE", most)
            send(librarian, out.getvalue(), "bang.xlsx")
            states.append(ImportUpload.objects.latest("pk").state)
        send(librarian, gzip.compress(TABLE.encode()), "bang.csv.gz")
        assert [*states, ImportUpload.objects.latest("pk").state] == ["checked", "checking", "checking"]

    def test_what_a_lost_worker_left_is_taken_up_again(self, librarian):
        send(librarian, TABLE)
        long_ago = timezone.now() - datetime.timedelta(hours=1)
        upload = ImportUpload.objects.get()
        assert not uploads.continue_import(upload)
        ImportUpload.objects.update(updated_at=long_ago)
        assert uploads.continue_all_imports().startswith("1 ")
        call_command("run_jobs", "--once", verbosity=0)
        upload.refresh_from_db()
        assert upload.state == "checked"

    def test_progress_is_kept(self, librarian, monkeypatch):
        send(librarian, TABLE)
        monkeypatch.setattr(uploads, "_BEAT", -1)
        uploads.run_import(ImportUpload.objects.get().pk)
        assert ImportUpload.objects.get().total == 1

    def test_a_surprise_ends_the_import_with_a_message(self, librarian, monkeypatch):
        def break_down(*args, **kwargs):
            raise ZeroDivisionError

        send(librarian, TABLE)
        monkeypatch.setattr(uploads, "import_files", break_down)
        upload = ImportUpload.objects.get()
        uploads.run_import(upload.pk)
        page = librarian.get(reverse("library_work:import", args=[upload.pk]))
        assert "ZeroDivisionError" in page.context["problem"]

    def test_an_archive_of_documents_becomes_proposals_once_confirmed(self, librarian):
        send(librarian, archive(**{"a.docx": word_document(), "b.pdf": pdf("", "")}), "goi.zip")
        call_command("run_jobs", "--once", verbosity=0)
        upload = ImportUpload.objects.get()
        assert (upload.report["counts"]["proposed"], ProposedDocument.objects.count()) == (2, 0)
        act(librarian, upload, "confirm")
        call_command("run_jobs", "--once", verbosity=0)
        page = librarian.get(reverse(LIST))
        assert {row.name for row in page.context["waiting"]} == {"a.docx", "b.pdf"}


class TestSingleDocuments:
    def propose(self, client, content=None, name="thong-tu.docx"):
        response = send(client, content or word_document("15/2024/TT-BGDĐT"), name)
        proposed = ProposedDocument.objects.get()
        assert response.url == reverse("library_work:proposal", args=[proposed.pk])
        return proposed, response.url

    def filled(self, client, address, **changes):
        form = client.get(address).context["form"]
        values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        values = {**values, "doc_type": values["doc_type"].pk if values["doc_type"] else "", **changes}
        return {name: value for name, value in values.items() if value not in (None, False, "")}

    def test_proposals_stand_beside_the_lines_that_say_so(self, librarian):
        _proposed, address = self.propose(librarian)
        page = librarian.get(address)
        said = {says for line, says in page.context["lines"] if line.startswith("Số:")}
        assert said
        assert "" not in said
        assert page.context["form"].initial["issued"] == datetime.date(2024, 3, 2)
        assert "date-time-chooser" in page.content.decode()  # the script of the two days' calendars
        assert not LegalDocument.objects.exists()

    def test_confirmed_with_corrections(self, librarian):
        proposed, address = self.propose(librarian)
        response = librarian.post(address, self.filled(librarian, address, title="Quy định đã sửa"))
        assert response.status_code == 302
        document = LegalDocument.objects.get()
        assert (document.title, document.number_raw) == ("Quy định đã sửa", "15/2024/TT-BGDĐT")
        assert document.live
        assert document.files.count() == 1
        proposed.refresh_from_db()
        assert (proposed.state, proposed.document_id) == ("confirmed", document.pk)
        librarian.post(address, {"number": "99/2024/TT-BGDĐT"})
        assert LegalDocument.objects.count() == 1

    def test_as_a_draft(self, librarian):
        _proposed, address = self.propose(librarian)
        librarian.post(address, self.filled(librarian, address, draft="on"))
        assert not LegalDocument.objects.get().live

    def test_a_document_that_is_there_is_updated_only_if_said_so(self, librarian):
        there = make_document("15/2024/TT-BGDĐT", issuers=["Bộ Giáo dục và Đào tạo"], title="Cũ")
        _proposed, address = self.propose(librarian)
        response = librarian.post(address, self.filled(librarian, address))
        assert response.context["form"].errors["update"]
        there.refresh_from_db()
        assert there.title == "Cũ"
        assert librarian.post(address, self.filled(librarian, address, update="on")).status_code == 302
        there.refresh_from_db()
        assert (there.title, LegalDocument.objects.count()) == ("Quy định mẫu", 1)

    def test_values_that_cannot_be_are_said(self, librarian):
        _proposed, address = self.propose(librarian)
        response = librarian.post(address, self.filled(librarian, address, number="///"))
        assert response.context["form"].errors["number"]
        assert not LegalDocument.objects.exists()

    def test_in_doubt_it_becomes_no_public_document_by_itself(self, librarian):
        content = word_document("15/2023/TT-BGDĐT")  # dated 2024
        _proposed, address = self.propose(librarian, content)
        page = librarian.get(address)
        assert len(page.context["doubts"]) == 1
        assert "checked" in page.context["form"].fields
        response = librarian.post(address, self.filled(librarian, address), follow=True)
        assert not LegalDocument.objects.get().live
        assert any("bản nháp" in str(message) for message in response.context["messages"])

    def test_what_was_checked_is_public(self, librarian):
        _proposed, address = self.propose(librarian, word_document("15/2023/TT-BGDĐT"))
        librarian.post(address, self.filled(librarian, address, checked="on"))
        assert LegalDocument.objects.get().live

    def test_a_public_document_is_not_changed_while_in_doubt(self, librarian):
        there = make_document("15/2023/TT-BGDĐT", issuers=["Bộ Giáo dục và Đào tạo"], title="Cũ")
        _proposed, address = self.propose(librarian, word_document("15/2023/TT-BGDĐT"))
        response = librarian.post(address, self.filled(librarian, address, update="on"))
        assert response.context["form"].errors["checked"]
        there.refresh_from_db()
        assert (there.title, there.live) == ("Cũ", True)

    def test_articles_out_of_the_order_are_shown(self, librarian):
        text = "".join(f"<p>{line}</p>" for line in ("Số: 15/2024/TT-BGDĐT", "Hà Nội, ngày 2 tháng 3 năm 2024",
            "THÔNG TƯ", "Về mẫu", "Căn cứ Luật Mẫu;",
            "Điều 2. Hai", "Chữ.", "Điều 50. Lạ", "Điều 3. Ba", "Chữ."))  # fmt: skip
        _proposed, address = self.propose(librarian, text, "a.html")
        page = librarian.get(address)
        assert len(page.context["faults"]) == 2
        marked = [line for line, says in page.context["lines"] if "thứ tự" in says]
        assert marked == ["Điều 2. Hai", "Điều 50. Lạ"]
        assert "50" in page.content.decode()
        assert not page.context["doubts"]

    def test_discarded_it_is_gone(self, librarian):
        proposed, address = self.propose(librarian)
        librarian.post(address, {"discard": "1"})
        proposed.refresh_from_db()
        assert (proposed.state, proposed.file.name, proposed.text) == ("discarded", "", "")
        assert librarian.get(reverse("library_work:proposal_file", args=[proposed.pk])).status_code == 404

    def test_html_of_strangers_is_never_shown(self, librarian):
        text = "<p>Số: 15/2024/TT-BGDĐT</p><script>alert(1)</script><p>&lt;img src=x onerror=alert(1)&gt; mẫu</p>"
        proposed, address = self.propose(librarian, text, "a.html")
        page = librarian.get(address).content.decode()
        assert "<img src=x" not in page
        assert "alert(1)</script>" not in page
        file = librarian.get(reverse("library_work:proposal_file", args=[proposed.pk]))
        assert file["Content-Type"] == "application/octet-stream"
        assert file["Content-Disposition"].startswith("attachment")

    def test_a_scan_asks_for_its_data(self, librarian):
        _proposed, address = self.propose(librarian, pdf("", ""), "scan.pdf")
        assert "take_text" not in librarian.get(address).context["form"].fields
        librarian.post(address, {"number": "7/KH-UBND", "title": "Kế hoạch mẫu"})
        assert LegalDocument.objects.get().files.get().has_text_layer is False


class TestPermissions:
    @pytest.mark.parametrize("role", SCHOOL_ROLES)
    def test_schools_have_no_such_page(self, sign_in, role):
        upload = ImportUpload.objects.create(name="x.csv", state="checked")
        client = sign_in(role)
        for address in (reverse(LIST), reverse("library_work:import", args=[upload.pk]),
            reverse("library_work:export", args=["csv"])):  # fmt: skip
            assert client.get(address).status_code == 404

    @pytest.mark.parametrize("role", [Role.OFFICE_OBSERVER, Role.OFFICE_APPROVER])
    def test_who_reads_changes_nothing(self, sign_in, role):
        client = sign_in(role)
        upload = ImportUpload.objects.create(name="x.csv", state="checked")
        page = client.get(reverse(LIST))
        if page.status_code == 200:
            assert not page.context["may_change"]
        assert send(client, TABLE).status_code in (302, 403, 404)
        act(client, upload, "confirm")
        upload.refresh_from_db()
        assert (upload.state, ImportUpload.objects.count()) == ("checked", 1)


class TestExport:
    @pytest.fixture
    def rows(self):
        make_document("15/2024/TT-BGDĐT", issuers=["Bộ Giáo dục và Đào tạo"], title="Quy định mẫu")
        make_document("16/2020/TT-BGDĐT", issuers=["Bộ Giáo dục và Đào tạo"], title="Quy chế khác")

    def content(self, client, kind, **query):
        response = client.get(reverse("library_work:export", args=[kind]), query)
        assert response.status_code == 200
        return b"".join(response.streaming_content)

    def test_what_the_list_shows(self, librarian, rows):
        assert self.content(librarian, "csv").decode().count("TT-BGDĐT") == 2
        assert self.content(librarian, "csv", q="quy che").decode().count("TT-BGDĐT") == 1
        assert self.content(librarian, "jsonl", year="1999") == b""
        assert self.content(librarian, "xlsx", year="nonsense").startswith(b"PK")
        assert librarian.get(reverse("library_work:export", args=["exe"])).status_code == 404

    def test_the_list_offers_it_with_its_own_filters(self, librarian, rows):
        page = librarian.get(reverse(LegalDocument.snippet_viewset.get_url_name("list")), {"q": "mẫu"}).content.decode()
        for kind in ("csv", "xlsx", "jsonl"):
            assert f"{reverse('library_work:export', args=[kind])}?q=" in page

    def test_one_document_as_akoma_ntoso(self, librarian, client, rows):
        from lxml import etree

        document = LegalDocument.objects.get(number_raw="15/2024/TT-BGDĐT")
        address = reverse("library_work:akoma", args=[document.pk])
        public = f"/van-ban/{document.slug}/akn.xml"
        assert librarian.get(address).status_code == 404
        assert client.get(public).status_code == 404
        document.provisions.create(kind="article", number="1", label="Điều 1", anchor="dieu-1", text="1. Một.", order=1)
        for path in (address, public):
            found = etree.parse(io.BytesIO(librarian.get(path).content))
            assert found.find(".//{*}article").get("eId") == "dieu-1"
        edit = librarian.get(reverse(LegalDocument.snippet_viewset.get_url_name("edit"), args=[document.pk]))
        assert address in edit.content.decode()
        LegalDocument.objects.update(confidential=True)
        assert client.get(public).status_code == 404
