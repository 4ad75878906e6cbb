"""Logs changes of a second factor and notifies the person by mail."""

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.tenancy.accounts import mail, middleware


def authenticator_added(sender, user, authenticator, **kwargs):
    _record_change(
        user,
        authenticator,
        "accounts.second_factor_added",
        _("A phone was set up as the second factor of your account."),
    )


def authenticator_removed(sender, user, authenticator, **kwargs):
    _record_change(
        user, authenticator, "accounts.second_factor_removed", _("The second factor of your account was taken away.")
    )


def recovery_codes_renewed(sender, user, authenticator, **kwargs):
    log(instance=user, action="accounts.recovery_codes_renewed", user=user)


def _record_change(user, authenticator, action, what):
    if authenticator.type == Authenticator.Type.TOTP:
        log(instance=user, action=action, user=user)
        mail.send_account_mail(user, "second_factor_changed", {"what": what})


def connect_signals():
    user_logged_in.connect(middleware.begin_session, dispatch_uid="accounts.session_begins")
    signals.authenticator_added.connect(authenticator_added, dispatch_uid="accounts.added")
    signals.authenticator_removed.connect(authenticator_removed, dispatch_uid="accounts.removed")
    signals.authenticator_reset.connect(recovery_codes_renewed, dispatch_uid="accounts.renewed")
