import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry

from cms.legal.documents.duplicates import (
    NUMBER,
    TITLE,
    ComparedDocument,
    SuspectedDuplicate,
    find_suspects,
    open_suspicions,
)
from cms.legal.documents.merging import merge_documents
from cms.legal.models import (
    Citation,
    DistinctDocuments,
    IssuingBody,
    LegalDocument,
    LegalDocumentFile,
    LegalEvent,
    LegalField,
    LegalNewsPage,
    LegalRelation,
    MirrorEntry,
    ReviewTask,
)
from cms.tenancy.roles import SCHOOL_ROLES, Role
from tests import shared
from tests.factories import make_superuser
from tests.factories.files import make_file, pdf
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
LIST = "library_work:duplicates"
NUMBER_RAW = "15/2024/TT-BGDĐT"
LONG = "Thông tư ban hành Quy chế mẫu về thư viện"


def row(pk, number="15-2024-tt-bgddt", title="", day=None, kind=1, norm=""):
    return ComparedDocument(pk, number, bool(number), title, day and datetime.date.fromisoformat(day), kind, norm)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row(1), row(2)], [SuspectedDuplicate(1, 2, NUMBER)]),
        ([row(2), row(1, day="2024-01-02")], [SuspectedDuplicate(1, 2, NUMBER)]),
        ([row(1, day="2024-01-02"), row(2, day="2024-03-02")], []),  # numbers start again with every issuer
        ([row(1), row(2, kind=2)], []),  # Luật 18/2008/QH12, Nghị quyết 18/2008/QH12
        (
            [row(1, day="2015-11-27"), row(2, day="2015-11-27", kind=2)],
            [SuspectedDuplicate(1, 2, NUMBER)],
        ),  # Bộ luật, Luật
        ([row(1, day="2008-11-13"), row(2, day="2008-11-14", kind=2)], []),
        (
            [row(1, norm="15/2024/TT-BGDĐT"), row(2, kind=2, norm="15/2024/TT-BGDĐT")],
            [SuspectedDuplicate(1, 2, NUMBER)],
        ),
        ([row(1, norm="18/2008/QH12"), row(2, kind=2, norm="18/2008/QH12")], []),
        ([row(1), row(2, kind=None)], [SuspectedDuplicate(1, 2, NUMBER)]),
        ([row(1, ""), row(2, "")], []),
        (
            [
                row(1, "", LONG, "2024-01-02"),
                row(2, "1-x", "  THÔNG TƯ ban hành quy chế mẫu về thư viện", "2024-01-02"),
            ],
            [SuspectedDuplicate(1, 2, TITLE)],
        ),
        ([row(1, "", LONG, "2024-01-02"), row(2, "", LONG, "2024-01-03")], []),
        ([row(1, "", LONG), row(2, "", LONG)], []),
        ([row(1, "1-x", "Quyết định", "2024-01-02"), row(2, "2-x", "Quyết định", "2024-01-02")], []),
        (
            [row(1, title=LONG, day="2024-01-02"), row(2, title=LONG, day="2024-01-02")],
            [SuspectedDuplicate(1, 2, NUMBER)],
        ),
        (
            [row(pk) for pk in range(1, 4)],
            [SuspectedDuplicate(1, 2, NUMBER), SuspectedDuplicate(1, 3, NUMBER), SuspectedDuplicate(2, 3, NUMBER)],
        ),
        ([row(pk) for pk in range(1, 40)], []),
    ],
)
def test_what_is_suspected(rows, found):
    assert find_suspects(rows) == found


@shared.once
def pair():
    """One circular, entered a second time under another spelling of its issuer."""
    body = IssuingBody.objects.create(name="Bộ GD và ĐT")
    kept = make_document(NUMBER_RAW, title="Thông tư mẫu", articles=2)
    other = make_document("15/2024/TT-BGD&ĐT", issuers=[body.name], summary="Nói gọn", signer="Người Ký", articles=3)
    return kept, other


def address(pair):
    return reverse("library_work:duplicate", args=[one.pk for one in pair])


def test_a_second_spelling_of_the_issuer_is_found(pair):
    kept, other = pair
    assert open_suspicions() == [SuspectedDuplicate(kept.pk, other.pk, NUMBER)]


def test_one_law_under_two_types_is_found():
    laws = [
        make_document("100/2015/QH13", type_name=name, issuers=issuers, issued_on=datetime.date(2015, 11, 27))
        for name, issuers in (("Bộ luật", ["Quốc hội"]), ("Luật", []))  # with both issuers it is refused
    ]
    assert open_suspicions() == [SuspectedDuplicate(laws[0].pk, laws[1].pk, NUMBER)]


def test_translations_are_no_duplicates(pair):
    kept, other = pair
    other.delete()
    english = kept.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    assert open_suspicions() == []


def test_the_office_sees_both_side_by_side(librarian, pair):
    html = librarian.get(reverse(LIST)).content.decode()
    assert "15/2024/TT-BGD&amp;ĐT" in html
    assert address(pair) in html
    page = librarian.get(address(pair))
    assert page.status_code == 200
    differing = {row["label"]: row["differ"] for row in page.context["rows"]}
    assert sum(differing.values()) >= 3


def test_told_apart_they_are_listed_no_more(librarian, pair):
    librarian.post(address(pair), {"apart": "1"})
    librarian.post(address(pair[::-1]), {"apart": "1"})
    assert DistinctDocuments.objects.count() == 1
    assert open_suspicions() == []
    assert librarian.get(reverse(LIST)).context["object_list"] == []
    assert LegalDocument.objects.count() == 2


def test_merging_over_the_page(librarian, pair):
    kept, other = pair
    response = librarian.post(address(pair), {"keep": kept.pk})
    assert response.status_code == 302
    kept = LegalDocument.objects.get()
    assert (kept.title, kept.number_raw, kept.summary, kept.signer) == (
        "Thông tư mẫu",
        NUMBER_RAW,
        "Nói gọn",
        "Người Ký",
    )
    assert kept.provisions.count() == 2
    assert kept.issuer_names == ["Bộ Giáo dục và Đào tạo"]
    entry = ModelLogEntry.objects.get(action="legal.merged")
    assert (entry.object_id, entry.data["id"]) == (str(kept.pk), other.pk)
    assert "15/2024/TT-BGD&ĐT" in entry.message


def test_whatever_hung_on_the_other_hangs_on_the_one_that_is_kept(pair, school, django_capture_on_commit_callbacks):
    kept, other = pair
    law = make_document("43/2019/QH14", type_name="Luật", issuers=["Quốc hội"])
    for document in pair:
        LegalRelation.objects.create(source=document, kind="basis", target=law)
    LegalRelation.objects.create(source=other, kind="related", target=kept)
    LegalRelation.objects.create(source=law, kind="cites", target=other)
    LegalEvent.objects.create(document=law, kind="amended", by=other, provisions="Điều 2")
    LegalDocumentFile.objects.create(document=other, file=make_file(pdf("Một"), "pdf"))
    ReviewTask.objects.create(document=other, cause=law)
    ReviewTask.objects.create(document=other, cause=kept, kind=ReviewTask.Kind.NOT_PUBLISHED)
    for document in pair:
        ReviewTask.objects.create(document=law, cause=document)
    page = make_page(LegalNewsPage, school, body=[("text", "<p>Theo Thông tư 15/2024/TT-BGDĐT.</p>")])
    page.document_links.create(document=other, sort_order=0)
    page.save_revision().publish()
    field = LegalField.objects.create(name="Thư viện")
    other.fields.add(field)
    other.save()
    key = MirrorEntry.objects.get(document=other).key
    with django_capture_on_commit_callbacks(execute=True):
        found = merge_documents(kept, other, make_superuser())
    assert not LegalDocument.objects.filter(pk=other.pk).exists()
    assert {(row.kind, row.target_id) for row in found.relations.all()} == {("basis", law.pk)}
    assert law.relations.get().target_id == kept.pk
    assert LegalEvent.objects.get().by_id == kept.pk
    assert found.files.count() == 1
    assert ReviewTask.objects.filter(document=kept, cause=law).count() == 1
    assert not ReviewTask.objects.filter(kind=ReviewTask.Kind.NOT_PUBLISHED).exists()
    assert ReviewTask.objects.filter(document=law, cause=kept).count() == 1
    assert [link.document_id for link in LegalNewsPage.objects.get().document_links.all()] == [kept.pk]
    assert set(Citation.objects.filter(page=page).values_list("document", flat=True)) == {kept.pk}
    assert list(found.fields.all()) == [field]
    assert law.status_on(datetime.date.today()).reasons
    assert MirrorEntry.objects.get(key=key).public is False


def test_a_text_goes_where_there_is_none_and_the_issuers_too(pair):
    _kept, other = pair
    bare = make_document("15/2024/TT-BGDĐT", issuers=[])
    found = merge_documents(bare, other, make_superuser())
    assert found.provisions.count() == 3
    assert LegalDocument.objects.get(pk=bare.pk).issuer_names == ["Bộ GD và ĐT"]


def test_a_draft_of_the_one_that_is_kept_stays_a_draft(pair):
    kept, other = pair
    kept.title = "Tên đang sửa"
    kept.save_revision()
    merge_documents(LegalDocument.objects.get(pk=kept.pk), other, make_superuser())
    live = LegalDocument.objects.get()
    assert (live.title, live.summary, live.has_unpublished_changes) == ("Thông tư mẫu", "Nói gọn", True)
    draft = live.get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("Tên đang sửa", "Nói gọn")


def test_a_translation_is_not_lost(pair):
    kept, other = pair
    english = other.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "A circular"
    english.save()
    merge_documents(kept, other, make_superuser())
    assert LegalDocument.objects.get(pk=english.pk).translation_key == kept.translation_key


@pytest.mark.parametrize("data", [{}, {"keep": "999999"}, {"keep": "x"}])
def test_nothing_chosen_merges_nothing(librarian, pair, data):
    assert librarian.post(address(pair), data).status_code == 200
    assert LegalDocument.objects.count() == 2


def test_what_is_locked_is_not_merged(librarian, pair):
    kept, other = pair
    other.locked, other.locked_by = True, make_superuser()
    other.save()
    html = librarian.post(address(pair), {"keep": kept.pk}).content.decode()
    assert LegalDocument.objects.count() == 2
    assert 'class="error"' in html or "messages" in html


@pytest.mark.parametrize("role", SCHOOL_ROLES)
def test_schools_get_404(sign_in, pair, role):
    client = sign_in(role)
    assert client.get(reverse(LIST)).status_code == 404
    assert client.post(address(pair), {"keep": pair[0].pk}).status_code == 404
    assert LegalDocument.objects.count() == 2


@pytest.mark.parametrize("role", [Role.OFFICE_OBSERVER, Role.OFFICE_APPROVER])
def test_other_office_roles_read_and_change_nothing(sign_in, pair, role):
    client = sign_in(role)
    assert client.get(reverse(LIST)).status_code == 200
    assert 'name="keep"' not in client.get(address(pair)).content.decode()
    client.post(address(pair), {"keep": pair[0].pk})
    client.post(address(pair), {"apart": "1"})
    assert LegalDocument.objects.count() == 2
    assert not DistinctDocuments.objects.exists()


@pytest.mark.parametrize("query", ["?page=x", "?page=99", "?q=" + "x" * 500, "?q=15/2024"])
def test_nonsense_in_the_address_gives_the_list(librarian, pair, query):
    assert librarian.get(reverse(LIST) + query).status_code == 200


def test_a_pair_of_one_or_of_nothing_is_404(librarian, pair):
    assert librarian.get(address([pair[0], pair[0]])).status_code == 404
    assert librarian.get(reverse("library_work:duplicate", args=[pair[0].pk, 999999])).status_code == 404


def test_the_list_costs_the_same_for_many(librarian, pair):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert librarian.get(reverse(LIST)).status_code == 200
        return len(found)

    queries()
    one = queries()
    for number in range(5):
        for _twice in range(2):
            make_document(f"7{number}/2024/TT-BGDĐT", issuers=[])
    queries()  # what is kept until something changes is read again once
    assert queries() == one


def test_drafts_lead_to_the_one_that_is_kept(pair, school):
    kept, other = pair
    page = make_page(LegalNewsPage, school)
    page.document_links.create(document=kept, sort_order=0)
    page.document_links.create(document=other, sort_order=1)
    page.save_revision()
    waiting = make_page(LegalNewsPage, school)
    waiting.document_links.add(LegalNewsPage.document_links.rel.related_model(document=other, sort_order=0))
    waiting.save_revision()
    law = make_document("43/2019/QH14", type_name="Luật", issuers=["Quốc hội"])
    draft = LegalDocument.objects.get(pk=law.pk)
    draft.relations.add(LegalRelation(kind="replaces", target=other))
    draft.save_revision()
    merge_documents(kept, other, make_superuser())
    for row in (page, waiting):
        row = LegalNewsPage.objects.get(pk=row.pk).get_latest_revision_as_object()
        assert [link.document_id for link in row.document_links.all()] == [kept.pk]
    law = LegalDocument.objects.get(pk=law.pk)
    assert not law.relations.exists(), "a draft is not published by it"
    assert [row.target_id for row in law.get_latest_revision_as_object().relations.all()] == [kept.pk]


def test_the_old_address_leads_to_the_one_that_is_kept(client, pair, school):
    kept, other = pair
    third = make_document("15/2024/TT-BGDDT", issuers=[IssuingBody.objects.create(name="Bộ GDĐT").name])
    slugs = {LegalDocument.objects.get(pk=one.pk).slug for one in (kept, other, third)}
    assert len(slugs) == 3
    for dropped in (other, third):
        kept = merge_documents(LegalDocument.objects.get(pk=kept.pk), dropped, make_superuser())
    address = LegalDocument.objects.get().get_absolute_url()
    host = {"host": school.site.hostname}
    assert client.get(address, headers=host).status_code == 200
    for slug in slugs:
        answer = client.get(f"/van-ban/{slug}/", headers=host)
        if f"/van-ban/{slug}/" != address:
            assert (answer.status_code, answer["Location"]) == (301, address)
    LegalDocument.objects.update(confidential=True)
    assert all(client.get(f"/van-ban/{slug}/", headers=host).status_code == 404 for slug in slugs)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_so_do_the_addresses_below_it(client, pair, school, prefix):
    kept, other = pair
    versions = make_document("8/2022/TT-BGDĐT", articles=1)
    former = LegalDocument.objects.get(pk=other.pk).slug
    merge_documents(kept, other, make_superuser())
    present, versions = LegalDocument.objects.get(pk=kept.pk).slug, LegalDocument.objects.get(pk=versions.pk).slug
    host = {"host": school.site.hostname}
    for below in (
        "{}/vien-dan/",
        "{}/akn.xml",
        "{}/tai-ve.docx",
        f"{{}}/so-sanh/{versions}/",
        f"{versions}/so-sanh/{{}}/",
    ):
        path, asked = (f"{prefix}/van-ban/{below.format(slug)}" for slug in (present, former))
        answer = client.get(asked, headers=host)
        assert (answer.status_code, answer["Location"]) == (301, path)
        assert client.get(path, headers=host).status_code == 200
        assert client.get(asked.replace(former, "khong-co"), headers=host).status_code == 404
    LegalDocument.objects.filter(pk=kept.pk).update(confidential=True)
    assert client.get(f"{prefix}/van-ban/{former}/akn.xml", headers=host).status_code == 404
