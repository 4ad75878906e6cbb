"""English addresses of what is Vietnamese only lead to the Vietnamese page, never to another school's."""

import pytest
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from cms.home.models import NewsPage
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(a):
    school = a
    home = school.home_page.specific
    translate_object(home, [Locale.objects.get(language_code="en")])
    english = home.get_translation(Locale.objects.get(language_code="en"))
    if not english.live:
        english.save_revision().publish()
    return school


@pytest.mark.parametrize("path", ["/tin-tuc/", "/so-do-trang/", "/tin.atom"])
def test_leads_to_vietnamese(school, client, path):
    answer = client.get(f"/en{path}", HTTP_HOST=school.site.hostname)
    if answer.status_code != 200:  # a translated site map or feed is served as it is
        assert (answer.status_code, answer["Location"]) == (302, path)
        assert client.get(path, HTTP_HOST=school.site.hostname).status_code == 200


@pytest.mark.parametrize("path", ["/nowhere/", "/%00/", "/tin-tuc/khong-co/", "/" + "x/" * 200])
def test_what_is_nowhere_stays_nowhere(school, client, path):
    assert client.get(f"/en{path}", HTTP_HOST=school.site.hostname).status_code == 404


def test_drafts_and_the_other_schools_pages_are_not_told(school, client, b):
    other = b
    page = make_page(NewsPage, other, "Tin của B")
    path = page.url_path.removeprefix(other.home_page.url_path)
    assert client.get(f"/en/{path}", HTTP_HOST=other.site.hostname).status_code == 302
    assert client.get(f"/en/{path}", HTTP_HOST=school.site.hostname).status_code == 404
    page.unpublish()
    assert client.get(f"/en/{path}", HTTP_HOST=other.site.hostname).status_code == 404
