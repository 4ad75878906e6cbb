"""Every kind of inner page in a real browser: no serious finding of axe, nothing scrolls sideways, films wait."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from cms.home.models import ContactPage, NewsIndexPage, NewsPage, NoticeIndexPage, NoticePage
from cms.legal.models import (
    FIXED_PAGE_TYPES,
    LegalLinksPage,
    LegalMaterialPage,
    LegalNewsPage,
    QuestionPage,
    TrainingPage,
)
from tests.factories import make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page, only_page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

HOST = "th-mau-a.localhost"
FILM = "https://www.youtube.com/watch?v=abcdefghijk"
LONG = "Thông tư quy định về công tác phổ biến, giáo dục pháp luật; tiêu chí, trình tự đánh giá, công nhận nhà trường"
WIDTHS = (1280, 360, 320)


def body(image):
    picture = {"image": image, "caption": "Gian hàng ở sân trường"}
    link = {"text": "Cổng Pháp luật quốc gia", "page": None, "url": "https://phapluat.gov.vn/", "note": "Bộ Tư pháp"}
    return [
        ("text", "<h2>Một điều luật, đọc chậm</h2><p>Mỗi gian chọn một điều.</p><ul><li>Một</li></ul>"),
        ("quote", "Bạn chụp ảnh em, em có quyền nói không không?"),
        ("image", picture),
        ("gallery", {"title": "Hình ảnh", "images": [picture, picture]}),
        ("video", {"url": FILM, "title": "Tiểu phẩm", "transcript": "<p>Lời thoại</p>"}),
        ("links", [link]),
    ]


def fill(school) -> list[str]:
    """A school with every kind of page; their addresses."""
    image = make_image("Sân trường ngày hội", 800, 600)
    document = make_document(title=LONG, issued_on=timezone.localdate())
    rich = {"image": image, "body": body(image), "summary": "Hai mươi gian hàng do học sinh tự dựng."}
    items = [
        make_page(LegalNewsPage, school, LONG, author="Lớp 5A1", **rich),
        make_page(NewsPage, school, **rich),
        make_page(NoticePage, school, deadline=timezone.localdate(), **rich),
        make_page(LegalMaterialPage, school, kind="video", audience="parents", video_url=FILM, **rich),
        make_page(LegalMaterialPage, school, LONG, kind="leaflet"),
        make_page(QuestionPage, school, LONG + "?"),
        make_page(TrainingPage, school, LONG, starts_on=timezone.localdate(), place="Hội trường"),
    ]
    for page in items:
        if hasattr(page, "document_links"):
            type(page).document_links.rel.related_model.objects.create(page=page, document=document)
    for _ in range(13):
        make_page(LegalNewsPage, school)
    links = only_page(LegalLinksPage, school)
    links.links = [("link", rich["body"][-1][1][0])]
    links.save()
    fixed = [only_page(model, school) for model in (*FIXED_PAGE_TYPES, NewsIndexPage, NoticeIndexPage, ContactPage)]
    return [page.url_path.removeprefix("/th-mau-a") for page in [*fixed, *items]] + ["/so-do-trang/"]


def findings(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    bad = (violation for violation in found if violation["impact"] in ("serious", "critical"))
    return [f"{violation['id']}: {[node['target'] for node in violation['nodes']][:3]}" for violation in bad]


def test_inner_pages(live_sites, new_page):
    paths = fill(make_school("A"))
    problems = []
    for width in WIDTHS:
        page = new_page(viewport={"width": width, "height": 800})
        for path in paths:
            answer = page.goto(live_sites.url(HOST, path))
            assert answer.status == 200, path
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                problems.append(f"{width} {path}: scrolls sideways")
            if width != 320:
                problems += [f"{width} {path}: {finding}" for finding in findings(page)]
    assert problems == []


@pytest.mark.parametrize(
    "setting", [{"color_scheme": "dark"}, {"java_script_enabled": False}], ids=["dark", "no script"]
)
def test_the_section_in_other_settings(live_sites, new_page, setting):
    school = make_school("A")
    fill(school)
    page = new_page(viewport={"width": 360, "height": 800}, **setting)
    page.goto(live_sites.url(HOST, "/pho-bien-giao-duc-phap-luat/"))
    if "color_scheme" in setting:
        assert findings(page) == []
    assert page.locator(".section-nav a").first.is_visible() == ("java_script_enabled" in setting)
    assert page.locator("h1").count() == 1


def test_a_film_is_loaded_after_a_click_only(live_sites, new_page):
    school = make_school("A")
    material = make_page(LegalMaterialPage, school, kind="video", video_url=FILM)
    page = new_page()
    asked = []
    page.route(
        "**/*",
        lambda route: (
            route.continue_() if HOST in route.request.url else (asked.append(route.request.url), route.abort())
        ),
    )
    page.goto(live_sites.url(HOST, f"/pho-bien-giao-duc-phap-luat/tai-lieu/{material.slug}/"))
    assert asked == []
    page.locator("a[data-embed]").click()
    frame = page.locator(".video iframe")
    assert frame.get_attribute("src") == "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"
    assert frame.get_attribute("title") == material.title
    page.wait_for_timeout(300)
    assert asked
    assert all(url.startswith("https://www.youtube-nocookie.com/") for url in asked)
