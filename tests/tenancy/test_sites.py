"""Sites by host and by path, looked up in memory or by themselves: the same answers."""

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.tenancy import sites
from tests.factories import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(a, b):
    return make_office(), a, b


def test_hosts(places):
    portal, a, _b = places
    assert sites.site_for_host("TH-MAU-A.localhost:8000").school_id == a.pk
    assert sites.site_for_host(f"{portal.site.hostname}.").is_portal
    assert sites.site_for_host("nobody.localhost") is None


def test_few_paths_are_placed_as_the_whole_map_places_them(places, monkeypatch):
    _portal, a, b = places
    paths = list(Page.objects.filter(depth__gt=1).values_list("url_path", flat=True))
    alone = sites.sites_of_paths(paths)
    monkeypatch.setattr(sites, "BULK_LOOKUP_LIMIT", 0)
    assert alone == sites.sites_of_paths(paths)
    assert alone[a.home_page.url_path].school_id == a.pk
    assert alone[b.home_page.url_path].school_id == b.pk
    assert sites.sites_of_paths(["/nowhere/", ""]) == {}


def test_a_closed_schools_pages_have_no_site(places):
    _portal, a, _b = places
    a.closed_on = timezone.localdate()
    a.save()
    assert a.home_page.url_path not in sites.sites_of_paths([a.home_page.url_path])
    assert sites.site_for_host(a.site.hostname) is None


def test_addresses(places):
    _portal, a, b = places
    here = sites.site_for_host(a.site.hostname)
    assert sites.page_url(a.home_page.url_path + "tin-tuc/", here) == "/tin-tuc/"
    assert sites.page_url(b.home_page.url_path + "tin-tuc/", here) == b.site.root_url + "/tin-tuc/"
    assert sites.page_url("/nowhere/", here) == ""
