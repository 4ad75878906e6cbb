"""Admin hooks of the mandated section (imported by ``wagtail_hooks``, which Wagtail looks for)."""

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from cms.legal.section import protection, views


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [
        path("section/<int:page_id>/unlock/", views.unlock_section, name="section_unlock"),
        path("section/<int:page_id>/lock/", views.lock_section, name="section_lock"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def add_unlock_button(page, user, next_url=None, view_name=None):
    if user.is_superuser and protection.is_protected(page):
        yield Button(
            _("Unlock the section…"), reverse("section_unlock", args=[page.pk]), icon_name="unlock", priority=90
        )


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Adds the reason that a superuser gave to the page's history."""

    @actions.register_action(protection.LOG_UNLOCK)
    class Unlocked(LogFormatter):
        label = gettext_lazy("Unlock the section")

        def format_message(self, log_entry):
            return _("Unlocked the section for 15 minutes. Reason: %(reason)s") % {"reason": log_entry.data["reason"]}

    @actions.register_action(protection.LOG_CHANGE)
    class Changed(LogFormatter):
        label = gettext_lazy("Change the section")

        def format_message(self, log_entry):
            return _("Changed the unlocked section. Reason: %(reason)s") % {"reason": log_entry.data["reason"]}
