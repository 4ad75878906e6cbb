"""The office's screens: conflicts, texts, what the sources say. Librarians decide, others of the office read."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.legal.models import LegalDocument, SourceConflict, SourceRecord, TextVersion
from cms.tenancy.roles import SCHOOL_ROLES, Role
from tests.legal.sources.rows import CODIFIED, crawled

pytestmark = pytest.mark.django_db
LIST, DECIDE = "library_work:conflicts", "library_work:decide_conflicts"
JUNE, JULY = datetime.date(2017, 6, 1), datetime.date(2017, 7, 1)


@pytest.fixture
def law(take):
    """Two sources differ on the first day in force and on the text."""
    take(CODIFIED, crawled(effective="2017-07-01", count=4))
    return LegalDocument.objects.get()


@pytest.fixture
def laws(take):
    for number in ("102/2016/QH13", "43/2019/QH14", "57/2020/QH14"):
        row = {"number": number, "vbpl_item_id": number[:3]}
        take(CODIFIED | row, crawled(number, effective="2017-07-01", id=number[:3]))


def one(field="effective_from"):
    return SourceConflict.objects.get(field=field)


def address(conflict):
    return reverse("library_work:conflict", args=[conflict.pk])


def test_the_list_names_both_sides(librarian, law):
    html = librarian.get(reverse(LIST)).content.decode()
    for words in ("102/2016/QH13", "01/06/2017", "01/07/2017", "https://vbpl.vn/x--102303", "07/04/2026"):
        assert words in html
    assert html.count(address(one())) == 2  # its page, and its form
    version = TextVersion.objects.get(source="vbpl")
    assert reverse("library_work:text", args=[law.pk, version.pk]) in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"effective_from", "text"}),
        ("field=text", {"text"}),
        ("shown_source=codification&other_source=vbpl", {"effective_from", "text"}),
        ("other_source=codification", set()),
        ("q=102/2016", {"effective_from", "text"}),
        ("q=43/2019", set()),
        ("state=decided", set()),
        ("state=nonsense&page=x&field=nonsense", {"effective_from", "text"}),
    ],
)
def test_filters_and_search(librarian, law, query, found):
    response = librarian.get(reverse(LIST) + "?" + query)
    assert {row.field for row in response.context["object_list"]} == found


def test_one_click_decides_and_another_takes_it_back(librarian, law):
    response = librarian.post(address(one()) + "?field=effective_from", {"take": "other", "note": "công báo"})
    assert response.url == reverse(LIST) + "?field=effective_from"
    law.refresh_from_db()
    assert law.effective_from == JULY
    decided = librarian.get(reverse(LIST), {"state": "decided"})
    assert "công báo" in decided.content.decode()
    assert "công báo" in librarian.get(address(one())).content.decode()
    librarian.post(address(one()), {"undo": "1"})
    law.refresh_from_db()
    assert law.effective_from == JUNE
    assert one().state == "open"


def test_what_scripts_add_to_the_address_is_not_carried_on(librarian, law):
    response = librarian.get(reverse("library_work:conflicts_results"), {"field": "text", "_w_filter_fragment": "true"})
    assert response.context["query"] == "field=text"
    assert "csrfmiddlewaretoken" in response.content.decode()


def test_nonsense_decides_nothing(librarian, law):
    librarian.post(address(one()), {"take": "vbpl' OR 1=1"})
    librarian.post(reverse(DECIDE), {"take": "x", "conflict": [one().pk], "confirmed": "1"})
    librarian.post(reverse(DECIDE), {"take": "other", "conflict": ["x", "9" * 40, "-1"], "confirmed": "1"})
    assert one().state == "open"
    assert librarian.get(reverse(DECIDE), {"take": "x"}).status_code == 302


def test_ticked_ones_are_asked_about_first(librarian, laws):
    chosen = [row.pk for row in SourceConflict.objects.filter(field="effective_from")[:2]]
    page = librarian.post(reverse(DECIDE), {"take": "other", "conflict": chosen})
    assert page.status_code == 200
    assert {row.pk for row in page.context["rows"]} == set(chosen)
    assert not SourceConflict.objects.filter(state="decided").exists()
    librarian.post(reverse(DECIDE), {"take": "other", "conflict": chosen, "confirmed": "1", "note": "theo vbpl"})
    assert {row.pk for row in SourceConflict.objects.filter(state="decided")} == set(chosen)
    assert LegalDocument.objects.filter(effective_from=JULY).count() == 2
    assert ModelLogEntry.objects.filter(action="legal.source_decided").count() == 2


def test_all_that_the_filter_shows_are_decided_for_a_source(librarian, laws):
    list_page = librarian.get(reverse(LIST), {"field": "effective_from"})
    assert {(source, count) for source, _name, count in list_page.context["speakers"]} == {
        ("codification", 3), ("vbpl", 3),
    }  # fmt: skip
    page = librarian.get(reverse(DECIDE), {"field": "effective_from", "q": "2019", "take": "vbpl"})
    assert [row.document.number_norm for row in page.context["rows"]] == ["43/2019/QH14"]
    page = librarian.get(reverse(DECIDE), {"field": "effective_from", "take": "vbpl"})
    assert len(page.context["rows"]) == 3
    form = {"take": "vbpl", "confirmed": "1", "conflict": [row.pk for row in page.context["rows"]]}
    response = librarian.post(reverse(DECIDE) + "?field=effective_from", form)
    assert response.url == reverse(LIST) + "?field=effective_from"
    assert set(LegalDocument.objects.values_list("effective_from", flat=True)) == {JULY}
    empty = librarian.get(reverse(LIST))
    assert not empty.context["object_list"]
    assert empty.status_code == 200


def test_more_than_a_request_can_do_are_left_for_the_next(librarian, laws, monkeypatch):
    monkeypatch.setattr("cms.legal.admin_views.conflict_views.MAX_CONFLICTS", 2)
    page = librarian.get(reverse(DECIDE), {"take": "vbpl"})
    assert (len(page.context["rows"]), page.context["left"]) == (2, 1)


def test_the_menu_counts_those_that_are_open(librarian, law):
    assert "(2)" in librarian.get(reverse("wagtailadmin_home")).content.decode()
    SourceConflict.objects.all().delete()
    assert "(2)" not in librarian.get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_costs_the_same_for_many(librarian, laws):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert librarian.get(reverse(LIST)).status_code == 200
        return len(found)

    queries()
    many = queries()
    SourceConflict.objects.exclude(pk=SourceConflict.objects.first().pk).delete()
    assert queries() == many


def test_an_address_that_is_none_of_the_web_is_no_link(librarian, law):
    SourceRecord.objects.update(address="javascript:alert(1)")
    TextVersion.objects.update(address="javascript:alert(1)")
    form = reverse(law.snippet_viewset.get_url_name("edit"), args=[law.pk])
    for page in (reverse(LIST), address(one()), reverse("library_work:texts", args=[law.pk]), form):
        assert 'href="javascript' not in librarian.get(page).content.decode()


class TestTexts:
    def page(self, law, version=None):
        name, args = ("library_work:text", [law.pk, version.pk]) if version else ("library_work:texts", [law.pk])
        return reverse(name, args=args)

    def test_versions_with_their_doubts_and_what_differs(self, librarian, law):
        held = TextVersion.objects.get(source="vbpl")
        html = librarian.get(self.page(law)).content.decode()
        assert self.page(law, held) in html
        page = librarian.get(self.page(law, held))
        assert page.context["version"].doubts_words
        assert {"Điều 5", "Điều 1"} <= {row.label for row in page.context["differences"]}
        assert next(row.only for row in page.context["differences"] if row.label == "Điều 5") == "old"

    def test_showing_another_and_letting_the_rules_choose(self, librarian, law):
        held = TextVersion.objects.get(source="vbpl")
        librarian.post(self.page(law, held), {"note": "đã đối chiếu"})
        assert law.provisions.filter(kind="article").count() == 4
        assert "đã đối chiếu" in ModelLogEntry.objects.get(action="legal.text_shown").message
        librarian.post(self.page(law), {"release": "1"})
        assert law.provisions.filter(kind="article").count() == 10

    def test_a_version_of_another_document_is_not_found(self, librarian, laws):
        first, second = LegalDocument.objects.order_by("pk")[:2]
        version = second.text_versions.first()
        assert librarian.get(self.page(first, version)).status_code == 404
        assert librarian.post(self.page(first, version), {}).status_code == 404


def test_the_form_tells_what_each_source_says(librarian, law):
    form = librarian.get(reverse(law.snippet_viewset.get_url_name("edit"), args=[law.pk])).content.decode()
    assert "01/07/2017" in form
    assert "<strong>01/06/2017</strong>" in form
    assert reverse("library_work:texts", args=[law.pk]) in form
    assert address(one()) in form


class TestRights:
    def pages(self, law):
        version = TextVersion.objects.get(source="vbpl")
        return [
            reverse(LIST), reverse("library_work:conflicts_results"), address(one()),
            reverse("library_work:texts", args=[law.pk]), reverse("library_work:text", args=[law.pk, version.pk]),
        ]  # fmt: skip

    @pytest.mark.parametrize("role", SCHOOL_ROLES)
    def test_schools_get_404(self, sign_in, law, role):
        client = sign_in(role)
        for page in (*self.pages(law), reverse(DECIDE)):
            assert client.get(page).status_code == 404
            assert client.post(page, {"take": "other", "conflict": [one().pk], "confirmed": "1"}).status_code == 404
        assert reverse(LIST) not in client.get(reverse("wagtailadmin_home")).content.decode()
        assert one().state == "open"

    @pytest.mark.parametrize("role", [Role.OFFICE_OBSERVER, Role.OFFICE_APPROVER])
    def test_others_of_the_office_read_and_change_nothing(self, sign_in, law, role):
        client = sign_in(role)
        for page in self.pages(law):
            response = client.get(page)
            assert response.status_code == 200
            assert 'name="take"' not in response.content.decode()
            client.post(page, {"take": "other", "release": "1", "note": "x"})
        assert client.get(reverse(DECIDE), {"take": "vbpl"}).status_code in (302, 403, 404)
        client.post(reverse(DECIDE), {"take": "other", "conflict": [one().pk], "confirmed": "1"})
        assert not SourceConflict.objects.filter(state="decided").exists()
        assert not TextVersion.objects.filter(decided=True).exists()

    @pytest.mark.parametrize("role", [Role.OFFICE_ADMIN, Role.OFFICE_LIBRARIAN])
    def test_administrators_and_librarians_decide(self, sign_in, law, role):
        assert sign_in(role).post(address(one()), {"take": "other"}).status_code == 302
        assert one().state == "decided"
