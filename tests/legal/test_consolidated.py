"""Consolidated texts: tied to what they consolidate, and no law of their own anywhere."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from cms.legal.documents import library
from cms.legal.models import LegalDocument, LegalRelation, StatusPeriod
from cms.legal.parsing.consolidated import base_words, is_consolidated
from tests.factories import make_office, make_school
from tests.factories.legal import give_text, make_document

DAY = datetime.date(2026, 1, 26)
BASE = "24/2016/NĐ-CP"
LINE = (
    f"Nghị định số {BASE} ngày 05 tháng 4 năm 2016 của Chính phủ quy định chế độ quản lý ngân quỹ nhà nước, "
    "có hiệu lực kể từ ngày 01 tháng 01 năm 2017, được sửa đổi, bổ sung bởi:"
)
AMENDING = "Nghị định số 14/2024/NĐ-CP ngày 07 tháng 02 năm 2024 của Chính phủ, có hiệu lực kể từ ngày 07/02/2024."


def consolidated(number="38/VBHN-BTC", text=f"NGHỊ ĐỊNH\n{LINE}\n{AMENDING}\nĐiều 1. Phạm vi\nMột.", **fields):
    fields = {"issuers": ["Bộ Tài chính"], "issued_on": DAY, "effective_from": None, **fields}
    document = make_document(
        number, type_name="Văn bản hợp nhất", title="Nghị định quy định chế độ quản lý ngân quỹ nhà nước", **fields
    )
    if text:
        give_text(document, text)
        document.save()
    return LegalDocument.objects.get(pk=document.pk)


def base(**fields):
    fields = {"issued_on": datetime.date(2016, 4, 5), **fields}
    return make_document(BASE, type_name="Nghị định", issuers=["Chính phủ"], **fields)


def page(client, document, school="A", **data):
    response = client.get(f"/van-ban/{document.slug}/", data, headers={"host": make_school(school).site.hostname})
    assert response.status_code == 200
    return response


def test_what_is_one():
    assert is_consolidated("Văn bản hợp nhất", "8376")
    assert is_consolidated("", "38/VBHN-BTC")
    assert not is_consolidated("Nghị định", BASE)


@pytest.mark.parametrize(
    ("title", "lines", "words"),
    [
        ("Nghị định quy định chế độ", [LINE, AMENDING], f"Nghị định số {BASE}"),
        (f"Văn bản hợp nhất Nghị định số {BASE} về ngân quỹ", [], f"Nghị định số {BASE}"),
        ("Quy định chi tiết một số điều của Luật số 84/2015/QH13", [], ""),
        ("Quy định chi tiết", ["Căn cứ Luật số 84/2015/QH13 ngày 25/6/2015;"], ""),
        ("Nghị định quy định chế độ", ["Theo Nghị định số 14/2024/NĐ-CP có hiệu lực từ hôm nay"], ""),
        ("Văn bản hợp nhất số 38/VBHN-BTC Nghị định quy định chế độ quản lý", [], ""),
    ],
)
def test_what_it_surely_consolidates(title, lines, words):
    assert base_words(title, lines) == words


@pytest.mark.django_db
class TestTied:
    def test_to_the_document_that_is_held(self):
        law = base()
        relation = consolidated().relations.get()
        assert (relation.kind, relation.target) == ("consolidates", law)

    def test_when_the_document_arrives(self):
        text = consolidated()
        assert text.relations.get().target is None
        law = base()
        assert text.relations.get().target == law

    def test_once_and_not_where_a_person_did(self):
        law, other = base(), make_document()
        text = consolidated(text="")
        LegalRelation.objects.create(source=text, kind="consolidates", target=other)
        give_text(text, f"{LINE}\nĐiều 1. Phạm vi\nMột.")
        text.save()
        assert [row.target for row in text.relations.all()] == [other]
        law.save()
        assert text.relations.count() == 1

    def test_by_a_command_that_a_second_time_changes_nothing(self):
        base()
        text = consolidated()
        LegalRelation.objects.filter(source=text)._raw_delete("default")  # as it was before the library tied by itself
        out = [StringIO(), StringIO()]
        for stream in out:
            call_command("tie_consolidated_texts", stdout=stream)
        assert "1 newly tied, 0 wait" in out[0].getvalue()
        assert "0 newly tied, 0 wait" in out[1].getvalue()
        assert text.relations.get().target is not None


@pytest.mark.django_db
class TestNoLawOfItsOwn:
    def test_no_status_and_a_badge_that_says_why(self, client):
        law, text = base(), consolidated()
        assert not StatusPeriod.objects.filter(document=text).exists()
        assert (text.badge.shown, text.badge.label) == ("consolidated", "Văn bản hợp nhất")
        html = page(client, text).content.decode()
        assert "status--consolidated" in html
        assert f'href="{law.get_absolute_url()}"' in html
        assert "badge--in_force" not in html
        assert "status--in_force" not in html
        assert "Đã hợp nhất đến ngày 26/01/2026." in html
        assert "legislationLegalForce" not in html

    def test_a_day_in_the_future_makes_it_no_forecast(self, client):
        response = page(client, consolidated(), day="2090-01-01")
        assert response.context["badge"].label == "Văn bản hợp nhất"

    def test_the_newest_is_offered_at_the_law_on_every_site(self, client):
        law = base(articles=1)
        consolidated("3/VBHN-BTC", issued_on=DAY.replace(year=2020))
        newest = consolidated()
        consolidated("39/VBHN-BTC", issued_on=DAY.replace(year=2027), confidential=True)
        for school in "AB":
            response = page(client, law, school)
            assert [link.document_id for link in response.context["consolidated_in"]][:1] == [newest.pk]
            assert "39/VBHN-BTC" not in response.content.decode()

    def test_neither_counted_nor_new(self):
        make_office()
        law, _text = base(issued_on=DAY), consolidated()
        rows = LegalDocument.objects.filter(pk__gte=0)
        assert rows.count() == 2
        assert library.counts_by_level(None)["central"] == 1
        assert library.newest(5, None) == [law]
        assert library.newest_of_each(5, None)["central"] == [law]
        assert library.new_this_month(None, day=DAY) == [law]

    def test_listed_where_its_type_or_words_are_asked_for(self, client, a):
        law, text = base(), consolidated()
        host = {"host": a.site.hostname}

        def listed(**query):
            response = client.get("/van-ban/", query, headers=host)
            return {row.pk for row in response.context["page_of"].items}, response.context

        assert listed()[0] == {law.pk}
        assert listed(type=text.doc_type_id)[0] == {text.pk}
        assert listed(q="ngân quỹ")[0] == {text.pk}
        kinds = next(one for one in listed()[1]["filters"] if one.name == "type")
        assert ("Văn bản hợp nhất", 1) in {(choice.label, choice.count) for choice in kinds.choices}
        assert listed()[1]["all_levels_count"] == 1
