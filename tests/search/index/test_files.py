"""Text of attached files: found with what carries them, gone with it, never out of a private collection."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core.models import FileText
from cms.home.models import NewsPage
from cms.legal.models import LegalDocumentFile, LegalMaterialPage, Provision
from search.index import indexing, outbox
from search.models import CarriedFile, IndexEntry
from search.results_page.service import search
from tests.factories import make_school, make_superuser
from tests.factories.files import docx, make_file, pdf
from tests.factories.legal import make_document
from tests.factories.pages import make_page
from tests.search.conftest import info

pytestmark = pytest.mark.django_db
WORD = "chuồn chuồn kim"


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def school():
    return make_school("A")


def attached(school, content=None, kind="docx", collection=None, **fields):
    file = make_file(content or docx(f"Bài viết về {WORD}"), kind, "Tài liệu số một", collection or school.collection)
    return make_page(LegalMaterialPage, school, "Tập san của lớp", file=file, **fields), file


def found(school, words=WORD, **options):
    return [hit for hit in search(words, info(school), **options).hits if hit.file_kind]


def test_a_file_is_found_with_the_page_that_carries_it(school, run):
    with run():
        page, file = attached(school)
    (hit,) = found(school)
    assert (hit.kind, hit.plain_title, hit.file_kind) == ("file", "Tài liệu số một", "DOCX")
    assert hit.url == reverse("wagtaildocs_serve", args=[file.pk, file.filename])
    assert hit.parent_title == "Tập san của lớp"
    assert page.get_url().endswith(hit.parent_url)
    assert "<mark>chuồn chuồn kim</mark>" in hit.excerpt
    assert found(school, "bai viet chuon chuon", scope="site", filters={"kind": ["file"]})
    assert not found(school, scope="library")
    answer = Client(headers={"host": "th-mau-a.localhost"}).get("/tim/", {"q": WORD}).content.decode()
    assert hit.url in answer
    assert hit.parent_url in answer


def test_the_page_of_a_pdf_is_named(school, run):
    with run():
        attached(school, pdf("Muc luc cua tap san", "Loi noi dau va quyen tre em", "Danh sach to trong"), "pdf")
    (hit,) = found(school, "quyen tre em")
    assert hit.page == 2
    assert hit.url.endswith(".pdf#page=2")
    assert "danh sach" not in hit.excerpt.lower()


def test_files_in_the_text_of_a_page(school, run):
    with run():
        text = docx(f"Bài viết về {WORD}")  # made once: a second later its bytes would differ
        one, two = (make_file(text, "docx", title, school.collection) for title in ("Một", "Hai"))
        body = [
            {"type": "file", "value": {"document": one.pk, "note": ""}},
            {"type": "text", "value": f'<p><a linktype="document" id="{two.pk}">tải về</a></p>'},
        ]
        page = make_page(NewsPage, school, "Tin có tệp")
        page.body = NewsPage.body.field.to_python(json.dumps(body))
        page.save_revision().publish()
    assert {hit.plain_title for hit in found(school)} == {"Một", "Hai"}
    assert FileText.objects.count() == 1  # the same content
    with run():
        page.body = NewsPage.body.field.to_python("[]")
        page.save_revision().publish()
    assert not found(school)
    assert not CarriedFile.objects.exists()


def test_a_scan_is_found_by_its_name_alone(school, run):
    with run():
        attached(school, pdf("", ""), "pdf")
    (hit,) = found(school, "tài liệu số một")
    assert hit.excerpt == ""


@pytest.mark.parametrize("depth", ["own", "above"])
def test_private_collections_are_never_found(school, run, depth):
    with run():
        folder = school.collection.add_child(instance=Collection(name="Nội bộ"))
        _, _file = attached(school, collection=folder)
    assert found(school)
    private = folder if depth == "own" else Collection.objects.get(pk=school.collection_id)
    with run():
        restriction = CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    assert not found(school)
    assert not IndexEntry.objects.filter(kind="file").exists()
    with run():
        restriction.delete()
    assert found(school)


def test_the_last_gate_knows_private_collections(school, run):
    with run():
        attached(school)
    rows = [CollectionViewRestriction(collection=school.collection, restriction_type="login")]
    CollectionViewRestriction.objects.bulk_create(rows)  # no signal
    assert IndexEntry.objects.filter(kind="file").exists()
    assert not found(school)


def test_a_file_moved_into_a_private_collection(school, run):
    with run():
        folder = school.collection.add_child(instance=Collection(name="Nội bộ"))
        CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
        _, file = attached(school)
        _, other = attached(school)
    [hit] = found(school)
    assert len(hit.copies) == 1  # the same words are one story
    with run():
        file.collection = folder
        file.save()
    [hit] = found(school)
    assert hit.copies == ()
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(make_superuser())
    with run():
        address = reverse("wagtail_bulk_action", args=["core", "schooldocument", "add_to_collection"])
        answer = client.post(f"{address}?id={other.pk}", {"collection": folder.pk})
    assert answer.status_code == 302
    assert not IndexEntry.objects.filter(kind="file").exists()


def test_a_collection_moved_into_a_private_one(school, run):
    with run():
        private = school.collection.add_child(instance=Collection(name="Nội bộ"))
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        folder = Collection.objects.get(pk=school.collection_id).add_child(instance=Collection(name="Chung"))
        attached(school, collection=folder)
    assert found(school)
    with run():
        folder = Collection.objects.get(pk=folder.pk)
        folder.save()  # as Wagtail's form does it: saved, then moved
        folder.move(Collection.objects.get(pk=private.pk), "sorted-child")
    assert not IndexEntry.objects.filter(kind="file").exists()


def test_it_goes_with_its_page(school, run):
    with run():
        page, _ = attached(school)
    for hide, show in (
        (page.unpublish, lambda: page.save_revision().publish()),
        (
            lambda: PageViewRestriction.objects.create(page=page, restriction_type="login"),
            lambda: PageViewRestriction.objects.all().delete(),
        ),
    ):
        with run():
            hide()
        assert not found(school)
        assert not IndexEntry.objects.filter(kind="file").exists()
        with run():
            show()
        assert found(school)
    with run():
        school.closed_on = datetime.date(2026, 1, 1)
        school.save()
    assert not IndexEntry.objects.filter(kind="file").exists()


def test_a_deleted_or_changed_file(school, run):
    with run():
        _page, file = attached(school)
    with run():
        file.title = "Tên mới"
        file.save()
    assert found(school)[0].plain_title == "Tên mới"
    with run():
        file.delete()
    assert not found(school)
    assert not IndexEntry.objects.filter(kind="file").exists()


def test_another_school_finds_only_what_is_public(school, run):
    other = make_school("B")
    with run():
        attached(other)
        attached(other, live=False)
    (hit,) = found(school)
    assert hit.url.startswith("http://th-mau-b.localhost")
    assert hit.parent_url.startswith("http://th-mau-b.localhost")
    assert not found(school, scope="site")
    answer = Client(headers={"host": "th-mau-b.localhost"}).get(hit.url.partition(":8000")[2])
    assert answer.status_code == 200


def test_files_of_the_library(school, run):
    with run():
        document = make_document("7/2024/TT-BGDĐT", title="Về phong trào lớp học")
        annex = make_file(docx(f"Phụ lục về {WORD}"), "docx", "Phụ lục I")
        original = make_file(docx(f"Toàn văn về {WORD}"), "docx", "Bản gốc")
        for file, role in ((annex, "annex"), (original, "original")):
            LegalDocumentFile.objects.create(document=document, file=file, role=role)
        document.save()
    assert {hit.plain_title for hit in found(school, scope="library")} == {"Phụ lục I", "Bản gốc"}
    hit = found(school)[0]
    assert (hit.kind, hit.parent_url) == ("annex", f"/van-ban/{document.slug}/")
    with run():
        Provision.objects.create(document=document, number="1", label="Điều 1", anchor="dieu-1", order=1, text=WORD)
        document.save()
    assert [hit.plain_title for hit in found(school)] == ["Phụ lục I"]  # the articles say the rest
    with run():
        document.confidential = True
        document.save()
    assert not found(school)


def test_a_rebuild_reads_what_was_never_read(school, run):
    with run():
        attached(school)
    FileText.objects.all().delete()
    indexing.clear_database()
    indexing.reconcile_database()
    assert found(school)
    assert CarriedFile.objects.exists()
    assert outbox.replay_outbox()[1] == 0
