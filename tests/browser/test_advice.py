"""Asking in a real browser: the proof of work, the telephone's width, pupils, no scripts, the keyboard; and the whole
way of a question, with everybody who has to do with it."""

from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import expect

from cms.advice.models import Question, Review
from cms.legal.models import LegalField
from cms.settings import base
from cms.tenancy.roles import Role
from tests.browser.test_axe import HOST, findings
from tests.browser.test_editing import press
from tests.browser.test_policy import watched
from tests.factories import PASSWORD, make_school, make_user
from tests.factories.legal import make_document

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
FORM = "/hoi-dap/dat-cau-hoi/"
OTHER_HOST = "th-mau-b.localhost"
TEXT = "Con tôi bị bạn cùng lớp đe dọa trên mạng, nhà trường phải xử lý thế nào?"
TITLE = "Học sinh bị đe dọa trên mạng: nhà trường làm gì?"


def test_a_parent_asks_from_a_telephone(live_sites, new_page, settings):
    settings.PROOF_ROUNDS = base.PROOF_ROUNDS
    make_school("A")
    page = new_page(viewport={"width": 360, "height": 740})
    said = watched(page)
    page.goto(live_sites.url(HOST, FORM))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
    page.get_by_label("Phụ huynh").focus()
    page.keyboard.press("Space")
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_consent").check()
    expect(page.locator("[data-proof]")).to_have_text("Đã sẵn sàng gửi.", timeout=60_000)
    page.get_by_role("button", name="Gửi câu hỏi").press("Enter")
    expect(page.locator(".follow__code")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
    assert said == []
    question = Question.objects.get()
    assert (question.text, question.marks) == (TEXT, [])  # proven, so without a mark


def test_a_pupil_is_asked_for_nothing_personal(live_sites, new_page):
    make_school("A")
    page = new_page()
    page.goto(live_sites.url(HOST, FORM))
    page.locator("#id_name").fill("Nguyễn Văn Bé")
    page.get_by_label("Học sinh").check()
    expect(page.locator("#id_name")).to_be_hidden()
    expect(page.locator("#id_mail")).to_be_hidden()
    page.get_by_label("Phụ huynh").check()
    expect(page.locator("#id_name")).to_have_value("")


def test_without_scripts_it_is_said_and_nothing_is_lost(live_sites, new_page):
    make_school("A")
    page = new_page(java_script_enabled=False)
    page.goto(live_sites.url(HOST, FORM))
    page.get_by_label("Phụ huynh").check()
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_consent").check()
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator("[role=alert]").first).to_contain_text("giây")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    assert not Question.objects.exists()


class Person:
    """A browser of somebody who is signed in, with a second factor where the role needs one."""

    def __init__(self, page, sites, host, user):
        self.page, self.sites, self.host = page, sites, host
        page.goto(sites.url(host, "/admin/login/"))
        page.fill("#id_login", user.email)
        page.fill("#id_password", PASSWORD)
        page.click("button[type=submit]")
        if secret := SECRETS.get(user.pk):
            page.wait_for_selector("#id_code")
            codes = list(totp.yield_hotp_counters_from_time())
            page.fill("#id_code", totp.format_hotp_value(totp.hotp_value(secret, codes[len(codes) // 2])))
            page.click("button[type=submit]")
        page.wait_for_url(lambda url: "/login/" not in url and "authenticate" not in url)

    def open(self, path) -> int:
        return self.page.goto(self.sites.url(self.host, path)).status

    def press(self, step):
        """The button of a step; the screen comes back and says that it is done."""
        selector = f"form[action$='/{step}/'] button[type=submit], button[formaction$='/{step}/']"
        with self.page.expect_navigation():
            self.page.click(selector)
        expect(self.page.locator(".messages .success")).to_be_visible()


SECRETS: dict[int, str] = {}


def with_code(user):
    SECRETS[user.pk] = totp.generate_totp_secret()
    totp.TOTP.activate(user, SECRETS[user.pk])
    return user


def a_parent_asks(page, sites) -> str:
    """The address under which the question is followed."""
    page.goto(sites.url(HOST, FORM))
    page.get_by_label("Phụ huynh").check()
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_consent").check()
    expect(page.locator("[data-proof]")).to_have_text("Đã sẵn sàng gửi.", timeout=60_000)
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator(".follow__code")).to_be_visible()
    return page.url.split("?")[0]


def the_clerk_hands_it_on(clerk, field, expert):
    clerk.open("/admin/advice/")
    clerk.page.get_by_role("link", name="Con tôi bị bạn cùng lớp đe dọa").click()
    clerk.page.select_option("#field", label=field.label)
    clerk.press("triage")
    clerk.page.select_option("#person", label=str(expert))
    clerk.press("assign")


def the_lawyer_answers(lawyer):
    lawyer.open("/admin/my-questions/")
    lawyer.page.get_by_role("link", name="Con tôi bị bạn cùng lớp đe dọa").click()
    lawyer.page.fill("#id_title", TITLE)
    lawyer.page.locator(".Draftail-Editor [role=textbox]").click()
    lawyer.page.keyboard.type("Điều 6 Luật Trẻ em nghiêm cấm việc này.")
    lawyer.page.locator("#law-find").type("điều 6 luật trẻ em")
    lawyer.page.get_by_role("button", name="102/2016/QH13").click()
    expect(lawyer.page.locator("#id_law")).to_have_value("102/2016/QH13")
    lawyer.press("draft")
    lawyer.press("send_in")


def the_head_sends_it_out(head, question):
    head.open(f"/admin/advice/{question.pk}/")
    expect(head.page.get_by_text("Điều 6 Luật Trẻ em nghiêm cấm việc này.").first).to_be_visible()
    head.page.check("[name=outcome][value=public]")
    head.press("send_out")


def the_library_ends_the_law(librarian, law):
    librarian.open(f"/admin/snippets/legal/legaldocument/edit/{law.pk}/")
    librarian.page.select_option("#id_status_override", "expired")
    librarian.page.fill("#id_status_reason", "Luật mới thay thế")
    with librarian.page.expect_navigation():
        press(librarian.page, "[name=action-publish]")
    expect(librarian.page.locator(".messages .success")).to_be_visible()


@pytest.fixture
def world(live_sites, settings):
    settings.SECOND_FACTOR = "required"
    school, other = make_school("A"), make_school("B")
    law = make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",), articles=10)
    field = LegalField.objects.create(name="Quyền trẻ em")
    return SimpleNamespace(
        law=law, field=field, clerk=make_user(Role.SCHOOL_EDITOR, school),
        lawyer=with_code(make_user(Role.SCHOOL_EXPERT, school, last_name="Phạm", first_name="Luật sư")),
        idle=with_code(make_user(Role.SCHOOL_EXPERT, school)), head=with_code(make_user(Role.SCHOOL_APPROVER, school)),
        librarian=with_code(make_user(Role.OFFICE_LIBRARIAN)), stranger=make_user(Role.SCHOOL_EDITOR, other),
    )  # fmt: skip


def test_from_a_parent_to_changed_law(live_sites, new_page, world):
    """Parent → clerk → lawyer → approver → public page → law changes → review; two who must see nothing of it."""

    def person(name, host=HOST):
        return Person(new_page(), live_sites, host, getattr(world, name))

    parent = new_page(viewport={"width": 360, "height": 740})
    followed = a_parent_asks(parent, live_sites)
    question = Question.objects.get()
    the_clerk_hands_it_on(person("clerk"), world.field, world.lawyer)
    parent.goto(followed)
    expect(parent.locator(".stages [aria-current=step]")).to_contain_text("Đang trả lời")

    lawyer = person("lawyer")
    the_lawyer_answers(lawyer)
    idle, stranger = person("idle"), person("stranger", OTHER_HOST)
    own = [f"/admin/my-questions/{question.pk}/", f"/admin/advice/{question.pk}/"]
    assert [who.open(path) for who in (idle, stranger) for path in own] == [404] * 4
    for who, path in ((idle, "/admin/my-questions/"), (stranger, "/admin/advice/?state=all")):
        assert who.open(path) == 200
        expect(who.page.get_by_text("Con tôi bị bạn cùng lớp")).to_have_count(0)

    the_head_sends_it_out(person("head"), question)
    parent.goto(followed)
    parent.get_by_role("link", name="Đọc câu trả lời").click()
    expect(parent.locator("h1")).to_have_text(TITLE)
    expect(parent.locator("a.citation").first).to_contain_text("Luật Trẻ em")
    expect(parent.get_by_text("Phạm Luật sư").first).to_be_visible()
    assert parent.evaluate("document.documentElement.scrollWidth") <= 360
    answer = parent.url
    for host in (HOST, OTHER_HOST):
        parent.goto(live_sites.url(host, "/tim/?q=hoc+sinh+bi+de+doa+tren+mang&scope=all"))
        expect(parent.locator(f"main a:has-text('{TITLE}')").first).to_be_visible()

    the_library_ends_the_law(person("librarian", "cong.localhost"), world.law)
    parent.goto(answer)
    expect(parent.locator("article .alert--warning")).to_contain_text("102/2016/QH13")
    review = Review.objects.get()
    assert [who.open(f"/admin/my-questions/reviews/{review.pk}/") for who in (idle, stranger)] == [404] * 2
    lawyer.open("/admin/my-questions/")
    lawyer.page.get_by_role("link", name=TITLE).first.click()
    lawyer.page.fill("#words", "Nội dung vẫn đúng theo luật mới.")
    with lawyer.page.expect_navigation():
        lawyer.page.get_by_role("button", name="Đã xem").click()
    parent.goto(answer)
    expect(parent.locator("article .alert--warning")).to_have_count(0)
    review.refresh_from_db()
    assert (review.done_by, review.note) == (world.lawyer, "Nội dung vẫn đúng theo luật mới.")
