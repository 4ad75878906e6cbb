"""Too many failures close a name and an address, tell nothing, and have a way back."""

import re
import time

import pytest
from django.core import mail, signing
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from cms.tenancy.accounts import devices, lockout
from cms.tenancy.roles import Role
from tests.factories import PASSWORD, make_user
from tests.tenancy.accounts.conftest import HOME

pytestmark = pytest.mark.django_db
NOBODY = "khong-co-ai@example.vn"


@pytest.fixture
def editor(a):
    return make_user(Role.SCHOOL_EDITOR, a)


def fail(browser, email, times, **kwargs):
    answers = [browser(**kwargs).sign_in(email, "sai-mat-khau") for _ in range(times)]
    return [str(answer.context["form"].non_field_errors()) for answer in answers]


def wait_for_mails(count):
    for _ in range(100):
        if len(mail.outbox) >= count:
            break
        time.sleep(0.02)
    time.sleep(0.05)
    return mail.outbox


def known_in(browser, user, **kwargs):
    """A browser of its own in which the person has signed in before, and is signed out now."""
    before = browser(**kwargs)
    before.sign_in(user)
    assert before.is_in()
    after = browser(**kwargs)
    after.cookies[devices.COOKIE] = before.cookies[devices.COOKIE].value
    return after


def attack(browser, email, times, first=1):
    """Two failures from each of many addresses."""
    for number in range(times):
        fail(browser, email, 1, REMOTE_ADDR=f"198.18.{(first + number) // 2 // 250}.{(first + number) // 2 % 250 + 1}")


def test_five_failures_close_an_account_at_this_address_on_every_host(editor, browser):
    hosts = ("cong.localhost", "th-mau-a.localhost", "cong.localhost", "th-mau-a.localhost", "cong.localhost")
    for host in hosts:
        fail(browser, editor.email.upper(), 1, host=host)
    for host in set(hosts):
        visitor = browser(host)
        answer = visitor.sign_in(editor)
        assert "15" in str(answer.context["form"].non_field_errors())
        assert not visitor.is_in()


def test_a_stranger_elsewhere_shuts_nobody_out(editor, browser):
    fail(browser, editor.email, 50, REMOTE_ADDR="198.51.100.7")
    assert browser().sign_in(editor).url == HOME


def test_a_known_device_goes_through_an_attack_from_everywhere(editor, browser):
    known, stranger = known_in(browser, editor), browser()
    attack(browser, editor.email, 30)
    assert stranger.sign_in(editor).status_code == 200
    assert not stranger.is_in()
    assert known.sign_in(editor).url == HOME


def test_a_known_device_has_a_limit_of_its_own(editor, browser):
    known = known_in(browser, editor)
    for _ in range(5):
        known.sign_in(editor, "sai-mat-khau")
    assert known.sign_in(editor).status_code == 200
    assert browser().sign_in(editor).url == HOME  # and harms nobody else


def test_the_device_of_somebody_else_is_a_strangers(editor, browser, a):
    other = make_user(Role.SCHOOL_EDITOR, a)
    theirs, forged = known_in(browser, other), known_in(browser, editor)
    forged.cookies[devices.COOKIE] = forged.cookies[devices.COOKIE].value[:-3] + "abc"
    attack(browser, editor.email, 30)
    for visitor in (theirs, forged):
        assert visitor.sign_in(editor).status_code == 200
        assert not visitor.is_in()


def test_a_device_of_a_staff_room_knows_several(editor, browser, a):
    other = make_user(Role.SCHOOL_EDITOR, a)
    shared = known_in(browser, editor)
    shared.sign_in(other)
    assert shared.is_in()
    shared.post("/admin/logout/")
    attack(browser, editor.email, 30)
    assert shared.sign_in(editor).url == HOME


def test_a_device_is_forgotten_in_the_end(editor, browser, clock):
    known = known_in(browser, editor)
    clock(91 * 86400)
    attack(browser, editor.email, 30)
    assert known.sign_in(editor).status_code == 200


def test_a_password_alone_makes_no_device_known_where_a_code_is_due(browser, required, a):
    admin = make_user(Role.SCHOOL_ADMIN, a)
    visitor = browser()
    visitor.sign_in(admin)
    visitor.get(HOME)
    assert devices.COOKIE not in visitor.cookies
    visitor.set_up()
    visitor.get(HOME)
    assert devices.COOKIE in visitor.cookies
    other = browser()
    other.sign_in(admin)
    other.get(HOME)
    assert devices.COOKIE not in other.cookies


def test_the_cookie_names_nobody_and_no_script_reads_it(editor, browser):
    visitor = browser()
    visitor.sign_in(editor)
    visitor.get(HOME)
    cookie = visitor.cookies[devices.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == HOME
    assert editor.email not in str(signing.loads(cookie.value, salt="accounts.device"))


def test_it_opens_by_itself_and_the_wait_grows(editor, browser, clock):
    def minutes():
        (text,) = fail(browser, editor.email, 1)
        return [int(word) for word in text.split() if word.isdecimal()]

    fail(browser, editor.email, 5)
    assert minutes() == [15]
    clock(15 * 60 + 1)
    fail(browser, editor.email, 5)
    (second,) = minutes()
    assert 15 < second <= 60
    clock(second * 60)
    visitor = browser()
    visitor.sign_in(editor)
    assert visitor.is_in()
    for _ in range(10):
        clock(3600)
        fail(browser, editor.email, 5)
    assert minutes()[0] > 60


def test_guessing_an_account_from_everywhere_is_hopeless(editor, browser, clock):
    """However many addresses somebody has: a day lets through so many guesses, and no more."""
    wrong = fail(browser, NOBODY, 1)[0]
    tried = []
    for hour in range(4):
        for quarter in range(3):
            for number in range(21):
                told = fail(browser, editor.email, 1, REMOTE_ADDR=f"203.{hour}.{quarter}.{number}")
                tried += [told[0] == wrong]
            clock(20 * 60)
    assert sum(tried[-21:]) == 0
    assert sum(tried) == 150


def test_thirty_teachers_behind_one_address(browser, school):
    teachers = [make_user(Role.SCHOOL_EDITOR, school) for _ in range(30)]
    for teacher in teachers:
        fail(browser, teacher.email, 2)
    for teacher in teachers:
        assert browser().sign_in(teacher).url == HOME


def test_a_pupil_in_the_schools_network_shuts_no_teacher_out(editor, browser):
    known = known_in(browser, editor)
    for number in range(101):
        fail(browser, f"ten-{number}@example.vn", 1)
    assert browser().sign_in(editor).status_code == 200
    assert known.sign_in(editor).url == HOME
    assert browser(REMOTE_ADDR="198.51.100.7").sign_in(editor).url == HOME


def test_a_right_password_does_not_wipe_the_failures(editor, browser):
    fail(browser, editor.email, 4)
    assert browser().sign_in(editor).url == HOME
    fail(browser, editor.email, 1)
    assert browser().sign_in(editor).status_code == 200


def test_addresses_behind_proxies(editor, browser, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    proxy = {"REMOTE_ADDR": "10.0.0.1"}
    for number in range(100):
        visitor = browser(**proxy, HTTP_X_FORWARDED_FOR=f"6.6.6.{number}, 198.51.100.7, 10.0.0.2")
        visitor.sign_in(f"t{number}@x.vn", "sai-mat-khau")
    closed = browser(**proxy, HTTP_X_FORWARDED_FOR="1.1.1.1, 198.51.100.7, 10.0.0.2")
    assert closed.sign_in(editor).status_code == 200
    assert browser(**proxy, HTTP_X_FORWARDED_FOR="203.0.113.9, 10.0.0.2").sign_in(editor).url == HOME
    assert browser(**proxy, HTTP_X_FORWARDED_FOR="203.0.113.9").sign_in(editor).url == HOME


def test_no_answer_tells_whether_an_account_exists(editor, browser, b):
    suspended = make_user(Role.SCHOOL_EDITOR, b, is_active=False)
    told = {tuple(fail(browser, email, 7)) for email in (editor.email, suspended.email, NOBODY)}
    assert len(told) == 1
    assert len(set(told.pop())) == 2  # wrong; then: wait
    answers = set()
    for email in (editor.email, NOBODY):
        answer = browser().post("/admin/password_reset/", {"email": email})
        answers.add((answer.status_code, answer.url))
    assert len(answers) == 1


def test_a_suspended_person_with_the_right_password_is_told_nothing(browser, a):
    person = make_user(Role.SCHOOL_EDITOR, a, is_active=False)
    right, wrong = browser().sign_in(person), browser().sign_in(person, "sai-mat-khau")
    assert right.context["form"].non_field_errors() == wrong.context["form"].non_field_errors()


def test_the_owner_gets_one_mail(editor, browser):
    fail(browser, editor.email, 9)
    fail(browser, NOBODY, 9)
    sent = wait_for_mails(1)
    assert [message.to for message in sent] == [[editor.email]]
    assert "/admin/password_reset/" in sent[0].body


def test_a_new_password_by_mail_opens_it(editor, browser):
    fail(browser, editor.email, 6)
    attack(browser, editor.email, 30)
    visitor = browser()
    visitor.post("/admin/password_reset/", {"email": editor.email})
    link = re.search(r"/admin/password_reset/confirm/\S+", wait_for_mails(2)[-1].body)[0]
    form = visitor.get(link, follow=True)
    visitor.post(form.request["PATH_INFO"], {"new_password1": "ba-con-meo-xanh", "new_password2": "ba-con-meo-xanh"})
    attack(browser, editor.email, 30, first=500)  # and he goes on
    assert visitor.sign_in(editor, "ba-con-meo-xanh").url == HOME
    elsewhere = browser()
    assert elsewhere.sign_in(editor, "ba-con-meo-xanh").status_code == 200


def test_the_command_opens_it(editor, browser):
    fail(browser, editor.email, 5)
    call_command("unlock_account", editor.email)
    assert browser().sign_in(editor).url == HOME
    assert ModelLogEntry.objects.filter(action="accounts.unlocked").count() == 1
    with pytest.raises(CommandError):
        call_command("unlock_account", NOBODY)


def test_the_command_opens_an_address(editor, browser):
    for number in range(100):
        fail(browser, f"ten-{number}@example.vn", 1)
    assert browser().sign_in(editor).status_code == 200
    lockout.unlock_account(editor.email, "127.0.0.1")
    assert browser().sign_in(editor).url == HOME


def test_mails_for_a_new_password_are_limited(editor, browser):
    answers = [browser().post("/admin/password_reset/", {"email": editor.email}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert len(wait_for_mails(3)) == 3


def test_nobody_keeps_the_mail_from_somebody_else(editor, browser):
    for _ in range(5):
        browser(REMOTE_ADDR="198.51.100.7").post("/admin/password_reset/", {"email": editor.email})
    assert browser().post("/admin/password_reset/", {"email": editor.email}).status_code == 302


def test_no_mailbox_is_filled(editor, browser):
    for number in range(30):
        browser(REMOTE_ADDR=f"198.51.100.{number}").post("/admin/password_reset/", {"email": editor.email})
    assert len(wait_for_mails(10)) == 10


def test_a_form_without_anything_is_no_error(editor, browser):
    for data in (
        {},
        {"login": "", "password": ""},
        {"login": "x" * 5000, "password": PASSWORD},
        {"login": "a\x00b@c.vn"},
    ):
        assert browser().post("/admin/login/", data).status_code == 200
