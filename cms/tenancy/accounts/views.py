"""Sign-in screens, below ``/admin/``, which replace Wagtail's own (see ``urls``)."""

from __future__ import annotations

import logging

from allauth.account import views as account_views
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.base import views as code_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.contrib.auth import views as auth_views
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.account import PasswordResetConfirmView as WagtailPasswordResetConfirmView
from wagtail.admin.views.account import PasswordResetView as WagtailPasswordResetView

from cms.tenancy.accounts import attempt_counters, devices, lockout, mail_links, second_factor
from cms.tenancy.staff import recovery

logger = logging.getLogger(__name__)


class RateLimitedView(View):
    """Without the cache a guess cannot be distinguished from the first attempt: the screen asks to try again later."""

    def dispatch(self, request, *args, **kwargs):
        if request.method in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        try:
            attempt_counters.check_counter()
            return super().dispatch(request, *args, **kwargs)
        except attempt_counters.COUNTER_UNAVAILABLE_MESSAGE:
            logger.exception("Signing in cannot be counted: the cache is away")
            return self.cannot_count(request)

    def cannot_count(self, request):
        context = {"text": attempt_counters.unavailable_message(), "again": request.get_full_path()}
        return _retry_response(render(request, "accounts/unavailable.html", context, status=503))


def _retry_response(response):
    response["Retry-After"] = "60"
    return response


class SignInView(RateLimitedView, account_views.LoginView):
    template_name = "accounts/sign_in.html"

    def cannot_count(self, request):
        """Returns the same form with what was typed, except the password."""
        form = self.get_form_class()(request=request, initial={"login": request.POST.get("login", "")[:254]})
        context = self.get_context_data(form=form, problem=attempt_counters.unavailable_message())
        return _retry_response(self.render_to_response(context, status=503))


class CodeView(RateLimitedView, code_views.AuthenticateView):
    template_name = "accounts/code.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"helpers": recovery.find_helpers(self.stage.login.user)}


class ConfirmPasswordView(RateLimitedView, account_views.ReauthenticateView):
    template_name = "accounts/confirm.html"


class ConfirmCodeView(RateLimitedView, code_views.ReauthenticateView):
    template_name = "accounts/confirm.html"


class StatusView(code_views.IndexView):
    template_name = "accounts/status.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"required": second_factor.is_required(self.request.user)}


class ActivateDeviceView(RateLimitedView, totp_views.ActivateTOTPView):
    template_name = "accounts/set_up.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"required": second_factor.is_required(self.request.user)}

    def form_valid(self, form):
        response = super().form_valid(form)
        device = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        # The code just entered counts as one at the sign-in.
        record_authentication(self.request, self.request.user, "mfa", id=device.pk, type=device.type)
        self.request.session.cycle_key()
        return response


class DeactivateDeviceView(totp_views.DeactivateTOTPView):
    template_name = "accounts/are_you_sure.html"
    extra_context = {
        "title": gettext_lazy("Use another phone"),
        "text": gettext_lazy(
            "The code of the old phone and the recovery codes stop working. You set up the new phone in the next step."
        ),
        "button": pgettext_lazy("account", "Continue"),
    }

    def get_success_url(self):
        return reverse("mfa_activate_totp")


class RecoveryCodesView(recovery_views.ViewRecoveryCodesView):
    template_name = "accounts/recovery_codes.html"


class DownloadRecoveryCodesView(recovery_views.DownloadRecoveryCodesView):
    template_name = "accounts/recovery_codes.txt"
    content_type = "text/plain; charset=utf-8"


class NewRecoveryCodesView(recovery_views.GenerateRecoveryCodesView):
    template_name = "accounts/are_you_sure.html"
    extra_context = {
        "title": gettext_lazy("New recovery codes"),
        "text": gettext_lazy("You get ten new codes; the old ones stop working."),
        "button": gettext_lazy("Make new codes"),
    }


class PasswordResetView(RateLimitedView, WagtailPasswordResetView):
    """Rate limited per address, per account there and per account, because it sends mail."""

    token_generator = mail_links.token_generator

    def form_valid(self, form):
        email = lockout.account_key(form.cleaned_data["email"])
        pair = f"{get_ip(self.request)}:{email}"
        if attempt_counters.count_attempt(self.request, ("reset_password", pair), ("reset_mails", email)) is None:
            return too_many_attempts(
                self.request, _("Mails with a link were sent already. Use the newest one; look among spam too.")
            )
        return super().form_valid(form)


class PasswordResetConfirmView(RateLimitedView, WagtailPasswordResetConfirmView):
    """A person who reads the mailbox may try again at once, in this browser even while somebody attacks the account:
    this is the way back into a locked account."""

    token_generator = mail_links.token_generator

    def get_user(self, uidb64):
        """A link of an account that the office has closed is invalid."""
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form):
        lockout.unlock_account(form.user.email)
        response = super().form_valid(form)
        devices.remember_device(self.request, response, form.user.email)
        return response


class SignInRedirectView(auth_views.RedirectURLMixin, TemplateView):
    """Wagtail's sign-in for private pages has neither lockout nor second factor: this view redirects to ours."""

    def dispatch(self, request, *args, **kwargs):
        return auth_views.redirect_to_login(self.get_redirect_url(), reverse("account_login"))


def too_many_attempts(request, text=None):
    return render(request, "accounts/too_many.html", {"text": text or lockout.lockout_message()}, status=429)
