"""``{% part %}``: what of a page is not made again when something else of it has changed."""

import datetime
import re

import pytest
from django.db import connection
from django.template import Context, Template, TemplateSyntaxError
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.page_cache import fragments
from cms.district.broadcasts import sending
from cms.home.models import NewsPage, NoticePage
from cms.legal.models import LegalMaterialPage, LegalNewsPage, QuestionPage, TrainingPage
from cms.tenancy.models import OfficePortal
from cms.tenancy.roles import Role
from tests.core.page_cache.conftest import HOSTS
from tests.core.page_cache.test_queries import COUNTED, TABLE, fill
from tests.core.page_cache.test_requests import PATHS
from tests.district.factories import make_broadcast
from tests.factories import client_of, make_user
from tests.factories.files import make_file, pdf
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page

pytestmark = pytest.mark.django_db

SECTION = "/pho-bien-giao-duc-phap-luat/"
ANEW = "?unknown=1"  # such an address is made anew and kept nowhere, of parts that lie ready


@pytest.fixture
def built(visitors, monkeypatch):
    """(name, what it depends on beside, counters, statements) of each part that is made."""
    found = []
    real = fragments.render_fragment

    def part(key, counters, build):
        def counted():
            with CaptureQueriesContext(connection) as statements:
                html = build()
            found.append((key[0], str(key[-1]), counters, [row["sql"] for row in statements]))
            return html

        return real(key, counters, counted)

    monkeypatch.setattr("cms.tenancy.templatetags.part_tags.render_fragment", part)
    return found


def names(built) -> list[tuple[str, str]]:
    found = [(name, by) for name, by, _counters, _statements in built]
    built.clear()
    return found


def test_made_once_and_by_page_and_site(visitors, built, a, commit):
    visitors.get("a", "/" + ANEW)
    home = names(built)
    assert home
    assert {name for name, _by in home} == {"home"}
    visitors.get("a", "/" + ANEW)
    client_of(make_user(Role.SCHOOL_EDITOR, a), HOSTS["a"]).get("/")
    assert names(built) == []
    visitors.get("b", "/" + ANEW)
    assert names(built) == home
    visitors.get("a", "/en/" + ANEW)
    visitors.get("a", SECTION + ANEW)
    assert {name for name, _by in names(built)} <= {"home", "section"}


def test_a_change_of_the_library_makes_the_legal_part_of_the_home_page_anew(visitors, built, a, commit):
    visitors.get("a", "/" + ANEW)
    every = names(built)
    document = make_document("12/2025/TT-BGDĐT")
    commit()
    assert document.number_raw in visitors.text("a", "/" + ANEW)
    again = names(built)
    assert 0 < len(again) < len(every)


@pytest.mark.parametrize("model", [NewsPage, NoticePage, LegalNewsPage])
def test_news_stands_there_at_once_and_only_here(visitors, built, a, commit, model):
    paths = ["/", SECTION] if model is LegalNewsPage else ["/"]
    for who in ("a", "b"):
        for path in paths:
            visitors.get(who, path + ANEW)
    names(built)
    page = make_page(model, a, "Ngày hội đọc sách", live=False)
    page.save_revision().publish()
    commit()
    for path in paths:
        assert "Ngày hội đọc sách" in visitors.text("a", path + ANEW)
    names(built)
    for path in paths:
        assert "Ngày hội đọc sách" not in visitors.text("b", path + ANEW)
    assert names(built) == []


def test_a_miss_asks_for_the_counters_and_the_page(visitors, a, commit):
    """All else lies ready, whatever kind of page it is and however much there is."""
    document = make_document("12/2025/TT-BGDĐT", articles=3)
    paths = fill(a, 2)
    make_broadcast("Chỉ thị", model=NoticePage)
    commit()
    none = {"/van-ban/", "/so-do-trang/", "/sitemap.xml", "/robots.txt", "/tin.atom", "/van-ban/tin.atom"}
    schools = [*(path for path in PATHS if path not in none), *paths.values(), document.get_absolute_url()]
    others = [("a", "/van-ban/", 1), ("portal", "/", 2), ("portal", "/truong/", 1)]
    for who, path, most in [*(("a", path, 2) for path in schools), *others]:
        visitors.get(who, path + ANEW)
        with CaptureQueriesContext(connection) as statements:
            assert visitors.get(who, path + ANEW).status_code == 200
        assert len(statements) == most, (path, [row["sql"][:120] for row in statements])


def test_lists_with_filters_are_made_anew_and_kept_nowhere(visitors, built, a, commit):
    fill(a, 2)
    commit()
    visitors.get("a", "/tin-tuc/" + ANEW)
    assert names(built)
    for path in ("/tin-tuc/?year=2026&u=1", "/tin-tuc/?page=1&u=1", "/tin-tuc/?page=999&u=1", "/van-ban/?q=x&u=1"):
        whole = visitors.text("a", path)
        assert not {name for name, _by in names(built)} & {"list", "library"}, path
        assert visitors.text("a", path) == whole
    assert visitors.text("a", f"{SECTION}tai-lieu/?kind=video&u=1") != visitors.text("a", f"{SECTION}tai-lieu/?u=1")


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (NewsPage, "/tin-tuc/"), (NoticePage, "/thong-bao/"), (LegalNewsPage, f"{SECTION}tin-tuc-hoat-dong/"),
        (LegalMaterialPage, f"{SECTION}tai-lieu/"), (QuestionPage, f"{SECTION}hoi-dap/"),
        (TrainingPage, f"{SECTION}tap-huan/"),
    ],
)  # fmt: skip
def test_lists_and_neighbours_follow(visitors, built, a, commit, model, path):
    dates = {"starts_on": datetime.date(2030, 1, 1)} if model is TrainingPage else {}
    first = make_page(model, a, "Bài thứ nhất", live=False, **dates)
    first.save_revision().publish()
    commit()
    where = "/" + first.url_path.removeprefix(a.home_page.url_path)
    assert "Bài thứ nhất" in visitors.text("a", path + ANEW)
    visitors.get("a", where + ANEW)
    visitors.get("b", path + ANEW)
    names(built)
    second = make_page(model, a, "Bài thứ hai", live=False, **dates)
    second.save_revision().publish()
    commit()
    assert "Bài thứ hai" in visitors.text("a", path + ANEW)
    if model is not TrainingPage:
        assert "Bài thứ hai" in visitors.text("a", where + ANEW)
    names(built)
    assert "Bài thứ hai" not in visitors.text("b", path + ANEW)
    assert names(built) == []
    second.refresh_from_db()
    second.unpublish()
    commit()
    assert "Bài thứ hai" not in visitors.text("a", path + ANEW)
    assert "Bài thứ hai" not in visitors.text("a", where + ANEW)
    first.title = "Bài có tên khác"
    first.save_revision().publish()
    commit()
    assert visitors.text("a", where + ANEW).count("Bài có tên khác") >= 3
    PageViewRestriction.objects.create(page=first, restriction_type="password", password="x")
    commit()
    assert "Bài có tên khác" not in visitors.text("a", path + ANEW)
    assert "csrfmiddlewaretoken" in visitors.text("a", where + ANEW)


def test_an_article_follows_the_law_it_cites_and_its_picture(visitors, a, commit):
    text = [{"type": "text", "value": "<p>Theo Thông tư 12/2025/TT-BGDĐT.</p>"}]
    page = make_page(NewsPage, a, "Bài viện dẫn", body=text, image=make_image(collection=a.collection))
    commit()
    where = "/" + page.url_path.removeprefix(a.home_page.url_path)
    assert "/van-ban/12" not in visitors.text("a", where + ANEW)
    document = make_document("12/2025/TT-BGDĐT")
    commit()
    assert f'href="{document.get_absolute_url()}' in visitors.text("a", where + ANEW)
    assert "og:image" in visitors.text("a", where + ANEW)
    page.image.delete()
    commit()
    assert "og:image" not in visitors.text("a", where + ANEW)


def test_words_after_a_form_stand_beside_what_is_kept(visitors, built, a, commit):
    page = make_page(QuestionPage, a, "Hỏi?")
    commit()
    where = "/" + page.url_path.removeprefix(a.home_page.url_path)
    plain = visitors.text("a", where + ANEW)
    thanked = visitors.text("a", f"{where}?cam-on=1")
    assert thanked != plain
    assert visitors.text("a", where + ANEW) == plain
    assert visitors.text("a", f"{where}?cam-on=1") == thanked


def test_who_may_see_a_closed_page_leaves_nothing_of_it(visitors, built, a, commit):
    page = make_page(NewsPage, a, "Chuyện nội bộ")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    commit()
    where = "/" + page.url_path.removeprefix(a.home_page.url_path)
    teacher = client_of(make_user(Role.SCHOOL_EDITOR, a), HOSTS["a"])
    commit()
    assert "Chuyện nội bộ" in teacher.get(where).content.decode()
    assert names(built) == []


def test_numbers_beside_the_sections_lists_follow(visitors, a, commit):
    before = visitors.text("a", SECTION + ANEW)
    page = make_page(LegalNewsPage, a, "Ngày hội đọc sách", live=False)
    page.save_revision().publish()
    commit()
    after = visitors.text("a", SECTION + ANEW)
    numbers = [re.findall(r'count">(\d+)<', text) for text in (before, after)]
    assert sum(map(int, numbers[1])) == sum(map(int, numbers[0])) + 1


def test_a_document_is_made_anew_with_the_library_and_what_cites_it_alone(visitors, built, a, b, commit):
    document = make_document("12/2025/TT-BGDĐT", articles=3)
    where = document.get_absolute_url() + ANEW
    commit()
    first = visitors.text("a", where)
    assert {name for name, _by in names(built)} >= {"document", "document title", "document head"}
    make_page(NewsPage, a, "Ngày hội đọc sách", live=False).save_revision().publish()
    commit()
    assert visitors.text("a", where) == first
    assert names(built) == []
    with CaptureQueriesContext(connection) as statements:
        visitors.text("a", where)
    assert len(statements) == 2, [row["sql"][:90] for row in statements]  # the counters; what stands at the address
    text = [{"type": "text", "value": "<p>Theo Thông tư 12/2025/TT-BGDĐT.</p>"}]
    citing = make_page(NewsPage, b, "Bài viện dẫn", live=False, body=text)
    citing.save_revision().publish()
    commit()
    assert "Bài viện dẫn" in visitors.text("a", where)
    citing.refresh_from_db()
    citing.unpublish()
    commit()
    assert "Bài viện dẫn" not in visitors.text("a", where)
    document.title = "Thông tư có tên khác"
    document.save()
    commit()
    assert visitors.text("b", where).count("Thông tư có tên khác") >= 3  # title, heading, what search engines read
    file = make_file(pdf("Mot"), "pdf", "Bản quét", collection=OfficePortal.objects.get().collection)
    document.files.create(file=file, role="original")
    document.save()
    commit()
    assert "Bản quét" in visitors.text("a", where)
    file.title = "Bản quét có dấu"
    file.save()
    commit()
    assert "Bản quét có dấu" in visitors.text("a", where)
    document.live = False
    document.save()
    commit()
    assert visitors.get("a", where).status_code == 404


def test_what_the_office_sends_and_recalls(visitors, a, b, commit):
    for who in ("a", "b"):
        visitors.get(who, "/" + ANEW)
    office = make_user(Role.OFFICE_ADMIN)
    broadcast = make_broadcast("Chỉ thị về an toàn", model=NoticePage, user=office)
    commit()
    for who in ("a", "b"):
        assert broadcast.title in visitors.text(who, "/" + ANEW)
    sending.recall_broadcast(broadcast, office, "Sai số hiệu")
    commit()
    for who in ("a", "b"):
        assert broadcast.title not in visitors.text(who, "/" + ANEW)


def test_each_rests_on_a_counter_for_all_that_it_reads(visitors, built, a, b, commit):
    document = make_document("12/2025/TT-BGDĐT", articles=3)
    paths = fill(a)
    make_broadcast("Chỉ thị", model=NoticePage)
    commit()
    asked = [("b", "/"), ("portal", "/"), ("portal", "/truong/"), ("a", document.get_absolute_url())]
    for who, path in [*asked, *(("a", path) for path in (*PATHS, *paths.values()))]:
        visitors.get(who, path + ANEW)
    assert {name for name, _by, _counters, _statements in built} == {
        "home", "section", "schools", "selected", "news", "list", "article", "question", "library", "page", "links",
        "shared picture", "list of schools",
        "document", "document title", "document description", "document address", "document head", "document scripts",
    }  # fmt: skip
    for name, by, counters, statements in built:
        kinds = {"site" if counter.startswith("site:") else counter for counter in counters} | {"never changed"}
        read = {table for statement in statements for table in TABLE.findall(statement)}
        counted = set().union(*(COUNTED[kind] for kind in kinds))
        assert read <= counted, (name, by, counters, read - counted)


def test_filters_of_the_portal_do_not_meet(visitors, built, a, b):
    level = a.level
    texts = {path: visitors.text("portal", path) for path in ("/", f"/?level={level}", "/?level=none")}
    assert texts["/"] == texts["/?level=none"]
    assert texts["/"] != texts[f"/?level={level}"]
    assert len([name for name, _by in names(built) if name == "news"]) == 2


def test_a_preview_keeps_nothing(visitors, built, a, rf):
    page = a.home_page.specific
    request = rf.get("/", headers={"host": HOSTS["a"]})
    response = page.make_preview_request(request, "")
    assert response.status_code == 200
    assert names(built) == []


def test_what_is_made_while_files_are_away_is_not_kept(visitors, built, monkeypatch):
    missed = iter(range(1000))
    monkeypatch.setattr("cms.core.page_cache.dependencies.degradation_counters", [lambda: next(missed)])
    visitors.get("a", "/" + ANEW)
    first = names(built)
    visitors.get("a", "/" + ANEW)
    assert first
    assert names(built) == first


def test_an_open_transaction_keeps_to_itself(visitors, built, commit):
    visitors.get("a", "/" + ANEW)
    first = names(built)
    document = make_document("12/2025/TT-BGDĐT")
    assert document.number_raw in visitors.text("a", "/" + ANEW)
    assert names(built) == first  # all made anew, nothing kept
    document.delete()
    commit()
    assert document.number_raw not in visitors.text("a", "/" + ANEW)


def test_the_tag_wants_a_name():
    with pytest.raises(TemplateSyntaxError, match="part takes a name"):
        Template("{% load part_tags %}{% part %}x{% endpart %}")
    assert Template("{% load part_tags %}{% part 'x' %}x{% endpart %}").render(Context()) == "x"
