"""Account information in Wagtail's own screens: a panel in the person's settings, labels in the log."""

from django.forms import Form
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from cms.tenancy.accounts import second_factor


class SecondFactorPanel(BaseSettingsPanel):
    name = "second_factor"
    title = _("Second factor")
    order = 600
    form_class = Form

    def get_form(self):
        return self.form_class()

    def render(self):
        enrolled = "totp" in second_factor.devices_of(self.user).values()
        return render_to_string("accounts/account_panel.html", {"enrolled": enrolled}, request=self.request)


def register_account_panel(request, user, profile):
    return SecondFactorPanel(request, user, profile)


ACTIONS = {
    "accounts.reset_second_factor": (_("Second factor reset"), _("Second factor taken away; to be set up anew")),
    "accounts.second_factor_added": (_("Second factor set up"), _("Second factor set up")),
    "accounts.second_factor_removed": (_("Second factor removed"), _("Second factor removed")),
    "accounts.recovery_codes_renewed": (_("Recovery codes renewed"), _("Recovery codes renewed")),
    "accounts.email_changed": (_("E-mail address changed"), _("E-mail address changed by the person")),
    "accounts.unlocked": (_("Account unlocked"), _("Account unlocked after failed attempts")),
}


def register_log_actions(actions):
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
