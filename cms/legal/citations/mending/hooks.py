"""Admin hooks for citations (imported by ``wagtail_hooks``, which Wagtail looks for)."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.userbar import ContentCheckerItem

from cms.legal.citations.mending import urls, views


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("citations/", include(urls))]


class OfficeMenuItem(MenuItem):
    def is_shown(self, request):
        return views.reads_all_citations(request.user)


def register_menu_items() -> list[MenuItem]:
    """Returns the items of the library's menu."""
    return [
        OfficeMenuItem(_("Pages citing law that does not hold"), reverse("citations:stale"), icon_name="warning",
            order=700),
        OfficeMenuItem(
            _("Citations without a document"), reverse("citations:unresolved"), icon_name="help", order=710
        ),
    ]  # fmt: skip


class CitationChecker(ContentCheckerItem):
    """Wagtail's content checks, which also find citations marked as not in force."""

    RULE = "stale-law"
    axe_run_only = [*ContentCheckerItem.axe_run_only, RULE]
    axe_custom_rules = [
        *ContentCheckerItem.axe_custom_rules,
        # No link has an alternative text, so that each one found is an error.
        {"id": RULE, "impact": "serious", "selector": "a.citation--expired", "tags": ["best-practice"],
            "any": ["has-alt"],
         "enabled": True},
    ]  # fmt: skip
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        RULE: {
            "error_name": _("Cites law that does not hold today"),
            "help_text": _("“Documents cited” at the top of the form names what replaced it and puts it in its place"),
        },
    }


@hooks.register("construct_wagtail_userbar")
def check_citations(request, items, page):
    items[:] = [CitationChecker(item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items]


class StalePanel(Component):
    name = "stale_citations"
    template_name = "legal/admin/stale_panel.html"
    order = 60

    def __init__(self, pages: int):
        self.pages = pages

    def get_context_data(self, parent_context):
        return {"pages": self.pages}


@hooks.register("construct_homepage_panels")
def add_stale_panel(request, panels):
    """Adds to the dashboard that the user's own pages cite law not in force; adds nothing when there are none."""
    pages = views.stale_citations_for(request.user).order_by().values("page").distinct().count()
    if pages:
        panels.append(StalePanel(pages))
