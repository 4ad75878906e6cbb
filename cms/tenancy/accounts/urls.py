"""Included before Wagtail's URLs: the same paths, so that Wagtail's own views can never be reached."""

from django.urls import path
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from cms.tenancy.access.rule_types import Access, Rule
from cms.tenancy.access.url_rules import OPEN, declare_rules
from cms.tenancy.accounts import views
from cms.tenancy.accounts.profile import OwnAccountView

_VIEWS: list[tuple[str, type[View], str]] = [
    ("login/", views.SignInView, "account_login"),
    ("login/code/", views.CodeView, "mfa_authenticate"),
    ("confirm/", views.ConfirmPasswordView, "account_reauthenticate"),
    ("confirm/code/", views.ConfirmCodeView, "mfa_reauthenticate"),
    ("second-factor/", views.StatusView, "mfa_index"),
    ("second-factor/set-up/", views.ActivateDeviceView, "mfa_activate_totp"),
    ("second-factor/another-phone/", views.DeactivateDeviceView, "mfa_deactivate_totp"),
    ("second-factor/recovery-codes/", views.RecoveryCodesView, "mfa_view_recovery_codes"),
    ("second-factor/recovery-codes/download/", views.DownloadRecoveryCodesView, "mfa_download_recovery_codes"),
    ("second-factor/recovery-codes/new/", views.NewRecoveryCodesView, "mfa_generate_recovery_codes"),
    ("password_reset/", views.PasswordResetView, "accounts_password_reset"),
    ("password_reset/confirm/<uidb64>/<token>/", views.PasswordResetConfirmView, "accounts_password_reset_confirm"),
]

urlpatterns = [
    *(path(route, view.as_view(), name=name) for route, view, name in _VIEWS),
    path("account/", never_cache(require_admin_access(OwnAccountView.as_view())), name="own_account"),
]

declare_rules({name: Rule(Access.OPEN, free=frozenset({"uidb64", "token"})) for _route, _view, name in _VIEWS})
declare_rules({"own_account": OPEN})
