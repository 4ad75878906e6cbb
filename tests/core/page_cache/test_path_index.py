"""The short way to a page (``cms.core.pages.path_index``) leads where Wagtail's walk leads, and nowhere else."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.url_routing import RouteResult
from wagtail_localize.operations import translate_object

from cms.core import versions
from cms.core.pages import path_index
from cms.home.models import NewsIndexPage, NewsPage, StandardPage
from cms.legal.models import LegalNewsPage, QuestionPage
from cms.tenancy.roles import Role
from tests.core.page_cache.conftest import HOSTS
from tests.core.page_cache.test_requests import PATHS
from tests.factories import client_of, make_user
from tests.factories.pages import make_page, only_page

pytestmark = pytest.mark.django_db

ANEW = "?unknown=1"


def address(page, school) -> str:
    return "/" + page.url_path.removeprefix(school.home_page.url_path)


def standard(parent, slug: str, **fields) -> StandardPage:
    return parent.add_child(instance=StandardPage(title=f"Trang {slug}", slug=slug, **fields))


def close(page, kind: str = PageViewRestriction.PASSWORD, **fields) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x", **fields)


@pytest.fixture
def walks(monkeypatch):
    """Paths for which Wagtail was asked to walk."""
    walked: list[list[str]] = []
    route = Page.route

    def counted(self, request, path_components):
        walked.append(path_components)
        return route(self, request, path_components)

    monkeypatch.setattr(Page, "route", counted)
    return walked


@pytest.fixture
def tree(a):
    """Pages of every kind of fate; name → path."""
    home = Page.objects.get(pk=a.home_page_id)
    open_page = standard(home, "mo")
    hidden = standard(open_page, "nhap", live=False)
    closed = standard(home, "kin")
    members = standard(home, "noi-bo")
    pages = {
        "standing": open_page,
        "draft": hidden,
        "below a draft": standard(hidden, "con"),
        "closed": closed,
        "below a closed one": standard(closed, "con"),
        "for people": members,
        "news": make_page(NewsPage, a),
        "draft news": make_page(NewsPage, a, live=False),
        "legal news": make_page(LegalNewsPage, a),
        "question": make_page(QuestionPage, a),
    }
    close(closed)
    close(members, PageViewRestriction.LOGIN)
    pages["mirror"] = open_page.create_alias(update_slug="bong")
    pages["mirror of a closed one"] = closed.create_alias(update_slug="bong-kin")
    pages["below a mirror"] = standard(pages["mirror"], "con")
    pages["below a mirror of a closed one"] = standard(pages["mirror of a closed one"], "con")
    english = Locale.objects.get(language_code="en")
    translate_object(a.home_page.specific, [english])
    translate_object(pages["news"], [english])  # its list is a mirror there
    found = {name: address(page, a) for name, page in pages.items()}
    for page in (a.home_page, pages["news"]):
        page.get_translation(english).specific.save_revision().publish()
    return {**found, "english": f"/en{found['news']}", "english root": "/en/", "english mirror": "/en/tin-tuc/"}


HOSTILE = (
    "/khong-co/", "/mo/khong-co/", "/MO/", "/mo", "//mo/", "/mo//nhap/", "/mo/./", "/mo/../mo/", "/mo/%00/", "/%2e/",
    "/tin%2Dtuc/", "/một/", "/mo%0a/", "/m_/", "/m%25/", "/" + "x/" * 13, "/" + "a" * 3000 + "/", "/en/mo/", "/vi/mo/",
    "/de/", "/%F0%9F%98%80/", "/0001/", "/th-mau-a/", "/th-mau-a/mo/", "/cong/", "/1/",
)  # fmt: skip


def seen(client: Client, path: str) -> tuple:
    response = client.get(path)
    return response.status_code, response.get("Location"), response.content


def test_it_leads_where_the_walk_leads(visitors, tree, a, b, commit, monkeypatch):
    commit()
    clients = {
        "a visitor": Client(headers={"host": HOSTS["a"]}),
        "of the school": client_of(make_user(Role.SCHOOL_EDITOR, a), HOSTS["a"]),
        "of another": client_of(make_user(Role.SCHOOL_EDITOR, b), HOSTS["a"]),
        "elsewhere": Client(headers={"host": HOSTS["b"]}),
    }
    commit()
    asked = [(who, path + ANEW) for who in clients for path in (*tree.values(), *HOSTILE, *PATHS)]
    for who, path in asked:
        clients[who].get(path)
    short = {key: seen(clients[key[0]], key[1]) for key in asked}
    monkeypatch.setattr(path_index, "find_path", lambda *_: None)
    walked = {key: seen(clients[key[0]], key[1]) for key in asked}
    different = {key for key in asked if key[1][-9:] and _timeless(short[key]) != _timeless(walked[key])}
    assert different == set()
    codes = {name: short["a visitor", path + ANEW][0] for name, path in tree.items()}
    assert {name for name, code in codes.items() if code == 404} == {"draft", "draft news"}
    assert {name for name, code in codes.items() if code == 302} >= {"for people"}
    assert b"password" in short["a visitor", tree["closed"] + ANEW][2]


def _timeless(answer: tuple) -> tuple:
    status, where, content = answer
    lines = content.splitlines()
    return status, where, [line for line in lines if b"<updated>" not in line and b"csrfmiddlewaretoken" not in line]


def test_who_walks(visitors, tree, walks, commit):
    """Pages with a trail are read by one statement; whatever is closed, mirrored or not there is Wagtail's."""
    commit()
    usual = {"standing", "below a draft", "news", "legal news", "question", "below a mirror", "english", "english root"}
    for name, path in tree.items():
        visitors.get("a", path + ANEW)
        walks.clear()
        with CaptureQueriesContext(connection) as statements:
            visitors.get("a", path + ANEW)
        assert (not walks) == (name in usual), name
        if name in usual:
            assert len(statements) == 2, (name, [row["sql"][:200] for row in statements])


def test_what_is_not_there_is_not_kept(visitors, tree, commit):
    commit()
    versions.clear_versions()
    found = {"/tin%2Dtuc/", "//mo/"}  # a list of news, as written by somebody; the home page, for the test's client
    for path in {*HOSTILE, tree["draft"], tree["closed"], tree["mirror"], "/khong-co-1/", "/khong-co-2/"} - found:
        visitors.get("a", path + ANEW)
    assert len(path_index.cached_paths) == 0
    visitors.get("a", tree["standing"] + ANEW)
    assert len(path_index.cached_paths) == 1


def test_no_more_than_a_number_are_kept(visitors, tree, monkeypatch, commit):
    commit()
    monkeypatch.setattr(path_index, "cached_paths", versions.VersionedCache(2))
    for name in ("standing", "news", "legal news", "standing"):
        visitors.get("a", tree[name] + ANEW)
    assert len(path_index.cached_paths) == 2


class TestChanges:
    """Of a page whose trail is kept; each at the next request."""

    @pytest.fixture
    def page(self, a, visitors, commit):
        home = Page.objects.get(pk=a.home_page_id)
        above = standard(home, "tren")
        page = standard(above, "duoi")
        commit()
        assert visitors.get("a", "/tren/duoi/" + ANEW).status_code == 200
        return page

    @pytest.fixture
    def asked(self, visitors, commit):
        def ask(path: str = "/tren/duoi/"):
            commit()
            return visitors.get("a", path + ANEW)

        return ask

    def test_written(self, page, asked):
        page.intro = "Lời dẫn mới"
        page.save_revision().publish()
        assert "Lời dẫn mới" in asked().content.decode()

    def test_written_past_all_signals(self, page, asked):
        """The row itself is read each time."""
        StandardPage.objects.filter(pk=page.pk).update(title="Tên mới")
        assert "<title>Tên mới" in asked().content.decode()
        StandardPage.objects.filter(pk=page.pk).update(live=False)
        assert asked().status_code == 404

    def test_withdrawn_and_deleted(self, page, asked):
        page.unpublish()
        assert asked().status_code == 404
        page.save_revision().publish()
        assert asked().status_code == 200
        page.delete()
        assert asked().status_code == 404

    def test_renamed(self, page, asked):
        page.slug = "khac"
        page.save_revision().publish()
        assert asked()["Location"].endswith("/tren/khac/")  # Wagtail's redirects follow where nothing stands
        assert asked("/tren/khac/").status_code == 200

    def test_the_one_above_renamed(self, page, asked):
        above = page.get_parent().specific
        above.slug, above.title = "khac", "Tên khác"
        above.save_revision().publish()
        assert asked().status_code == 301
        assert "Tên khác" in asked("/khac/duoi/").content.decode()

    def test_another_in_its_place(self, page, asked, a):
        page.slug = "khac"
        page.save_revision().publish()
        other = standard(page.get_parent(), "duoi", intro="Trang khác")
        assert "Trang khác" in asked().content.decode()
        assert other.pk != page.pk

    def test_moved(self, page, asked, a):
        page.move(Page.objects.get(pk=a.home_page_id), pos="last-child")
        assert asked().status_code == 301
        assert asked("/duoi/").status_code == 200

    def test_order_of_neighbours(self, page, asked):
        before = standard(page.get_parent(), "truoc")
        Page.objects.get(pk=before.pk).move(Page.objects.get(pk=page.pk), pos="left")
        assert asked().status_code == 200
        assert asked("/tren/truoc/").status_code == 200

    @pytest.mark.parametrize("which", ["itself", "above", "everything"])
    def test_closed_and_open_again(self, page, asked, which):
        closed = {"itself": page, "above": page.get_parent(), "everything": Page.get_first_root_node()}[which]
        restriction = close(Page.objects.get(pk=closed.pk))
        answer = asked()
        assert "csrfmiddlewaretoken" in answer.content.decode()
        assert "Trang duoi" not in answer.content.decode()
        restriction.delete()
        assert "Trang duoi" in asked().content.decode()

    def test_the_one_above_withdrawn(self, page, asked):
        page.get_parent().specific.unpublish()
        assert "Trang tren" not in asked().content.decode()


def test_who_is_signed_in_sees_what_another_process_closed(visitors, a, commit):
    """Their pages are not kept, so nobody has looked at the counters for them yet."""
    page = standard(Page.objects.get(pk=a.home_page_id), "mo")
    teacher = client_of(make_user(Role.SCHOOL_EDITOR, a), HOSTS["a"])
    stranger = client_of(make_user(Role.SCHOOL_EDITOR, make_other(a)), HOSTS["a"])
    commit()
    for client in (teacher, stranger):
        assert client.get("/mo/").status_code == 200
    restriction = PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN)
    PageViewRestriction.objects.bulk_create([restriction])  # as if elsewhere: this process hears nothing
    names = [versions.site_version(a.site_id)]
    row, _new = versions.Version.objects.get_or_create(name=names[0])
    versions.Version.objects.filter(pk=row.pk).update(value=row.value + 1)
    assert teacher.get("/mo/").status_code == 200
    assert stranger.get("/mo/").status_code == 404


def make_other(school):
    from tests.factories import make_school

    return make_school("Z")


def test_types_that_route_by_themselves(visitors, a, walks, commit, monkeypatch):
    """As Wagtail's routable pages: what lies below them may be theirs."""
    index = only_page(NewsIndexPage, a)
    news = make_page(NewsPage, a)
    commit()
    assert visitors.get("a", address(news, a) + ANEW).status_code == 200

    def route(self, request, path_components):
        if path_components == ["nam", "2026"] or path_components == [news.slug]:
            return RouteResult(self, kwargs={"own": "/".join(path_components)})
        return Page.route(self, request, path_components)

    def serve(self, request, own=""):
        return HttpResponse(f"own: {own}") if own else Page.serve(self, request)

    monkeypatch.setattr(NewsIndexPage, "route", route)
    monkeypatch.setattr(NewsIndexPage, "serve", serve)
    versions.clear_versions()
    assert visitors.text("a", f"/tin-tuc/nam/2026/{ANEW}") == "own: nam/2026"
    assert visitors.text("a", address(news, a) + ANEW) == f"own: {news.slug}"
    assert "own:" not in visitors.text("a", f"/tin-tuc/{ANEW}")
    assert visitors.get("a", f"/tin-tuc/nam/{ANEW}").status_code == 404
    assert len(path_index.cached_paths) == 0
    assert index.pk


class TestHome:
    """Sites are kept in the process; their first page must not be kept with them."""

    @pytest.mark.parametrize("closed", [False, True])
    def test_a_change_shows_at_once(self, visitors, a, b, commit, closed):
        home = a.home_page.specific
        if closed:  # Wagtail walks
            close(Page.get_first_root_node(), PageViewRestriction.LOGIN)
        teacher = client_of(make_user(Role.SCHOOL_ADMIN, a), HOSTS["a"])
        commit()
        assert teacher.get("/" + ANEW).status_code == 200
        home.search_description = "Một câu mới về trường"
        home.save_revision().publish()
        commit()
        assert "Một câu mới về trường" in teacher.get("/" + ANEW).content.decode()
        if not closed:
            assert "Một câu mới về trường" in visitors.text("a", "/")

    def test_its_blocks_show_at_once(self, visitors, a, commit):
        visitors.keep(("a", "/"))
        home = a.home_page.specific
        home.body = [*home.body.raw_data, {"type": "text", "value": "<p>Khối chữ mới</p>"}]
        home.save_revision().publish()
        commit()
        assert "Khối chữ mới" in visitors.text("a", "/")

    def test_withdrawn(self, visitors, a, commit):
        visitors.keep(("a", "/"))
        Page.objects.filter(pk=a.home_page_id).update(live=False)
        versions.bump_versions(versions.site_version(a.site_id))
        commit()
        assert visitors.get("a", "/").status_code == 404


def test_a_preview_has_no_trail(a, rf):
    page = make_page(NewsPage, a, "Chưa đăng", live=False)
    request = rf.get("/", headers={"host": HOSTS["a"]})
    assert page.make_preview_request(request, "").status_code == 200
    assert page.trail is None
