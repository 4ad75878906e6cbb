"""Fingers and eyes: targets of at least 24 px, links in marks that can be read in the dark, a short way to the end."""

import pytest

from cms.home.models import NewsPage
from search.index import indexing
from tests.browser.test_axe import HOST, fill, findings
from tests.factories import make_office, make_school
from tests.factories.pages import make_page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

#: What can be pressed and is lower or narrower than 24 px. Links in running text are excepted (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) => {
  const text = ".prose p, .prose li, .law, .status__text, .skip-link, .page-head__lead, .empty p";
  if (!one.checkVisibility() || one.closest(text)) { return false; }
  if (one.matches(".skip-link, [tabindex='-1']") || one.type === "checkbox" || one.type === "hidden") { return false; }
  const box = one.getBoundingClientRect();
  return box.width && (box.height < 23.5 || box.width < 23.5);
}).map((one) => [
  one.className, one.textContent.trim().slice(0, 25), Math.round(one.getBoundingClientRect().height)
].join(" "))"""
CONTRAST = """() => {
  const linear = (one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/\\d+/g).map((one) => linear(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [...document.querySelectorAll("main mark")].map((mark) => {
    const style = getComputedStyle(mark), a = light(style.color) + 0.05, b = light(style.backgroundColor) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  });
}"""


@pytest.fixture
def paths():
    paths = fill(make_school("A"))
    indexing.reconcile_database()
    return ["/", "/van-ban/", "/tim/?q=thong+tu", *paths]


def test_everything_to_press_is_large_enough(live_sites, new_page, paths):
    page = new_page(viewport={"width": 360, "height": 800})
    problems = []
    for path in paths:
        page.goto(live_sites.url(HOST, path))
        problems += [f"{path}: {one}" for one in page.evaluate(SMALL)]
    assert problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_in_links_can_be_read(live_sites, new_page, paths, scheme):
    page = new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page.goto(live_sites.url(HOST, "/tim/?q=thong+tu"))
    ratios = page.evaluate(CONTRAST)
    assert ratios
    assert min(ratios) >= 4.5
    assert findings(page) == []


def test_the_footer_is_short_on_a_phone_and_whole_on_a_desk(live_sites, new_page, paths):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(live_sites.url(HOST, "/cong-khai/"))
    footer = page.locator("footer")
    assert footer.bounding_box()["height"] <= 700
    links = page.locator(".link-block__list a")
    assert links.count() > 3
    assert not links.first.is_visible()
    page.locator(".link-block summary").click()
    assert links.first.is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".site-footer__links a").first.wait_for(state="visible")
    assert links.first.is_visible()


def test_icons_keep_their_size_without_the_style_sheets(live_sites, new_page, paths):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.route("**/*.css", lambda route: route.abort())
    page.goto(live_sites.url(HOST, "/"))
    sizes = page.locator("svg.icon").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().width)")
    assert sizes
    assert max(sizes) <= 24


def test_a_new_schools_home_keeps_its_distance_from_the_header(live_sites, new_page):
    make_school("A")
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(live_sites.url(HOST, "/"))
    distance = """() => {
      const bottom = document.querySelector("header.site-header, .site-header").getBoundingClientRect().bottom;
      const all = [...document.querySelectorAll("main .tasks, main .empty, main h2, main section")];
      const texts = all.filter((one) => one.checkVisibility());
      return Math.min(...texts.map((one) => one.getBoundingClientRect().top)) - bottom;
    }"""
    assert page.evaluate(distance) >= 12


@pytest.mark.parametrize("number", [2, 4])
def test_no_card_is_left_alone_in_a_narrow_column(live_sites, new_page, number):
    school = make_school("A")
    for _ in range(number + 1):  # the newest leads
        make_page(NewsPage, school)
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(live_sites.url(HOST, "/"))
    rows = page.evaluate(
        """() => {
          const list = document.querySelector(".news-grid"), found = {};
          [...list.children].forEach((one) => {
            const box = one.getBoundingClientRect();
            (found[Math.round(box.top)] ||= []).push(box.width / list.clientWidth);
          });
          return Object.values(found);
        }"""
    )
    assert len(rows) == 1 or len(rows[-1]) > 1 or rows[-1][0] > 0.9, rows


def test_news_of_all_schools_begin_with_a_story(live_sites, new_page):
    make_office()
    make_page(NewsPage, make_school("A"), "Tin khai giảng")
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(live_sites.url("cong.localhost", "/tin-cac-truong/"))
    story = page.get_by_role("link", name="Tin khai giảng").bounding_box()["y"]
    controls = page.locator("main :is(input, select, button, summary)").all()
    assert len([one for one in controls if one.is_visible() and one.bounding_box()["y"] < story]) == 1
    assert story < 500
