"""What the admin shows of the workplace (imported by ``wagtail_hooks``, which Wagtail looks for)."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.legal.citations.hooks import OfficeMenuItem
from cms.legal.models import SourceConflict
from cms.legal.workplace import log_actions, urls
from cms.legal.workplace.bulk import ChangeFieldsAction


@hooks.register("register_admin_urls")
def workplace_urls():
    return [path("library/", include(urls))]


@hooks.register("register_log_actions")
def workplace_log_actions(actions):
    log_actions.register(actions)


class ConflictsMenuItem(OfficeMenuItem):
    """With the number of those that are open."""

    def render_component(self, request):
        component = super().render_component(request)
        if count := SourceConflict.objects.filter(state=SourceConflict.State.OPEN).count():
            component.label = f"{component.label} ({count})"
        return component


def menu_items() -> list[MenuItem]:
    """For the menu of the library."""
    return [
        OfficeMenuItem(_("Import documents"), reverse("library_work:imports"), icon_name="upload", order=680),
        OfficeMenuItem(_("Documents to review"), reverse("library_work:reviews"), icon_name="tasks", order=690),
        ConflictsMenuItem(
            _("Conflicts of sources"), reverse("library_work:conflicts"), icon_name="openquote", order=692
        ),
        OfficeMenuItem(_("Possible duplicates"), reverse("library_work:duplicates"), icon_name="copy", order=695),
    ]


hooks.register("register_bulk_action", ChangeFieldsAction)
