"""No page breaks its own Content-Security-Policy: public pages, and every kind of admin screen that links lead to."""

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, expect

from cms.home.models import NewsPage
from tests.browser.test_axe import HOST, fill
from tests.browser.test_story import sign_in
from tests.factories import make_office, make_school, make_superuser
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PORTAL = "cong.localhost"
MOST_SCREENS = 70
LEAVES = ("logout", "delete", "download", "export", "password_reset", "report/", ".docx", ".xlsx", "jsi18n", "sprite")


def watched(page) -> list[str]:
    """Fills with what the browser says of broken policies and of scripts that fail."""
    found = []
    page.set_default_timeout(120_000)  # many screens, on machines that do other things too

    def heard(message):
        if "Content Security Policy" in message.text or "admin_start" in message.text:
            found.append(f"{page.url}: {message.text[:300]}")

    page.on("console", heard)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {str(error)[:300]}"))
    return found


def test_the_browser_would_tell(live_sites, new_page):
    """The watch itself works: an inline script and a style are refused and heard."""
    make_school("A")
    page = new_page()
    said = watched(page)
    page.goto(live_sites.url(HOST))
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.broken = true';
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p>');
    }""")
    assert page.evaluate("window.broken") is None
    assert len(said) == 2


def test_public_pages(live_sites, new_page):
    school = make_school("A")
    paths = fill(school)
    page = new_page()
    said = watched(page)
    paths += ["/", "/khong-co/", "/tim/?q=luat", "/van-ban/", "/en/khong-co/", "/503-khong-co"]
    for path in paths:
        page.goto(live_sites.url(HOST, path))
    for path in ("/", "/truong/", "/tin-cac-truong/", "/van-ban/", "/so-do-trang/"):
        page.goto(live_sites.url(PORTAL, path))
    page.goto(live_sites.url(HOST, paths[-7]))
    assert said == []
    colour = page.goto(live_sites.url(HOST)) and page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--school')"
    )
    assert colour.strip() == "#0B5D55"


def screens(page, sites) -> list[str]:
    """Addresses of the admin's screens, one for each kind, by the links that lead there."""
    seen, found, waiting = set(), [], ["/admin/"]
    while waiting and len(found) < MOST_SCREENS:
        path = waiting.pop(0)
        try:
            match = resolve(path.partition("?")[0])
        except Resolver404:
            continue
        kind = (match.view_name, tuple(sorted(key for key, value in match.kwargs.items() if isinstance(value, str))))
        if kind in seen or any(word in path for word in LEAVES):
            continue
        seen.add(kind)
        try:
            answer = page.goto(sites.url(PORTAL, path))
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status < 500, path
        if answer.status != 200:
            continue
        found.append(path)
        page.wait_for_timeout(150)
        waiting += page.eval_on_selector_all(
            "a[href]",
            "links => links.map(a => new URL(a.href)).filter(u => u.host === location.host"
            " && u.pathname.startsWith('/admin/')).map(u => u.pathname)",
        )
    return found


def test_screens_of_the_admin(live_sites, new_page):
    make_office()
    school = make_school("A")
    make_document(articles=2)
    make_page(NewsPage, school, image=make_image(collection=school.collection))
    page = new_page(viewport={"width": 1280, "height": 900})
    said = watched(page)
    sign_in(page, live_sites, PORTAL, make_superuser())
    seen = screens(page, live_sites)
    assert said == []
    assert len(seen) > 50, seen


def test_what_wagtail_started_by_inline_scripts_works(live_sites, new_page):
    school = make_school("A")
    document = make_document(articles=2)
    news = make_page(NewsPage, school, live=False)
    image = make_image("Sân trường", collection=school.collection)
    page = new_page(viewport={"width": 1280, "height": 900})
    said = watched(page)
    sign_in(page, live_sites, PORTAL, make_superuser())

    page.goto(live_sites.url(PORTAL, f"/admin/pages/{news.pk}/edit/"))
    page.locator("#id_date").click()  # the date picker
    page.wait_for_selector(".xdsoft_datetimepicker:visible")
    page.keyboard.press("Escape")
    page.locator(
        "#panel-child-content-image-content button.chooser__choose-button, [data-chooser-action-choose]"
    ).first.click()
    page.locator(".modal.in a.image-choice, .modal a[data-chooser-modal-choice]").first.click()
    expect(page.locator("input[name=image]")).to_have_value(str(image.pk))

    page.goto(live_sites.url(PORTAL, f"/admin/snippets/legal/legaldocument/edit/{document.pk}/"))
    before = page.locator("[data-inline-panel-child]").count()
    page.locator("button[id^=id_][id$=-ADD]:visible").first.click()  # an inline panel
    expect(page.locator("[data-inline-panel-child]")).to_have_count(before + 1)
    assert said == []
