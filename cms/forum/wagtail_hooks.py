"""Registers what the admin shows of this app; the work is done where the names say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.forum.admin_urls import urlpatterns
from cms.tenancy import rights


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


class ForumMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.is_superuser or bool(rights.places_of(request.user))


@hooks.register("register_admin_menu_item")
def forum_item():
    return ForumMenuItem(_("Forum"), reverse("forum_boards"), name="forum", icon_name="group", order=114)
