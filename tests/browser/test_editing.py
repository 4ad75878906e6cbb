"""A person who writes: loses the line and the session, leafs back, presses twice, leaves the machine to the next."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from wagtail.models import Page

from cms.legal.models import LegalNewsIndexPage, LegalNewsPage, QuestionIndexPage, QuestionPage
from cms.tenancy.roles import Role
from tests.browser.test_story import sign_in
from tests.factories import PASSWORD, make_school, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

HOST = "th-mau-a.localhost"
ANSWER = "[data-contentpath=answer] [role=textbox]"
MENU = "footer [data-controller~='w-dropdown'] button[data-w-dropdown-target='toggle']"


@pytest.fixture
def desk(live_sites, new_page):
    school = make_school("A")
    person = make_user(Role.SCHOOL_APPROVER, school)
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, live_sites, HOST, person)
    page.school, page.person, page.sites = school, person, live_sites
    index = QuestionIndexPage.objects.descendant_of(school.home_page).get()
    page.add = live_sites.url(HOST, f"/admin/pages/add/legal/questionpage/{index.pk}/")
    return page


def write(page, title="Ai bầu lớp trưởng?", text="Cả lớp cùng bầu, het-cau."):
    if title:
        page.fill("#id_title", title)
    page.click(ANSWER)
    page.keyboard.press("Control+End")
    page.keyboard.type(text, delay=10)


def until_kept(page, word):
    """The browser has put the text away, and so that nobody can read it without the key."""
    page.wait_for_function("() => window.editing.store.isOpen()")
    page.wait_for_timeout(1000)
    entries = kept(page)
    assert entries
    assert word not in str(entries)


def kept(page):
    return page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("editing", 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore("texts", { keyPath: "token" });
          opening.onsuccess = () => {
            const asked = opening.result.transaction("texts").objectStore("texts").getAll();
            asked.onsuccess = () => {
              opening.result.close();
              resolve(asked.result.map((one) => [one.token, one.user, new TextDecoder("latin1").decode(one.data)]));
            };
          };
        })"""
    )


def press(page, selector):
    if not page.locator(selector).first.is_visible():
        page.click(MENU)
    page.locator(selector).first.click()


def sign_in_here(tab, person):
    tab.fill("#id_login", person.email)
    tab.fill("#id_password", PASSWORD)
    tab.click("button[type=submit]")


def test_a_lost_session_is_said_before_sending_and_the_form_goes_out_after_signing_in(desk):
    desk.goto(desk.add)
    write(desk)
    Session.objects.all().delete()
    press(desk, "[name=action-publish]")
    dialog = desk.locator("dialog.editing-dialog")
    dialog.wait_for()
    assert not QuestionPage.objects.exists()
    assert desk.locator(ANSWER).inner_text().endswith("het-cau.")
    with desk.context.expect_page() as opened:
        dialog.locator("button").first.click()
    with desk.expect_navigation(timeout=60_000):
        sign_in_here(opened.value, desk.person)
    page = QuestionPage.objects.get()
    assert page.live
    assert "het-cau" in page.answer
    assert desk.locator(".messages .success").count() == 1
    assert opened.value.is_closed() or "/editing/back/" in opened.value.url


@pytest.mark.long
def test_who_needs_a_code_gives_it_beside_the_form(desk, settings):
    """Password and code in the new tab; with the password alone the form does not go out."""
    settings.SECOND_FACTOR = "required"
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(desk.person, secret)

    def give_code(tab, which):
        tab.wait_for_selector("#id_code")
        tab.fill("#id_code", totp.format_hotp_value(totp.hotp_value(secret, codes[which])))
        tab.click("button[type=submit]")

    codes = list(totp.yield_hotp_counters_from_time())
    desk.goto(desk.add)
    sign_in_here(desk, desk.person)
    give_code(desk, len(codes) // 2)
    desk.wait_for_selector("#id_title")
    write(desk)
    Session.objects.all().delete()
    press(desk, "[name=action-publish]")
    with desk.context.expect_page() as opened:
        desk.locator("dialog.editing-dialog button").first.click()
    tab = opened.value
    sign_in_here(tab, desk.person)
    tab.wait_for_selector("#id_code")
    desk.wait_for_timeout(5000)  # the form asks every four seconds
    assert desk.locator("dialog.editing-dialog").is_visible()
    assert not QuestionPage.objects.exists()
    with desk.expect_navigation(timeout=60_000):
        give_code(tab, -1)  # a code counts once: the next one
    page = QuestionPage.objects.get()
    assert page.live
    assert "het-cau" in page.answer


@pytest.mark.long
def test_somebody_else_on_the_machine_does_not_send_it(desk):
    other = make_user(Role.SCHOOL_APPROVER, desk.school)
    desk.goto(desk.add)
    write(desk)
    desk.context.clear_cookies()
    tab = desk.context.new_page()
    sign_in(tab, desk.sites, HOST, other)
    press(desk, "[name=action-publish]")
    desk.locator("dialog.editing-dialog").wait_for()
    desk.locator("dialog.editing-dialog button").last.click()
    assert not QuestionPage.objects.exists()
    assert desk.locator("input[name=action-publish][type=hidden]").count() == 0


@pytest.mark.long
def test_a_text_is_offered_again_and_gone_once_it_is_saved(desk):
    desk.goto(desk.add)
    write(desk)
    until_kept(desk, "het-cau")
    Session.objects.all().delete()
    tab = desk.context.new_page()
    desk.close()
    sign_in(tab, desk.sites, HOST, desk.person)
    tab.goto(desk.add)
    tab.locator(".editing-notice button").first.wait_for()
    with tab.expect_navigation():
        tab.locator(".editing-notice button").first.click()
    assert tab.locator("#id_title").input_value() == "Ai bầu lớp trưởng?"
    assert tab.locator(ANSWER).inner_text().endswith("het-cau.")
    assert not QuestionPage.objects.exists()
    with tab.expect_navigation():
        press(tab, "[name=action-publish]")
    assert "het-cau" in QuestionPage.objects.get().answer
    tab.goto(desk.add)
    tab.wait_for_function("() => window.editing.store.isOpen()")
    assert tab.locator(".editing-notice").count() == 0
    assert kept(tab) == []


@pytest.mark.long
def test_the_next_person_at_the_machine_finds_nothing(desk):
    desk.goto(desk.add)
    write(desk)
    until_kept(desk, "het-cau")
    desk.context.clear_cookies()
    desk.close(run_before_unload=False)
    tab = desk.context.new_page()
    sign_in(tab, desk.sites, HOST, make_user(Role.SCHOOL_APPROVER, desk.school))
    tab.goto(desk.add)
    tab.wait_for_function("() => window.editing.store.isOpen()")
    assert tab.locator(".editing-notice").count() == 0
    assert kept(tab) == []


@pytest.mark.long
def test_signing_out_takes_the_text_away(desk):
    desk.goto(desk.add)
    write(desk)
    until_kept(desk, "het-cau")
    desk.on("dialog", lambda dialog: dialog.accept())
    tab = desk.context.new_page()
    tab.goto(desk.sites.url(HOST, "/admin/"))
    tab.evaluate("document.querySelector(\"form[action$='/logout/'], [action='/admin/logout/']\")?.requestSubmit()")
    if "/login/" not in tab.url:
        tab.wait_for_url("**/login/**")
    assert kept(tab) == []


def test_leafing_back_and_sending_again_makes_no_second_page(desk):
    desk.goto(desk.add)
    write(desk)
    with desk.expect_navigation():
        press(desk, "footer button[type=submit]:not([name])")
    page = QuestionPage.objects.get()
    desk.go_back()
    notice = desk.locator(".editing-notice")
    notice.wait_for()
    write(desk, title="Ai bầu lớp trưởng?", text=" Viet them.")
    with desk.expect_navigation():
        press(desk, "footer button[type=submit]:not([name])")
    assert QuestionPage.objects.count() == 1
    assert desk.locator("#id_title").input_value() == "Ai bầu lớp trưởng?"
    assert "Viet them." in desk.locator(ANSWER).inner_text()
    with desk.expect_navigation():
        press(desk, "footer button[type=submit]:not([name])")
    assert QuestionPage.objects.count() == 1
    assert "Viet them." in page.get_latest_revision_as_object().answer or "Viet them." in (
        QuestionPage.objects.get().get_latest_revision_as_object().answer
    )


@pytest.mark.long
def test_another_one_can_be_written_from_the_same_form(desk):
    desk.goto(desk.add)
    write(desk)
    with desk.expect_navigation():
        press(desk, "footer button[type=submit]:not([name])")
    desk.go_back()
    desk.locator(".editing-notice button").last.click()
    write(desk, title="Câu thứ hai?")
    with desk.expect_navigation():
        press(desk, "footer button[type=submit]:not([name])")
    assert QuestionPage.objects.count() == 2


@pytest.mark.long
def test_a_line_that_is_down_loses_nothing(desk):
    desk.goto(desk.add)
    write(desk)
    desk.context.set_offline(True)
    press(desk, "[name=action-publish]")
    desk.locator("dialog.editing-dialog").wait_for()
    assert not QuestionPage.objects.exists()
    with desk.expect_navigation(timeout=60_000):
        desk.context.set_offline(False)
    assert "het-cau" in QuestionPage.objects.get().answer


def test_pressing_twice_publishes_once(desk):
    desk.goto(desk.add)
    write(desk)
    desk.click(MENU)
    with desk.expect_navigation():
        desk.locator("[name=action-publish]").dblclick()
    page = QuestionPage.objects.get()
    assert page.live
    assert page.revisions.count() == 1


@pytest.mark.long
def test_blocks_rows_and_dates_come_back_as_they_were(desk):
    """Rich text in a block, a row of documents, a date; rows are not doubled."""
    page = make_page(LegalNewsPage, desk.school, live=False, body=[("text", "<p>Dau tien.</p>")])
    one = make_document()
    page.document_links.create(document=one)
    page.save_revision(user=desk.person)
    desk.goto(desk.sites.url(HOST, f"/admin/pages/{page.pk}/edit/"))
    desk.fill("#id_date", "05/03/2026")
    desk.keyboard.press("Tab")
    desk.click("[data-contentpath=body] [role=textbox]")
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Noi them.", delay=10)
    until_kept(desk, "Noi them")
    address = desk.url
    tab = desk.context.new_page()
    desk.close()
    tab.goto(address)
    tab.locator(".editing-notice button").first.wait_for()
    with tab.expect_navigation():
        tab.locator(".editing-notice button").first.click()
    assert tab.locator("#id_date").input_value() == "05/03/2026"
    assert "Dau tien. Noi them." in tab.locator("[data-contentpath=body] [role=textbox]").inner_text()
    with tab.expect_navigation():
        press(tab, "[name=action-publish]")
    page.refresh_from_db()
    assert page.live
    assert page.date.isoformat() == "2026-03-05"
    assert [row.document_id for row in page.document_links.all()] == [one.pk]
    assert "Noi them." in str(page.body)


@pytest.mark.parametrize("typed", ["31/02/2005", "29/02/2026", "2005"])
@pytest.mark.long
def test_a_day_that_does_not_exist_is_refused_at_its_field(desk, typed):
    desk.goto(desk.add)
    write(desk)
    desk.fill("#id_date", typed)
    desk.keyboard.press("Tab")
    assert desk.locator("#id_date").input_value() == typed
    with desk.expect_navigation():
        press(desk, "[name=action-publish]")
    assert not QuestionPage.objects.exists()
    assert desk.locator("#id_date").input_value() == typed
    assert desk.locator("[id$=child-date-section] .error-message, .w-field:has(#id_date) .error-message").count() >= 1


@pytest.mark.long
def test_the_form_of_the_list_is_left_alone(desk):
    """Forms that search and filter are no editing forms."""
    desk.goto(desk.sites.url(HOST, "/admin/pages/search/?q=a"))
    index = LegalNewsIndexPage.objects.descendant_of(desk.school.home_page).get()
    assert Page.objects.filter(pk=index.pk).exists()
    assert desk.locator("[name=editing-token]").count() == 0
