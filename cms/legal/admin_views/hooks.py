"""What the admin shows of the workplace (imported by ``wagtail_hooks``, which Wagtail looks for)."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.legal.admin_views import clause_views, log_actions, urls
from cms.legal.admin_views.bulk import ChangeFieldsAction
from cms.legal.citations.mending.hooks import OfficeMenuItem
from cms.legal.models import ClauseProposal, SourceConflict


@hooks.register("register_admin_urls")
def workplace_urls():
    return [path("library/", include(urls))]


@hooks.register("register_log_actions")
def workplace_log_actions(actions):
    log_actions.register_log_actions(actions)


class ConflictsMenuItem(OfficeMenuItem):
    """With the number of those that are open."""

    def render_component(self, request):
        component = super().render_component(request)
        if count := SourceConflict.objects.filter(state=SourceConflict.State.OPEN).count():
            component.label = f"{component.label} ({count})"
        return component


def register_menu_items() -> list[MenuItem]:
    """For the menu of the library."""
    return [
        OfficeMenuItem(_("Import documents"), reverse("library_work:imports"), icon_name="upload", order=680),
        OfficeMenuItem(_("Documents to review"), reverse("library_work:reviews"), icon_name="tasks", order=690),
        OfficeMenuItem(_("Clauses about other documents"), reverse("library_work:clauses"), icon_name="cut", order=692),
        ConflictsMenuItem(
            _("Conflicts of sources"), reverse("library_work:conflicts"), icon_name="openquote", order=693
        ),
        OfficeMenuItem(_("Possible duplicates"), reverse("library_work:duplicates"), icon_name="copy", order=695),
    ]


@hooks.register("register_settings_menu_item")
def clause_rule_item():
    return OfficeMenuItem(
        _("Rule for clauses"), reverse("library_work:clause_rule"), name="clause-rule", icon_name="cut", order=880
    )


class ClausesPanel(Component):
    name = "clauses"
    template_name = "legal/admin/clauses/panel.html"
    order = 65

    def __init__(self, clauses: int):
        self.clauses = clauses

    def get_context_data(self, parent_context):
        return {"clauses": self.clauses}


@hooks.register("construct_homepage_panels")
def add_clauses_panel(request, panels):
    """Says on the first screen of those who decide that clauses wait; silent when there are none."""
    if clause_views.may_review(request.user):
        waiting = ClauseProposal.objects.filter(state=ClauseProposal.State.OPEN, target__isnull=False).count()
        if waiting:
            panels.append(ClausesPanel(waiting))


hooks.register("register_bulk_action", ChangeFieldsAction)
