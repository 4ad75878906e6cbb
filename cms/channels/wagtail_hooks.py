"""Registers what the admin shows of this app; the work is done where the names say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.channels.admin_urls import urlpatterns
from cms.channels.post_drafts.post_sources import can_post_page
from cms.channels.views.outbox import VIEW
from cms.tenancy import rights


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


def _can_view_outbox(user) -> bool:
    return any(VIEW in place.rights.actions or place.rights.reads for place in rights.places_of(user))


class OutboxMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.is_superuser or _can_view_outbox(request.user)


@hooks.register("register_admin_menu_item")
def outbox_item():
    return OutboxMenuItem(
        _("Posts for channels"), reverse("channels_outbox"), name="channels", icon_name="mail", order=115
    )


@hooks.register("register_page_header_buttons")
def share_button(page, user, next_url=None, view_name=None):
    if can_post_page(page) and (user.is_superuser or _can_view_outbox(user)):
        yield Button(_("Post to channels…"), reverse("channels_share", args=[page.pk]), icon_name="mail", priority=85)
