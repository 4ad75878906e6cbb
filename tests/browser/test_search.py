"""The search page in a real browser: every state of it passes axe, nothing scrolls sideways."""

import json
import re

import pytest
from playwright.sync_api import expect

from cms.home.models import NewsPage, NoticePage
from cms.legal.models import Provision
from search.index import indexing
from search.models import SearchSettings
from tests.browser.test_axe import HOST, LONG, WIDTHS, findings
from tests.factories import make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

#: State → address; "reserve" is asked while the engine is away.
STATES = {
    "empty": "/tim/",
    "results": "/tim/?q=bua+an+ban+tru",
    "narrowed": "/tim/?q=bua+an+ban+tru&kind=news&kind=provision&kind=notice",
    "promoted": "/tim/?q=hoc+phi",
    "named": "/tim/?q=102/2016/QH13",
    "nothing": "/tim/?q=xylophon",
    "reserve": "/tim/?q=bua+an+ban+tru",
}


@pytest.fixture
def school():
    school = make_school("A")
    law = make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",), articles=4)
    make_document(title=LONG, articles=2)
    Provision.objects.filter(document=law, number="3").update(
        heading="Bữa ăn bán trú", text="1. Bữa ăn bán trú do nhà trường tổ chức.\n2. Cha mẹ góp ý thực đơn."
    )
    pages = [make_page(model, school, f"Bữa ăn bán trú tuần {n}") for n in range(6) for model in (NewsPage, NoticePage)]
    SearchSettings.objects.create(
        site=school.site,
        promoted=json.dumps(
            [
                {
                    "type": "promotion",
                    "value": {"questions": "học phí", "page": pages[0].pk, "note": "Mức thu năm nay"},
                },
                {"type": "promotion", "value": {"questions": "học phí", "law": law.pk}},
            ]
        ),
    )
    indexing.reconcile_database()
    return school


def test_every_state_of_the_search_page(live_sites, new_page, school, settings):
    problems = []
    for width in WIDTHS:
        page = new_page(viewport={"width": width, "height": 800})
        for state, path in STATES.items():
            settings.SEARCH_URL = "elasticsearch+http://127.0.0.1:9" if state == "reserve" else ""
            assert page.goto(live_sites.url(HOST, path)).status == 200, path
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                problems.append(f"{width} {state}: scrolls sideways")
            if width != 320:
                problems += [f"{width} {state}: {finding}" for finding in findings(page)]
            assert page.locator(".promoted__item").count() == (2 if state == "promoted" else 0)
            assert page.locator(".alert--warning").count() == (state == "reserve")
    assert problems == []


def test_without_javascript_filters_are_a_form(live_sites, new_page, school):
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.goto(live_sites.url(HOST, STATES["results"]))
    before = page.locator(".hits__item").count()
    assert page.locator("#search-q").bounding_box()["width"] >= 240
    assert page.locator(".hits__item").first.bounding_box()["y"] < 800  # hits before the filters, which are folded
    page.locator(".facets-fold > summary").click()
    page.locator("input[name=kind][value=provision]").check()
    page.locator(".search-filters__apply").click()
    assert "kind=provision" in page.url
    assert 0 < page.locator(".hits__item").count() < before
    assert page.locator(".hit__article a").first.get_attribute("href").endswith("#dieu-3-khoan-1")
    page.locator(".chips .chip").first.click()
    assert "kind=provision" not in page.url
    assert page.locator(".hits__item").count() == before


def test_suggestions_are_a_list_for_keys_and_fingers(live_sites, new_page, school):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(live_sites.url(HOST, "/tim/"))
    field, options = page.locator("#search-q"), page.locator(".search-head [role=option]")
    field.press_sequentially("102/2")
    options.first.wait_for()
    assert options.first.inner_text() == "102/2016/QH13 Luật Trẻ em"
    field.fill("bua an ban")  # no letter of it stands so in the titles
    page.locator("[role=option]", has_text="Bữa ăn bán trú").first.wait_for()
    assert findings(page) == []
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("Escape")
    assert not options.first.is_visible()
    field.press("ArrowDown")
    chosen = options.first.inner_text()
    field.press("Enter")
    page.wait_for_url("**/tim/?q=*")
    assert field.input_value() == chosen
    field.fill("luat tre")
    options.first.click()
    expect(page.locator("#search-q")).to_have_value(re.compile("Trẻ em$"))
