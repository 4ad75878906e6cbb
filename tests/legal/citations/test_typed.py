"""What people type to find a document: in the chooser of two schools, in the library's list, in an address."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from cms.legal.citations.typed_lookup import find_cited_ids, find_documents
from cms.legal.models import DocumentType, IssuingBody, LegalDocument
from cms.tenancy.roles import Role
from tests import shared
from tests.factories import make_user
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db
CHOOSER = LegalDocument.snippet_viewset.chooser_viewset


def law(number, title, day, **fields):
    return make_document(
        number, type_name="Luật", issuers=["Quốc hội"], title=title, issued_on=day, effective_from=day, **fields
    )


@shared.once
def held():
    """The law stands under the title "Trẻ em"; what only speaks of it is newer."""
    children = law("102/2016/QH13", "Trẻ em", datetime.date(2016, 4, 5))
    make_document(
        "23/2025/TT-BGDĐT", title="Thông tư hướng dẫn Luật Trẻ em năm 2016", issued_on=datetime.date(2025, 1, 2)
    )
    circular = make_document("32/2018/TT-BGDĐT", issued_on=datetime.date(2018, 12, 26))
    make_document("32/2018/NĐ-CP", type_name="Nghị định", issuers=["Chính phủ"], issued_on=datetime.date(2018, 3, 8))
    return {"law": children, "circular": circular}


TYPED = [
    ("Luật Trẻ em 2016", "law"), ("luat tre em", "law"), ("LUẬT TRẺ EM", "law"), ("điều 6 luật trẻ em", "law"),
    ("khoản 2 Điều 5 Luật Trẻ em năm 2016", "law"), ("dieu 6 luat tre em 2016", "law"), ("102/2016/qh13", "law"),
    ("tt 32/2018", "circular"), ("Thông tư 32/2018", "circular"), ("điều 3 thông tư số 32/2018/TT-BGDĐT", "circular"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "name"), TYPED)
def test_the_chooser_shows_it_first_at_two_schools(held, a, b, words, name):
    for school in (a, b):
        client = Client(headers={"host": school.site.hostname})
        client.force_login(make_user(Role.SCHOOL_EDITOR, school))
        response = client.get(reverse(CHOOSER.get_url_name("choose_results")), {"q": words, "multiple": "1"})
        assert [document.pk for document in response.context["results"]][:1] == [held[name].pk]


@pytest.mark.parametrize(("words", "name"), TYPED)
def test_the_public_list_finds_it(held, a, client, words, name):
    response = client.get("/van-ban/", {"q": words}, headers={"host": a.site.hostname})
    assert [document.pk for document in response.context["page_of"].items][:1] == [held[name].pk]


@pytest.mark.parametrize("words", ["luat giao duc", "Luật  Giáo dục", "LUẬT GIÁO DỤC"])
def test_the_public_list_shows_what_is_named_before_what_is_newer(a, b, client, words):
    """The law itself, a title that begins with the words, one that holds them, one that holds them scattered."""
    titles = ("Luật Giáo dục", "Luật Giáo dục nghề nghiệp", "Quy định thi hành Luật Giáo dục", "Giáo dục về Luật Mẫu")
    for year, title in enumerate(titles, start=2019):
        make_document(f"7/{year}/TT-BGDĐT", title=title, issued_on=datetime.date(year, 1, 1))
    for school in (a, b):
        response = client.get("/van-ban/", {"q": words}, headers={"host": school.site.hostname})
        assert [document.title for document in response.context["page_of"].items] == list(titles)


@pytest.mark.parametrize("hidden", [{"confidential": True}, {"live": False}])
def test_what_is_not_public_is_not_found(a, b, hidden):
    law("102/2016/QH13", "Trẻ em", datetime.date(2016, 4, 5), **hidden)
    for words, _name in TYPED:
        assert find_cited_ids(words) == []
        assert find_documents(words) == []


def test_names_in_an_address(held, a, client):
    for asked in ("luat-tre-em-2016", "luat-tre-em", "Luật Trẻ em"):
        response = client.get(f"/van-ban/{asked}/", headers={"host": a.site.hostname})
        assert (response.status_code, response["Location"]) == (302, "/van-ban/102-2016-qh13/")
    assert client.get("/van-ban/luat-bien/", headers={"host": a.site.hostname}).status_code == 404


def test_a_name_of_several_laws_gives_all_of_them():
    both = [
        law(number, "Giáo dục", datetime.date(year, 6, 14)).pk
        for number, year in (("38/2005/QH11", 2005), ("43/2019/QH14", 2019))
    ]
    assert sorted(find_cited_ids("luật giáo dục")) == both
    assert find_cited_ids("luật giáo dục 2019") == both[1:]


def test_nonsense_finds_nothing_and_fails_nowhere(held):
    for words in ("", " ", "%", "điều", "luật", "điều 999 luật", "x" * 5000, "\u0301", "((((", "1/", "luật " * 200):
        assert find_cited_ids(words) == []


@pytest.mark.parametrize(
    ("model", "words", "found"),
    [
        (DocumentType, "thong tu lien", ["Thông tư liên tịch"]),
        (DocumentType, "VBHN", ["Văn bản hợp nhất"]),
        (DocumentType, "Kế HOẠCH", ["Kế hoạch"]),
        (DocumentType, "khong co", []),
        (IssuingBody, "bo giao duc va", ["Bộ Giáo dục và Đào tạo"]),
        (IssuingBody, "đào tạo bộ giáo dục", ["Bộ Giáo dục và Đào tạo"]),
        (IssuingBody, "khong co", []),
    ],
)
def test_types_and_issuers_are_searched_in_chooser_and_list(librarian, model, words, found):
    make_document()
    viewset = model.snippet_viewset
    response = librarian.get(reverse(viewset.chooser_viewset.get_url_name("choose_results")), {"q": words})
    assert [row.name for row in response.context["results"]] == found
    page = librarian.get(reverse(viewset.get_url_name("list")), {"q": words})
    assert [row.name for row in page.context["object_list"]] == found
    form = librarian.get(reverse(viewset.chooser_viewset.get_url_name("choose"))).json()["html"]
    assert 'name="q"' in form
