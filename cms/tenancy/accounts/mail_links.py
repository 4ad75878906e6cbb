"""Mailed links that set a password. They expire with whatever ends the sessions, and with the next sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode


class _TokenGenerator(PasswordResetTokenGenerator):
    key_salt = "cms.tenancy.accounts.links"

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.sessions_ended}{user.is_active}"


token_generator = _TokenGenerator()


def build_password_link(user) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("wagtailadmin_password_reset_confirm", args=[uid, token_generator.make_token(user)])
    return settings.WAGTAILADMIN_BASE_URL + path
