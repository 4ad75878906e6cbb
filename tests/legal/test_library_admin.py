import datetime
import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import reverse

from cms.legal.amendments import load as amendments
from cms.legal.amendments.edges import Edge
from cms.legal.documents.identity import DuplicateDocument
from cms.legal.models import DocumentType, IssuingBody, LegalDocument, LegalEvent, LegalNewsIndexPage, LegalNewsPage
from cms.legal.section.cited import cited_documents
from cms.tenancy.access.middleware import AccessControlMiddleware
from cms.tenancy.roles import OFFICE_ROLES, Role
from tests.factories import make_superuser
from tests.factories.legal import make_document, vietnamese

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(LegalDocument.snippet_viewset.get_url_name(name), args=args)


def no_rows(name):
    """Management form of an inline panel without rows."""
    return {
        f"{name}-{kind}_FORMS": count
        for kind, count in (("TOTAL", 0), ("INITIAL", 0), ("MIN_NUM", 0), ("MAX_NUM", 1000))
    }


def form_data(document=None, **fields):
    """The POST of the document's form, with one issuer."""
    body = IssuingBody.objects.get(abbreviation="BGDĐT")
    data = {
        "number_raw": "77/2025/TT-BGDĐT",
        "doc_type": DocumentType.objects.get(name="Thông tư").pk,
        "title": "Tên mẫu",
        "abstract": "",
        "summary": "",
        "signer": "",
        "signer_title": "",
        "place": "",
        "issued_on": "2025-03-04",
        "effective_from": "2025-05-01",
        "effective_to": "",
        "status_override": "",
        "status_reason": "",
        "status_from": "",
        "gazette_no": "",
        "gazette_on": "",
        "level": "",
        "nature": "",
        "audience": "",
        "source_url": "",
        "vbpl_id": "",
        "issuer_links-TOTAL_FORMS": 1,
        "issuer_links-INITIAL_FORMS": 0,
        "issuer_links-MIN_NUM_FORMS": 0,
        "issuer_links-MAX_NUM_FORMS": 1000,
        "issuer_links-0-body": body.pk,
        "issuer_links-0-name_as_printed": "",
        "issuer_links-0-ORDER": 1,
        "issuer_links-0-id": "",
        **no_rows("relations"),
        **no_rows("events"),
        "files-TOTAL_FORMS": 0,
        "files-INITIAL_FORMS": 0,
        "files-MIN_NUM_FORMS": 0,
        "files-MAX_NUM_FORMS": 1000,
    }
    if document:
        link = document.issuer_links.get()
        data |= {
            "number_raw": document.number_raw,
            "title": document.title,
            "issued_on": document.issued_on,
            "issuer_links-INITIAL_FORMS": 1,
            "issuer_links-0-id": link.pk,
            "issuer_links-0-body": link.body_id,
            "issuer_links-0-name_as_printed": link.name_as_printed,
        }
    return data | fields


def numbers(response) -> list[str]:
    return [document.number_raw for document in response.context["object_list"]]


def test_a_librarian_adds_publishes_and_edits(librarian):
    make_document()
    response = librarian.post(url("add"), form_data(**{"action-publish": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    document = LegalDocument.objects.get(number_raw="77/2025/TT-BGDĐT")
    assert document.live
    assert document.slug == "77-2025-tt-bgddt"
    assert document.issuer_names == ["Bộ Giáo dục và Đào tạo"]  # empty in the form: the body's name
    assert (document.level, document.nature, document.education) == ("central", "normative", True)
    data = form_data(document, title="Tên khác", **{"action-publish": "1"})
    assert librarian.post(url("edit", document.pk), data).status_code == 302
    document.refresh_from_db()
    assert document.title == "Tên khác"


def test_a_draft_is_not_public(librarian):
    make_document()
    librarian.post(url("add"), form_data())
    document = LegalDocument.objects.get(number_raw="77/2025/TT-BGDĐT")
    assert not document.live
    assert librarian.get("/van-ban/77-2025-tt-bgddt/").status_code == 404


def test_a_second_entry_is_refused_with_a_link_to_the_first(librarian):
    first = make_document("15/2024/TT-BGDĐT")
    response = librarian.post(
        url("add"), form_data(number_raw="015/2024/tt-bgd&đt", issued_on="2024-06-01", **{"action-publish": "1"})
    )
    assert response.status_code == 200
    assert "number_raw" in response.context["form"].errors
    assert url("edit", first.pk) in response.content.decode()
    assert LegalDocument.objects.count() == 1


def test_editing_into_another_document_is_refused(librarian):
    make_document("15/2024/TT-BGDĐT")
    other = make_document("16/2024/TT-BGDĐT")
    data = form_data(other, number_raw="15/2024/TT-BGDĐT", **{"action-publish": "1"})
    response = librarian.post(url("edit", other.pk), data)
    assert response.status_code == 200
    assert "number_raw" in response.context["form"].errors


def test_another_issuer_in_the_same_form_is_another_document(librarian):
    make_document("15/2024/QĐ-UBND", type_name="Quyết định", issuers=["Ủy ban nhân dân xã Nam Phù"])
    other = make_document("16/2024/QĐ-UBND", type_name="Quyết định", issuers=["Ủy ban nhân dân xã Nam Phù"])
    body = IssuingBody.objects.get(name="Ủy ban nhân dân xã Đại Thanh")
    data = form_data(
        other,
        number_raw="15/2024/QĐ-UBND",
        doc_type=other.doc_type_id,
        **{"issuer_links-0-body": body.pk, "action-publish": "1"},
    )
    assert librarian.post(url("edit", other.pk), data).status_code == 302


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "luat giao duc"}, ["43/2019/QH14"]),
        ({"q": "Luật Giáo dục"}, ["43/2019/QH14"]),
        ({"q": "15/2024/tt-bgddt"}, ["15/2024/TT-BGDĐT"]),
        ({"level": "central"}, ["15/2024/TT-BGDĐT", "43/2019/QH14", "7/2010/TT-BGDĐT"]),
        ({"level": "local"}, []),
        ({"year": "2019"}, ["43/2019/QH14"]),
        ({"missing": "any"}, ["7/2010/TT-BGDĐT"]),
        ({"missing": "issuer"}, ["7/2010/TT-BGDĐT"]),
        ({"missing": "doc_type"}, []),
    ],
)
def test_list_search_and_filters(librarian, query, expected):
    make_document("15/2024/TT-BGDĐT", title="Quy chế mẫu")
    make_document(
        "43/2019/QH14",
        type_name="Luật",
        issuers=["Quốc hội"],
        title="Luật Giáo dục",
        issued_on=datetime.date(2019, 6, 14),
    )
    make_document("7/2010/TT-BGDĐT", title="", issuers=[], issued_on=None)
    response = librarian.get(url("list"), query)
    assert response.status_code == 200
    assert sorted(numbers(response)) == sorted(expected)


def test_list_by_issuer_and_type(librarian):
    make_document("15/2024/TT-BGDĐT")
    make_document(
        "1/2024/TTLT-BGDĐT-BNV", type_name="Thông tư liên tịch", issuers=["Bộ Giáo dục và Đào tạo", "Bộ Nội vụ"]
    )
    body = IssuingBody.objects.get(abbreviation="BNV")
    assert numbers(librarian.get(url("list"), {"issuer": body.pk})) == ["1/2024/TTLT-BGDĐT-BNV"]
    kind = DocumentType.objects.get(name="Thông tư")
    assert numbers(librarian.get(url("list"), {"doc_type": kind.pk})) == ["15/2024/TT-BGDĐT"]


def test_every_screen_of_the_library_opens(librarian):
    make_document()
    for model in (LegalDocument, DocumentType, IssuingBody, LegalDocument._meta.get_field("fields").related_model):
        viewset = model.snippet_viewset
        assert librarian.get(reverse(viewset.get_url_name("list"))).status_code == 200
        assert librarian.get(reverse(viewset.get_url_name("list")), {"q": "giao duc"}).status_code == 200
        assert librarian.get(reverse(viewset.get_url_name("add"))).status_code == 200
        row = model.objects.first()
        for screen in ("edit", "delete", "history", "usage"):
            assert librarian.get(reverse(viewset.get_url_name(screen), args=[row.pk])).status_code == 200, (
                model,
                screen,
            )


def test_preview_of_what_stands_in_the_form(librarian):
    document = make_document(articles=2)
    response = librarian.post(url("preview_on_edit", document.pk), form_data(document, title="Tên chưa lưu"))
    assert json.loads(response.content)["is_valid"], response.content
    response = librarian.get(url("preview_on_edit", document.pk))
    assert response.status_code == 200
    assert "Tên chưa lưu" in response.content.decode()
    assert 'id="dieu-2"' in response.content.decode()


def test_preview_of_a_new_document(librarian):
    make_document()
    response = librarian.post(url("preview_on_add"), form_data(title="Tên mới toanh"))
    assert json.loads(response.content)["is_valid"], response.content
    assert "Tên mới toanh" in librarian.get(url("preview_on_add")).content.decode()


@pytest.mark.parametrize(
    "role", [Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_OBSERVER, Role.OFFICE_APPROVER]
)
def test_others_cannot_change_the_library(sign_in, role):
    document = make_document()
    client = sign_in(role)
    for address in (url("list"), url("add"), url("edit", document.pk), url("delete", document.pk)):
        response = client.get(address)
        if role == Role.OFFICE_OBSERVER and response.status_code == 200:
            continue  # reads, and changes nothing
        assert response.status_code == (403 if role in OFFICE_ROLES else 404), address
        assert "/van-ban" not in response.get("Location", "")
    client.post(url("edit", document.pk), form_data(document, title="Sửa trộm", **{"action-publish": "1"}))
    document.refresh_from_db()
    assert document.title != "Sửa trộm"


def test_schools_choose_by_number_or_title(sign_in):
    wanted = make_document("15/2024/TT-BGDĐT", title="Quy chế thi")
    secret = make_document("16/2024/TT-BGDĐT", confidential=True)
    draft = make_document("17/2024/TT-BGDĐT", live=False)
    client = sign_in(Role.SCHOOL_EDITOR)
    viewset = LegalDocument.snippet_viewset.chooser_viewset
    for query in ("", "quy che", "15/2024/tt-bgddt", "Quy chế"):
        response = client.get(reverse(viewset.get_url_name("choose_results")), {"q": query, "multiple": "1"})
        assert response.status_code == 200
        assert [document.pk for document in response.context["results"]] == [wanted.pk]
    assert client.get(reverse(viewset.get_url_name("choose")), {"multiple": "1"}).status_code == 200
    assert wanted.status_label in response.content.decode()
    response = client.get(
        reverse(viewset.get_url_name("chosen_multiple")), {"id": [wanted.pk, secret.pk, draft.pk, "x"]}
    )
    assert [row["id"] for row in response.json()["result"]] == [str(wanted.pk)]
    answers = {
        pk: client.get(reverse(viewset.get_url_name("chosen"), args=[pk])).status_code
        for pk in (wanted.pk, secret.pk, draft.pk, "x")
    }
    assert answers == {wanted.pk: 200, secret.pk: 404, draft.pk: 404, "x": 404}


@pytest.mark.parametrize("query", ["15/2024/TT-BGDĐT, 16/2024/tt-bgddt", "15/2024/TT-BGDĐT; thong tu 16/2024;"])
def test_several_numbers_in_one_search(sign_in, query):
    wanted = {make_document(f"{n}/2024/TT-BGDĐT").pk for n in (15, 16)}
    make_document("17/2024/TT-BGDĐT")
    address = reverse(LegalDocument.snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    response = sign_in(Role.SCHOOL_EDITOR).get(address, {"q": query, "multiple": "1"})
    assert {document.pk for document in response.context["results"]} == wanted


def test_a_news_item_cites_several_documents(sign_in, school):
    """The editor's form itself: two documents, kept in order; one turns confidential and is no longer named."""
    first, second = make_document("15/2024/TT-BGDĐT"), make_document("16/2024/TT-BGDĐT")
    client = sign_in(Role.SCHOOL_ADMIN)
    parent = LegalNewsIndexPage.objects.get(url_path__startswith=school.home_page.url_path)
    address = reverse("wagtailadmin_pages:add", args=("legal", "legalnewspage", parent.pk))
    assert client.get(address).status_code == 200
    data = {
        "title": "Tin mẫu",
        "slug": "tin-mau",
        "date": "2026-11-01",
        "summary": "",
        "author": "",
        "image": "",
        "body-count": 0,
        "document_links-TOTAL_FORMS": 2,
        "document_links-INITIAL_FORMS": 0,
        "document_links-MIN_NUM_FORMS": 0,
        "document_links-MAX_NUM_FORMS": 1000,
        "action-publish": "1",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
    }
    for n, (document, order) in enumerate(((first, 2), (second, 1))):
        data |= {
            f"document_links-{n}-document": document.pk,
            f"document_links-{n}-ORDER": order,
            f"document_links-{n}-id": "",
        }
    response = client.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    page = LegalNewsPage.objects.get()
    assert page.live
    assert cited_documents(page) == [second, first]
    second.confidential = True
    second.save()
    assert cited_documents(LegalNewsPage.objects.get()) == [first]


def test_locale_of_new_documents_is_vietnamese(librarian):
    make_document()
    librarian.post(url("add"), form_data())
    assert LegalDocument.objects.get(number_raw="77/2025/TT-BGDĐT").locale == vietnamese()


def rows_of(name, *rows):
    """The POST of an inline panel with new rows."""
    data = {**no_rows(name), f"{name}-TOTAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        data |= {
            f"{name}-{place}-{key}": value for key, value in {"id": "", "ORDER": place + 1, "DELETE": "", **row}.items()
        }
    return data


def relation(**fields):
    return {
        "kind": "replaces",
        "target": "",
        "target_text": "",
        "provisions": "",
        "source_provisions": "",
        "day": "",
        "note": "",
        **fields,
    }


def test_a_librarian_enters_relations_and_events(librarian):
    held = make_document("12/2020/TT-BGDĐT")
    event = {
        "kind": "corrected",
        "day": "2025-06-01",
        "provisions": "",
        "by": "",
        "by_text": "",
        "by_provisions": "",
        "note": "",
    }
    data = form_data() | rows_of(
        "relations",
        relation(target=held.pk),
        relation(kind="amends", target_text="Luật số 43/2019/QH14", provisions="khoản 2 Điều 5"),
    )
    response = librarian.post(url("add"), {**data, **rows_of("events", event), "action-publish": "x"})
    assert response.status_code == 302, response.context["form"].errors
    document = LegalDocument.objects.get(number_raw="77/2025/TT-BGDĐT")
    first, second = document.relations.all()
    assert (first.target, second.target, second.anchors) == (held, None, ["dieu-5-khoan-2"])
    assert document.events.get().kind == "corrected"
    assert held.status_on(datetime.date(2025, 5, 1)).code == "expired"
    edit = librarian.get(url("edit", held.pk)).content.decode()
    assert "77/2025/TT-BGDĐT" in edit  # told at the other end, with a link to where it is edited
    assert url("edit", document.pk) in edit


def test_what_a_librarian_takes_away_of_the_codification_is_not_made_again(librarian):
    held = make_document("12/2020/TT-BGDĐT")
    edge = Edge(
        "amends", ("Thông tư", "13/2022/TT-BGDĐT"), "Điều 1", ("Thông tư", "12/2020/TT-BGDĐT"), ("Điều 5",), None
    )
    amendments.store_edges([edge])
    row = held.events.get()
    data = form_data(held) | rows_of("events", {"kind": "amended", "day": "", "provisions": "Điều 5", "by": ""})
    data |= {"events-INITIAL_FORMS": 1, "events-0-id": row.pk, "events-0-by_text": row.by_text, "events-0-DELETE": "on"}
    response = librarian.post(url("edit", held.pk), {**data, "action-publish": "x"})
    assert response.status_code == 302, response.context["form"].errors
    assert not LegalEvent.objects.filter(document=held).exists()
    amendments.store_edges([edge])
    make_document("13/2022/TT-BGDĐT")
    assert not LegalEvent.objects.filter(document=held).exists()
    assert not held.relations_in.exists()


def test_a_relation_without_its_other_end_is_refused_and_nothing_is_lost(librarian):
    data = form_data() | rows_of("relations", relation(provisions="Điều 5", note="Ghi chú"))
    response = librarian.post(url("add"), {**data, "action-publish": "x"})
    assert response.status_code == 200
    html = response.content.decode()
    assert response.context["form"].formsets["relations"].forms[0].errors["target"]
    assert "Ghi chú" in html
    assert not LegalDocument.objects.filter(number_raw="77/2025/TT-BGDĐT").exists()


def test_who_set_a_status_by_hand_is_kept(librarian):
    data = form_data() | {"status_override": "obsolete", "status_reason": "Lý do", "action-publish": "x"}
    assert librarian.post(url("add"), data).status_code == 302
    document = LegalDocument.objects.get(number_raw="77/2025/TT-BGDĐT")
    assert document.status_set_by_id == int(librarian.session["_auth_user_id"])
    assert document.status_set_at is not None
    user = get_user_model().objects.get(pk=document.status_set_by_id)
    assert str(user) in librarian.get(url("edit", document.pk)).content.decode()


def test_list_is_filtered_by_the_status_of_a_day(librarian):
    make_document("15/2024/TT-BGDĐT", effective_from=datetime.date(2024, 5, 1), effective_to=datetime.date(2025, 5, 1))
    make_document("16/2024/TT-BGDĐT", effective_from=datetime.date(2024, 5, 1))
    for query, expected in (
        ({"status": "expired"}, ["15/2024/TT-BGDĐT"]),
        ({"status": "in_force"}, ["16/2024/TT-BGDĐT"]),
        ({"status": "in_force", "day": "2024-06-01"}, ["15/2024/TT-BGDĐT", "16/2024/TT-BGDĐT"]),
        ({"status": "not_yet", "day": "2024-04-30"}, ["15/2024/TT-BGDĐT", "16/2024/TT-BGDĐT"]),
        ({"status": "in_force", "day": "nonsense"}, None),
    ):
        response = librarian.get(url("list"), query)
        assert response.status_code == 200
        if expected is not None:
            assert sorted(numbers(response)) == expected


@pytest.mark.parametrize(
    ("field", "value", "refused"),
    [
        ("issued_on", "2205-03-04", True),
        ("issued_on", "1925-03-04", True),
        ("effective_from", "2250-01-01", True),
        ("gazette_on", "3000-01-01", True),
        ("effective_to", "2045-12-31", False),  # a plan with a vision
        ("effective_to", "2145-12-31", True),
    ],
)
def test_years_that_nobody_means_are_refused(librarian, field, value, refused):
    make_document()
    response = librarian.post(url("add"), form_data(**{field: value}))
    assert (response.status_code == 200) is refused
    if refused:
        assert "1945" in response.context["form"].errors[field][0]
    assert LegalDocument.objects.filter(number_raw="77/2025/TT-BGDĐT").exists() is not refused


def overtaken():
    """A draft changes the number to one that another entry has taken since."""
    document = make_document("15/2024/TT-BGDĐT")
    document.number_raw = "16/2024/TT-BGDĐT"
    revision = document.save_revision()
    return LegalDocument.objects.get(pk=document.pk), revision, make_document("16/2024/TT-BGDĐT")


def test_publishing_a_draft_whose_number_is_taken_says_so(librarian, rf):
    document, revision, _twin = overtaken()
    with pytest.raises(DuplicateDocument, match="16/2024/TT-BGDĐT") as caught:
        revision.publish()
    document.refresh_from_db()
    assert document.number_raw == "15/2024/TT-BGDĐT"
    request = rf.post("/admin/")
    request.user = make_superuser()
    request.session = librarian.session
    request._messages = FallbackStorage(request)
    answer = AccessControlMiddleware(lambda _request: None).process_exception(request, caught.value)
    assert answer.url == url("edit", document.pk)
    assert "16/2024/TT-BGDĐT" in next(str(message) for message in request._messages)
    assert AccessControlMiddleware(None).process_exception(request, ValueError()) is None


def test_a_document_without_number_and_type_is_addressed_by_its_title():
    document = make_document("Không số", type_name="", issuers=[], title="Hiến chương mẫu của nhà trường")
    assert document.slug == "hien-chuong-mau-cua-nha-truong-2024"
    typed = make_document("Không số", type_name="Hiến pháp", issuers=[], title="Hiến pháp mẫu")
    assert typed.slug == "hien-phap-khong-so-2024"
