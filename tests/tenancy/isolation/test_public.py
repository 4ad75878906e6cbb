"""What visitors and other schools' people get on the public sites: drafts, private things, other hosts."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.home.models import NewsPage, StandardPage
from cms.legal.models import LegalNewsPage
from cms.tenancy.roles import Role
from tests.factories import make_school, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

HIDDEN = "zqxbeta"
SHOWN = "jyvoram"


@pytest.fixture
def b():
    """Public, unpublished and private pages; the titles of the last two carry the word ``HIDDEN``."""
    school = make_school("B")
    make_page(NewsPage, school, f"{SHOWN} tin")
    make_page(LegalNewsPage, school, f"{SHOWN} pháp luật")
    make_page(NewsPage, school, f"{SHOWN} {HIDDEN} nháp", live=False)
    private = school.home_page.add_child(
        instance=StandardPage(title=f"{SHOWN} {HIDDEN} kín", slug="kin", show_in_menus=True)
    )
    private.add_child(instance=StandardPage(title=f"{SHOWN} {HIDDEN} dưới", slug="duoi"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    return school


def client_at(school, user=None):
    client = Client(headers={"host": school.site.hostname})
    if user:
        client.force_login(user)
    return client


def visitors(school, other):
    """Nobody, and somebody of another school."""
    return client_at(school), client_at(school, make_user(Role.SCHOOL_ADMIN, other))


def paths(school):
    """The address of every page of the school on its own host."""
    home = school.home_page
    rows = Page.objects.filter(path__startswith=home.path).values_list("url_path", flat=True)
    return [path[len(home.url_path) - 1 :] for path in rows]


def test_drafts_and_private_pages_are_not_shown(a, b):
    visitor = client_at(b)
    for path in paths(b):
        response = visitor.get(path)
        assert HIDDEN not in response.content.decode(), path
        assert HIDDEN not in response.get("Location", ""), path
    assert client_at(b).get("/kin/").status_code == 302
    assert client_at(b).get("/kin/duoi/").status_code == 302


def test_private_means_for_people_of_the_school(a, b):
    """Whoever has an account of another school may sign in at this host too."""
    for path in ("/kin/", "/kin/duoi/"):
        for role in (Role.SCHOOL_EDITOR, Role.SCHOOL_ADMIN):
            assert client_at(b, make_user(role, a)).get(path).status_code == 404
            assert HIDDEN in client_at(b, make_user(role, b)).get(path).content.decode()
        assert client_at(b, make_user(Role.OFFICE_OBSERVER)).get(path).status_code == 200
    assert client_at(b, make_user(Role.SCHOOL_ADMIN, a)).get("/").status_code == 200


def test_another_schools_pages_are_not_under_this_host(a, b):
    own = set(paths(a))
    slug = b.home_page.slug
    for client in visitors(a, b):
        for path in paths(b):
            assert client.get(f"/{slug}{path}").status_code == 404
            if path not in own:
                assert client.get(path).status_code == 404
    assert SHOWN not in client_at(a).get("/").content.decode()


@pytest.mark.parametrize("path", ["/", "/tin.atom", "/sitemap.xml", "/so-do-trang/", "/tin-tuc/", "/robots.txt"])
def test_lists_feeds_and_maps(a, b, path):
    own = client_at(b).get(path)
    assert own.status_code == 200
    assert HIDDEN not in own.content.decode()
    others = client_at(a).get(path).content.decode()
    assert HIDDEN not in others
    assert SHOWN not in others
    assert b.site.hostname not in others


def test_the_feed_shows_what_is_public(a, b):
    assert SHOWN in client_at(b).get("/tin.atom").content.decode()


def test_search_over_all_sites_finds_public_pages_only(a, b, engine):
    call_command("rebuild_search", verbosity=0)
    html = client_at(a).get("/tim/", {"q": SHOWN}).content.decode()
    assert f"{SHOWN}</mark> tin" in html or f"{SHOWN} tin" in html
    assert HIDDEN not in html
    found = client_at(a).get("/tim/", {"q": HIDDEN})
    assert not found.context["groups"]


def test_documents_of_a_private_collection(a, b):
    private = b.collection.add_child(instance=Collection(name="Kín"))
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    model = get_document_model()
    hidden, shown = (
        model.objects.create(title="Tệp", file=ContentFile(HIDDEN.encode(), "tep.txt"), collection=collection)
        for collection in (private, b.collection)
    )
    response = client_at(b).get(hidden.url)
    assert response.status_code == 302
    assert HIDDEN not in response.get("Location", "")
    assert client_at(a).get(hidden.url).status_code == 404
    assert client_at(b, make_user(Role.SCHOOL_ADMIN, a)).get(hidden.url).status_code == 404
    assert client_at(b, make_user(Role.SCHOOL_ADMIN, b)).get(hidden.url).status_code == 200
    assert client_at(b).get(shown.url).status_code == 404  # no page shows it
    answer = client_at(b, make_user(Role.SCHOOL_EDITOR, b)).get(shown.url)
    assert b"".join(answer.streaming_content) == HIDDEN.encode()


def test_the_admins_api_is_closed_to_visitors(a, b):
    for kind in ("pages", "images", "documents"):
        response = client_at(a).get(f"/admin/api/main/{kind}/")
        assert response.status_code in (302, 401, 403)
        assert SHOWN not in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/tin.atom", "/sitemap.xml", "/tim/?q=x", "/admin/", "/admin/login/", "/documents/1/x.txt"]
)
def test_unknown_hosts_get_nothing(a, path):
    for host in ("khong-co.localhost", "th-mau-a.localhost.evil.example", "localhost"):
        response = Client(headers={"host": host}).get(path)
        assert response.status_code in (400, 404)
        assert "wagtail" not in response.content.decode().casefold()
        assert a.name not in response.content.decode()
