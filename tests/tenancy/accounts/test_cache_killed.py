"""The real Redis is killed while people sign in: each screen says what is the matter, and nothing is let through."""

import contextlib
import socket
import subprocess
import time
from pathlib import Path
from shutil import which

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache, caches
from django.urls import reverse

from cms.core import cache as shared
from cms.core.models import User
from cms.settings.parts.cache import caches as shape
from cms.tenancy.models import Invitation
from cms.tenancy.roles import Role
from tests.factories import PASSWORD, make_user
from tests.search.engines.own_engine import free_port
from tests.tenancy.accounts.conftest import HOME, LOGIN, code_of

pytestmark = pytest.mark.django_db
WORDS = "không trả lời"


class OwnRedis:
    """A server of its own on a free port, without a file."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [
                which("redis-server"),
                "--port",
                str(self.port),
                "--save",
                "",
                "--dir",
                str(self.folder),
                "--bind",
                "127.0.0.1",
            ],
            stdout=subprocess.DEVNULL,
        )
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                shared._breaker.reset()  # else it is left alone for five seconds
                return
            time.sleep(0.05)
        raise RuntimeError("redis-server does not start")

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis(tmp_path, settings):
    if which("redis-server") is None:
        pytest.skip("no redis-server here")
    server = OwnRedis(tmp_path)
    server.start()
    before = settings.CACHES
    settings.CACHES = shape(f"redis://127.0.0.1:{server.port}/0")
    forget()
    yield server
    server.kill()
    settings.CACHES = before
    forget()


def forget():
    shared._breaker.reset()
    for alias in ("default", "counters"):
        with contextlib.suppress(AttributeError):
            del caches[alias]


@pytest.fixture
def editor(a):
    return make_user(Role.SCHOOL_EDITOR, a)


def refused(answer):
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert WORDS in answer.content.decode()
    return answer


def test_the_sign_in_says_so_and_keeps_what_was_typed(redis, editor, browser):
    visitor = browser()
    cache.set("x", 1)
    redis.kill()
    answer = refused(visitor.post(LOGIN, {"login": editor.email, "password": PASSWORD, "next": "/admin/images/"}))
    page = answer.content.decode()
    assert editor.email in page
    assert "/admin/images/" in page
    assert PASSWORD not in page
    assert not visitor.is_in()
    refused(visitor.post(LOGIN, {"login": editor.email, "password": "sai-mat-khau"}))  # not told apart
    redis.start()
    assert (
        visitor.post(LOGIN, {"login": editor.email, "password": PASSWORD, "next": "/admin/images/"}).url
        == "/admin/images/"
    )
    assert visitor.is_in()


def test_who_is_in_stays_in(redis, editor, browser):
    visitor = browser()
    visitor.sign_in(editor)
    redis.kill()
    assert visitor.get(reverse("wagtailadmin_account")).status_code == 200


def test_the_code_waits(redis, browser, required, clock, a):
    admin = make_user(Role.SCHOOL_ADMIN, a)
    first = browser()
    first.sign_in(admin)
    secret = first.set_up()
    clock(90)
    visitor = browser()
    visitor.sign_in(admin)
    redis.kill()
    refused(visitor.type_code(code_of(secret)))
    assert not visitor.is_in()
    refused(first.post(reverse("mfa_activate_totp"), {"code": "123456"}))
    redis.start()
    assert visitor.type_code(code_of(secret)).status_code == 302
    assert visitor.is_in()


def test_a_new_password_waits(redis, editor, browser):
    from cms.tenancy.accounts import mail_links

    link = mail_links.build_password_link(editor).partition("/admin/")[2]
    visitor = browser()
    form = visitor.get(f"/admin/{link}", follow=True).request["PATH_INFO"]
    redis.kill()
    refused(visitor.post("/admin/password_reset/", {"email": editor.email}))
    refused(visitor.post(form, {"new_password1": "ba-con-meo-xanh", "new_password2": "ba-con-meo-xanh"}))
    assert User.objects.get(pk=editor.pk).check_password(PASSWORD)
    redis.start()
    visitor.post(form, {"new_password1": "ba-con-meo-xanh", "new_password2": "ba-con-meo-xanh"})
    assert User.objects.get(pk=editor.pk).check_password("ba-con-meo-xanh")


def test_administrators_are_told_in_their_forms(redis, browser, required, clock, school):
    admin, loser = make_user(Role.SCHOOL_ADMIN, school), make_user(Role.SCHOOL_EDITOR, school)
    other = browser()
    other.sign_in(loser)
    other.set_up()
    visitor = browser()
    visitor.sign_in(admin)
    secret = visitor.set_up()
    clock(90)
    assert visitor.get(HOME).status_code == 200
    redis.kill()
    invitation = {"email": "moi@example.vn", "name": "Nguyễn Mẫu", "role": "editor"}
    answer = visitor.post("/admin/people/invite/", invitation)
    assert WORDS in answer.content.decode()
    assert "moi@example.vn" in answer.content.decode()
    assert not Invitation.objects.exists()
    reset = {"reason": "mất máy", "password": PASSWORD, "code": code_of(secret)}
    answer = visitor.post(reverse("school_person_second_factor", args=[loser.pk]), reset)
    assert answer.status_code == 503
    assert "mất máy" in answer.content.decode()
    membership = loser.memberships.get()
    answer = visitor.post(reverse("school_person_act", args=[membership.pk, "link"]), follow=True)
    assert WORDS in answer.content.decode()
    assert Authenticator.objects.filter(user=loser).exists()
    assert not [message for message in mail.outbox if "password_reset/confirm" in message.body]
