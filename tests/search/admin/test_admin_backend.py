"""Wagtail's own searches in the admin understand Vietnamese, and stay within the wall."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelsearch.conf import get_app_config
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.home.models import NewsPage
from search.admin.backend import fold_for_index
from tests import shared
from tests.factories import make_school, make_superuser, make_user
from tests.factories.files import docx, make_file
from tests.factories.pages import make_image, make_page

pytestmark = pytest.mark.django_db
TITLE = "Hoà giải ở Đường Thuỷ theo 15/2020/NĐ-CP của UBND"
SPELLINGS = (
    "hoa giai", "HÒA GIẢI", "hoà giải", "duong thuy", "Ðường Thủy", "đường thuỷ", "15/2020/ND-CP", "15/2020/nđ-cp",
    "15 2020", "ủy ban nhân dân", "ubnd",
)  # fmt: skip


@shared.once
def schools():
    with TestCase.captureOnCommitCallbacks(execute=True):
        a, b = make_school("A"), make_school("B")
        for school in (a, b):
            make_page(NewsPage, school, f"{TITLE} {school.code}")
            make_image(title=f"{TITLE} {school.code}", collection=school.collection)
            make_file(docx("Kế hoạch"), "docx", f"{TITLE} {school.code}", school.collection)
    return a, b


def client_of(user) -> Client:
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(user)
    return client


PLACES = {
    "explorer": lambda school: reverse("wagtailadmin_explore", args=[school.home_page_id]),
    "pages": lambda school: reverse("wagtailadmin_pages:search"),
    "page chooser": lambda school: reverse("wagtailadmin_choose_page_search"),
    "images": lambda school: reverse("wagtailimages:index"),
    "image chooser": lambda school: reverse("wagtailimages_chooser:choose_results"),
    "files": lambda school: reverse("wagtaildocs:index"),
    "file chooser": lambda school: reverse("wagtaildocs_chooser:choose_results"),
}


def shown(client, address, words) -> str:
    answer = client.get(address, {"q": words})
    assert answer.status_code == 200
    html = answer.content.decode()
    return json.loads(html).get("html", html) if html.startswith("{") else html


@pytest.mark.parametrize("place", PLACES)
def test_every_spelling_finds_it_within_the_wall(schools, place):
    a, _b = schools
    editor, office = client_of(make_user("editor", a)), client_of(make_superuser())
    address = PLACES[place](a)
    for words in SPELLINGS:
        html = shown(editor, address, words)
        assert f"{TITLE} A" in html, words
        assert f"{TITLE} B" not in html, words
    assert f"{TITLE} A" not in shown(editor, address, "hoà nhạc")
    if place != "explorer":
        assert f"{TITLE} B" in shown(office, address, "hoa giai duong thuy")


def test_models_are_searched_alike(schools):
    a, _b = schools
    assert Page.objects.descendant_of(a.home_page).search("hoa giai").count() == 1
    assert Page.objects.descendant_of(a.home_page).autocomplete("hoà gi").count() == 1
    assert len(get_document_model().objects.filter(collection=a.collection).search("thuỷ")) == 1


def test_folding():
    assert fold_for_index("Ðường Hoà, Thuỷ!") == "duong hoa thuy"
    assert fold_for_index("") == ""


@pytest.mark.parametrize("words", ["\"' OR * NEAR(", "zz:*&|!", "(((", "😀", "_"])
def test_signs_are_no_syntax(schools, words):
    assert list(Page.objects.search(words)) == []


class TestWeightsOfTitles:
    """Measured by the average title: Wagtail reads the whole table for it after each write, ours the last row."""

    @staticmethod
    def written(school, title):
        with CaptureQueriesContext(connection) as asked, TestCase.captureOnCommitCallbacks(execute=True):
            page = make_page(NewsPage, school, title)
        whole = [q["sql"] for q in asked if "AVG(" in q["sql"].upper()]
        entry = get_app_config().get_model("IndexEntry").objects.get(object_id=page.pk)
        return entry.title_norm, whole

    def test_many_rows_are_not_read_for_one(self, a, monkeypatch):
        monkeypatch.setattr("search.admin.backend.MIN_SAMPLE", float("inf"))
        weight, whole = self.written(a, "Một hai ba bốn")
        assert whole
        monkeypatch.setattr("search.admin.backend.MIN_SAMPLE", 0)
        again, whole = self.written(a, "Năm sáu bảy tám")
        assert not whole
        assert again == pytest.approx(weight, rel=0.25)
        longer, whole = self.written(a, "Một hai ba bốn năm sáu bảy tám chín mười")
        assert not whole
        assert longer < again

    def test_a_changed_title_is_weighed_again(self, a, monkeypatch):
        monkeypatch.setattr("search.admin.backend.MIN_SAMPLE", 0)
        page = make_page(NewsPage, a, "Một hai")
        entries = get_app_config().get_model("IndexEntry").objects.filter(object_id=page.pk)
        before = entries.get().title_norm
        page.title = "Một hai ba bốn năm sáu bảy tám"
        page.save()
        assert 0 < entries.get().title_norm < before

    def test_who_rebuilds_the_index_has_all_measured_anew(self, a, monkeypatch):
        monkeypatch.setattr("search.admin.backend.MIN_SAMPLE", 0)
        entries = get_app_config().get_model("IndexEntry").objects
        entries.exclude(title_norm=1.0).update(title_norm=F("title_norm") * 100)
        assert max(entries.values_list("title_norm", flat=True)) > 50
        call_command("update_index", verbosity=0)
        assert 1 < max(entries.values_list("title_norm", flat=True)) < 10
