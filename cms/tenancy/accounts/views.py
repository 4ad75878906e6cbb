"""Screens of signing in, below ``/admin/`` and in place of Wagtail's own (see ``urls``)."""

from __future__ import annotations

from allauth.account import views as account_views
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.mfa.base import views as code_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.contrib.auth import views as auth_views
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.views.account import PasswordResetConfirmView as WagtailPasswordResetConfirmView
from wagtail.admin.views.account import PasswordResetView as WagtailPasswordResetView

from cms.tenancy.accounts import lockout, second_factor


class SignInView(account_views.LoginView):
    template_name = "accounts/sign_in.html"


class CodeView(code_views.AuthenticateView):
    template_name = "accounts/code.html"


class ConfirmPasswordView(account_views.ReauthenticateView):
    template_name = "accounts/confirm.html"


class ConfirmCodeView(code_views.ReauthenticateView):
    template_name = "accounts/confirm.html"


class StatusView(code_views.IndexView):
    template_name = "accounts/status.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"required": second_factor.is_required(self.request.user)}


class SetUpView(totp_views.ActivateTOTPView):
    template_name = "accounts/set_up.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"required": second_factor.is_required(self.request.user)}

    def form_valid(self, form):
        response = super().form_valid(form)
        device = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        # The code just typed is as good as one at the sign-in.
        record_authentication(self.request, self.request.user, "mfa", id=device.pk, type=device.type)
        self.request.session.cycle_key()
        return response


class RemoveView(totp_views.DeactivateTOTPView):
    template_name = "accounts/are_you_sure.html"
    extra_context = {
        "title": _("Use another phone"),
        "text": _(
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
        "title": _("New recovery codes"),
        "text": _("You get ten new codes; the old ones stop working."),
        "button": _("Make new codes"),
    }


class PasswordResetView(WagtailPasswordResetView):
    """Limited per address and per account: it sends mail."""

    def form_valid(self, form):
        email = lockout.key_of(form.cleaned_data["email"])
        if not ratelimit.consume(self.request, action="reset_password", key=email):
            return too_many(self.request)
        return super().form_valid(form)


class PasswordResetConfirmView(WagtailPasswordResetConfirmView):
    """Whoever reads the mailbox may try again at once: the way back from a closed account."""

    def form_valid(self, form):
        lockout.unlock(form.user.email)
        return super().form_valid(form)


class SignInRedirectView(auth_views.RedirectURLMixin, auth_views.TemplateView):
    """Wagtail's sign-in for private pages knows neither lock-out nor second factor: here it leads to ours."""

    def dispatch(self, request, *args, **kwargs):
        return auth_views.redirect_to_login(self.get_redirect_url(), reverse("account_login"))


def too_many(request, *args, **kwargs):
    return render(request, "accounts/too_many.html", {"text": lockout.message()}, status=429)
