"""No address of ours leads to a host that its path names."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from cms.home.models import NewsIndexPage
from tests.factories.pages import only_page

pytestmark = pytest.mark.django_db
TRICKS = (
    "//{0}",
    "/en//{0}",
    "/en///{0}",
    "/en/%2F{0}",
    "/%2F%2F{0}",
    "/\\{0}",
    "/en/\\{0}",
    "/en/%5C{0}",
    "/truong//{0}",
    "///{0}",
)


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("host", ["th-mau-a.localhost", "cong.localhost", "localhost"])
def test_a_path_is_no_host(school, settings, trick, host):
    settings.DEBUG = host == "localhost"
    index = only_page(NewsIndexPage, school)
    client = Client(headers={"host": host})
    for name in (index.slug, "evil.example"):  # a page that is there, so that its address is worth offering
        for end in ("", "/", "/?q=a"):
            answer = client.get(trick.format(name) + end)
            place = answer.headers.get("Location", "")
            assert not place.startswith(("//", "/\\")), place
            assert (urlsplit(place).hostname or host).endswith("localhost"), place


def test_what_is_not_translated_is_still_offered(school):
    index = only_page(NewsIndexPage, school)
    answer = Client(headers={"host": school.site.hostname}).get(f"/en/{index.slug}/")
    assert answer.headers["Location"] == f"/{index.slug}/"
