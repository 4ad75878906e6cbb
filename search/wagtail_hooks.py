"""Registers the URLs, menu items and hooks of search in the Wagtail admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search import signal_handlers
from search.admin.synonym_views import SearchWordViewSet
from search.admin.urls import urlpatterns
from search.admin.views import EXPORT

register_snippet(SearchWordViewSet)


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


@hooks.register("register_admin_menu_item")
def search_item():
    return MenuItem(_("Find content"), reverse("search_admin"), name="find-content", icon_name="search", order=110)


@hooks.register("register_reports_menu_item")
def unanswered_item():
    label = _("Searches without results")
    return MenuItem(label, reverse("search_unanswered"), name="unanswered", icon_name="search", order=950)


@hooks.register("register_log_actions")
def log_words(actions):
    actions.register_action(EXPORT, _("Export a search"), _("A search was exported"))


@hooks.register("after_bulk_action")
def files_moved(request, action_type, objects, action):
    """Reindexes moved files: the bulk action that moves files into a collection sends no signal."""
    signal_handlers.many_files_changed(action.model, objects)
