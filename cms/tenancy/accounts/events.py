"""Changes of a second factor are logged, and told to the person by mail."""

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.tenancy.accounts import mail, middleware


def added(sender, user, authenticator, **kwargs):
    _changed(
        user,
        authenticator,
        "accounts.second_factor_added",
        _("A phone was set up as the second factor of your account."),
    )


def removed(sender, user, authenticator, **kwargs):
    _changed(
        user, authenticator, "accounts.second_factor_removed", _("The second factor of your account was taken away.")
    )


def renewed(sender, user, authenticator, **kwargs):
    log(instance=user, action="accounts.recovery_codes_renewed", user=user)


def _changed(user, authenticator, action, what):
    if authenticator.type == Authenticator.Type.TOTP:
        log(instance=user, action=action, user=user)
        mail.send(user, "second_factor_changed", {"what": what})


def connect():
    user_logged_in.connect(middleware.begin, dispatch_uid="accounts.session_begins")
    signals.authenticator_added.connect(added, dispatch_uid="accounts.added")
    signals.authenticator_removed.connect(removed, dispatch_uid="accounts.removed")
    signals.authenticator_reset.connect(renewed, dispatch_uid="accounts.renewed")
