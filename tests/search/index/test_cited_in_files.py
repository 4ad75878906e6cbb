"""What files of pages cite: read by the worker, listed for everybody where the file is open, warned of before
publishing."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import CollectionViewRestriction

from cms.home.models import NewsPage
from cms.legal.citations.cited_by import citing_documents, citing_pages
from cms.legal.citations.mending.check import check_page
from cms.legal.citations.stale import stale_citations
from cms.legal.models import Citation, LegalDocumentFile, LegalMaterialPage
from cms.tenancy.roles import Role
from tests.factories import make_school, make_user
from tests.factories.files import docx, make_file
from tests.factories.legal import make_document
from tests.factories.pages import make_page
from tests.legal.citations.test_swap import replaced

pytestmark = pytest.mark.django_db

OLD = "Thông tư 37/2020/TT-BGDĐT"


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def schools():
    return make_school("A"), make_school("B")


def carrying(school, title, content, **file_fields):
    file = make_file(content, "docx", f"Tệp: {title}", school.collection, **file_fields)
    page = make_page(LegalMaterialPage, school, title, live=False, file=file)
    page.save_revision().publish()
    return page, file


def private(file):
    CollectionViewRestriction.objects.create(
        collection=file.collection, restriction_type=CollectionViewRestriction.LOGIN
    )


def shown(school, path="/van-ban/37-2020-tt-bgddt/"):
    return Client(headers={"host": school.site.hostname}).get(path).content.decode()


def test_files_of_all_schools_are_listed_private_ones_never(schools, run):
    document = make_document("37/2020/TT-BGDĐT")
    with run():
        ours, _file = carrying(schools[0], "Cẩm nang của A", docx(f"Theo khoản 2 Điều 5 {OLD}."))
        theirs, file = carrying(schools[1], "Cẩm nang của B", docx(f"Căn cứ {OLD}."))
    rows = {row.page_id: row for row in Citation.objects.all()}
    assert rows[ours.pk].anchor == "dieu-5-khoan-2"
    assert (rows[theirs.pk].school, rows[theirs.pk].file) == (schools[1], file)
    assert set(citing_pages(document)) == {ours.page_ptr, theirs.page_ptr}
    assert all("Cẩm nang của B" in shown(school) for school in schools)
    private(file)
    for school in schools:
        content = shown(school) + shown(school, "/van-ban/37-2020-tt-bgddt/vien-dan/")
        assert "Cẩm nang của A" in content
        assert "Cẩm nang của B" not in content
    assert list(citing_pages(document)) == [ours.page_ptr]


def test_files_in_blocks_and_links_and_what_replaces_them(schools, run):
    first, second = make_document("37/2020/TT-BGDĐT"), make_document("38/2020/TT-BGDĐT")
    files = [make_file(docx(text), "docx", text, schools[0].collection) for text in (OLD, "Thông tư 38/2020/TT-BGDĐT")]
    body = [
        {"type": "file", "value": {"document": files[0].pk, "note": ""}},
        {"type": "text", "value": f'<p><a linktype="document" id="{files[1].pk}">tải về</a></p>'},
    ]
    page = make_page(NewsPage, schools[0], "Tin có tệp", live=False)
    page.body = NewsPage.body.field.to_python(json.dumps(body))
    with run():
        page.save_revision().publish()
    assert all(list(citing_pages(document)) == [page.page_ptr] for document in (first, second))
    with run():  # the file gets another content, which was read long ago
        files[0].file = files[1].file
        files[0]._set_document_file_metadata()
        files[0].save()
    assert not citing_pages(first)
    assert Citation.objects.filter(document=second).count() == 2
    with run():
        files[1].delete()
    assert list(Citation.objects.values_list("file", flat=True)) == [files[0].pk]
    with run():
        page.body = NewsPage.body.field.to_python("[]")
        page.save_revision().publish()
    assert not Citation.objects.exists()


def test_private_files_of_library_documents(schools):
    from cms.core.media.file_text import store as file_texts

    document, source = make_document("37/2020/TT-BGDĐT"), make_document("12/KH-UBND")
    file = make_file(docx(f"Theo {OLD}."), "docx", collection=schools[0].collection)
    LegalDocumentFile.objects.create(document=source, file=file)
    file_texts.read_document(file)
    assert list(citing_documents(document)) == [source]
    private(file)
    assert not citing_documents(document)


def test_law_that_does_not_hold_is_seen_but_not_swapped(schools, run):
    old, new = replaced()
    with run():
        page, file = carrying(schools[0], "Tờ gấp", docx(f"Theo {OLD}."))
    assert {(row.school_id, row.page_id) for row in stale_citations()} == {(schools[0].pk, page.pk)}
    (finding,) = check_page(page)
    assert (finding.document, finding.files, finding.spans) == (old, (file.title,), ())
    assert finding.replacements == [new]
    assert finding.replacement is None, "the words of a file are not changed by a click"
    listed = {}
    for school in schools:
        client = Client(headers={"host": "cong.localhost"})
        client.force_login(make_user(Role.SCHOOL_APPROVER, school))
        listed[school] = client.get(reverse("citations:stale")).content.decode()
        if school is schools[0]:
            form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
            assert file.title in form
            assert 'name="citations-seen"' in form
            assert 'name="swap-citation"' not in form
    assert file.title in listed[schools[0]]
    assert file.title not in listed[schools[1]]
