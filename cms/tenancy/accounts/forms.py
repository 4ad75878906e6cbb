"""Sign-in forms: allauth's, with our own labels and single-use codes."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from cms.core.models import User
from cms.tenancy.accounts import mail, secrets

logger = logging.getLogger(__name__)


class SignInForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = gettext_lazy("Email"), pgettext_lazy("account", "Password")
        login.widget.attrs.update({"autocomplete": "username", "autofocus": True, "placeholder": ""})
        password.widget.attrs["placeholder"] = ""
        password.help_text = ""


class ConfirmPasswordForm(ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = pgettext_lazy("account", "Password")
        self.fields["password"].widget.attrs["placeholder"] = ""


class _CodeForm:
    """``code``: six digits from the phone, or (``words``) a recovery code."""

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]
    user: User

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = pgettext_lazy("account", "Code")
        field.max_length = 32
        field.widget.attrs = {
            "autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": "32",
        }  # fmt: skip

    def clean_code(self):
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        try:
            code = super().clean_code()
        except secrets.Unreadable:
            logger.error("The second factor of user %s cannot be decrypted; see SECOND_FACTOR_KEYS", self.user.pk)
            raise ValidationError(_("Your second factor cannot be read. Please ask your administrator.")) from None
        if not use_code_once(self.user, code):
            raise ValidationError(_("This code was used already. Wait for the next one."))
        return code


def use_code_once(user, code: str) -> bool:
    """Returns ``False`` for a code that this person has used: it stays valid for a minute and a half."""
    lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    digest = hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()
    return cache.add(f"accounts.code:{digest}", 1, timeout=lifetime)


class CodeForm(_CodeForm, AuthenticateForm):
    pass


class ConfirmCodeForm(_CodeForm, CodeAgainForm):
    pass


class ConfirmBothForm(ConfirmCodeForm):
    """The own password and the own second factor, entered now: required for what opens somebody else's account."""

    password = forms.CharField(
        label=pgettext_lazy("account", "Your own password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = gettext_lazy("Code of your own phone")
        self.fields["code"].widget.attrs["autofocus"] = False

    def clean_password(self):
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["password"]):
            raise get_adapter().validation_error("incorrect_password")

    def clean_code(self):
        """Uses a code up only once the password was right."""
        return None if self.has_error("password") else super().clean_code()


class ActivateDeviceForm(_CodeForm, ActivateTOTPForm):
    pass


class PasswordResetForm(WagtailPasswordResetForm):
    """Sends the mail in the background, so that the response time reveals nothing."""

    def send_mail(self, subject_template_name, email_template_name, context, from_email, to_email, **kwargs):
        subject = "".join(render_to_string(subject_template_name, context).splitlines())
        body = render_to_string(email_template_name, context)
        mail.deliver_later(EmailMessage(subject, body, from_email, [to_email]), context["user"])
