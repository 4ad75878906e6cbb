"""Adapters for allauth. Methods with a leading underscore are private there; tests pin them."""

from __future__ import annotations

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cms.tenancy.accounts import lockout, secrets


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": lazy(lambda: str(lockout.lockout_message()), str)(),
        "rate_limited": lazy(lambda: str(lockout.lockout_message()), str)(),
        "email_password_mismatch": _("The e-mail address or the password is not correct."),
        "incorrect_password": _("The password is not correct."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        """Counts a request that bypassed one of the proxies by the address it came from."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return request.META["REMOTE_ADDR"]

    def get_login_redirect_url(self, request):
        return reverse("wagtailadmin_home")

    def respond_user_inactive(self, request, user):
        return redirect("account_login")

    def pre_authenticate(self, request, **credentials):
        """allauth rolls the count back when the password was right."""
        self._login_failed_rl_usage = lockout.begin_attempt(request, credentials.get("email") or "")

    def reauthenticate(self, user, password):
        """Uses the account's own address: allauth's table of addresses is not used here."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app, **kwargs):
        """Changes to the second factor need a sign-in or a confirmation within the last minutes."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        return time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user):
        """A person with a second factor confirms by it, never by the password alone."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] == "mfa_reauthenticate"] or methods

    def add_message(self, *args, **kwargs):
        """Adds no message: our screens report what happened."""


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not correct. Use the newest one your phone shows."),
    }

    def encrypt(self, text):
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text):
        return secrets.decrypt(encrypted_text)
