"""What a session may last, and what ends it."""

import pytest
from django.contrib.sessions.models import Session

from cms.tenancy.roles import Role
from tests.factories import PASSWORD, make_user
from tests.tenancy.accounts.conftest import HOME

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def editor(a):
    return make_user(Role.SCHOOL_EDITOR, a)


@pytest.fixture
def visitor(editor, browser):
    made = browser()
    made.sign_in(editor)
    return made


def test_idle(visitor, clock):
    for _ in range(3):
        clock(HOUR)
        assert visitor.is_in()
    clock(2 * HOUR + 60)
    answer = visitor.get("/admin/images/")
    assert answer.url == "/admin/login/?next=/admin/images/"
    assert not visitor.is_in()


def test_an_open_editor_alone_is_nobody_at_work(visitor, clock):
    for _ in range(5):
        clock(HOUR / 2)
        visitor.post("/admin/editing-sessions/ping/home/newspage/1/1/")
    assert not visitor.is_in()


def test_at_most_a_working_day(visitor, clock):
    for _ in range(12):
        clock(HOUR - 60)
        assert visitor.is_in()
    clock(HOUR)
    assert not visitor.is_in()


def test_a_session_of_unknown_age_has_expired(editor, visitor):
    session = visitor.session
    del session["signed_in_at"]
    session.save()
    assert not visitor.is_in()


def test_suspension_ends_it(editor, visitor):
    editor.is_active = False
    editor.save()
    assert not visitor.is_in()


def test_a_new_password_ends_the_other_sessions(editor, visitor, browser):
    other = browser()
    other.sign_in(editor)
    data = {
        "name_email-first_name": "An", "name_email-last_name": "Mẫu", "name_email-email": editor.email,
        "locale-preferred_language": "vi", "theme-theme": "system", "theme-density": "default",
        "theme-contrast": "system", "theme-keyboard_shortcuts": "on", "password-old_password": PASSWORD,
        "password-new_password1": "ba-con-meo-xanh", "password-new_password2": "ba-con-meo-xanh",
    }  # fmt: skip
    answer = visitor.post("/admin/account/", data)
    assert answer.status_code == 302
    assert visitor.is_in()
    assert not other.is_in()


def test_signing_out_leaves_nothing(visitor):
    assert Session.objects.count() == 1
    visitor.post("/admin/logout/")
    assert not visitor.is_in()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "/admin/images/"]
)
def test_the_sign_in_leads_nowhere_else(editor, browser, target):
    answer = browser().sign_in(editor, next=target)
    assert answer.url == (target if target.startswith("/admin") else HOME)
