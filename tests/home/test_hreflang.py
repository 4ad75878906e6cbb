"""Each version of a page names all its versions, in both directions; a page that stands in one language names none."""

import re

import pytest
from wagtail.models import Locale

from cms.home.models import NewsIndexPage
from cms.legal.models import LegalDocument
from tests.factories.legal import make_document
from tests.factories.pages import only_page

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">')


@pytest.fixture
def english():
    return Locale.objects.get_or_create(language_code="en")[0]


def translated(page, locale):
    copy = page.specific.copy_for_translation(locale)
    copy.title = f"English {page.title}"
    copy.save_revision().publish()
    return copy


def versions_of(client, url, host):
    page = client.get(url, HTTP_HOST=host)
    assert page.status_code == 200, url
    return dict(LINK.findall(page.content.decode()))


@pytest.mark.parametrize("path", ["", "tin-tuc/", "van-ban/", "so-do-trang/"])
def test_both_ways(client, a, b, english, path):
    translated(a.home_page, english)
    translated(only_page(NewsIndexPage, a), english)
    host, root = a.site.hostname, a.site.root_url
    here, there = (versions_of(client, f"{prefix}/{path}", host) for prefix in ("", "/en"))
    assert here == there == {"vi": f"{root}/{path}", "en": f"{root}/en/{path}", "x-default": f"{root}/{path}"}
    assert versions_of(client, f"/{path}", b.site.hostname) == {}


def test_a_page_without_translation_names_none(client, a, english):
    translated(a.home_page, english)
    assert versions_of(client, "/tin-tuc/", a.site.hostname) == {}


def test_a_document_where_it_is_canonical_and_translated(client, a, english):
    from cms.tenancy.models import OfficePortal

    portal = OfficePortal.objects.get()
    for home in (a.home_page, portal.home_page):
        translated(home, english)
    document = make_document()
    path = document.get_absolute_url()
    for prefix in ("", "/en"):
        assert versions_of(client, prefix + path, portal.site.hostname) == {}, "one text at two addresses"
    copy = LegalDocument.objects.get(pk=document.pk).copy_for_translation(english)
    copy.title = "Circular on examples"
    copy.live = True
    copy.save()
    both = {"vi": f"{portal.site.root_url}{path}", "en": f"{portal.site.root_url}/en{path}"}
    for prefix in ("", "/en"):
        assert versions_of(client, prefix + path, portal.site.hostname) == {**both, "x-default": both["vi"]}
        assert versions_of(client, prefix + path, a.site.hostname) == {}, "the portal's address is the canonical one"


def test_the_frame_takes_its_name_from_the_translated_home_page(client, a, english):
    translated(a.home_page, english)
    page = client.get("/en/", HTTP_HOST=a.site.hostname).content.decode()
    assert f"<title>English {a.name}</title>" in page
    assert f'site-header__name"><span class="desktop-only">English {a.name}' in page
    assert (
        f'site-header__name"><span class="desktop-only">{a.name}'
        in client.get("/", HTTP_HOST=a.site.hostname).content.decode()
    )
