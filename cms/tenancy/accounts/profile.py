"""The person's own settings. The e-mail address is the sign-in name and receives password links: it changes only with
the current password, and the old address is notified."""

from __future__ import annotations

from functools import cached_property

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.log_actions import log

from cms.tenancy.accounts import attempt_counters, mail


class OwnNameEmailForm(NameEmailForm):
    current_password = forms.CharField(
        label=gettext_lazy("Current password"),
        help_text=gettext_lazy("Needed only to change the e-mail address."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.old_email = self.instance.email

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()

    def clean(self):
        data = super().clean()
        if self._changes_email(data):
            password = data.get("current_password")
            if not password:
                self.add_error("current_password", _("Type your current password to change the e-mail address."))
            else:
                self._check(password)
        return data

    def validate_unique(self):
        """Reports only to the signed-in person, and a few times a day, whether somebody else has the address."""
        if self._changes_email(self.cleaned_data):
            if self.errors:
                return  # for example the wrong password: then nothing is reported
            if not self._may_ask():
                self.add_error("email", _("You tried too many addresses today. Try again tomorrow, or ask the office."))
                return
        super().validate_unique()

    def _may_ask(self) -> bool:
        try:
            return (
                attempt_counters.count_attempt(self.request, ("email_change", f"person-{self.instance.pk}")) is not None
            )
        except attempt_counters.COUNTER_UNAVAILABLE_MESSAGE:
            return False

    def _changes_email(self, data) -> bool:
        return bool(data.get("email")) and data["email"] != self.old_email.lower()

    def _check(self, password: str) -> None:
        """Counts guesses as those at the sign-in from a device that knows the person."""
        user = get_user_model().objects.get(pk=self.instance.pk)  # this form's instance has the new address already
        try:
            attempt_counters.check_counter()
            if not get_adapter().reauthenticate(user, password):
                self.add_error("current_password", get_adapter().validation_error("incorrect_password"))
        except ValidationError as locked:
            self.add_error("current_password", locked)
        except attempt_counters.COUNTER_UNAVAILABLE_MESSAGE:
            self.add_error("current_password", attempt_counters.unavailable_message())

    def save(self, commit=True):
        user = super().save(commit)
        if self._changes_email(self.cleaned_data):
            log(instance=user, action="accounts.email_changed")
            letter = mail.build_mail(user, "accounts/mail/email_changed.txt", {"new": user.email})
            letter.to = [self.old_email]
            transaction.on_commit(lambda: mail.deliver_later(letter, user))
        return user


class OwnNameEmailPanel(NameEmailSettingsPanel):
    form_class = OwnNameEmailForm

    @cached_property
    def _form(self):
        """Returns one form per request: each validation would count as another attempt at the password."""
        data = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        return self.form_class(*data, instance=self.user, prefix=self.name, request=self.request)

    def get_form(self):
        return self._form


class OwnAccountView(AccountView):
    @cached_property
    def _panels(self):
        panels = super().get_panels()
        return [
            OwnNameEmailPanel(panel.request, panel.user, panel.profile)
            if type(panel) is NameEmailSettingsPanel
            else panel
            for panel in panels
        ]

    def get_panels(self):
        return self._panels
