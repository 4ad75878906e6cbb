"""People at the sign-in, as a browser would do it."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

HOME, LOGIN = "/admin/", "/admin/login/"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def clock(monkeypatch):
    """``clock(seconds)`` moves the time on which codes and sessions depend."""
    import time

    moved, real = [0], time.time
    monkeypatch.setattr(time, "time", lambda: real() + moved[0])

    def move(seconds):
        moved[0] += seconds

    return move


class Browser(Client):
    def __init__(self, host="cong.localhost", **kwargs):
        super().__init__(headers={"host": host}, **kwargs)

    def sign_in(self, user, password=PASSWORD, **data):
        return self.post(LOGIN, {"login": getattr(user, "email", user), "password": password, **data})

    def set_up(self) -> str:
        """Sets a phone up; returns its secret."""
        page = self.get(reverse("mfa_activate_totp"))
        assert page.status_code == 200, page
        secret = re.search(r'account-key">(\w+)<', page.content.decode())[1]
        done = self.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        assert done.status_code == 302, done.context["form"].errors
        return secret

    def type_code(self, code):
        return self.post(reverse("mfa_authenticate"), {"code": code})

    def is_in(self) -> bool:
        return self.get(HOME).status_code == 200


def code_of(secret: str) -> str:
    counters = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counters[len(counters) // 2]))


@pytest.fixture
def browser():
    return Browser
