import io

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.test import TestCase
from django.utils.translation import gettext
from wagtail.models import Page, Site

from cms.home.demo import content, english, progress
from cms.legal.models import LegalDocument, LegalMaterialPage, LegalNewsPage
from cms.tenancy.models import OfficePortal, School

pytestmark = pytest.mark.django_db


def test_not_outside_development():
    with pytest.raises(CommandError):
        call_command("load_demo", stdout=io.StringIO())
    assert not School.objects.exists()


@pytest.mark.bare
@pytest.mark.long  # of production, scripts/smoke loads the demo and asks its pages
def test_the_demo(client, settings, monkeypatch, subtests):
    """Loaded once for all that is looked at."""
    out = io.StringIO()
    monkeypatch.setenv("LANG", "C.UTF-8")
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("load_demo", force=True, stdout=out)
    with subtests.test("whole and found"):
        is_whole_and_found(client, out.getvalue())
    with subtests.test("English"):
        one_school_and_the_portal_speak_english(client)
    with subtests.test("a second run"):
        a_second_run_changes_nothing_but_follows_the_port(settings)


def is_whole_and_found(client, loaded):
    assert School.objects.count() == len(content.SCHOOLS)
    assert "[1/4] Portal and five schools …" in loaded
    assert f"Ready: {len(content.SCHOOLS)} schools, " in loaded
    assert "Sign in at " in loaded
    assert School.objects.get(code="DEMO-TH-01").site.root_page.title == "Trường Tiểu học Phượng Hồng"
    for school in School.objects.select_related("site"):
        assert school.site.hostname in loaded
        assert client.get("/", HTTP_HOST=school.site.hostname).status_code == 200
    assert client.get("/", HTTP_HOST=OfficePortal.objects.get().site.hostname).status_code == 200
    page = client.get("/tim/", {"q": "luat tre em"}, HTTP_HOST="th-phuong-hong.localhost")
    results = page.content.decode()
    law = LegalDocument.objects.get(number_raw="102/2016/QH13")
    first = results.index(f"/van-ban/{law.slug}/")
    assert all(results.index(f"/van-ban/{other}/") > first for other in ("56-2017-nd-cp",) if f"/{other}/" in results)
    assert LegalNewsPage.objects.filter(document_links__document=law, locale__language_code="vi").count() == len(
        content.SCHOOLS
    )
    assert LegalMaterialPage.objects.filter(kind="leaflet", locale__language_code="vi", file=None).count() == 0


def one_school_and_the_portal_speak_english(client):
    """Nothing of the frame, the menu or the fixed pages is left in Vietnamese."""
    host = "th-phuong-hong.localhost"
    page = client.get("/en/", HTTP_HOST=host).content.decode()
    assert 'site-header__name"><span class="desktop-only">Phượng Hồng Primary School' in page
    for words in (">Trang chủ", "Thông báo", "Tin tức", "Giới thiệu", "Cổng Giáo dục"):
        assert words not in page, words
    for title in (row[2] for row in english.FIXED_PAGES):
        assert title in page or title in client.get("/en/so-do-trang/", HTTP_HOST=host).content.decode()
    assert "Thanh Trì Education Portal" in client.get("/en/", HTTP_HOST="cong.localhost").content.decode()
    library = client.get("/en/van-ban/", HTTP_HOST=host).content.decode()
    assert "Circular (" in library
    assert "Ministry of Education and Training (" in library


def a_second_run_changes_nothing_but_follows_the_port(settings):
    before = Page.objects.count()
    settings.SITE_PORT = 9123
    call_command("load_demo", force=True, stdout=io.StringIO())
    assert Page.objects.count() == before
    assert set(Site.objects.values_list("port", flat=True)) == {9123}


def test_a_wrong_folder_is_named(tmp_path):
    with pytest.raises(CommandError, match=str(tmp_path)):
        call_command("load_demo", force=True, data=tmp_path, stdout=io.StringIO())


@pytest.mark.parametrize(
    ("terminal", "said"),
    [("vi_VN.UTF-8", "Quá nhiều"), ("en_GB.UTF-8", "Too many"), ("C", "Too many"), ("", "Too many")],
)
def test_the_first_run_speaks_the_terminal_s_language(monkeypatch, terminal, said):
    monkeypatch.setenv("LANG", terminal)
    with progress.use_terminal_language():
        assert gettext("Too many requests").startswith(said)


def test_steps_are_named_before_they_begin():
    out = OutputWrapper(io.StringIO())
    steps = progress.StepPrinter(out, total=2)
    with steps("Tables"):
        assert out.getvalue() == "[1/2] Tables …"
        migrations = progress.MigrationProgress(out)
        for number in range(45):
            migrations.write(f"  Applying a.{number}... OK\n")
    assert out.getvalue() == "[1/2] Tables ….. 0 s\n"
