"""Too many failures close a name and an address, tell nothing, and have a way back."""

import re
import time

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from cms.tenancy.accounts import lockout
from cms.tenancy.roles import Role
from tests.factories import PASSWORD, make_school, make_user
from tests.tenancy.accounts.conftest import HOME

pytestmark = pytest.mark.django_db
NOBODY = "khong-co-ai@example.vn"


@pytest.fixture
def editor():
    return make_user(Role.SCHOOL_EDITOR, make_school("A"))


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


def test_five_failures_close_an_account_on_every_host(editor, browser):
    hosts = ("cong.localhost", "th-mau-a.localhost", "cong.localhost", "th-mau-a.localhost", "cong.localhost")
    for host in hosts:
        fail(browser, editor.email.upper(), 1, host=host)
    for host in set(hosts):
        for address in ("127.0.0.1", "198.51.100.7"):
            visitor = browser(host, REMOTE_ADDR=address)
            answer = visitor.sign_in(editor)
            assert "15" in str(answer.context["form"].non_field_errors())
            assert not visitor.is_in()


def test_it_opens_by_itself(editor, browser, clock):
    fail(browser, editor.email, 5)
    clock(15 * 60 + 1)
    visitor = browser()
    visitor.sign_in(editor)
    assert visitor.is_in()


def test_a_right_password_does_not_wipe_the_failures(editor, browser):
    fail(browser, editor.email, 4)
    assert browser().sign_in(editor).url == HOME
    fail(browser, editor.email, 1)
    assert browser().sign_in(editor).status_code == 200


def test_one_address_that_tries_many_names_is_closed(editor, browser):
    for number in range(30):
        fail(browser, f"ten-{number}@example.vn", 1)
    assert browser().sign_in(editor).status_code == 200
    assert browser(REMOTE_ADDR="198.51.100.7").sign_in(editor).url == HOME


def test_addresses_behind_proxies(editor, browser, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    proxy = {"REMOTE_ADDR": "10.0.0.1"}
    for number in range(30):
        visitor = browser(**proxy, HTTP_X_FORWARDED_FOR=f"6.6.6.{number}, 198.51.100.7, 10.0.0.2")
        visitor.sign_in(f"t{number}@x.vn", "sai-mat-khau")
    closed = browser(**proxy, HTTP_X_FORWARDED_FOR="1.1.1.1, 198.51.100.7, 10.0.0.2")
    assert closed.sign_in(editor).status_code == 200
    assert browser(**proxy, HTTP_X_FORWARDED_FOR="203.0.113.9, 10.0.0.2").sign_in(editor).url == HOME
    assert browser(**proxy, HTTP_X_FORWARDED_FOR="203.0.113.9").sign_in(editor).url == HOME


def test_no_answer_tells_whether_an_account_exists(editor, browser):
    suspended = make_user(Role.SCHOOL_EDITOR, make_school("B"), is_active=False)
    told = {tuple(fail(browser, email, 7)) for email in (editor.email, suspended.email, NOBODY)}
    assert len(told) == 1
    assert len(set(told.pop())) == 2  # wrong; then: wait
    answers = set()
    for email in (editor.email, NOBODY):
        answer = browser().post("/admin/password_reset/", {"email": email})
        answers.add((answer.status_code, answer.url))
    assert len(answers) == 1


def test_a_suspended_person_with_the_right_password_is_told_nothing(browser):
    person = make_user(Role.SCHOOL_EDITOR, make_school("A"), is_active=False)
    right, wrong = browser().sign_in(person), browser().sign_in(person, "sai-mat-khau")
    assert right.context["form"].non_field_errors() == wrong.context["form"].non_field_errors()


def test_the_owner_gets_one_mail(editor, browser):
    fail(browser, editor.email, 9)
    fail(browser, NOBODY, 9)
    sent = wait_for_mails(1)
    assert [message.to for message in sent] == [[editor.email]]
    assert "/admin/password_reset/" in sent[0].body
    assert "15" in sent[0].body


def test_a_new_password_by_mail_opens_it(editor, browser):
    fail(browser, editor.email, 6)
    visitor = browser()
    visitor.post("/admin/password_reset/", {"email": editor.email})
    link = re.search(r"/admin/password_reset/confirm/\S+", wait_for_mails(2)[-1].body)[0]
    form = visitor.get(link, follow=True)
    visitor.post(form.request["PATH_INFO"], {"new_password1": "ba-con-meo-xanh", "new_password2": "ba-con-meo-xanh"})
    assert visitor.sign_in(editor, "ba-con-meo-xanh").url == HOME


def test_the_command_opens_it(editor, browser):
    fail(browser, editor.email, 5)
    call_command("unlock_account", editor.email)
    assert browser().sign_in(editor).url == HOME
    assert ModelLogEntry.objects.filter(action="accounts.unlocked").count() == 1
    with pytest.raises(CommandError):
        call_command("unlock_account", NOBODY)


def test_the_command_opens_an_address(editor, browser):
    for number in range(30):
        fail(browser, f"ten-{number}@example.vn", 1)
    lockout.unlock(editor.email, "127.0.0.1")
    assert browser().sign_in(editor).url == HOME


def test_mails_for_a_new_password_are_limited(editor, browser):
    answers = [browser().post("/admin/password_reset/", {"email": editor.email}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert len(wait_for_mails(3)) == 3


def test_a_form_without_anything_is_no_error(editor, browser):
    for data in (
        {},
        {"login": "", "password": ""},
        {"login": "x" * 5000, "password": PASSWORD},
        {"login": "a\x00b@c.vn"},
    ):
        assert browser().post("/admin/login/", data).status_code == 200
