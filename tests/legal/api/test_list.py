import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core import versions
from cms.legal.models import (
    DocumentType,
    IssuingBody,
    LegalDocument,
    LegalEvent,
    LegalField,
    LegalRelation,
    MirrorEntry,
)
from cms.tenancy.roles import Role
from tests import shared
from tests.factories import make_user
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


def numbers(page):
    return [record["number"] for record in page["results"]]


def test_only_what_is_public_is_listed(api):
    shown = make_document("15/2024/TT-BGDĐT")
    make_document("16/2024/TT-BGDĐT", confidential=True)
    make_document("17/2024/TT-BGDĐT", live=False)
    page = api()
    assert numbers(page) == ["15/2024/TT-BGDĐT"]
    record = page["results"][0]
    assert record["url"] == shown.canonical_url
    assert record["issuers"] == ["Bộ Giáo dục và Đào tạo"]
    assert (record["status"]["code"], record["status"]["as_of"]) == ("in_force", timezone.localdate().isoformat())
    assert page["next"] is None
    assert "confidential" not in record


def test_signed_in_people_are_shown_no_more(api, client):
    client.force_login(make_user(Role.OFFICE_ADMIN))
    make_document("16/2024/TT-BGDĐT", confidential=True)
    assert api()["results"] == []


def test_what_a_query_by_hand_made_confidential_is_not_shown(api):
    """The entry still says that it is public."""
    document = make_document()
    LegalDocument.objects.filter(pk=document.pk).update(confidential=True)
    key = MirrorEntry.objects.get(public=True).key
    assert api()["results"] == []
    api(f"documents/{key}/", expect=410)


@shared.once
def library():
    field = LegalField.objects.create(name="Giáo dục mẫu")
    decree = make_document(
        "84/2020/NĐ-CP", type_name="Nghị định", issuers=["Chính phủ"], issued_on=datetime.date(2020, 7, 17),
        effective_from=datetime.date(2020, 9, 1), effective_to=datetime.date(2022, 1, 1),
    )  # fmt: skip
    decree.fields.set([field])
    decree.save()
    make_document("15/2024/TT-BGDĐT")
    make_document("29/KH-UBND", type_name="Kế hoạch", issuers=[], level="local")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"type": "Nghị định"}, ["84/2020/NĐ-CP"]),
        ({"issuer": "Bộ Giáo dục và Đào tạo"}, ["15/2024/TT-BGDĐT"]),
        ({"field": "giao-duc-mau"}, ["84/2020/NĐ-CP"]),
        ({"level": "central"}, ["84/2020/NĐ-CP", "15/2024/TT-BGDĐT"]),
        ({"group": "central"}, ["84/2020/NĐ-CP"]),
        ({"group": "education"}, ["15/2024/TT-BGDĐT"]),
        ({"nature": "administrative"}, ["29/KH-UBND"]),
        ({"year": "2020"}, ["84/2020/NĐ-CP"]),
        ({"number": "84-2020-nd-cp"}, ["84/2020/NĐ-CP"]),
        ({"number": "TT 15/2024/TT-BGDDT"}, ["15/2024/TT-BGDĐT"]),
        ({"status": "expired"}, ["84/2020/NĐ-CP"]),
        ({"status": "in_force", "as_of": "2021-05-01"}, ["84/2020/NĐ-CP"]),
        ({"type": "Nghị định", "year": "2024"}, []),
    ],
)
def test_filters(api, library, query, found):
    if "type" in query:
        query = {**query, "type": DocumentType.objects.get(name=query["type"]).pk}
    if "issuer" in query:
        query = {**query, "issuer": IssuingBody.objects.get(name=query["issuer"]).pk}
    page = api(**query)
    assert sorted(numbers(page)) == sorted(found)
    assert page["count"] == len(found)
    assert numbers(api(detail="full", **query)) == numbers(page)


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ({"typ": "3"}, "unknown_parameter", "typ"),
        ({"q": "x"}, "unknown_parameter", "q"),
        *(
            ({name: value}, "bad_value", name)
            for name, value in (
                ("type", "x"), ("type", "-1"), ("type", "9" * 30), ("issuer", ""), ("level", "x"), ("group", "school"),
                ("year", "0"), ("year", "10000"), ("year", "²"), ("number", "15"), ("status", "x"),
                ("as_of", "31/01/2026"), ("as_of", "2026-02-30"), ("updated_since", "x"),
                ("updated_since", "0001-01-01T00:00:00+14:00"),
                ("detail", "1"), ("limit", "0"), ("limit", "201"), ("cursor", "x"), ("cursor", "%"), ("cursor", "ư"),
                ("cursor", "MjAyNg"), ("field", "x" * 200), ("nature", "x"),
            )
        ),
        ({"detail": "full", "limit": "51"}, "bad_value", "limit"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_in_both_languages(api, query, code, parameter):
    error = api(expect=400, **query)["error"]
    assert (error["code"], error["parameter"]) == (code, parameter)
    assert set(error["message"]) == {"vi", "en"}
    assert parameter in error["message"]["en"]


def test_paging_neither_repeats_nor_leaves_out(api):
    for _number in range(7):
        make_document()
    page, seen = api(limit=3), []
    assert page["count"] == 7
    while True:
        seen += numbers(page)
        if not page["next"]:
            break
        page = api(page["next"])
        assert page["count"] == 7
    assert sorted(seen) == sorted(LegalDocument.objects.values_list("number_raw", flat=True))
    assert len(set(seen)) == 7


def test_what_changes_between_two_pages_comes_at_the_end(api):
    documents = [make_document() for _number in range(3)]
    page = api(limit=2)
    documents[0].title = "Tên mới"
    documents[0].save()
    rest = api(page["next"])
    assert numbers(rest) == [document.number_raw for document in (*documents[2:], documents[0])]
    assert rest["results"][-1]["title"] == "Tên mới"


def test_an_answer_that_has_not_changed_is_304(api):
    document = make_document()
    for path in ("documents/", f"documents/{MirrorEntry.objects.get().key}/", "document-types/", "openapi.json"):
        api(path)
        tag = {"If-None-Match": api.response["ETag"]}
        assert api(path, expect=304, headers=tag) is None
    api()
    tag = {"If-None-Match": api.response["ETag"]}
    document.title = "Tên mới"
    document.save()
    api(headers=tag)
    api("document-types/")
    tag = {"If-None-Match": api.response["ETag"]}
    DocumentType.objects.filter(name="Thông tư").update(rank=77)
    api("document-types/", headers=tag)


def test_lists_of_terms(api):
    make_document()
    assert "Thông tư" in [row["name"] for row in api("document-types/")["results"]]
    assert "Bộ Giáo dục và Đào tạo" in [row["name"] for row in api("issuing-bodies/")["results"]]
    assert api("fields/")["results"] == list(LegalField.objects.values("slug", "name"))
    api("fields/", expect=400, x="1")


@pytest.mark.parametrize("path", ["", "documents/x/", "documents/00000000-0000-0000-0000-000000000000/", "tin-tuc/x/"])
def test_errors_are_json_too(api, path):
    assert api(path, expect=404)["error"]["code"] == "not_found"


def test_only_reading(api):
    error = api(method="post", expect=405)
    assert error["error"]["code"] == "method_not_allowed"
    assert "GET" in api.response["Allow"]
    assert api.response["Access-Control-Allow-Origin"] == "*"


def test_without_its_slash_an_address_leads_on(api):
    api("documents", expect=301)
    assert api.response.url.endswith("/api/v1/documents/")


def test_too_many_requests(api, settings):
    settings.LIMITS = {**settings.LIMITS, "api": 2}
    api()
    api()
    assert api(expect=429)["error"]["code"] == "too_many_requests"
    assert api.response["Retry-After"]


@pytest.mark.parametrize("detail", [{}, {"detail": "full"}])
def test_a_page_costs_the_same_for_many(api, detail):
    def queries():
        versions.forget_known()
        with CaptureQueriesContext(connection) as found:
            api(**detail)
        return len(found)

    def add():
        first, second = make_document(articles=2), make_document(articles=2)
        LegalRelation.objects.create(source=first, kind="amends", target=second)
        LegalEvent.objects.create(document=second, kind="amended", by=first)

    add()
    queries()
    few = queries()
    for _number in range(5):
        add()
    queries()  # what is kept until something changes is read again once
    assert queries() == few <= 40
